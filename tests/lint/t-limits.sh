#!/bin/sh
# t-limits.sh - nothing is too long, banned or private (limits.sh), and excess is noticed.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

limits=$srcdir/tests/lint/limits.sh

# The checkout's owner may be somebody else, in a container.
git config --file "$here/gitconfig" safe.directory '*'
GIT_CONFIG_GLOBAL=$here/gitconfig
unset GIT_CEILING_DIRECTORIES

ok "sizes, calls and words are within limits" sh "$limits" "$srcdir"

notices() { # sentence words; the source is in the file 'text'
	rm -rf copy && mkdir -p copy/src copy/tests && mv text copy/src/x.c
	fails_saying "$1" "$2" sh "$limits" copy
}

lines() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) print "\tx++;" }'; }

lines 401 >text
notices "a file that is too long" "src/x.c: 401 lines"
{ echo 'static int run(int a,'; echo '               int b)'; echo '{'; lines 95; echo '}'; } >text
notices "a function that is too long" "src/x.c:3: run has 96 lines"
printf 'int f(int a, int (*b)(int, int), int c,\n      int d, int e, int g, int h)\n{\n}\n' >text
notices "seven parameters" "src/x.c:3: f takes 7 parameters"
printf '/* %0120d */\n' 0 >text
notices "a line that is too long" "src/x.c:1: 126 columns"
printf '\tn = atoi(text);\n' >text
notices "a banned function" "src/x.c:1: banned: atoi"
printf '\treturn system(text);\n' >text
notices "a shell" "src/x.c:1: banned: system"

printf '\tx = st.st_mtim.tv_sec;\n' >text
notices "a field that not every system has" "src/x.c:1: portable_mtime() has this"
printf '\tif (strstr(err->hint, "npm install"))\n' >text
notices "what is decided by a message" "src/x.c:1: decides by the text of an error"

rm -rf copy && mkdir -p copy/src copy/tests
printf '/* gets(x) */\n\tx = "system(y)"; e->system(1); cf_system(2);\n' >copy/src/x.c
printf 'int f(int a, int (*b)(int, int), int c,\n      int d, int e, int g)\n{\n}\n' >>copy/src/x.c
ok "comments, texts, longer names and six parameters are none" sh "$limits" copy

cd copy && git init -q .
private() { # sentence words text
	printf '%s\n' "$3" >notes && git add notes
	fails_saying "$1" "$2" sh "$limits" .
}
private "a path of some machine" "notes:1: a path of some machine" "see /home/""somebody/x"
private "a registry" "notes:1: names a registry" '  "resolved"'': "http://127.0.0.1:4873/x",'
private "a key" "notes:1: looks like a secret" "-----BEGIN RSA PRIVATE ""KEY-----"

finish
