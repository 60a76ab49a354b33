/* cmd_doctor.c - git cvx doctor */
#include "cmd/cmds.h"
#include "cmd/doctor.h"
#include "codec/record.h"
#include "ui/view_doctor.h"

struct doctor_values {
	bool json;
};

static const struct opt opts[] = {
	{ .kind = OPT_FLAG, .name = "json", .help = "print the findings as JSON, version 1",
	  .offset = offsetof(struct doctor_values, json) },
	{ 0 }
};

const struct check doctor_checks[] = {
	{ "git", 0, KNOWN_GIT, doctor_git },
	{ "repository", 0, KNOWN_REPOSITORY, doctor_repository },
	{ "settings", KNOWN_REPOSITORY, KNOWN_SETTINGS, doctor_settings },
	{ "hooks", KNOWN_GIT | KNOWN_SETTINGS, 0, doctor_hooks },
	{ "app", KNOWN_SETTINGS, KNOWN_APP | KNOWN_FILES, doctor_app },
	{ "component", KNOWN_FILES, 0, doctor_component },
	{ "convex", KNOWN_FILES, 0, doctor_convex },
	{ "migrations", KNOWN_FILES, 0, doctor_migrations },
	{ "lock file", KNOWN_FILES, 0, doctor_lock_file },
	{ "node", 0, 0, doctor_node },
	{ "link", KNOWN_APP, KNOWN_LINK, doctor_link },
	{ "credentials", KNOWN_LINK, KNOWN_CREDENTIALS, doctor_credentials },
	{ "server", KNOWN_CREDENTIALS, KNOWN_SERVER, doctor_server },
	{ "access", KNOWN_SERVER, KNOWN_ACCESS, doctor_access },
	{ "ledger", KNOWN_ACCESS, KNOWN_LEDGER, doctor_ledger },
	{ "migrating", KNOWN_LEDGER, 0, doctor_migrating },
	{ "schema", KNOWN_LEDGER, 0, doctor_schema },
	{ "lease", KNOWN_LEDGER, 0, doctor_lease },
	{ "convex dev", KNOWN_APP, 0, doctor_watcher },
	{ "journal", KNOWN_LINK, 0, doctor_journal },
	{ "detached run", KNOWN_LINK, 0, doctor_detached },
	{ "wanted", KNOWN_LINK, 0, doctor_wanted },
};

const size_t doctor_check_count = sizeof(doctor_checks) / sizeof(*doctor_checks);

static void show(struct doctor *d, const struct finding *finding)
{
	view_finding(&d->ctx->out, finding);
}

static void print_json(struct doctor *d)
{
	struct buf text = BUF_INIT;

	record_findings(&text, PACKAGE_VERSION, &d->found);
	out_result(&d->ctx->out, text.text);
	buf_dispose(&text);
}

static int run(struct context *ctx, const void *values, int argc, char **argv, struct err *err)
{
	const struct doctor_values *v = values;
	struct doctor d = { .ctx = ctx, .show = v->json ? NULL : show };

	(void)argc;
	(void)argv;
	if (!v->json)
		out_result(&ctx->out, "git-cvx version " PACKAGE_VERSION "\n");
	if (doctor_run(&d, err))
		return -1;
	if (v->json)
		print_json(&d);
	else
		view_findings_end(&ctx->out, &d.found);
	return findings_count(&d.found, FINDING_FAIL) ? 1 : 0;
}

const struct cmd cmd_doctor = {
	.name = "doctor", .operands = "",
	.summary = "check everything that git-cvx depends on",
	.about = "Look at git, the hooks, the app and its packages, the link to the deployment and the "
	         "deployment itself, and at what was left to be done: a line for each with ok, warn, "
	         "fail, or skip where something else comes first, and what to do next. Nothing is "
	         "changed anywhere, and it takes ten seconds at most. What it prints holds no secret "
	         "and can be put into a bug report. Exit 1 if something fails.",
	.opts = opts, .values_size = sizeof(struct doctor_values), .run = run,
};
