# git-cvx, completed in fish.
# Generated from the table of commands by 'make regen'; do not edit.
# That `git cvx` is completed by it, too, is said in vendor_conf.d/git-cvx.fish.

# The command of the line: its first word that is no option, nor the value of one.
function __fish_git_cvx_command
	set -l words (commandline -opc)
	argparse -s q/quiet v/verbose app= env= h help version -- $words[2..] 2>/dev/null
	and echo $argv[1]
end

function __fish_git_cvx_using -a command
	test "$command" = "$(__fish_git_cvx_command)"
end

# What git-cvx-hook knows: words, and behind a tab what it says of each.
function __fish_git_cvx_offer -a what
	set -l line (commandline -opc)
	set -l app (string replace -rf '^--app=' '' -- $line)
	set -l at (contains -i -- --app $line)
	and set app $line[(math $at + 1)]
	git-cvx-hook --complete $what $app[1] 2>/dev/null
end

# Branches and tags, with what they are about; also behind the dots of a range.
function __fish_git_cvx_revisions
	set -l before (string match -r '^.*\\.\\.' -- (commandline -ct))
	git for-each-ref --format="$before%(refname:short)%09%(contents:subject)" \
		refs/heads refs/tags refs/remotes 2>/dev/null
end

complete -c git-cvx -f

complete -c git-cvx -n "__fish_git_cvx_using ''" -l quiet -s q -d 'print results, warnings and errors only'
complete -c git-cvx -n "__fish_git_cvx_using ''" -l verbose -s v -d 'print details, too, such as each request and what other programs say'
complete -c git-cvx -n "__fish_git_cvx_using ''" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using ''" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using ''" -s h -d 'list the commands; behind a command, explain it'
complete -c git-cvx -n "__fish_git_cvx_using ''" -l help -d 'open the manual; behind a command, at that one'
complete -c git-cvx -n "__fish_git_cvx_using ''" -l version -d 'print the version, as \'git cvx version\' does'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a init -d 'put git-cvx into a Convex app'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a new -d 'write a new migration'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a status -d 'show whether the deployment is in step with the branch'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a list -d 'list the migrations of the work tree or of a commit'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a diff -d 'show which migrations differ between two commits'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a plan -d 'show what would be undone and run'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a log -d 'show what was done to the deployment, by whom and when'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a matrix -d 'show which migrations are on which branches, and applied where'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a migrate -d 'bring the deployment in line with the work tree or a commit'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a up -d 'run pending migrations, undo nothing'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a down -d 'undo one migration'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a redo -d 'undo migrations and run them again'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a continue -d 'go on with a run that was cut off'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a abort -d 'give up a run that was cut off'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a skip -d 'leave the migration that failed, and go on'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a cancel -d 'stop the migrations that are in progress'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a wait -d 'see the run in progress to its end'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a mark -d 'say what is in the data, where the ledger is wrong about it'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a adopt -d 'record this branch\'s migrations as applied, run none (baseline)'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a hooks -d 'install or remove the git hooks'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a doctor -d 'check everything that git-cvx depends on'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a logout -d 'forget the credentials that are kept'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a help -d 'list the commands, or open the manual'
complete -c git-cvx -n "__fish_git_cvx_using ''" -a version -d 'print the version of git-cvx'

complete -c git-cvx -n "__fish_git_cvx_using init" -l undo -d 'take out what init wrote; migrations and the deployment\'s ledger stay'
complete -c git-cvx -n "__fish_git_cvx_using init" -l dry-run -s n -d 'show what would be written, write nothing'
complete -c git-cvx -n "__fish_git_cvx_using init" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using init" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using init" -F

complete -c git-cvx -n "__fish_git_cvx_using new" -l table -s t -x -d 'the table whose documents it changes'
complete -c git-cvx -n "__fish_git_cvx_using new" -l force -s f -d 'take a table that the schema doesn\'t have yet'
complete -c git-cvx -n "__fish_git_cvx_using new" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using new" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using status" -l exit-code -d 'exit with 1 if the deployment isn\'t in step with the branch'
complete -c git-cvx -n "__fish_git_cvx_using status" -l short -s s -d 'a few words for a prompt, from what the last run left; nobody is asked'
complete -c git-cvx -n "__fish_git_cvx_using status" -l json -d 'print all of it as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using status" -l porcelain -d 'print all of it as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using status" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using status" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using status" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using list" -l json -d 'print the migrations as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using list" -l porcelain -d 'print the migrations as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using list" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using list" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using list" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using list" -a '(__fish_git_cvx_revisions)'

complete -c git-cvx -n "__fish_git_cvx_using diff" -l exit-code -d 'exit with 1 if there are differences'
complete -c git-cvx -n "__fish_git_cvx_using diff" -l json -d 'print the differences as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using diff" -l porcelain -d 'print the differences as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using diff" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using diff" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using diff" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using diff" -a '(__fish_git_cvx_revisions)'

complete -c git-cvx -n "__fish_git_cvx_using plan" -l to -x -a '(__fish_git_cvx_offer ids)' -d 'plan up to this migration only'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l json -d 'print the plan as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l porcelain -d 'print the plan as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l strict -d 'refuse a migration older than one that was applied to its table'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l take-over -d 'plan to undo what other clones have applied, too'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l restart -d 'plan to run half-done migrations from the first document'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l undo-partial -d 'plan to undo half-done migrations that aren\'t on the branch'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l finish-first -d 'the same, but run the rest of them before'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l exit-code -d 'exit with 1 if there is something to do'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using plan" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using plan" -a '(__fish_git_cvx_revisions)'

complete -c git-cvx -n "__fish_git_cvx_using log" -l max-count -s n -x -d 'show so many, the newest'
complete -c git-cvx -n "__fish_git_cvx_using log" -l oneline -d 'show one line for each'
complete -c git-cvx -n "__fish_git_cvx_using log" -l json -d 'print it as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using log" -l porcelain -d 'print it as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using log" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using log" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using log" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using log" -a '(__fish_git_cvx_offer ids)'

complete -c git-cvx -n "__fish_git_cvx_using matrix" -l json -d 'print it as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -l porcelain -d 'print it as records for scripts, version 1'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -l null -s z -d 'with --porcelain: end records with NUL'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -l html -r -F -d 'write it as a page to this file; - is the standard output'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using matrix" -a '(__fish_git_cvx_revisions)'

complete -c git-cvx -n "__fish_git_cvx_using migrate" -l to -x -a '(__fish_git_cvx_offer ids)' -d 'stop after this migration, and undo those after it'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l plan -r -F -d 'do what this output of \'plan --json\' says, or nothing; - is standard input'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l wait -d 'wait for the deployment, and for a run in progress to end; what a checkout left to be done is done without asking'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l dry-run -s n -d 'show the plan, change nothing'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l yes -s y -d 'don\'t ask before migrations are undone'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l strict -d 'refuse a migration older than one that was applied to its table'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l take-over -d 'undo what other clones have applied, too'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l restart -d 'run half-done migrations from the first document, not where they stopped'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l undo-partial -d 'undo half-done migrations that aren\'t on the branch'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l finish-first -d 'the same, but run the rest of them before'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using migrate" -a '(__fish_git_cvx_revisions)'

complete -c git-cvx -n "__fish_git_cvx_using up" -l dry-run -s n -d 'show the plan, change nothing'
complete -c git-cvx -n "__fish_git_cvx_using up" -l strict -d 'refuse a migration older than one that was applied to its table'
complete -c git-cvx -n "__fish_git_cvx_using up" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using up" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using up" -a '(__fish_git_cvx_offer pending)'

complete -c git-cvx -n "__fish_git_cvx_using down" -l dry-run -s n -d 'show the plan, change nothing'
complete -c git-cvx -n "__fish_git_cvx_using down" -l yes -s y -d 'don\'t ask before migrations are undone'
complete -c git-cvx -n "__fish_git_cvx_using down" -l take-over -d 'undo what other clones have applied, too'
complete -c git-cvx -n "__fish_git_cvx_using down" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using down" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using down" -a '(__fish_git_cvx_offer applied)'

complete -c git-cvx -n "__fish_git_cvx_using redo" -l dry-run -s n -d 'show the plan, change nothing'
complete -c git-cvx -n "__fish_git_cvx_using redo" -l yes -s y -d 'don\'t ask before migrations are undone'
complete -c git-cvx -n "__fish_git_cvx_using redo" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using redo" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using redo" -a '(__fish_git_cvx_offer ids)'

complete -c git-cvx -n "__fish_git_cvx_using continue" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using continue" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using abort" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using abort" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using skip" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using skip" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using cancel" -l take-over -d 'stop them although another clone is running them'
complete -c git-cvx -n "__fish_git_cvx_using cancel" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using cancel" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using wait" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using wait" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using mark" -l applied -d 'their effect is in the data: as if they had been run'
complete -c git-cvx -n "__fish_git_cvx_using mark" -l undone -d 'their effect isn\'t in the data (any more): as if they had been undone'
complete -c git-cvx -n "__fish_git_cvx_using mark" -l foreign -d 'leave them as they are: neither run nor undo them'
complete -c git-cvx -n "__fish_git_cvx_using mark" -l renamed-from -x -d 'it is this one, which is applied, under its new name'
complete -c git-cvx -n "__fish_git_cvx_using mark" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using mark" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using mark" -a '(__fish_git_cvx_offer ids)'

complete -c git-cvx -n "__fish_git_cvx_using adopt" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using adopt" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using hooks" -l husky -d 'install: write a line into the committed hooks of husky'
complete -c git-cvx -n "__fish_git_cvx_using hooks" -l shared -d 'write into a hooks folder that other repositories use, too'
complete -c git-cvx -n "__fish_git_cvx_using hooks" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using hooks" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using hooks" -a 'install uninstall status'

complete -c git-cvx -n "__fish_git_cvx_using doctor" -l json -d 'print the findings as JSON, version 1'
complete -c git-cvx -n "__fish_git_cvx_using doctor" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using doctor" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using logout" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using logout" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'

complete -c git-cvx -n "__fish_git_cvx_using help" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using help" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
complete -c git-cvx -n "__fish_git_cvx_using help" -a 'config migrations init new status list diff plan log matrix migrate up down redo continue abort skip cancel wait mark adopt hooks doctor logout help version'

complete -c git-cvx -n "__fish_git_cvx_using version" -l build-options -d 'print also what it was built with, and runs with'
complete -c git-cvx -n "__fish_git_cvx_using version" -l app -x -a '(__fish_git_cvx_offer apps)' -d 'which app, where the repository holds several; else that of the current folder'
complete -c git-cvx -n "__fish_git_cvx_using version" -l env -x -a '(__fish_git_cvx_offer environments)' -d 'which environment of the settings; else CVX_ENV, or the one of the branch'
