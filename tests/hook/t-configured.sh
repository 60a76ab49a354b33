#!/bin/sh
# t-configured.sh - hooks in git's configuration: when they are chosen, what is written, and,
# with a git that knows them (2.54 or newer; CVX_TEST_GIT names a folder with one), that they
# are called.
newer_git=${CVX_TEST_GIT:-/nowhere} # the library forgets what begins with CVX_
. "${srcdir:-.}/tests/lib/sh-lib.sh"

real=$(command -v git)
log=$here/log
mkdir bin
cp "$builddir/git-cvx" "$builddir/git-cvx-hook" bin/ || exit 99

# A git of that version as far as it tells; what else it is asked it does.
version() {
	mkdir -p "$here/git"
	printf '#!/bin/sh\n[ "$1" = --version ] && { echo "git version %s"; exit; }\nexec "%s" "$@"\n' \
		"$1" "$real" >"$here/git/git"
	chmod +x "$here/git/git"
}
PATH=$here/git:$here/bin:$builddir:$PATH
export PATH

hooks() { git-cvx hooks "$@"; }

files() { for file in .git/hooks/post-*; do case $file in *.sample | *'*') ;; *) basename "$file" ;; esac; done; }

git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m first
cp .git/config "$here/config.before"

# ---- which way is chosen

for old in 2.39.5 2.53.9 1.99; do
	version $old
	hooks install 2>/dev/null
	same "git $old: files" 4 "$(files | wc -l | tr -d ' ')"
	ok "git $old: nothing in the configuration" cmp .git/config "$here/config.before"
	hooks uninstall 2>/dev/null
done
for new in 2.54.0 2.54.0.windows.1 2.60.1.dirty 3.0.0; do
	version $new
	hooks install 2>/dev/null
	same "git $new: one file, which can rest during a rebase" post-commit "$(files)"
	same "git $new: the other events" "post-checkout
post-merge
post-rewrite" "$(git config --get-all hook.cvx.event)"
	hooks uninstall 2>/dev/null
	same "git $new: uninstall leaves no file" '' "$(files)"
	ok "git $new: uninstall leaves the configuration as it was" cmp .git/config "$here/config.before"
done

# ---- what is written

version 2.54.0
hooks install 2>said
same "it is said where" "hooks are installed in git's configuration (hook.cvx)" "$(head -n 1 said)"
rm said
same "the command: the program, or that of PATH, or nothing" \
	"hook='$here/bin/git-cvx-hook'; [ -x \"\$hook\" ] || hook=\$(command -v git-cvx-hook) || \
exit 0; exec \"\$hook\" configured" "$(git config hook.cvx.command)"
ok "status: installed" hooks status
cp .git/config "$here/config.after"
ok "install again" hooks install
ok "... changes nothing" cmp .git/config "$here/config.after"
git config --unset hook.cvx.event post-merge
fails_saying "one event is missing" "older" hooks status
ok "... install renews it" hooks install
ok "... all of it" hooks status

# ---- another git comes along: never both

version 2.39.5
fails_saying "an older git isn't called by its configuration" missing hooks status
ok "... install writes files for it" hooks install
same "... and nothing is left in the configuration" '' "$(git config --get-regexp '^hook\.')"
ok "... it is installed" hooks status
version 2.54.0
ok "files are fine for a newer git" hooks status
ok "... install leaves them" hooks install
same "... and doesn't do it twice" '' "$(git config --get-regexp '^hook\.')"
sed -i 's/^cvx_hook=.*//' .git/hooks/post-merge
rm .git/hooks/post-commit
printf '#!/bin/sh\necho mine\n' >.git/hooks/post-merge
ok "files of which some have gone" hooks install
same "... give way to the configuration" "post-commit
post-merge" "$(files)"
same "... what is somebody else's stays" "echo mine" "$(tail -n 1 .git/hooks/post-merge)"
hooks uninstall 2>/dev/null
rm .git/hooks/post-merge

# ---- whatever the hooks folder is

mkdir -p .husky/_ && git config core.hooksPath .husky/_
ok "husky: nothing has to be written to its folder" hooks install
same "... and nothing is" '' "$(ls .husky/_)"
same "... all four are configured" 4 "$(git config --get-all hook.cvx.event | wc -l | tr -d ' ')"
ok "... status: installed" hooks status
ok "... --husky, in spite of it" hooks install --husky
same "... takes it out of the configuration" '' "$(git config --get-regexp '^hook\.')"
ok "... uninstall" hooks uninstall
rm -r .husky && git config --unset core.hooksPath

# ---- a git that knows them calls them

PATH=$newer_git:${PATH#"$here/git:"}
minor=$(git --version | sed -n 's/^git version 2\.\([0-9]*\).*/\1/p')
if [ "${minor:-54}" -lt 54 ]; then
	skip "a git that knows configured hooks calls them" \
		"git $(git --version | cut -d' ' -f3) is older than 2.54, and CVX_TEST_GIT names none"
	finish
fi
mkdir -p convex/migrations && echo 'export default 1;' >convex/schema.ts
git add -A && git commit -qm app
git checkout -q -b side
echo 1 >convex/migrations/20250101_000000_side.ts && git add -A && git commit -qm side
git checkout -q main && echo main >text && git add -A && git commit -qm main
printf '#!/bin/sh\necho foreign\n' >.git/hooks/post-checkout && chmod +x .git/hooks/post-checkout
hooks install 2>/dev/null
printf '#!/bin/sh\necho "$2 $3" | sed "s/ [0-9a-f]*$//" >>"%s"\n' "$log" >"$here/bin/git-cvx"
calls() { if [ -s "$log" ]; then sed 's/ *$//' "$log"; else echo nothing; fi; : >"$log"; }
row() { # sentence wanted command...
	sentence=$1 wanted=$2
	shift 2
	"$builddir/tests/hook/record" "$PWD/.git" "$PWD"
	: >"$log"
	"$@" >"$here/said" 2>&1
	same "git $(git --version | cut -d' ' -f3): $sentence" "$wanted" "$(calls)"
}
row "checkout, once" post-checkout git checkout side
same "... and the hook that is there" foreign "$(grep foreign "$here/said")"
row "switch to the same branch" nothing git switch side
row "an ordinary commit" nothing git commit --allow-empty -m x
git checkout -q main 2>/dev/null
row "merge" post-merge git merge --no-edit side
git reset -q --hard HEAD~1
row "cherry-pick" post-commit git cherry-pick side~1
git reset -q --hard HEAD~1
row "rebase, once" "post-rewrite rebase" git rebase --exec 'test ! -e .git/hooks/post-commit' side
ok "... in which post-commit rested" test -x .git/hooks/post-commit
mv "$here/bin/git-cvx-hook" "$here/bin/moved"
PATH=$newer_git:/usr/bin:/bin
ok "... without our programs git doesn't fail" git checkout -q side
finish
