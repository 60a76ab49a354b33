#!/bin/sh
# layers.sh [FOLDER] - print every line of src/ that breaks the architecture; fail if any.
#
# The rules are the three tables below. FOLDER is the top of the tree to look at, so that
# t-layers.sh can break a copy and see it noticed.
set -eu
cd "${1-${srcdir-.}}"

# Which folders of src/ a folder may include from, besides itself. A single header may be
# named as well: net and push implement the interface that run declares, push takes what
# it pushes from git's trees, and hook asks which files are migrations.
arrows='
base    -
core    base
codec   base core
git     base core codec
conf    base core codec
app     base core codec
ui      base core codec
run     base core
net     base core codec run/deployment.h
push    base core codec run/deployment.h git/repo.h
hook    base core/migration.h
cmd     base core codec git conf app ui run net push hook
main.c  base cmd ui
'

# The one file that may include a library; everyone else goes through its header.
libraries='
git2.h       src/git/libgit2.h
curl/curl.h  src/net/libcurl.h
jansson.h    src/codec/json.c
ini.h        src/conf/ini.c
'

# Folders that may include nothing of the system but these: core computes, it doesn't
# read, print, wait or ask for the time.
pure='
core  ctype.h stdbool.h stddef.h stdint.h stdlib.h string.h
'

files() { find src -name '*.[ch]' ! -name embedded_files.c | sort; }

# shellcheck disable=SC2046 # names of sources hold no spaces
includes() {
	awk '/^[ \t]*#[ \t]*include/ {
		text = $0
		sub(/^[ \t]*#[ \t]*include[ \t]*/, "", text)
		print FILENAME ":" FNR, text
	}' $(files)
}

check_includes() {
	includes | awk -v arrows="$arrows" -v libraries="$libraries" -v pure="$pure" '
	function table(text, into,    lines, n, i, cut) {
		n = split(text, lines, "\n")
		for (i = 1; i <= n; i++) {
			if (lines[i] == "")
				continue
			cut = match(lines[i], /[ ]+/)
			into[substr(lines[i], 1, cut - 1)] = substr(lines[i], cut) " "
		}
	}
	BEGIN { table(arrows, may); table(libraries, home); table(pure, only) }
	{
		file = $1; sub(/:.*/, "", file)
		split(file, path, "/")
		layer = path[2]
		name = substr($2, 2, length($2) - 2)
		split(name, of, "/")
	}
	!(layer in may) {
		if (!said[layer]++)
			print file ": the folder has no line in the table of arrows"
		next
	}
	/ "/ {
		if (of[1] != layer && !index(may[layer], " " of[1] " ") &&
		    !index(may[layer], " " name " "))
			print $1 ": " layer " may not include " name
		next
	}
	name in home && !index(home[name], " " file " ") {
		print $1 ": only" home[name] "may include " name
	}
	layer in only && !index(only[layer], " " name " ") {
		print $1 ": " layer " may not include " name
	}'
}

# libgit2.h carries git2.h: it is for that reader's files; libcurl.h is for what speaks HTTP.
# shellcheck disable=SC2046
check_library_users() {
	grep -n 'include "git/libgit2.h"' $(files) |
		grep -vE '^src/git/libgit2_[a-z]+\.c:' |
		sed 's/$/ is for libgit2_*.c/' || true
	grep -n 'include "net/libcurl.h"' $(files) |
		grep -vE '^src/net/(http|libcurl|server_url)\.c:' |
		sed 's/$/ is for http.c and server_url.c/' || true
}

# Sources are listed in Makefile.am, not globbed: a file forgotten there is in no tarball.
# A file with a rule of its own is generated and belongs to no source folder.
check_list() {
	sed -n 's/^\(src\/[A-Za-z0-9_/.]*\):.*/\1/p' Makefile.am | sort -u >"$work/generated"
	grep -oE 'src/[A-Za-z0-9_/.]+\.[ch]\b' Makefile.am | sort -u |
		comm -23 - "$work/generated" >"$work/listed"
	files >"$work/there"
	comm -13 "$work/listed" "$work/there" | sed 's/$/: not listed in Makefile.am/'
	comm -23 "$work/listed" "$work/there" | sed 's/$/: listed in Makefile.am, not there/'
}

# One awk for all files: t-layers.sh calls this often. An empty file has no first line.
# shellcheck disable=SC2046
check_first_lines() {
	awk -v quote="'" '
	FNR == 1 {
		name = FILENAME
		sub(/.*\//, "", name)
		head = "/* " name " - "
		right[FILENAME] = index($0, head) == 1 && length($0) > length(head)
	}
	END {
		for (i = 1; i < ARGC; i++) {
			name = ARGV[i]
			sub(/.*\//, "", name)
			if (!right[ARGV[i]])
				print ARGV[i] ":1: must begin with " quote "/* " name " - ..." quote \
					", saying what it is for"
		}
	}' $(files)
}

# shellcheck disable=SC2046
check_guards() {
	awk '
	function guard_of(file) {
		file = toupper(substr(file, length("src/") + 1))
		gsub(/[\/.-]/, "_", file)
		return "CVX_" file
	}
	FNR == 1 { guard = guard_of(FILENAME) }
	$0 == "#ifndef " guard { asked[FILENAME] = 1 }
	$0 == "#define " guard { defined[FILENAME] = 1 }
	END {
		for (i = 1; i < ARGC; i++)
			if (!asked[ARGV[i]] || !defined[ARGV[i]])
				print ARGV[i] ": has no guard named " guard_of(ARGV[i])
	}' $(find src -name '*.h' | sort)
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
	check_includes
	check_library_users
	check_list
	check_first_lines
	check_guards
} >"$work/offences"
cat "$work/offences"
[ ! -s "$work/offences" ]
