#!/bin/sh
# regen.sh GEN_DOCS SRCDIR OUTDIR - write every generated piece of documentation.
# `make regen` writes into the source folder; the test writes elsewhere and compares.
set -eu
gen=$1 src=$2 out=$3
mkdir -p "$out/man" "$out/completions"
"$gen" bash >"$out/completions/git-cvx"
"$gen" zsh >"$out/completions/_git-cvx"
"$gen" fish >"$out/completions/git-cvx.fish"
while IFS= read -r line; do
	case $line in
	@SYNOPSIS@) "$gen" man-synopsis ;;
	@COMMANDS@) "$gen" man-commands ;;
	@SETTINGS@) "$gen" man-settings ;;
	*) printf '%s\n' "$line" ;;
	esac
done <"$src/man/git-cvx.1.in" >"$out/man/git-cvx.1"
