/* ask.c - ask a person. */
#include "ui/ask.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

int ask_yes(struct out *out, const char *question, const char *how, struct err *err)
{
	struct buf text = BUF_INIT;
	char answer[16];

	if (!out->terminal || isatty(STDIN_FILENO) != 1) {
		err_set(err, ERR_DECISION, "there is nobody to ask: %s", question);
		return err_hint(err, "%s", how);
	}
	buf_addf(&text, "%s [y/N]", question);
	out_question(out, text.text);
	buf_dispose(&text);
	if (!fgets(answer, sizeof(answer), stdin))
		answer[0] = '\0';
	answer[strcspn(answer, "\n")] = '\0';
	if (!strcasecmp(answer, "y") || !strcasecmp(answer, "yes"))
		return 0;
	return err_set(err, ERR_DECISION, "nothing was changed");
}
