#!/bin/sh
# t-foreign.sh - hooks of other programs, as those write them: with ours installed they run
# as if they were alone, and after uninstall everything is as it was, byte for byte.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

PATH=$here/bin:$builddir:$PATH
export PATH
mkdir bin

# Programs that the hooks start, in place of those that aren't here: they tell what they get.
for program in lefthook git-lfs pre-commit overcommit-runner; do
	printf '#!/bin/sh\necho "%s: $*"\n' "$program" >"bin/$program"
	chmod +x "bin/$program"
done

# All files of the hooks folder and of those beside it: kind, mode, link, content.
look() {
	(cd .git && find hooks* ! -name '*.sample' | sort | while read -r path; do
		# shellcheck disable=SC2012 # no other way to a mode that is POSIX
		echo "$path $(ls -ld "$path" | cut -c 1-10) $(readlink "$path")" \
			"$([ -f "$path" ] && [ ! -L "$path" ] && cksum <"$path")"
	done)
}

# What git says and how it ends, at a checkout and a rewritten commit, ours kept silent.
use() {
	CVX_SKIP=1 git checkout -q other 2>&1
	echo "checkout: $?"
	CVX_SKIP=1 git commit -q --allow-empty -m x 2>&1
	CVX_SKIP=1 git commit -q --amend --allow-empty -m y 2>&1
	echo "commit: $?"
	git -c core.hooksPath=/dev/null reset -q --hard HEAD~1
	git -c core.hooksPath=/dev/null checkout -q main
}

# Ids of commits differ from one use to the next. Of a hook that was killed or can't be run
# now the shell tells, and not git, in words of its own.
used() {
	use | sed 's/[0-9a-f]\{40\}/ID/g; s|hooks\.before-cvx|hooks|g
		/died of signal/d; /^Terminated/d; /^fatal: cannot run/d; /: not found$/d'
}

shape() { # name
	before=$(look) alone=$(used)
	ok "$1: install" git cvx hooks install
	same "$1: runs as if it were alone" "$alone" "$(used)"
	same "$1: ours is called, too" 1 "$(git checkout -q other 2>&1 | grep -c 'git cvx: this work tree')"
	git -c core.hooksPath=/dev/null checkout -q main
	installed=$(look)
	ok "$1: install again" git cvx hooks install
	same "$1: changes nothing" "$installed" "$(look)"
	ok "$1: uninstall" git cvx hooks uninstall
	same "$1: is as it was" "$before" "$(look)"
	find .git/hooks ! -name '*.sample' ! -name hooks -delete
}

write() { # hook mode: its text from stdin
	cat >".git/hooks/$1"
	chmod "$2" ".git/hooks/$1"
}

git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m first
git branch other
mkdir -p .git/cvx

# ---- plain ones

write post-checkout 755 <<'X'
#!/bin/sh
echo "$0 got $# $3"
X
write post-rewrite 755 <<'X'
#!/bin/sh
echo "rewritten by $1:"; cat
X
shape "a plain hook"

write post-checkout 755 <<'X'
#!/bin/sh
echo failing; exit 7
X
shape "one that fails"
write post-checkout 755 <<'X'
#!/bin/sh
kill -TERM $$
X
shape "one that is killed"
write post-checkout 644 <<'X'
#!/bin/sh
echo "never run"
X
git config advice.ignoredHook false
shape "one that isn't executable"
git config --unset advice.ignoredHook
printf '#!/bin/sh\r\necho crlf\r\n' | write post-checkout 755
shape "one with CRLF"
printf 'echo "no interpreter named"' | write post-checkout 755
shape "one without a first line and a last line end"
cp "$(command -v env)" .git/hooks/post-checkout
shape "a binary one"
mkdir scripts && printf '#!/bin/sh\necho "linked $(basename "$0")"\n' >scripts/any && chmod +x scripts/any
ln -s ../../scripts/any .git/hooks/post-checkout
ln -s ../../scripts/any .git/hooks/post-commit
shape "a symbolic link"
rm -r scripts
ln -s ../../scripts/any .git/hooks/post-checkout
shape "a symbolic link to nothing"
mkdir .git/hooks/post-checkout.d
echo 'echo "part of $2"' >.git/hooks/post-checkout.d/one
write post-checkout 755 <<'X'
#!/bin/sh
for part in "$0".d/* "$(dirname "$0")/../hooks/post-checkout.d"/*; do sh "$part" - "$3"; done
X
shape "one that runs a folder of parts"

# ---- lefthook

for event in post-checkout prepare-commit-msg; do
	sed "s/EVENT/$event/" <<'X' | write $event 755
#!/bin/sh

if [ "$LEFTHOOK" = "0" ]; then
  exit 0
fi

call_lefthook()
{
  if lefthook -h >/dev/null 2>&1
  then
    lefthook "$@"
  else
    echo "Can't find lefthook in PATH"
  fi
}

call_lefthook run "EVENT" "$@"
X
done
cp -p .git/hooks/post-checkout "$here/lefthook"
shape "lefthook"

# npm install starts `lefthook install -f`, which writes its hook over whatever is there.
cp -p "$here/lefthook" .git/hooks/post-checkout
before=$(look)
git cvx hooks install 2>/dev/null
cp -p "$here/lefthook" .git/hooks/post-checkout
fails_saying "lefthook: npm install takes ours away, which status says" \
	"'git cvx hooks install' puts them back" git cvx hooks status
ok "lefthook: install puts it back" git cvx hooks install
ok "lefthook: status is content" git cvx hooks status
cp -p "$here/lefthook" .git/hooks/post-checkout
ok "lefthook: uninstall after npm install" git cvx hooks uninstall
same "lefthook: is as it was" "$before" "$(look)"
rm .git/hooks/post-checkout

# Since version 2 it puts aside what it finds, and its hook may be another than before.
git cvx hooks install 2>/dev/null
lefthook_again() {
	mv .git/hooks/post-checkout .git/hooks/post-checkout.old
	{ cat "$here/lefthook"; echo "# another version"; } | write post-checkout 755
}
mkdir .git/hooks.before-cvx && cp -p "$here/lefthook" .git/hooks.before-cvx/post-checkout
lefthook_again
before=$(cksum <.git/hooks/post-checkout)
ok "lefthook, newer: install" git cvx hooks install
ok "... status is content" git cvx hooks status
same "... nothing of ours is left aside" '' "$(ls .git/hooks/*.old 2>/dev/null)"
same "... it is the newer that is kept" "$before" "$(cksum <.git/hooks.before-cvx/post-checkout)"
mv .git/hooks/post-checkout .git/hooks/post-checkout.old
mv .git/hooks.before-cvx/post-checkout .git/hooks/post-checkout
ok "... uninstall where it has put ours aside" git cvx hooks uninstall
same "... leaves its own alone" post-checkout "$(ls .git/hooks | grep -v sample)"
same "... byte for byte" "$before" "$(cksum <.git/hooks/post-checkout)"
rm .git/hooks/post-checkout

# What was there before ours is what it would have put aside.
for word in install uninstall; do
	printf '#!/bin/sh\necho plain\n' | write post-checkout 755
	git cvx hooks install 2>/dev/null
	lefthook_again
	ok "lefthook over ours over a plain one: $word" git cvx hooks $word
	same "... the plain one is where it would be" "echo plain" \
		"$(tail -n 1 .git/hooks/post-checkout.old)"
	git cvx hooks uninstall 2>/dev/null
	same "... and only it is added" "post-checkout post-checkout.old " \
		"$(ls .git/hooks | grep -v sample | tr '\n' ' ')"
	rm .git/hooks/post-*
done

# ---- pre-commit, with a hook from before it

write post-checkout 755 <<'X'
#!/usr/bin/env bash
# File generated by pre-commit: https://pre-commit.com
# ID: 138fd403232d2ddd5efb44317e38bf03

# start templated
INSTALL_PYTHON=/nowhere/python3
ARGS=(hook-impl --config=.pre-commit-config.yaml --hook-type=post-checkout)
# end templated

HERE="$(cd "$(dirname "$0")" && pwd)"
ARGS+=(--hook-dir "$HERE" -- "$@")

if [ -x "$INSTALL_PYTHON" ]; then
    exec "$INSTALL_PYTHON" -mpre_commit "${ARGS[@]}"
elif command -v pre-commit > /dev/null; then
    exec pre-commit "${ARGS[@]}"
else
    echo '`pre-commit` not found.  Did you forget to activate your virtualenv?' 1>&2
    exit 1
fi
X
write post-checkout.legacy 755 <<'X'
#!/bin/sh
echo legacy
X
# It runs what was there before, from the folder it is told.
printf '%s\n' '#!/bin/sh' 'while [ "$1" != --hook-dir ]; do shift; done' \
	'"$2/post-checkout.legacy"' 'echo "pre-commit in $(basename "$2")"' >"$here/bin/pre-commit"
shape "pre-commit"

# Installed after ours it keeps ours as its legacy hook, and runs it.
write post-checkout 755 <<'X'
#!/bin/sh
echo plain
X
git cvx hooks install 2>/dev/null
mv .git/hooks/post-checkout .git/hooks/post-checkout.legacy
printf '#!/bin/sh\n"$0".legacy "$@"\n' | write post-checkout 755
same "pre-commit on top of ours: ours runs, and nothing runs for ever" \
	"git cvx: this work tree has no git-cvx app ('package.json' is missing); data stays as it is" \
	"$(git checkout -q other 2>&1)"
git -c core.hooksPath=/dev/null checkout -q main
rm -r .git/hooks/post-* .git/hooks.before-cvx

# ---- git-lfs

for event in post-checkout post-commit post-merge; do
	printf '#!/bin/sh\ncommand -v git-lfs >/dev/null 2>&1 || { printf >&2 "\\n%%s\\n\\n" "This \
repository is configured for Git LFS but '"'git-lfs'"' was not found on your path."; exit 2; }\n\
git lfs %s "$@"\n' $event | write $event 755
done
shape "git-lfs"

# ---- overcommit: links to one file, which looks how it was called

write overcommit-hook 755 <<'X'
#!/bin/sh
# Entrypoint for Overcommit hook integration. Installing Overcommit will result
# in all of your git hooks being linked to this file.
type=$(basename "$0")
if [ "$type" = overcommit-hook ]; then
	echo "Don't run it directly"; exit 64
fi
overcommit-runner "$type" "$@"
X
for event in post-checkout post-commit post-merge post-rewrite pre-commit; do
	ln -s overcommit-hook ".git/hooks/$event"
done
shape "overcommit"
finish
