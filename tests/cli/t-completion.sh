#!/bin/sh
# t-completion.sh - what TAB does in a terminal: in bash, zsh and fish, for `git cvx` and `git-cvx`,
# where nothing but what `make install` writes is there.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

command -v tmux >/dev/null || skip_all "tmux isn't installed"
bash_completion=/usr/share/bash-completion/bash_completion
git_completion=/usr/share/bash-completion/completions/git

unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR
prefix=$HOME/.local
make -s -C "$builddir" install prefix="$prefix" >made 2>&1 || { comment "$(cat made)"; exit 99; }

# ---- an app: two migrations are applied, two are pending

first=20250101_000000_first second=20250202_000000_second
third=20250303_000000_third fourth=20250404_000000_fourth
git init -q -b main app && cd app || exit 99
git commit -q --allow-empty -m "Begin the app" && git branch topic/one
mkdir -p convex/migrations .git/cvx
for id in $first $second $third $fourth; do echo 'export const up = 1;' >convex/migrations/$id.ts; done
printf '[app "web"]\npath = .\n[env "staging"]\nkind = preview\n' >.cvx.ini
printf '[cvx]\n[env "mine"]\nkind = dev\n' >.git/cvx/config.ini
"$builddir/tests/hook/record" "$PWD/.git" "$PWD" $first $second $third $fourth || exit 99
sed "s/^id applied $third/id pending $third/
	s/^id applied $second/&\\nabout Adds a table/" .git/cvx/state >state && mv state .git/cvx/state

# ---- a terminal

# A server for each shell.
tmux_() { tmux -u -f /dev/null -S "$here/tmux-$shell" "$@"; }
shell=
trap 'status=$?; tmux_ kill-server 2>/dev/null; (exit $status); at_exit' EXIT

screen() { tmux_ capture-pane -p | sed 's/ *$//' | sed '/^$/d'; }
keys() { tmux_ send-keys "$@"; }

# Waits until the screen holds all words. It takes 15 s at most, or something is wrong.
seen() {
	turns=300
	while [ $turns -gt 0 ]; do
		now=$(screen)
		missing=
		for word in "$@"; do
			case $now in *"$word"*) ;; *) missing=$word; break ;; esac
		done
		[ -n "$missing" ] || return 0
		turns=$((turns - 1))
		sleep 0.05
	done
	return 1
}

is_empty() { [ "$(screen)" = ">" ]; }

# An empty line on an empty screen. A shell may still be at work on the last one.
clear_() {
	turns=0
	until is_empty || [ $turns -gt 400 ]; do
		[ $((turns % 20)) -gt 0 ] || keys C-u C-l
		turns=$((turns + 1))
		sleep 0.05
	done
}

# A shell, and what makes it one that can be looked at.
start() { # command
	tmux_ new-session -d -x 200 -y 60 "env -i HOME='$HOME' PATH='$prefix/bin:$PATH' TERM=screen \
		LC_ALL=C.UTF-8 INPUTRC=/dev/null GIT_CONFIG_NOSYSTEM=1 LSAN_OPTIONS='${LSAN_OPTIONS-}' $1" \
		>"$here/started" 2>&1 || { comment "$(cat "$here/started")"; exit 99; }
}
ready() { # what to type first
	[ -z "$1" ] || { keys -l "$1; clear"; keys Enter; }
	clear_
}

# offers SENTENCE TYPED WORD... [-- OTHER...]: TAB shows the words, and none of the others.
offers() {
	sentence="$shell: $1" typed=$2
	shift 2
	words= others= into=words
	keys -l "$typed"
	keys Tab
	for word in "$@"; do
		if [ "$word" = -- ]; then into=others
		elif [ $into = words ]; then words="$words$word
"
		else others="$others$word
"; fi
	done
	IFS='
'
	# shellcheck disable=SC2086 # lines
	seen $words && good=yes || good=no
	for word in $others; do
		case $now in *"$word"*) good=no missing="not $word" ;; esac
	done
	unset IFS
	report $good "$sentence"
	[ $good = yes ] || comment "expected: $missing
$now"
	clear_
}

# ---- what each of them offers

commands=$(git-cvx -h | sed -n 's/^   \([a-z][a-z]*\) .*/\1/p')
everything() {
	for cvx in "git cvx" git-cvx; do
		# shellcheck disable=SC2086 # a list of words
		offers "$cvx: every command" "$cvx " $commands
		offers "a command" "$cvx stat" "$cvx status"
		offers "an option" "$cvx migrate --dry" "$cvx migrate --dry-run"
		offers "options" "$cvx plan --" --to --exit-code --env -- --dry-run
		offers "an option's value" "$cvx plan --to=20250303" "--to=$third"
		offers "in the next word" "$cvx plan --to 20250303" "--to $third"
		offers "applied ids" "$cvx down " $first $second -- $third $fourth
		offers "pending ids" "$cvx up " $third $fourth -- $first $second
		offers "all ids" "$cvx redo " $first $second $third $fourth
		offers "again, for further operands" "$cvx redo --yes $first 202504" "$first $fourth"
		offers "branches" "$cvx migrate top" "$cvx migrate topic/one"
		offers "the end of a range" "$cvx diff main..top" "main..topic/one"
		offers "fixed words" "$cvx hooks uni" "$cvx hooks uninstall"
		offers "environments" "$cvx --env=" staging mine
		offers "behind the command" "$cvx status --env st" "--env staging"
		offers "apps" "$cvx --app w" "--app web"
		offers "a command behind these" "$cvx --app web --env=mine stat" "=mine status"
		offers "pages of the manual" "$cvx help conf" "$cvx help config"
	done
	offers "the command itself" "git cv" cvx
}

described() {
	offers "ids are described" "git cvx down " "applied: Adds a table"
	offers "new ones" "git-cvx up " pending
	offers "commands" "git cvx pl" "git cvx plan"
	offers "... each" "git-cvx m" "bring the deployment in line" "say what is in the data"
	offers "options" "git cvx log --o" "--oneline"
	offers "... each" "git-cvx up --" "show the plan, change nothing"
	offers "branches" "git cvx list " topic/one "Begin the app"
	offers "environments" "git-cvx --env=" preview dev
}

shell=bash
if [ -r $bash_completion ] && [ -r $git_completion ] && command -v bash >/dev/null; then
	start "bash --norc --noprofile -i"
	ready "PS1='> '; . $bash_completion; bind 'set show-all-if-ambiguous on';\
 bind 'set completion-query-items 0'; bind 'set page-completions off'"
	everything
	offers "descriptions aren't inserted" "git cvx down " $second -- applied table
	tmux_ kill-server
else
	skip "bash completes" "bash-completion, or git's file for it, isn't installed"
fi

shell=zsh
if command -v zsh >/dev/null; then
	start "zsh -f -i"
	ready "PS1='> ' LISTMAX=0; unsetopt list_ambiguous; fpath=(~/.local/share/zsh/site-functions \$fpath);\
 autoload -U compinit; compinit -D -u"
	everything
	described
	tmux_ kill-server
else
	skip "zsh completes" "zsh isn't installed"
fi

shell=fish
if command -v fish >/dev/null; then
	start "fish -i -C 'set -g fish_autosuggestion_enabled 0; set -g fish_greeting;\
 function fish_prompt; echo -n \"> \"; end'"
	ready ""
	everything
	described
	tmux_ kill-server
else
	skip "fish completes" "fish isn't installed"
fi

finish
