#!/bin/sh
# t-completion.sh - the shells complete git cvx: through git's own completion in bash.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

command -v bash >/dev/null || skip_all "bash isn't installed"
bash_completion=/usr/share/bash-completion/bash_completion
git_completion=/usr/share/bash-completion/completions/git
[ -r "$bash_completion" ] && [ -r "$git_completion" ] ||
	skip_all "bash-completion, or git's file for it, isn't installed"

# The ids come from git-cvx-hook; here it knows three.
mkdir bin share share/completions
cat >bin/git-cvx-hook <<'END'
#!/bin/sh
case "$1 $2" in
"--complete ids") printf '%s\n' 20251008_153000_one 20251009_100000_two 20251010_080000_three ;;
"--complete applied") printf '%s\n' 20251008_153000_one ;;
"--complete pending") printf '%s\n' 20251009_100000_two 20251010_080000_three ;;
*) exit 129 ;;
esac
END
chmod +x bin/git-cvx-hook
PATH=$here/bin:$PATH
cp "$srcdir/completions/git-cvx" share/completions/

git init -q -b main app && cd app && git commit -q --allow-empty -m first && git branch topic/one

# What TAB offers at the end of a command line, as bash would ask for it: nothing of ours
# is loaded beforehand, the loader finds it by its name.
cat >"$here/complete.bash" <<'END'
BASH_COMPLETION_USER_DIR=$here/share
. "$1"
COMP_LINE=$2
COMP_POINT=${#COMP_LINE}
COMP_WORDS=() COMP_TYPE=9 COMP_KEY=9
# bash splits words at '=' and ':', too
read -ra COMP_WORDS <<<"${COMP_LINE//=/ = }"
case $COMP_LINE in *[\ ]) COMP_WORDS+=("") ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
program=${COMP_WORDS[0]}
complete -p "$program" >/dev/null 2>&1 || _completion_loader "$program"
function=$(complete -p "$program" | sed -n 's/.* -F \([^ ]*\) .*/\1/p')
"$function" "$program" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}" | sed 's/ *$//' | sort
END

offers() { # sentence command-line words...
	sentence=$1 line=$2
	shift 2
	same "$sentence" "$(printf '%s\n' "$@" | sort)" \
		"$(here=$here bash --norc --noprofile "$here/complete.bash" "$bash_completion" "$line" 2>&1)"
}

commands=$(git-cvx -h | sed -n 's/^   \([a-z]*\) .*/\1/p')
# Either way of typing it.
for cvx in "git cvx" git-cvx; do
	# shellcheck disable=SC2086 # a list of words
	offers "$cvx: every command" "$cvx " $commands
	offers "$cvx: commands that begin so" "$cvx st" status
	offers "$cvx: options" "$cvx migrate --d" --dry-run
	offers "$cvx: an option that takes a value" "$cvx plan --to" --to=
	offers "$cvx: its value, ids" "$cvx plan --to=20251009" 20251009_100000_two
	offers "$cvx: in the next word" "$cvx plan --to 20251010" 20251010_080000_three
	offers "$cvx: applied ids" "$cvx down " 20251008_153000_one
	offers "$cvx: pending ids" "$cvx up " 20251009_100000_two 20251010_080000_three
	offers "$cvx: after an option" "$cvx down --yes 2025" 20251008_153000_one
	offers "$cvx: branches" "$cvx plan to" topic/one
	offers "$cvx: both ends of a range" "$cvx diff main..to" main..topic/one
	offers "$cvx: fixed words" "$cvx hooks un" uninstall
	offers "$cvx: nothing" "$cvx continue " ""
	offers "$cvx: a command that is none" "$cvx nonsense " ""
done
offers "git's own options before the command" "git -C . cvx st" status

# ---- fish answers without a terminal

if command -v fish >/dev/null; then
	fish_offers() { # sentence command-line words...
		sentence=$1 line=$2
		shift 2
		same "$sentence" "$(printf '%s\n' "$@" | sort)" "$(fish -c '
			source $argv[1]; complete -C $argv[2]' \
			"$srcdir/completions/git-cvx.fish" "$line" 2>&1 | cut -f1 | sort)"
	}
	for cvx in "git cvx" git-cvx; do
		fish_offers "fish, $cvx: commands" "$cvx st" status
		fish_offers "fish, $cvx: options" "$cvx migrate --dry" --dry-run
		fish_offers "fish, $cvx: ids" "$cvx down 2025" 20251008_153000_one
		fish_offers "fish, $cvx: ids as a value" "$cvx plan --to=20251009" \
			--to=20251009_100000_two
		fish_offers "fish, $cvx: branches" "$cvx plan top" topic/one
		fish_offers "fish, $cvx: fixed words" "$cvx hooks unin" uninstall
	done
else
	skip "fish completes" "fish isn't installed"
fi

finish
