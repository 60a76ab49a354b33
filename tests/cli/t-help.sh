#!/bin/sh
# t-help.sh - help is asked for as with git's own commands, and says what helps where it can't be
# shown.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

# ---- -h: the usage, on standard output, with git's own exit status

cd "$here" && git init -q repo && cd repo || exit 99
of_git=$(git commit -h >/dev/null 2>&1; echo $?)
for words in "-h" "plan -h" "plan main -h" "-q plan -h" "hooks install -h"; do
	# shellcheck disable=SC2086 # a list of words
	fails_with "$of_git" "git cvx $words ends as 'git commit -h' does" git cvx $words
	# shellcheck disable=SC2086
	same "and says so on standard output" "usage: git cvx" \
		"$(git cvx $words 2>/dev/null | head -n 1 | cut -d ' ' -f 1-3)"
	# shellcheck disable=SC2086
	same "only" "" "$(git cvx $words 2>&1 >/dev/null)"
done
same "git cvx help lists what git cvx -h does" "$(git cvx -h)" "$(git cvx help)"
ok "and is no failure" git cvx help
fails_with 129 "git cvx alone is one" git cvx
same "on standard error" "" "$(git cvx 2>/dev/null)"
fails_saying "help about nothing" "did you mean 'git cvx status'" git cvx help staus
fails_saying "help about our own hooks" "'hook' is no command" git cvx help hook

# ---- --help: the manual

# Says how it was called, and that it has every page but those of $none.
mkdir "$here/bin"
cat >"$here/bin/man" <<'END'
#!/bin/sh
[ "$1" != -w ] || { [ "$2" != "${none-}" ]; exit; }
echo "man $*"
echo "LESS=${LESS-}"
END
chmod +x "$here/bin/man"
with_man() { PATH=$here/bin:$PATH "$@"; }

for words in "plan --help" "help plan" "plan main --help"; do
	# shellcheck disable=SC2086
	same "git cvx $words begins at the command" "man git-cvx
LESS= +/^   git cvx plan " "$(with_man git cvx $words)"
done
same "also where it takes no operands" "LESS=-R +/^   git cvx continue" \
	"$(LESS=-R with_man git cvx continue --help | tail -n 1)"
for words in "git cvx --help" "git help cvx" "git-cvx --help"; do
	# shellcheck disable=SC2086
	same "$words begins at the beginning" "man git-cvx
LESS=" "$(with_man $words)"
done
same "the page of settings" "man git-cvx-config" "$(with_man git cvx help config | head -n 1)"
same "the page of migrations" "man git-cvx-migrations" \
	"$(with_man git cvx help migrations | head -n 1)"

# ---- where it can't be shown

export none=git-cvx-config
fails_saying "a page that isn't installed" "'man' finds no page 'git-cvx-config'" \
	with_man git cvx help config
fails_with 128 "is a failure" with_man git cvx help config
mkdir "$here/none" && ln -s "$(command -v git-cvx)" "$here/none/git-cvx"
without_man() { PATH=$here/none "$(command -v env)" -u MANPATH git-cvx "$@"; }
fails_saying "no man" "there is no program 'man' here" without_man plan --help
fails_saying "and what needs none" "hint: 'git cvx plan -h' explains" without_man plan --help
fails_saying "and where the pages are" "share/man'" without_man migrate --help

# ---- the real one

if command -v man >/dev/null; then
	for page in "help:GIT-CVX(1)" "help config:GIT-CVX-CONFIG(5)" \
		"help migrations:GIT-CVX-MIGRATIONS(7)"; do
		words=${page%%:*}
		[ "$words" != help ] || words="plan --help"
		# shellcheck disable=SC2086
		same "git cvx $words finds the page of a build that isn't installed" "${page#*:}" \
			"$(git cvx $words 2>/dev/null | head -n 1 | cut -d ' ' -f 1)"
		ok "also with a MANPATH" sh -c "MANPATH=/nowhere git cvx $words | grep -q GIT-CVX"
	done
	same "and so does git" "GIT-CVX(1)" \
		"$(git help cvx 2>/dev/null | head -n 1 | cut -d ' ' -f 1)"
else
	skip "the pages are found" "man isn't installed"
fi

finish
