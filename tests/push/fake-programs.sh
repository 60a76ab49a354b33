# fake-programs.sh - programs that only pretend to be Node, the convex CLI and esbuild; source it
# in the empty folder of a test. $LOG holds what the CLI was given, $LOG.program how it was
# called, $LOG.runs what ran, a line for each. MEANWHILE_PUSHING and MEANWHILE_BUNDLING are
# commands that the CLI and esbuild run as their own.
LOG=$here/log URL=http://127.0.0.1:1
CVX_NODE=$here/programs/node
MEANWHILE_PUSHING= MEANWHILE_BUNDLING=
export LOG URL CVX_NODE MEANWHILE_PUSHING MEANWHILE_BUNDLING

mkdir programs || exit 99
cat >programs/node <<'END'
#!/bin/sh
if [ "$1" = -p ]; then echo "v20.1.0 $0"; else exec sh "$@"; fi
END
chmod +x programs/node

# A folder of packages whose programs pretend.
install() {
	mkdir -p "$1/convex/bin" "$1/esbuild/bin" "$1/@esbuild/linux-x64/bin" \
		"$1/@convex-dev/migrations"
	cat >"$1/convex/bin/main.js" <<'END'
echo "$0" >"$LOG.program"
echo "$0" >>"$LOG.runs"
eval "$MEANWHILE_PUSHING"
find . -type f | sort >"$LOG"
cat convex/schema.ts >>"$LOG"
echo "Deployed Convex functions to $URL"
END
	printf '#!/bin/sh\n%s\n' 'echo "$0" >>"$LOG.runs"; eval "$MEANWHILE_BUNDLING"' \
		'for word; do case $word in --outfile=*) echo bundle >"${word#*=}";; esac; done' \
		>"$1/esbuild/bin/esbuild"
	echo binary >"$1/@esbuild/linux-x64/bin/esbuild"
	chmod +x "$1/esbuild/bin/esbuild" "$1/@esbuild/linux-x64/bin/esbuild"
	echo '{ "version": "1.48.0", "engines": { "node": ">=20.0.0" }, "dependencies": { "esbuild": "1" },' \
		'"bin": { "other": "x", "convex": "bin/main.js" } }' >"$1/convex/package.json"
	echo '{ "optionalDependencies": { "@esbuild/linux-x64": "1", "@esbuild/none": "1" } }' \
		>"$1/esbuild/package.json"
	echo '{ "nested": { "version": "9" }, "version": "0.3.6" }' \
		>"$1/@convex-dev/migrations/package.json"
}
