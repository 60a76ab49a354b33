/* cmds.h - every command, each in its file cmd_<name>.c. */
#ifndef CVX_CMD_CMDS_H
#define CVX_CMD_CMDS_H

#include "cmd/cmd.h"

extern const struct cmd cmd_init, cmd_new, cmd_status, cmd_list, cmd_diff, cmd_plan,
	cmd_migrate, cmd_up, cmd_down, cmd_redo, cmd_continue, cmd_abort, cmd_skip, cmd_cancel,
	cmd_adopt, cmd_mark, cmd_hooks, cmd_hook, cmd_version, cmd_wait, cmd_doctor,
	cmd_logout, cmd_help, cmd_log, cmd_matrix;

#endif
