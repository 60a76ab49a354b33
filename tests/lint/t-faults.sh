#!/bin/sh
# t-faults.sh - each patch of tests/faults/ still applies to the sources, and says what it is and
# which tests find it. That they do find it, tests/faults/run.sh shows.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

# In a copy: below a repository, git would take other paths for those of the patch.
applies() { # patch
	rm -rf "$here/copy" && mkdir "$here/copy" && cd "$here/copy" || return 1
	sed -n 's|^--- a/||p' "$1" | while read -r file; do
		mkdir -p "$(dirname "$file")" && cp "$srcdir/$file" "$file" || exit 1
	done && change_copy && git apply --check "$1" && cd "$here" && return
	echo "$(basename "$1") no longer applies: make the same mistake in today's source, and put what"
	echo "'git diff' says below the patch's first lines"
	return 1
}
change_copy() { :; }

says() { # word patch
	sed -n "/^diff /q;s/^$1: //p" "$2"
}

names_tests() { # patch
	[ -n "$(says What "$1")" ] && [ -n "$(says Found-by "$1")" ] || return 1
	for test in $(says Found-by "$1"); do
		[ -e "$srcdir/$test" ] || [ -e "$srcdir/$test.c" ] || { echo "there is no $test"; return 1; }
	done
}

for patch in "$srcdir"/tests/faults/*.patch; do
	name=$(basename "$patch" .patch)
	ok "$name applies" applies "$patch"
	ok "$name says what it is, and names tests that there are" names_tests "$patch"
done
for room in base core codec conf git net push run cmd hook component; do
	ok "there is one for $room" ls "$srcdir"/tests/faults/$room-*.patch
done

change_copy() { sed 's/secret_filter/filter/' src/base/err.c >changed && mv -f changed src/base/err.c; }
fails_saying "one that doesn't apply is said, and what to do" "base-secret-in-error.patch no longer applies" \
	applies "$srcdir/tests/faults/base-secret-in-error.patch"

finish
