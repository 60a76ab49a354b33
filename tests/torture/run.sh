#!/bin/sh
# run.sh [bounded|whole] - commands that write files, and the hook program, in which one allocation
# or one system call fails: the n-th, for every n; bounded: for a few. Speaks TAP.
#
# No program may end by a signal. One that fails says so; one that does not has done all. Every file
# then holds what it held before, or what it holds when nothing fails: never half of it.
# git-cvx-hook exits with 0.
# The build is that in $builddir, without sanitizers: they have allocations of their own.
srcdir=$(cd "$(dirname "$0")/../.." && pwd)
: "${builddir:=$srcdir/.build/release}"
. "$srcdir/tests/lib/sh-lib.sh"

form=${1:-bounded}
case $form in
bounded) most=3 most_allocations=4 ;;   # failures of a kind, spread over all that there could be
whole) most=1000000 most_allocations=100 ;;
*) echo "usage: run.sh [bounded|whole]" >&2; exit 129 ;;
esac

: "${CC:=cc}"
[ -x "$builddir/git-cvx" ] || { echo "Bail out! there is no git-cvx in $builddir"; exit 99; }
PATH=$builddir:$PATH
export PATH

# ---- what a command starts from

git_dir=app/.git
make_app() { # folder
	git init -q --template= -b main "$1" && mkdir -p "$1/convex/migrations" "$1/.git/hooks" || exit 99
	printf '{\n  "name": "app",\n  "dependencies": {\n    "convex": "1.48.0"\n  }\n}\n' >"$1/package.json"
	printf 'export default defineSchema({\n  users: defineTable({}),\n});\n' >"$1/convex/schema.ts"
	(cd "$1" && git add -A && git commit -qm 'the app') || exit 99
}
made() { # name of what one starts from: in the folder from/<name>, command...
	name=$1
	shift
	(cd "from/$name/app" && "$@" >/dev/null 2>"$here/log") ||
		{ comment "$(cat "$here/log")"; echo "Bail out! $name can't be made"; exit 99; }
}
derive() { mkdir "from/$2" && cp -Rp "from/$1/app" "from/$2/app" || exit 99; } # from to

mkdir -p from/bare
make_app from/bare/app
derive bare foreign
printf '#!/bin/sh\nexit 0\n' >from/foreign/$git_dir/hooks/post-checkout
chmod +x from/foreign/$git_dir/hooks/post-checkout
made foreign git-cvx init
derive foreign hooked
made hooked git-cvx hooks install
derive hooked recorded
(cd from/recorded/app && cp convex/schema.ts convex/migrations/a_first.ts)

# A git-cvx that does nothing, for the hook program to start.
mkdir hook-bin
cp "$builddir/git-cvx-hook" hook-bin/ && printf '#!/bin/sh\nexit 0\n' >hook-bin/git-cvx &&
	chmod +x hook-bin/git-cvx || exit 99

begin() { # name of what one starts from
	rm -rf app && cp -Rp "from/$1/app" app || exit 99
	[ "$1" != recorded ] || "$builddir/tests/hook/record" "$here/app/.git" "$here/app" a_first || exit 99
}

# ---- what a command leaves

# Each file with all it holds, a line each; random ids and times are alike.
contents() {
	{
		grep -a -rH '' app --exclude-dir=objects --exclude-dir=logs --exclude=index
		find app -path '*/objects' -prune -o -type f -size 0 -exec printf '%s:\n' {} +
	} | LC_ALL=C sed -E 's/[0-9a-f]{16,}/H/g; s/[0-9]{6,}/N/g' | awk '{
		at = index($0, ":"); file = substr($0, 1, at - 1); line = substr($0, at + 1)
		if (file != last && NR > 1) { print last "\t" text; text = "" }
		text = text "\\n" line; last = file
	} END { print last "\t" text }' | sort
}

# Compares what is there with what was before and what comes of success; says what is wrong.
judge() { # may the program leave a temporary file? ("leftovers")
	contents >now
	sort -u before after >allowed
	comm -23 now allowed | cut -f 1 >strange
	[ "$1" != leftovers ] || { grep -vE '\.[A-Za-z0-9]{6}$|\.temp$|\.lock$' strange; :; } >strange.too
	[ "$1" != leftovers ] || mv strange.too strange
	comm -12 before after | comm -23 - now | cut -f 1 >lost
	sed 's/^/half or strange: /' strange
	sed 's/^/lost: /' lost
	[ "$status" != 0 ] || comm -23 after now | cut -f 1 | sed 's/^/claims success, but not done: /'
}

# What is wrong with how it ended; $status and the files now, said.
judge_end() { # hook or command
	if [ "$status" -gt 130 ]; then
		echo "ended by signal $((status - 128))"
	elif [ "$status" = 127 ] && grep -q 'loading shared libraries' said; then
		:   # that was before the program began
	elif [ "$1" = hook ]; then
		[ "$status" = 0 ] || echo "exit status $status"
	elif [ "$status" != 0 ]; then
		[ -s said ] || echo "fails without a word"
	fi
}

# ---- failing

program() { (cd app && "$@") >said 2>&1 </dev/null; }
success() { # start command...
	begin "$1"
	shift
	contents >before
	program "$@"
	status=$?
	contents >after
}

# The numbers from 1 to $1, or $2 of them: in the bounded form always the same.
numbers() {
	awk -v n="$1" -v most="$2" -v form="$form" 'BEGIN {
		srand()
		step = n > most ? n / most : 1
		for (i = step; i < n + 0.5; i += step)
			print int(form == "whole" && step > 1 ? 1 + i - step * rand() : i + 0.5)
	}'
}

# each SENTENCE KIND NUMBERS START WAY COMMAND...: WAY is a function that runs the command with the
# failure of the number that comes first.
each() {
	sentence=$1 kind=$2 numbers=$3 start=$4 way=$5
	shift 5
	wrong='' tried=0
	for n in $numbers; do
		begin "$start"
		"$way" "$n" "$@"
		status=$?
		tried=$((tried + 1))
		problem=$(judge_end "$kind"; judge "$leftovers")
		[ -z "$problem" ] || wrong="$wrong
number $n of $count (exit status $status): $problem
$(tail -n 3 said)"
	done
	same "$sentence: $tried of $count" "" "$wrong"
}

# -- allocations

failing=$here/out_of_memory.so
has_glibc() { printf '#include <features.h>\n#ifndef __GLIBC__\n#error no\n#endif\n' | $CC -E - >/dev/null 2>&1; }
has_failing() { has_glibc && $CC -shared -fPIC -o "$failing" "$srcdir/tests/lib/out_of_memory.c"; }

out_of_memory_from() { n=$1; shift; program env LD_PRELOAD="$failing" OUT_OF_MEMORY_AT="$n" "$@"; }
out_of_memory_once() { n=$1; shift; program env LD_PRELOAD="$failing" OUT_OF_MEMORY_AT="-$n" "$@"; }

allocations() { # name kind start command...
	name=$1 kind=$2 start=$3
	shift 3
	if ! has_failing 2>log; then
		skip "$name: an allocation fails" "allocations are made to fail through glibc"
		return
	fi
	success "$start" "$@"
	begin "$start"
	program env LD_PRELOAD="$failing" OUT_OF_MEMORY_COUNT="$here/count" "$@"
	count=$(cat count)
	leftovers=leftovers   # the program ends at once
	each "$name: all allocations from one on fail" "$kind" "$(numbers "$count" $most_allocations)" "$start" out_of_memory_from "$@"
	each "$name: one fails" "$kind" "$(numbers "$count" $most_allocations)" "$start" out_of_memory_once "$@"
}

# -- system calls

# The names that a call has, for strace.
calls_of() {
	case $1 in
	open) echo open,openat ;;
	write) echo write,writev,pwrite64 ;;
	read) echo read,pread64 ;;
	rename) echo rename,renameat,renameat2 ;;
	sync) echo fsync,fdatasync ;;
	mkdir) echo mkdir,mkdirat ;;
	unlink) echo unlink,unlinkat,rmdir ;;
	link) echo link,linkat,symlink,symlinkat ;;
	mode) echo chmod,fchmod,fchmodat ;;
	esac | sed 's/\([a-z0-9]*\)/?\1/g'
}
can_trace() { strace -qq -o /dev/null -e trace=%file -e inject=?rename:error=EIO true 2>log; }

fails_call() {
	n=$1
	shift
	program strace -qq -o "$here/trace" -e trace="$traced" -e inject="$traced:error=$problem_code:when=$n" "$@"
}

system_calls() { # name kind start command...
	name=$1 kind=$2 start=$3
	shift 3
	success "$start" "$@"
	for one in open:EACCES open:EMFILE read:EIO write:ENOSPC write:EINTR rename:EACCES sync:EIO mkdir:EACCES \
		unlink:EACCES link:EACCES mode:EACCES; do
		call=${one%:*} problem_code=${one#*:} leftovers=
		sentence="$name: $call fails with $problem_code"
		if ! can_trace; then
			skip "$sentence" "strace can't make calls fail here"
			continue
		fi
		traced=$(calls_of "$call")
		begin "$start"
		program strace -qq -o "$here/trace" -e trace="$traced" "$@"
		[ "$call" != unlink ] || leftovers=leftovers
		count=$(grep -c '^[a-z0-9]*(' trace)
		[ "$count" = 0 ] || each "$sentence" "$kind" "$(numbers "$count" $most)" "$start" fails_call "$@"
	done
}

# ---- the commands

for torture in allocations system_calls; do
	$torture "init" command bare git-cvx init
	$torture "init --undo" command foreign git-cvx init --undo
	$torture "new" command foreign git-cvx new addRole
	$torture "hooks install" command foreign git-cvx hooks install
	$torture "hooks uninstall" command hooked git-cvx hooks uninstall
	$torture "list" command hooked git-cvx list
	$torture "status --short" command recorded git-cvx status --short
	PATH=$here/hook-bin:$PATH
	$torture "git-cvx-hook post-checkout" hook recorded git-cvx-hook post-checkout x y 1
	PATH=${PATH#*:}
done
finish
