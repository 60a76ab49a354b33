#!/bin/sh
# t-messages.sh - errors say what may have been meant, and what to do next.
. "${srcdir:-.}/tests/lib/sh-lib.sh"

git init -q -b main app && cd app && git commit -q --allow-empty -m plain && git branch plain || exit 99
mkdir -p convex/migrations .git/cvx && echo '{}' >package.json
printf 'import cvx from "./cvx/convex.config";\napp.use(cvx);\n' >convex/convex.config.ts
echo .env.local >.gitignore
git add . && git commit -qm app && git worktree add -q ../second -b second
printf 'CONVEX_SELF_HOSTED_URL=http://127.0.0.1:9\nCONVEX_SELF_HOSTED_ADMIN_KEY=a|b\n' >.env.local

said() {
	"$@" 2>&1
}

same "a mistyped option" "error: unknown option '--dry-rum'
hint: did you mean '--dry-run'?" "$(said git-cvx migrate --dry-rum)"
same "one like none" "error: unknown option '--sideways'
hint: 'git cvx migrate -h' shows how it is used" "$(said git-cvx migrate --sideways)"

same "one before the command" "error: unknown option '--versoin'
hint: did you mean '--version'?" "$(said git-cvx --versoin)"
same "one before the command like none" "error: unknown option '-x'
hint: 'git cvx -h' lists the commands; their options come behind them" "$(said git-cvx -x)"
same "a command of another tool" "error: 'rollback' is no command of git cvx
hint: did you mean 'git cvx down'?" "$(said git-cvx rollback)"

same "nothing to be undone" "error: which migration is to be undone?
hint: git cvx list: what is applied" "$(said git-cvx down)"
same "more operands than it takes" "error: too many operands: 'second'
hint: it takes: git cvx plan [<commit> | <a>..<b>]" "$(said git-cvx plan main second)"
same "a plan that nobody wrote into its file" "error: 'plan.json' is empty: a plan was expected
hint: look at it anew: git cvx plan --json > <file>" \
	"$(: >plan.json; said git-cvx migrate --plan plan.json; rm plan.json)"
same "init where no app is" "error: there is no Convex app here: 'package.json' is missing
hint: go to the app's folder, or name it: git cvx init <folder>" \
	"$(git checkout -q plain; said git-cvx init; git checkout -q main)"

same "no app, and nobody uses git-cvx" "hint: 'git cvx init' brings git-cvx into a Convex app" \
	"$(git checkout -q plain; said git-cvx status | tail -n 1)"
printf '[cvx]\n\tenabled = true\n' >.git/cvx/config.ini
same "no app, but on other branches" \
	"hint: other branches of this clone have it; to bring it into this one, too: git cvx init" \
	"$(said git-cvx status | tail -n 1)"
git checkout -q main

same "no environment at all" "error: there is no environment 'x'
hint: a section [env \"x\"] of the settings makes one" "$(said git-cvx --env x status)"
printf '[env "staging"]\n\tenv-file = .env.staging\n[env "live"]\n\tkind = prod\n' >>.git/cvx/config.ini
same "an environment that nobody knows" "error: there is no environment 'nope'
hint: there is 'staging', 'live'" "$(said git-cvx --env nope status)"
same "a mistyped one, and who named it" "error: there is no environment 'stagign', which CVX_ENV names
hint: did you mean 'staging'?
hint: there is 'staging', 'live'" "$(said env CVX_ENV=stagign git-cvx status)"
same "an env file that isn't there" \
	"error: the env file '.env.staging' of '[env \"staging\"]' of '.git/cvx/config.ini' does not exist
hint: write '$PWD/.env.staging', or name another one as its env-file" \
	"$(said git-cvx --env staging status)"

same "a second work tree gets its link from the first" \
	"hint: or use the deployment of the main work tree: cp '$PWD/.env.local' '$here/second/'" \
	"$(cd ../second && said git-cvx status | tail -n 1)"
cp .git/cvx/config.ini ../kept && : >.git/cvx/config.ini
same "private settings that somebody emptied switch hooks off, and say so" \
	"git cvx: error: '$PWD/.git/cvx/config.ini' doesn't say that this clone uses git-cvx: hooks do nothing
git cvx: hint: if it shall: git cvx hooks install" "$(said git-cvx hook post-checkout)"
printf '[cvx]\n\tenabled = false\n' >.git/cvx/config.ini
same "a clone that doesn't use it says nothing" "" "$(said git-cvx hook post-checkout)"
mv ../kept .git/cvx/config.ini
printf '[app]\npath = .\n[app "admin"]\npath = admin\n' >.cvx.ini
same "a mistyped app" "error: there is no app 'admni'
hint: did you mean 'admin'?" "$(said git-cvx --app admni status | head -n 2)"
finish
