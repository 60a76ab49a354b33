/* advice.h - the names under which hints can be switched off: advice.cvx... of git's settings.
 *
 * Knows the names, and which error's hint goes by which; reads no settings. */
#ifndef CVX_UI_ADVICE_H
#define CVX_UI_ADVICE_H

#include "base/err.h"

/* For all of them. */
#define ADVICE_ALL_KEY "cvx"

enum advice {
#define ADVICE(name, key, kind, help) ADVICE_##name,
#include "ui/advice.def"
#undef ADVICE
	ADVICE_COUNT
};

struct advice_kind {
	const char *key;          /* behind "advice." */
	bool is_lesson;           /* says how to be rid of it */
	const char *help;         /* what these hints say; half a line */
};

extern const struct advice_kind advice_kinds[ADVICE_COUNT];

enum advice advice_of_error(enum err_code code);

#endif
