#!/bin/sh
# check-valgrind.sh PROGRAM... - run unit tests, and calls of git-cvx, under valgrind.
#
# Errors and leaks fail. What is known of others' libraries is named in valgrind.supp.
# Ends with lines as automake's test summary has them: # PASS: n, # FAIL: n.
set -u
: "${srcdir:?}" "${builddir:?}"
command -v valgrind >/dev/null || { echo "check-valgrind: valgrind isn't installed" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/cvx-valgrind.XXXXXX") || exit 99
trap 'rm -rf "$work"' EXIT
HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_CEILING_DIRECTORIES=$work LC_ALL=C
export HOME GIT_CONFIG_NOSYSTEM GIT_CEILING_DIRECTORIES LC_ALL
# The sanitizers see each walk; here the first ones do for memory that nothing has written to.
CVX_WALKS=10
export CVX_WALKS
pass=0 fail=0

# Children are other people's programs: git, node, sh. Status 99 is valgrind's.
run() { # expected-status|test command...
	expected=$1
	shift
	valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect \
		--show-leak-kinds=definite,indirect --child-silent-after-fork=yes \
		--suppressions="$srcdir/tests/valgrind.supp" "$@" >"$work/log" 2>&1 </dev/null
	status=$?
	# Whether a test passes is for `make check` to say: its time limits don't hold under
	# valgrind, twenty times slower. Here valgrind's verdict counts, and crashes.
	if [ $status = "$expected" ] || { [ "$expected" = test ] && [ $status -le 1 ]; }; then
		pass=$((pass + 1))
		echo "PASS: $*"
	else
		fail=$((fail + 1))
		echo "FAIL: $* (status $status, not $expected)"
		tail -n 60 "$work/log"
	fi
}

# Memory that nothing has written to is what valgrind alone finds, and it comes in with what is
# read: what only decides and prints is left to the sanitizers.
for program in "$@"; do
	case $program in */ui/* | */cmd/* | */core/test_walk | */run/test_p*) ;;
	*) run test "$builddir/$program" ;; esac
done

# Commands that need no deployment, in a repository with an app.
mkdir "$work/app" && cd "$work/app" || exit 99
git init -q -b main .
mkdir -p convex/migrations convex/cvx
echo '{ "name": "app", "dependencies": { "convex": "1" } }' >package.json
cat >convex/convex.config.ts <<'END'
import { defineApp } from "convex/server";
import cvx from "./cvx/convex.config";
const app = defineApp();
app.use(cvx);
export default app;
END
cp "$srcdir"/component/cvx/*.ts convex/cvx/
for id in 20251008_153000_one 20251009_100000_two; do
	cat >convex/migrations/$id.ts <<'END'
import { migrations } from "../migrate";
export const up = migrations.define({ table: "users", migrateOne: () => ({}) });
END
done
git add . && git -c user.name=A -c user.email=a@b commit -qm first
git branch other && rm convex/migrations/20251008_153000_one.ts

cvx=$builddir/git-cvx
run 129 "$cvx" -h
run 129 "$cvx" migrate -h
run 129 "$cvx" stauts
run 129 "$cvx" plan --nonsense
run 0 "$cvx" version --build-options
run 0 "$cvx" list
run 0 "$cvx" list other
run 0 "$cvx" diff other
run 0 "$cvx" plan other..HEAD
run 0 "$cvx" hooks install
run 0 "$cvx" hooks status
run 0 "$cvx" hooks uninstall
run 128 "$cvx" status

echo "# PASS:  $pass"
echo "# FAIL:  $fail"
[ $fail = 0 ]
