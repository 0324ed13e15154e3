/* contenders.c - see contenders.h */
#include "contenders.h"

#include <stddef.h>

enum { OPTIONS_MAX = 4 };

struct contender {
	const char *name;
	const char *arguments[LAUNCH_ARGUMENTS_MAX];
	bool threads;			/* can show them */
	const char *thread_option;	/* NULL: its settings say so (home.c) */
	const char *batch[OPTIONS_MAX]; /* none: it has no such mode, or another idea of it */
	const char *quit;
};

static const char *proctor_path = "proctor";

/* Each with an interval of one second. The path of proctor is put in front. */
/* clang-format off */
static const struct contender contenders[CONTENDERS_COUNT] = {
	[CONTENDERS_PROCTOR] = { "proctor", { "-d", "1" }, true, "-H", { "-b" }, "q" },
	[CONTENDERS_TEXT] = {
		"proctor-text", { "--source=procfs", "-d", "1" }, true, "-H", { "-b" }, "q" },
	[CONTENDERS_TOP] = {
		"top", { "top", "-d", "1" }, true, "-H", { "-b", "-w", "512" }, "q" },
	[CONTENDERS_HTOP] = { "htop", { "htop", "-d", "10" }, true, NULL, { NULL }, "q" },
	[CONTENDERS_BTOP] = { "btop", { "btop" }, false, NULL, { NULL }, "q" },
	[CONTENDERS_ATOP] = { "atop", { "atop", "1" }, false, NULL, { NULL }, "q" },
	[CONTENDERS_PIDSTAT] = { "pidstat", { "pidstat", "1" }, false, NULL, { NULL }, NULL },
	[CONTENDERS_GLANCES] = {
		"glances", { "glances", "-t", "1" }, false, NULL, { NULL }, "q" },
};
/* clang-format on */

static bool is_proctor(enum contenders_id id)
{
	return id == CONTENDERS_PROCTOR || id == CONTENDERS_TEXT;
}

const char *contenders_name(enum contenders_id id)
{
	return contenders[id].name;
}

const char *contenders_quit(enum contenders_id id, enum contenders_mode mode)
{
	return mode == CONTENDERS_BATCH ? NULL : contenders[id].quit;
}

bool contenders_can(enum contenders_id id, enum contenders_mode mode)
{
	const struct contender *contender = &contenders[id];

	if (mode == CONTENDERS_THREADS && !contender->threads)
		return false;
	if (mode == CONTENDERS_BATCH && !contender->batch[0])
		return false;
	return launch_has(is_proctor(id) ? proctor_path : contender->arguments[0]);
}

void contenders_set_path(const char *path)
{
	proctor_path = path;
}

static void add(struct launch *launch, size_t *count, const char *argument)
{
	if (argument && *count < LAUNCH_ARGUMENTS_MAX - 1)
		launch->arguments[(*count)++] = argument;
	launch->arguments[*count] = NULL;
}

void contenders_fill(enum contenders_id id, enum contenders_mode mode, struct launch *launch)
{
	const struct contender *contender = &contenders[id];
	size_t count = 0;

	if (is_proctor(id))
		add(launch, &count, proctor_path);
	for (size_t i = 0; i < LAUNCH_ARGUMENTS_MAX; i++)
		add(launch, &count, contender->arguments[i]);
	if (mode == CONTENDERS_THREADS)
		add(launch, &count, contender->thread_option);
	for (size_t i = 0; mode == CONTENDERS_BATCH && i < OPTIONS_MAX; i++)
		add(launch, &count, contender->batch[i]);
	launch->pipe = mode == CONTENDERS_BATCH;
}
