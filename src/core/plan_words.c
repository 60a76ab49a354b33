/* plan_words.c - the words of a plan: for JSON, and for people. */
#include "core/plan.h"

const char *step_kind_word(enum step_kind kind)
{
	static const char *const words[] = {
		[STEP_CANCEL] = "cancel",
		[STEP_DOWN] = "down",
		[STEP_UP] = "up",
		[STEP_ADOPT] = "adopt",
		[STEP_FINISH] = "finish",
		[STEP_COMPLETE] = "complete",
		[STEP_UNDONE] = "undone",
	};

	return words[kind];
}

const char *step_life_word(enum step_life life)
{
	static const char *const words[] = {
		[LIFE_FIRST] = "first",
		[LIFE_RESUME] = "resume",
		[LIFE_AGAIN] = "again",
	};

	return words[life];
}

const char *step_reason_text(enum step_reason reason)
{
	static const char *const texts[] = {
		[REASON_PENDING] = "on this branch, not applied",
		[REASON_PHANTOM] = "applied, but not on this branch",
		[REASON_RIDER] = "built on one that is undone or run now",
		[REASON_REPLAY] = "run again, after the change beneath it",
		[REASON_EDITED] = "edited after it was applied",
		[REASON_ASKED] = "asked for",
		[REASON_UNFINISHED] = "started earlier, never ended",
		[REASON_STRAY_AT_WORK] = "in progress, but not on this branch",
		[REASON_EDITED_AT_WORK] = "in progress, but edited since it was started",
		[REASON_RAN_BY_HAND] = "run by hand",
	};

	return texts[reason];
}

const char *refusal_kind_word(enum refusal_kind kind)
{
	static const char *const words[] = {
		[REFUSAL_IRREVERSIBLE] = "irreversible",
		[REFUSAL_NO_SEAL] = "no-seal",
		[REFUSAL_OTHER_CLONE] = "other-clone",
		[REFUSAL_ELSEWHERE] = "elsewhere",
		[REFUSAL_TOO_MANY_DOWNS] = "too-many-downs",
		[REFUSAL_NO_HISTORY] = "no-history",
		[REFUSAL_OUT_OF_ORDER] = "out-of-order",
		[REFUSAL_PARTIAL] = "partial",
		[REFUSAL_NOT_APPLIED] = "not-applied",
		[REFUSAL_UNKNOWN_ID] = "unknown-id",
		[REFUSAL_RENAMED] = "renamed",
	};

	return words[kind];
}

const char *note_kind_word(enum note_kind kind)
{
	static const char *const words[] = {
		[NOTE_RETIRED] = "retired",
		[NOTE_EDITED] = "edited",
		[NOTE_OUT_OF_ORDER] = "out-of-order",
		[NOTE_RIDER_STAYS] = "rider-stays",
		[NOTE_FOREIGN] = "foreign", [NOTE_STUB] = "stub",
		[NOTE_CANCELED] = "canceled",
		[NOTE_SKIPPED] = "skipped",
		[NOTE_FROM_PAST] = "from-past",
	};

	return words[kind];
}

const char *bridge_need_word(enum bridge_need need)
{
	static const char *const words[] = {
		[BRIDGE_NO] = "no",
		[BRIDGE_IF_REFUSED] = "if-refused",
		[BRIDGE_YES] = "yes",
	};

	return words[need];
}
