/* advice.c - the kinds of hints. */
#include "ui/advice.h"

#define NEXT false
#define LESSON true

const struct advice_kind advice_kinds[ADVICE_COUNT] = {
#define ADVICE(name, key, kind, help) [ADVICE_##name] = { key, kind, help },
#include "ui/advice.def"
#undef ADVICE
};

enum advice advice_of_error(enum err_code code)
{
	switch (code) {
	case ERR_USAGE:
		return ADVICE_USAGE;
	case ERR_CONFIG:
		return ADVICE_SETTINGS;
	case ERR_NO_REPOSITORY:
	case ERR_NO_APP:
		return ADVICE_SETUP;
	case ERR_NOT_LINKED:
	case ERR_UNAUTHORISED:
		return ADVICE_LINK;
	case ERR_UNREACHABLE:
	case ERR_SERVER:
	case ERR_UNKNOWN_OUTCOME:
		return ADVICE_REACH;
	case ERR_SCHEMA:
	case ERR_RACE:
	case ERR_LEASE_LOST:
	case ERR_LEDGER_MOVED:
	case ERR_STEP_FAILED:
	case ERR_INTERRUPTED:
		return ADVICE_CONTINUE;
	case ERR_BUSY:
		return ADVICE_BUSY;
	case ERR_DECISION:
		return ADVICE_DECIDE;
	case ERR_PRODUCTION:
		return ADVICE_PRODUCTION;
	case ERR_NONE:
	case ERR_NOT_FOUND:
	case ERR_UNSUPPORTED:
	case ERR_IO:
	case ERR_INTERNAL:
		break;
	}
	return ADVICE_REPAIR;
}
