#!/bin/sh
# regen.sh GEN_DOCS SRCDIR OUTDIR - write every generated piece of documentation.
# `make regen` writes into the source folder; the test writes elsewhere and compares.
set -eu
gen=$1 src=$2 out=$3
mkdir -p "$out/man" "$out/completions/conf"
"$gen" bash >"$out/completions/git-cvx"
"$gen" zsh >"$out/completions/_git-cvx"
"$gen" fish >"$out/completions/git-cvx.fish"
"$gen" fish-conf >"$out/completions/conf/git-cvx.fish"

# Examples (.EX to .EE) are written as they are typed. troff would make other characters of
# some, and commands of lines that begin with '.'.
examples() {
	awk '
	/^\.EE/ { inside = 0 }
	inside {
		gsub(/\\/, "\\e"); gsub(/-/, "\\-"); gsub(/\047/, "\\(aq"); gsub(/`/, "\\(ga")
		gsub(/\^/, "\\(ha"); gsub(/~/, "\\(ti"); sub(/^\./, "\\\\\\&.")
	}
	/^\.EX/ { inside = 1 }
	{ print }' "$1"
}

for page in git-cvx.1 git-cvx-config.5 git-cvx-migrations.7; do
	examples "$src/man/$page.in" | while IFS= read -r line; do
		case $line in
		@*[!A-Z]*@) printf '%s\n' "$line" ;;
		@*@)
			part=${line#@}
			"$gen" "man-$(printf '%s' "${part%@}" | tr '[:upper:]' '[:lower:]')" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done >"$out/man/$page"
done
