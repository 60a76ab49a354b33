#!/bin/sh
# t-libcurl.sh - libcurl is loaded when a server is asked, and one that won't do is named.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

git init -q -b main app && cd app || exit 99
mkdir -p convex/migrations .git/cvx "$here/lib" && echo '{}' >package.json
touch convex/migrations/first.ts
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
printf 'CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY=%s\n' \
	'somebody|0123456789' >.env.local
printf '[cvx]\n\tenabled = true\n' >.git/cvx/config.ini
git add package.json convex && git commit -qm app

with() { LD_LIBRARY_PATH=$here/lib git-cvx "$@"; }
# An own libcurl.so.4 that has these functions.
library() { # C code
	printf '%s\n' "$1" | ${CC:-cc} -shared -fPIC -x c - -o "$here/lib/libcurl.so.4"
}

fails_saying "the real one asks the server" "http://127.0.0.1:9" git-cvx doctor
echo nothing | tee "$here/lib/libcurl.so.4" >"$here/lib/libcurl-gnutls.so.4"
"$builddir/tests/hook/record" "$PWD/.git" "$PWD" first
prompt=$(git-cvx status --short)
ok "the last run has left a word" test -n "$prompt"
same "what needs no server works without any" "$prompt" "$(with status --short)"
fails_saying "what needs one says what is missing" "cannot load libcurl: $here/lib/libcurl.so.4" \
	with migrate
fails_saying "... and what to do" "hint: install libcurl 7.88.1 or newer" with migrate
ok "... and so does the version" sh -c "LD_LIBRARY_PATH='$here/lib' git-cvx version \
	--build-options | grep '^libcurl: cannot be loaded, built with'"
library 'int nothing_at_all;'
fails_saying "one without a function" "libcurl has no 'curl_easy_cleanup'; 7.88.1 or newer" \
	with migrate

functions=$(sed -n 's/^\tX(\(.*\)).*/curl_\1/p' "$srcdir/src/net/libcurl.h" | grep -v version_info)
# shellcheck disable=SC2086 # a list of words
library "$(printf 'void %s(void) {}\n' $functions)
struct { int age; const char *version; unsigned number; } old = { 9, \"7.74.0\", 0x074a00 };
void *curl_version_info(int age) { (void)age; return &old; }"
fails_saying "one that is too old" "libcurl 7.74.0 is too old; 7.88.1 or newer" with migrate
finish
