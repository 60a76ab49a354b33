# git cvx, completed in fish: fish 3.6 finds by itself neither it nor what completes git-cvx.
# Generated from the table of commands by 'make regen'; do not edit.
complete -c git -n __fish_git_needs_command -a cvx -d 'the data of a Convex deployment follows the branches'
complete -c git -f -n '__fish_git_using_command cvx' -a '(__fish_git_complete_custom_command cvx)'
