#!/bin/sh
# t-hook.sh - git-cvx-hook under real git, with a git-cvx beside it that logs its calls.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

log=$here/log
bin=$here/bin
mkdir "$bin"
cp "$builddir/git-cvx-hook" "$bin/" || exit 99

# What is made of git-cvx; its own words come last.
fake() {
	printf '#!/bin/sh\necho "$*" >>"%s"\n%s\n' "$log" "${1:-exit 0}" >"$bin/git-cvx"
	chmod +x "$bin/git-cvx"
}

install_shims() { # folder program
	mkdir -p "$1"
	for event in post-checkout post-merge post-rewrite post-commit; do
		sed "s|@PROGRAM@|'$2'|; s|@EVENT@|$event|g" "$srcdir/hooks/shim" >"$1/$event"
		chmod +x "$1/$event"
	done
}

record() { # [id...]
	"$builddir/tests/hook/record" "$(git rev-parse --absolute-git-dir)" \
		"$(git rev-parse --show-toplevel)" "$@" || exit 99
}

# What git-cvx was called with since the last time, one call a line; "nothing" if it wasn't.
calls() {
	if [ -s "$log" ]; then cat "$log"; else echo nothing; fi
	: >"$log"
}

commit() { # message
	git add -A && git commit -qm "$1"
}

fake
git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations docs
echo 'export const up = 1;' >convex/migrations/20250101_000000_first.ts
echo 'export default 1;' >convex/schema.ts
echo 'the handbook' >docs/README.md
commit 'the app'
first=$(git rev-parse HEAD)
git checkout -qb pages && echo 'more' >>docs/README.md && commit 'only docs'
git checkout -qb feature main
echo 'export const up = 2;' >convex/migrations/20250202_000000_second.ts
commit 'a migration'
second=$(git rev-parse HEAD)
git checkout -q main
install_shims .git/hooks "$bin/git-cvx-hook"
: >"$log"

# ---- whose it is

if [ "$(id -u)" -eq 0 ]; then
	git clone -q . "$here/foreign" && mkdir "$here/foreign/.git/cvx" || exit 99
	echo '[cvx]' >"$here/foreign/.git/cvx/config.ini"
	(cd "$here/foreign" && record 20250101_000000_first) || exit 99
	chown -R 65534 "$here/foreign"
	cd "$here/foreign" || exit 99
	git config --file "$here/trusting" safe.directory "$here/foreign"
	same "somebody else's repository tells a prompt nothing" "" \
		"$("$bin/git-cvx-hook" --status-short 2>&1)"
	ok "but one that git was told to trust does" test -n \
		"$(GIT_CONFIG_GLOBAL=$here/trusting "$bin/git-cvx-hook" --status-short)"
	rm .git/cvx/state
	same "nothing is said of it by a hook" 0 \
		"$("$bin/git-cvx-hook" post-checkout x y 1 2>&1; echo $?)"
	same "and nothing runs" nothing "$(calls)"
	same "unless git was told to trust it" "hook post-checkout x y 1" \
		"$(GIT_CONFIG_GLOBAL=$here/trusting "$bin/git-cvx-hook" post-checkout x y 1; calls)"
	same "root by sudo is also who called it" "hook post-checkout x y 1" \
		"$(SUDO_UID=65534 "$bin/git-cvx-hook" post-checkout x y 1; calls)"
	cd "$here/app" || exit 99
else
	skip "somebody else's repository" "only root can give files away"
fi

# ---- who is asked at all

git checkout -q feature
same "a clone that doesn't use git-cvx: nothing runs" nothing "$(calls)"
mkdir .git/cvx && echo '[cvx]' >.git/cvx/config.ini
git checkout -q main
same "nothing recorded: git-cvx runs, with git's arguments" \
	"hook post-checkout $second $first 1" "$(calls)"
record
git checkout -q feature
same "another branch: git-cvx runs" "hook post-checkout $first $second 1" "$(calls)"
git checkout -q main
same "back, and no run in between: the data never left" nothing "$(calls)"
git checkout -q main
same "the same branch: nothing runs" nothing "$(calls)"
git checkout -q -- convex/schema.ts
same "single files: nothing runs" nothing "$(calls)"
echo '// x' >>convex/schema.ts && git checkout -q -- convex/schema.ts
same "... not even if they changed" nothing "$(calls)"
git checkout -q main
same "... but at the next checkout" "hook post-checkout $first $first 1" "$(calls)"
record
touch .git/cvx/config.ini && mkdir .git/cvx/run && : >.git/cvx/run/1234.lock
git checkout -q main
same "a lock alone is no unfinished run" nothing "$(calls)"
: >.git/cvx/run/1234
git checkout -q main
same "an unfinished run: git-cvx runs" "hook post-checkout $first $first 1" "$(calls)"
rm .git/cvx/run/1234

# ---- variables

CVX_SKIP=1 git checkout -q feature
same "CVX_SKIP=1 skips" nothing "$(calls)"
CVX_SKIP=0 git checkout -q feature
same "CVX_SKIP=0 doesn't" "hook post-checkout $second $second 1" "$(calls)"
CVX_IN_HOOK=1 git checkout -q feature
same "within a hook of ours: nothing runs" nothing "$(calls)"
fake 'git checkout -q main'
git checkout -q pages
same "a checkout by git-cvx itself doesn't call it again" 1 "$(calls | wc -l | tr -d ' ')"
fake
git checkout -q main; calls >/dev/null
record
CONVEX_DEPLOYMENT=dev:other git checkout -q main
same "another deployment by a variable: git-cvx runs" "hook post-checkout $first $first 1" \
	"$(calls)"

# ---- other ways to move

record
git merge -q --no-edit pages
same "a merge that changes nothing of ours: nothing runs" nothing "$(calls)"
git merge -q --no-edit feature
same "a merge that brings a migration: git-cvx runs" "hook post-merge 0" "$(calls)"
git checkout -q --detach && calls >/dev/null
record
git checkout -q "$first"
same "a detached head elsewhere: git-cvx runs" 1 "$(calls | wc -l | tr -d ' ')"
git checkout -q feature && echo 'x' >x && commit 'one more' && git checkout -q main
calls >/dev/null
git rebase -q main feature
same "nothing during a rebase, and once at its end" "hook post-rewrite rebase" "$(calls)"
git checkout -q main; calls >/dev/null
git bisect start -q main "$first" >/dev/null 2>&1
same "nothing during a bisect" nothing "$(calls)"
git bisect reset -q >/dev/null 2>&1
same "... but at its end" 1 "$(calls | wc -l | tr -d ' ')"

# ---- where it is called from

mkdir -p convex/deep && cd convex/deep && record
git checkout -q feature
same "from a folder below: git-cvx runs" 1 "$(calls | wc -l | tr -d ' ')"
git checkout -q main && calls >/dev/null
record
git checkout -q main
same "... or nothing does" nothing "$(calls)"
cd ../..
git worktree add -q ../linked feature 2>/dev/null
same "a new worktree: git-cvx runs" 1 "$(calls | wc -l | tr -d ' ')"
cd ../linked || exit 99
record
git checkout -q feature
same "a linked worktree has a record of its own" nothing "$(calls)"
same "... in its own git dir" yes "$([ -f ../app/.git/worktrees/linked/cvx/state ] && echo yes)"
git checkout -q --detach main
same "... and git-cvx runs in it" 1 "$(calls | wc -l | tr -d ' ')"
cd ../app || exit 99
git --git-dir="$PWD/.git" --work-tree="$PWD" checkout -q main
same "with --git-dir: nothing to do" nothing "$(calls)"

# ---- since when git is held up

rm .git/cvx/state
fake "echo \"\$CVX_IN_HOOK\" >>'$log'"
git checkout -q main; first_time=$(tail -n 1 "$log"); : >"$log"
git checkout -q main; second_time=$(tail -n 1 "$log"); : >"$log"
ok "git-cvx is told when the hook began" test "$first_time" -gt 1
ok "each time anew" test "$second_time" -gt "$first_time"

# ---- git never fails

fake 'exit 7'
ok "git-cvx fails: the checkout doesn't" git checkout -q pages
same "... and it ran" 1 "$(calls | wc -l | tr -d ' ')"
same "... and nothing is said" '' "$(git checkout -q main 2>&1)"
fake 'kill -SEGV $$'
ok "git-cvx crashes: the checkout doesn't fail" git checkout -q pages
same "... and it is said" "git cvx: it crashed (signal 11); see 'git cvx status'" \
	"$(git checkout -q main 2>&1)"
rm "$bin/git-cvx"
PATH_BEFORE=$PATH PATH=/usr/bin:/bin
ok "git-cvx is missing: the checkout doesn't fail" git checkout -q pages
same "... and it is said" "git cvx: git-cvx cannot be run; data stays as it is" \
	"$(git checkout -q main 2>&1)"
mv "$bin/git-cvx-hook" "$bin/moved"
ok "git-cvx-hook is missing: the checkout doesn't fail" git checkout -q pages
same "... and nothing is said" '' "$(git checkout -q main 2>&1)"
mkdir "$here/path" && mv "$bin/moved" "$here/path/git-cvx-hook"
: >"$log"
fake && mv "$bin/git-cvx" "$here/path/"
PATH=$here/path:$PATH git checkout -q pages
same "both have moved and are found in PATH" 1 "$(calls | wc -l | tr -d ' ')"
PATH=$PATH_BEFORE
git checkout -q main
mv "$here/path/"* "$bin/"

# ---- answers for shells

hook=$bin/git-cvx-hook
: >"$log"
fake 'echo one; echo two'
same "completion without a record: what git-cvx says" "one
two" "$("$hook" --complete applied)"
same "... is all that it is asked for" "hook applied" "$(calls)"
fake
record 20241212_000000_older 20250101_000000_first 20250202_000000_second
echo 'export const up = 3;' >convex/migrations/20250303_000000_third.ts
: >convex/migrations/_shared.ts
offers() { "$hook" --complete "$@" | tr '\t' ' '; }
same "completion: applied" "20241212_000000_older applied
20250101_000000_first applied" "$(offers applied)"
same "... pending, and what is new" "20250202_000000_second pending
20250303_000000_third pending" "$(offers pending)"
same "... all" "20241212_000000_older applied
20250101_000000_first applied
20250202_000000_second pending
20250303_000000_third pending" "$(cd docs && offers ids)"
same "the prompt: changed" "in step, changed since" "$("$hook" --status-short)"
rm convex/migrations/20250303_000000_third.ts convex/migrations/_shared.ts
record
same "the prompt: in step" "in step" "$("$hook" --status-short)"
: >.git/cvx/run/1234
same "the prompt: something to go on with" "unfinished run" "$("$hook" --status-short)"
same "outside of a repository: nothing" '' "$(cd "$here" && "$hook" --complete ids 2>&1)"
ok "... and no failure" sh -c 'cd "$1" && "$2" --status-short' - "$here" "$hook"
same "none of this runs git-cvx" nothing "$(calls)"

# ---- what it links

if command -v ldd >/dev/null; then
	linked=$(ldd "$builddir/git-cvx-hook" | grep -E 'git2|curl|jansson|inih' || true)
	same "git-cvx-hook links none of the libraries" '' "$linked"
fi
finish
