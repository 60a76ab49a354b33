#!/bin/sh
# t-added-lines.sh - hook files that others add lines to: those before and behind our block run,
# install replaces the block alone, and uninstall takes out the block alone.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

PATH=$builddir:$PATH
export PATH

git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m first
git branch other
mkdir -p .git/cvx
hook=.git/hooks/post-checkout saved=.git/hooks.before-cvx/post-checkout

# What a checkout says, once for each time that our program is started, and how it ends.
use() {
	git checkout -q other >"$here/said" 2>&1
	echo "$?:" "$(sed 's/^git cvx: this work tree has no.*/ours/' "$here/said" | tr '\n' ' ')"
	git -c core.hooksPath=/dev/null checkout -q main
}

files() { (cd .git && find hooks* -type f ! -name '*.sample' | sort | tr '\n' ' '); }

older() { # version: as it was written for this hook
	case $1 in
	1) printf '%s\n' '#!/bin/sh' "# git-cvx hook v1: written by 'git cvx hooks install'" \
		"hook='$builddir/git-cvx-hook'; [ -x \"\$hook\" ] || exit 0; exec \"\$hook\" post-checkout \"\$@\"" ;;
	2) printf '%s\n' '#!/bin/sh' "# git-cvx hook v2: written by 'git cvx hooks install'" \
		'before=${0%/post-checkout}.before-cvx/post-checkout; code=0; [ ! -x "$before" ] || { "$before" "$@"; code=$?; }' \
		"hook='$builddir/git-cvx-hook'; [ -x \"\$hook\" ] || exit \$code; [ \$code != 0 ] || exec \
\"\$hook\" post-checkout \"\$@\"; \"\$hook\" post-checkout \"\$@\"; exit \$code" ;;
	esac >$hook
	chmod 755 $hook
}

begin() {
	rm -rf .git/hooks/post-* .git/hooks.before-cvx
	git cvx hooks install 2>/dev/null
}

# ---- a line at the end, as hookup, actual_db_schema and the advice of git-lfs add it

begin
same "the block alone" "0: ours " "$(use)"
echo 'echo "added $# $3"' >>$hook
same "a line behind the block runs, with git's arguments" "0: ours added 3 1 " "$(use)"
ok "... status: all are installed" git cvx hooks status
same "... and the line is mentioned" "post-checkout   installed, beside lines of another program" \
	"$(git cvx hooks status | head -n 1)"
before=$(cksum <$hook)
ok "... install again" git cvx hooks install
same "... changes nothing" "$before" "$(cksum <$hook)"
ok "... uninstall" git cvx hooks uninstall
same "... takes out the block alone" '#!/bin/sh
echo "added $# $3"' "$(cat $hook)"
same "... and git-cvx sleeps" "0: added 3 1 " "$(use)"
same "... the others are gone" "hooks/post-checkout " "$(files)"

begin
printf 'echo "no line end"' >>$hook
sed -i '1a echo "first $#"' $hook
same "lines on both sides" "0: first 3 ours no line end " "$(use)"
ok "... uninstall" git cvx hooks uninstall
same "... leaves both, byte for byte" "$(printf '#!/bin/sh\necho "first $#"\necho "no line end"' | cksum)" \
	"$(cksum <$hook)"

# ---- the status is that of the others

for text in '(exit 5)' 'set -e; ! true' 'false || (exit 6)' 'false; true'; do
	begin
	sed -i "1a $text" $hook
	want=$(git cvx hooks uninstall 2>/dev/null; use)
	begin
	sed -i "1a $text" $hook
	same "before the block: $text" "$want" "$(use | sed 's/ours //')"
	begin
	echo "$text" >>$hook
	same "behind the block: $text" "${want%%:*}: ours " "$(use)"
done
begin
sed -i '1a set -eu; IFS=/' $hook
printf '#!/bin/sh\nexit 7\n' >"$here/failing" && chmod +x "$here/failing"
mkdir -p .git/hooks.before-cvx && cp "$here/failing" $saved
echo 'echo behind' >>$hook
same "what was there before fails, under set -e: the rest runs" "0: ours behind " "$(use)"
begin
sed -i 's|^cvx_hook=[^;]*|cvx_hook=/nowhere|' $hook
echo 'echo behind' >>$hook
same "without our program the lines run" "0: behind " "$(PATH=/usr/bin:/bin; use)"

begin
echo 'sed "s/.*/rewritten/"' >>.git/hooks/post-rewrite
same "post-rewrite: git's list is for the lines behind the block" rewritten \
	"$(git commit -q --amend --allow-empty -m again 2>&1)"

# ---- what earlier versions wrote, and lines behind that, which never ran

for version in 1 2; do
	begin
	older $version
	echo 'echo added' >>$hook
	fails_saying "version $version with a line behind it: status" "post-checkout   older" git cvx hooks status
	ok "... install" git cvx hooks install
	same "... the line runs" "0: ours added " "$(use)"
	ok "... and status is content" git cvx hooks status
	older $version
	echo 'echo added' >>$hook
	ok "... uninstall, without an install" git cvx hooks uninstall
	same "... leaves the line alone" "hooks/post-checkout 0: added " "$(files)$(use)"
done

# Their second install took their own file for another's.
begin
older 2
mkdir .git/hooks.before-cvx && cp -p $hook $saved && echo 'echo added' >>$saved
for word in install uninstall; do
	cp -Rp .git "$here/copy.git"
	ok "nested by version 2: $word" git cvx hooks $word
	same "... once each" "$([ $word = install ] && echo '0: added ours ' || echo '0: added ')" "$(use)"
	rm -rf .git && mv "$here/copy.git" .git
done
begin
older 2
mkdir .git/hooks.before-cvx && cp -p $hook $saved
ok "nested, and nothing else: install" git cvx hooks install
same "... leaves one" "0: ours " "$(use)"
ok "... and no folder" test ! -e .git/hooks.before-cvx

begin
mkdir .git/hooks.before-cvx && cp -p $hook $saved && printf '#!/bin/sh\necho new\n' >$hook
ok "ours is kept, and another hook took its place: install" git cvx hooks install
same "... keeps that one" "0: new ours " "$(use)"
ok "... uninstall" git cvx hooks uninstall
same "... puts it back" "hooks/post-checkout 0: new " "$(files)$(use)"

# ---- a hook was there before, and lines came behind our block

rm -rf .git/hooks/post-* && printf '#!/bin/sh\necho plain' >$hook && chmod 750 $hook
git cvx hooks install 2>/dev/null
echo 'echo added' >>$hook
same "a hook before ours, and a line behind" "0: plain ours added " "$(use)"
ok "... uninstall" git cvx hooks uninstall
same "... as if the line had been added to that hook" '#!/bin/sh
echo plain
echo added' "$(cat $hook)"
# shellcheck disable=SC2012 # no other way to a mode that is POSIX
same "... whose mode it has" -rwxr-x--- "$(ls -l $hook | cut -c 1-10)"
same "... and nothing is left" "hooks/post-checkout " "$(files)"

rm -rf .git/hooks/post-* && printf '#!/usr/bin/env python3\nprint("snake")\n' >$hook && chmod 755 $hook
git cvx hooks install 2>/dev/null
echo 'echo added' >>$hook
before=$(cat .git/hooks/post-* .git/hooks.before-cvx/*)
fails_with 4 "... which is no shell script: uninstall asks" git cvx hooks uninstall
same "... and has changed nothing" "$before" "$(cat .git/hooks/post-* .git/hooks.before-cvx/*)"
sed -i '/echo added/d' $hook
ok "... does it once the line is gone" git cvx hooks uninstall
same "... and the hook is there" 'print("snake")' "$(tail -n 1 $hook)"

# ---- another program puts aside our block with its lines, and runs it

begin
echo 'echo added' >>$hook
mv $hook $hook.legacy
printf '#!/bin/sh\n# File generated by pre-commit: x\n"$0".legacy "$@"\n' >$hook && chmod 755 $hook
ok "pre-commit over ours with lines: uninstall" git cvx hooks uninstall
same "... leaves pre-commit and the lines" "0: added " "$(use)"

# ---- marks that were damaged

begin
sed -i '/^# <<</d' $hook
echo 'echo added' >>$hook
fails_with 1 "the block's last line is lost: status" git cvx hooks status
ok "... install" git cvx hooks install
same "... mends it" "0: ours added " "$(use)"
sed -i '/^# <<</d' $hook
ok "... uninstall" git cvx hooks uninstall
same "... without it, too" "0: added " "$(use)"
begin
sed 1d $hook >>"$here/twice" && cat "$here/twice" >>$hook
ok "two blocks: install" git cvx hooks install
same "... makes one of them" "0: ours " "$(use)"

# ---- what can't be read isn't gone

begin
ln -s hooks.before-cvx .git/hooks.before-cvx
before=$(cat .git/hooks/post-*)
fails_with 128 "uninstall where the folder of kept hooks can't be read" git cvx hooks uninstall
same "... says that, and not that the hooks are removed" "error: cannot read '$PWD/$saved': \
Too many levels of symbolic links" "$said"
same "... and they are there" "$before" "$(cat .git/hooks/post-*)"
rm .git/hooks.before-cvx
finish
