#!/bin/sh
# limits.sh [FOLDER] - print what is too long, takes too many parameters, calls what it
# must not, or tells of machines and secrets; fail if there is anything.
#
# Limits are where a review would stop. Aim lower: files near 150 lines, functions below 60,
# lines within 90 columns.
set -eu
cd "${1-${srcdir-.}}"

MAX_FILE=400
MAX_FUNCTION=90
MAX_PARAMETERS=6
MAX_COLUMNS=110

# Each has a form that knows its bounds or reports failure; `system` and `popen` are shells.
banned='strcpy strcat sprintf vsprintf gets system popen atoi atol strtok mktemp tmpnam'

sources() { find src tests -name node_modules -prune -o -name '*.[ch]' ! -name embedded_files.c -print | sort; }

check_files() {
	find src \( -name '*.[ch]' -o -name '*.def' \) ! -name embedded_files.c -exec wc -l {} + |
		awk -v max=$MAX_FILE '$2 != "total" && $1 > max {
			print $2 ": " $1 " lines, more than " max }'
}

# A function begins with '{' in the first column and ends with '}' there; its head is what
# stands before, over as many lines as it takes.
# shellcheck disable=SC2046 # names of sources hold no spaces
check_functions() {
	awk -v longest=$MAX_FUNCTION -v most=$MAX_PARAMETERS '
	function parameters(head) {
		sub(/^[^(]*\(/, "", head)
		gsub(/\([^()]*\)/, "", head)
		return gsub(/,/, "", head) + 1
	}
	FNR == 1 { head = ""; began = 0 }
	/^\{/ && head ~ /\)$/ {
		began = FNR
		name = head
		sub(/\(.*/, "", name)
		sub(/.*[ *]/, "", name)
		if (parameters(head) > most)
			print FILENAME ":" FNR ": " name " takes " parameters(head) " parameters, more than " most
	}
	/^\}/ && began {
		if (FNR - began > longest)
			print FILENAME ":" began ": " name " has " FNR - began " lines, more than " longest
		began = 0
	}
	/^[a-zA-Z]/ { head = $0; next }
	/^[ \t]/ && !began { head = head $0; next }
	{ head = "" }
	' $(sources)
}

check_columns() {
	for file in $(sources); do
		expand -t 8 "$file" | awk -v file="$file" -v max=$MAX_COLUMNS '
			length($0) > max { print file ":" NR ": " length($0) " columns, more than " max }'
	done
}

# shellcheck disable=SC2046
check_banned() {
	awk -v banned="$banned" '
	BEGIN {
		gsub(/ /, "|", banned)
		call = "(^|[^A-Za-z0-9_>.])(" banned ")[ ]*\\("
	}
	{
		line = $0
		gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
		sub(/\/\*.*/, "", line)
		sub(/^[ \t]*\*.*/, "", line)
		if (match(line, call)) {
			name = substr(line, RSTART, RLENGTH - 1)
			gsub(/[^a-z]/, "", name)
			print FILENAME ":" FNR ": banned: " name
		}
	}' $(sources)
}

# What an error says is for people; its code, and err_says(), are for the program.
# shellcheck disable=SC2046
check_texts() {
	grep -nE '(strstr|strcmp|strncmp|strcasecmp|strncasecmp|memcmp|text_equal|strchr)\([^;]*(err|why|own|refusal)(->|\.)(msg|hint|detail)' \
		$(sources | grep '^src/') /dev/null |
		sed 's/:\([0-9]*\):.*/:\1: decides by the text of an error/' || true
}

# Times of a file have other names on other systems.
# shellcheck disable=SC2046
check_portable() {
	grep -nE '\<st_[amc]tim(espec|ensec)?\>|\<st_birthtim' \
		$(sources | grep -v '^src/base/portable[.]') /dev/null |
		sed 's/:\([0-9]*\):.*/:\1: portable_mtime() has this on every system/' || true
}

# Only tracked files are anybody else's business. Written so that this file doesn't match.
check_privacy() {
	git rev-parse --is-inside-work-tree >/dev/null 2>&1 || return 0
	git grep -nIE '(^|[^A-Za-z0-9_.$}~-])/(work|far''m|home/[a-z]|Users/[A-Z])[a-z]*/' -- . \
		':!*package-lock.json' | sed 's/:\([0-9]*\):.*/:\1: a path of some machine/' || true
	git grep -nIE '"resolved": *"http|^registry *=|//[a-z0-9.-]*(:[0-9]+)?/.*_auth(Token)?=' -- . |
		sed 's/:\([0-9]*\):.*/:\1: names a registry/' || true
	git grep -nIE 'BEGIN [A-Z ]*PRIVATE ''KEY|(prod|dev|preview):[a-z]+-[a-z]+-[0-9]+\|[A-Za-z0-9+/=]{40}' -- . |
		sed 's/:\([0-9]*\):.*/:\1: looks like a secret/' || true
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
	check_files
	check_functions
	check_columns
	check_banned
	check_texts
	check_portable
	check_privacy
} >"$work/offences"
cat "$work/offences"
[ ! -s "$work/offences" ]
