#!/bin/sh
# check-npm.sh FOLDER - npm's packages that `make npm` left in FOLDER: packed, installed from a
# registry on this machine as `npm install` does, and used. Needs Node and npm, and no network.
folder=$(realpath "$1")
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$srcdir/tests/lib/sh-lib.sh"
command -v npm >/dev/null || skip_all "npm isn't installed"

node_folder=$(dirname "$(command -v node)")
npm_folder=$(dirname "$(command -v npm)")
PATH=$node_folder:$npm_folder:/usr/bin:/bin
npm_config_cache=$here/cache npm_config_audit=false npm_config_fund=false
npm_config_update_notifier=false
export npm_config_cache npm_config_audit npm_config_fund npm_config_update_notifier
version=$(sed -n 's/^AC_INIT(\[git-cvx\], \[\(.*\)\])/\1/p' "$srcdir/configure.ac")
case $(uname -m) in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; esac

mkdir tarballs
ok "npm packs what git-cvx is on every platform" \
	npm pack -s --pack-destination tarballs "$folder/git-cvx"
ok "... and this one" npm pack -s --pack-destination tarballs "$folder/$platform"
# The others are described, and have no program: they must not be wanted here.
for other in "$srcdir"/packaging/npm/platforms/*; do
	[ "${other##*/}" = "$platform" ] || npm pack -s --pack-destination tarballs "$other" >/dev/null
done
same "every platform is described" \
	"$(node -p "Object.keys(require('$folder/git-cvx/package.json').optionalDependencies).sort().join(' ')")" \
	"$(for one in "$srcdir"/packaging/npm/platforms/*; do printf '@git-cvx/%s\n' "${one##*/}"; done |
		LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')"

node "$srcdir/tests/package/registry.mjs" tarballs/*.tgz >url 2>asked &
server=$!
trap 'code=$?; kill $server; (exit $code); at_exit' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -s url ] || sleep 0.2; done
npm_config_registry=$(cat url) && export npm_config_registry
# What npm packs it keeps, and would not fetch.
rm -rf "$npm_config_cache"

git init -q -b main app && cd app && git commit -q --allow-empty -m first && git branch other
echo '{ "name": "app", "private": true, "scripts": { "cvx": "git cvx version" } }' >package.json
ok "npm install --save-dev git-cvx" npm install --save-dev git-cvx
same "only this platform's program is fetched" "/@git-cvx/$platform/-/it.tgz" \
	"$(sed -n 's/^200 \(.*@git-cvx.*\.tgz\)/\1/p' ../asked)"
same "nothing was run at install time" '' "$(grep -h '"[a-z]*install"' \
	node_modules/git-cvx/package.json node_modules/@git-cvx/*/package.json)"
same "npx git-cvx version" "git-cvx version $version" "$(npx --no git-cvx version)"
same "git cvx in a script" "git-cvx version $version" "$(npm run -s cvx)"
ok "with its own libraries" sh -c "npx --no git-cvx version --build-options |
	grep -qx \"program: \$(pwd -P)/node_modules/@git-cvx/$platform/bin/git-cvx\""
ok "... none of this system but the C library's" sh -c "! ldd \
	'node_modules/@git-cvx/$platform/bin/git-cvx' | grep '=> /' | grep -v '/node_modules/' |
	grep -vE '/(libc|libm|libdl|libpthread|libresolv|librt)\.so'"
ok "... whose licences come along" test -s "node_modules/@git-cvx/$platform/licenses/libcurl4"
fails_with 129 "its exit status is the program's" npx --no git-cvx nonsense
ok "the manual is found" sh -c "MANPAGER=cat npx --no -- git-cvx --help | grep -q 'GETTING STARTED'"
git config alias.cvx '!cd "${GIT_PREFIX:-.}" && npx --no git-cvx'
ok "the alias of the package's README is this one" grep -qF "'$(git config alias.cvx)'" \
	node_modules/git-cvx/README.md
mkdir below
same "git cvx, by it" "git-cvx version $version" "$(cd below && git cvx version)"

# ---- hooks: called by git, which has no node_modules in PATH

ok "hooks are installed" npx --no git-cvx hooks install
recorded() { sed -n "s/^cvx_hook='\([^']*\)'.*/\1/p" .git/hooks/post-checkout; }
same "they name the program, not the launcher" \
	"$PWD/node_modules/@git-cvx/$platform/bin/git-cvx-hook" "$(recorded)"
no_app="git cvx: this work tree has no git-cvx app ('convex' is missing); \
data stays as it is"
same "a checkout calls it" "$no_app" "$(git checkout -q other 2>&1)"
same "husky's hooks find it in node_modules/.bin" "$no_app" \
	"$(PATH=node_modules/.bin:$PATH; git-cvx-hook post-checkout a b 1 2>&1)"
rm -rf node_modules
same "without node_modules git is silent" '' "$(git checkout -q main 2>&1 || echo failed)"

# ---- as pnpm lays packages out: links into a store whose folders are named by version

store=node_modules/.pnpm/git-cvx@$version/node_modules
mkdir -p "$store/@git-cvx" node_modules/.bin && tar -xzf ../tarballs/git-cvx-"$version".tgz &&
	mv package "$store/git-cvx" && ln -s ".pnpm/git-cvx@$version/node_modules/git-cvx" node_modules/ &&
	tar -xzf ../tarballs/git-cvx-"$platform-$version".tgz && mv package "$store/@git-cvx/$platform"
cat >node_modules/.bin/git-cvx <<'END'
#!/bin/sh
basedir=$(dirname "$0")
exec "$basedir/../git-cvx/bin/git-cvx" "$@"
END
chmod +x node_modules/.bin/git-cvx
same "pnpm's layout" "git-cvx version $version" "$(node_modules/.bin/git-cvx version)"
node_modules/.bin/git-cvx hooks install 2>/dev/null
mv "node_modules/.pnpm/git-cvx@$version" node_modules/.pnpm/git-cvx@9.9.9
ln -sfn .pnpm/git-cvx@9.9.9/node_modules/git-cvx node_modules/git-cvx
same "... an upgrade moves it, and hooks find it" "$no_app" "$(git checkout -q other 2>&1)"

# ---- where the program is missing

rm -rf "node_modules/.pnpm/git-cvx@9.9.9/node_modules/@git-cvx"
fails_with 128 "no program: an error" node_modules/.bin/git-cvx version
case $said in *"none of @git-cvx/{$platform,"*"--omit=optional"*) named=yes ;; *) named=$said ;; esac
same "... that names it, and why it may be missing" yes "$named"
same "... and nothing that a hook says" '' \
	"$(node_modules/git-cvx/bin/git-cvx-hook post-checkout a b 1 2>&1 || echo failed)"
finish
