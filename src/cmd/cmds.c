/* cmds.c - the list of commands. */
#include "cmd/cmds.h"

const struct cmd *const cmds[] = {
	&cmd_init,
	&cmd_new,
	&cmd_status,
	&cmd_list,
	&cmd_diff,
	&cmd_plan,
	&cmd_migrate,
	&cmd_up,
	&cmd_down,
	&cmd_redo,
	&cmd_continue,
	&cmd_abort,
	&cmd_skip,
	&cmd_cancel,
	&cmd_wait,
	&cmd_mark,
	&cmd_adopt,
	&cmd_hooks,
	&cmd_doctor,
	&cmd_hook,
	&cmd_logout,
	&cmd_help,
	&cmd_version,
	NULL,
};
