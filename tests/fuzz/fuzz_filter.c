#include "fuzz.h"

#include <locale.h>

#include "base/arena.h"
#include "base/macros.h"
#include "base/text.h"
#include "model/world.h"
#include "panes/relations.h"
#include "table/filter.h"
#include "table/filterlex.h"

/* ---------------------------------------------------------------- a made-up world */

enum { ROWS_MAX = 16 };

/*
 * 1 ─┬─ 2 with a thread ─── 4 ─── 5       8 and 9 below 7, which is hidden
 *    └─ 3                                 10, whose parent has no number here, and 11 below it
 *                                         12 and 13 in a ring
 */
static const struct {
	int32_t pid, ppid;
	const char *name; /* NULL: not known */
} processes[] = {
	{ 1, 0, "init" },
	{ 2, 1, "sh" },
	{ 3, 1, NULL },
	{ 4, 2,
	  "a\xff"
	  "aab" },
	{ 5, 4, "sh" },
	{ 8, 7, NULL },
	{ 9, 7, "sh" },
	{ 10, 0, "(sd-pam)" },
	{ 11, 10, NULL },
	{ 12, 13, "ring" },
	{ 13, 12, "a=b" },
};

static const struct task thread = {
	.identity = { .pid = 2, .thread = true },
	.is_thread = true,
	.tgid = 2,
	.ppid = 1,
	.comm = { "thread", 6 },
};

static struct world *make_world(void)
{
	struct snapshot *snapshot = snapshot_new();
	struct sighting *sightings =
		arena_zero(snapshot->arena, (ARRAY_LEN(processes) + 1) * sizeof(*sightings));
	struct task *tasks = arena_zero(snapshot->arena, ARRAY_LEN(processes) * sizeof(*tasks));
	struct world *world = world_new();

	for (size_t i = 0; i < ARRAY_LEN(processes); i++) {
		tasks[i].identity.pid = tasks[i].tgid = processes[i].pid;
		tasks[i].ppid = processes[i].ppid;
		tasks[i].comm = bytes_of(processes[i].name ? processes[i].name : "");
		sightings[i].task = &tasks[i];
	}
	sightings[1].thread_count = 1;
	sightings[ARRAY_LEN(processes)].task = &thread;
	snapshot->tasks = sightings;
	snapshot->task_count = ARRAY_LEN(processes);
	snapshot->threads = &sightings[ARRAY_LEN(processes)];
	snapshot->thread_count = 1;
	snapshot_free(world_update(world, snapshot));
	return world;
}

/* One for all inputs, kept until the end. */
static const struct row *all_rows(size_t *ret_count)
{
	static struct world *world;

	if (!world)
		world = make_world();
	return world_rows(world, ret_count);
}

static int32_t pid_of(const void *row)
{
	return ((const struct row *)row)->identity.pid;
}

static struct value get_id(const void *row)
{
	return value_id((uint64_t)pid_of(row));
}

static struct value get_cpu(const void *row)
{
	return value_percent(pid_of(row) / 10.0);
}

static struct value get_rss(const void *row)
{
	(void)row;
	return value_denied();
}

static struct value get_growth(const void *row)
{
	return value_delta(-pid_of(row));
}

static struct value get_start(const void *row)
{
	return value_time((uint64_t)pid_of(row));
}

static struct value get_state(const void *row)
{
	(void)row;
	return value_state('R');
}

static struct value get_name(const void *row)
{
	const struct bytes comm = ((const struct row *)row)->task->comm;

	return comm.n > 0 ? value_text(comm) : value_none();
}

static struct value get_command(const void *row)
{
	(void)row;
	return value_list((struct bytes){ "sh\0-c\0a b", 9 });
}

/* clang-format off */
static const struct column columns[] = {
	{ "id",     "", "", VALUE_ID,      1,  0, 1, get_id,      NULL },
	{ "cpu",    "", "", VALUE_PERCENT, 2,  0, 1, get_cpu,     NULL },
	{ "rss",    "", "", VALUE_BYTES,   4,  0, 1, get_rss,     NULL },
	{ "growth", "", "", VALUE_DELTA,   8,  0, 1, get_growth,  NULL },
	{ "start",  "", "", VALUE_TIME,    16, 0, 1, get_start,   NULL },
	{ "state",  "", "", VALUE_STATE,   32, 0, 1, get_state,   NULL },
	{ "name",   "", "", VALUE_TEXT,    64, 0, 1, get_name,    NULL },
	{ "command", "", "", VALUE_LIST,   1,  0, 1, get_command, NULL },
};
/* clang-format on */

static const struct column_set set = { "process", columns, ARRAY_LEN(columns) };

static const struct terms terms = { &set, &relations_family, relations_all, 4 };

/* ------------------------------------------------------------------------- filters */

/* A reason is one line that a terminal may see, and its place is in the text. */
static void check_error(const struct filtererror *error, size_t size)
{
	struct bytes rest = bytes_of(error->message);
	struct text_cluster cluster;

	fuzz_check(rest.n > 0 && rest.n < sizeof(error->message));
	fuzz_check(error->at == FILTERERROR_NOWHERE ? size > FILTER_TEXT_MAX : error->at <= size);
	while (text_next(&rest, &cluster) > 0)
		fuzz_check(!cluster.escaped || strcmp(cluster.utf8, "\xef\xbf\xbd") == 0);
}

/* The filter "before text behind", or NULL where that is too long or too deep. */
static struct filter *wrap(const char *before, struct bytes text, const char *behind)
{
	const size_t size = strlen(before) + text.n + strlen(behind);
	struct filter *filter = NULL;
	char *whole = malloc(size), *to = whole;
	struct filtererror error;

	fuzz_check(whole != NULL);
	to = (char *)memcpy(to, before, strlen(before)) + strlen(before);
	to = (char *)memcpy(to, text.p, text.n) + text.n;
	memcpy(to, behind, strlen(behind));
	if (filter_compile((struct bytes){ whole, size }, &terms, &filter, &error) < 0)
		check_error(&error, size);
	free(whole);
	return filter;
}

/* What passes a filter passes it again, and not its opposite. */
static void ask(struct filter *filter, struct filter *opposite, enum terms_truth truths[ROWS_MAX])
{
	size_t count;
	const struct row *rows = all_rows(&count);

	fuzz_check(count <= ROWS_MAX);
	for (size_t i = 0; i < count; i++) {
		const bool yes = filter_match(filter, &rows[i]);
		const bool no = filter_match(opposite, &rows[i]);

		fuzz_check(!(yes && no));
		fuzz_check(filter_match(filter, &rows[i]) == yes);
		truths[i] = yes ? TERMS_TRUE : no ? TERMS_FALSE : TERMS_UNKNOWN;
	}
}

static enum terms_truth naive_under(const struct row *rows, uint32_t at,
				    const enum terms_truth inner[ROWS_MAX])
{
	enum terms_truth truth = TERMS_FALSE;

	at = rows[at].process;
	for (; rows[at].parent != ROW_NONE; at = rows[at].parent)
		truth = MAX(truth, inner[rows[at].parent]);
	return rows[at].identity.pid == 1 ? truth : MAX(truth, TERMS_UNKNOWN);
}

/* Whether one below it is meant for certain. */
static bool naive_above(const struct row *rows, size_t count, uint32_t at,
			const enum terms_truth inner[ROWS_MAX])
{
	at = rows[at].process;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t up = rows[i].parent;

		if (rows[i].is_thread || inner[i] != TERMS_TRUE)
			continue;
		while (up != ROW_NONE && up != at)
			up = rows[up].parent;
		if (up == at)
			return true;
	}
	return false;
}

/* What is related to the rows that pass is what one finds step by step. */
static void check_related(struct bytes text, const enum terms_truth inner[ROWS_MAX])
{
	struct filter *under = wrap("under((", text, "))"), *above = wrap("above((", text, "))");
	struct filter *not_under = wrap("!under((", text, "))");
	struct filter *not_above = wrap("!above((", text, "))");
	enum terms_truth truths[ROWS_MAX];
	size_t count;
	const struct row *rows = all_rows(&count);

	if (under && not_under) {
		ask(under, not_under, truths);
		for (uint32_t i = 0; i < count; i++)
			fuzz_check(truths[i] == naive_under(rows, i, inner));
	}
	if (above && not_above) {
		ask(above, not_above, truths);
		for (uint32_t i = 0; i < count; i++)
			fuzz_check((truths[i] == TERMS_TRUE) == naive_above(rows, count, i, inner));
	}
	filter_free(under);
	filter_free(not_under);
	filter_free(above);
	filter_free(not_above);
}

static void check_rows(struct filter *filter, struct bytes text)
{
	struct filter *opposite = wrap("not (", text, ")");
	enum terms_truth truths[ROWS_MAX];

	fuzz_check(filter_needs(filter) < 128);
	if (!opposite)
		return;
	fuzz_check(filter_needs(opposite) == filter_needs(filter));
	fuzz_check(filter_relates(opposite) == filter_relates(filter));
	ask(filter, opposite, truths);
	filter_free(opposite);
	check_related(text, truths);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct bytes text = fuzz_text(data, size);
	struct filter *filter = NULL;
	struct filtererror error;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (filter_compile(text, &terms, &filter, &error) < 0) {
		fuzz_check(filter == NULL);
		check_error(&error, size);
	} else {
		/* Nothing that is an expression is taken for a word. */
		fuzz_check(filterlex_is_expression(text));
		check_rows(filter, text);
		filter_free(filter);
	}
	fuzz_check(fuzz_within(filterlex_plain(text), text));
	return 0;
}
