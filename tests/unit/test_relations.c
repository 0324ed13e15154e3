#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/tree.h"
#include "model/world.h"
#include "panes/processes.h"
#include "panes/relations.h"
#include "proc/pidstat.h"
#include "samples.h"
#include "sightings.h"
#include "table/filter.h"

static const struct terms terms = { &processes_columns, &relations_family, relations_all, 4 };

/* before(expression) */
static struct filter *compile(const char *before, const char *expression)
{
	struct filtererror error = { 0 };
	struct filter *filter;
	char text[512];

	assert_in_range(snprintf(text, sizeof(text), "%s(%s)", before, expression), 1,
			sizeof(text) - 1);
	if (filter_compile(bytes_of(text), &terms, &filter, &error) < 0)
		fail_msg("%s: %s", text, error.message);
	return filter;
}

/* An expression and its opposite: of which neither is true, that is unknown. */
struct question {
	struct filter *yes, *no;
};

static struct question question_of(const char *expression)
{
	return (struct question){ compile("", expression), compile("not ", expression) };
}

static void question_done(struct question *question)
{
	filter_free(question->yes);
	filter_free(question->no);
}

static enum terms_truth ask(struct question *question, const struct row *row)
{
	const bool yes = filter_match(question->yes, row);

	assert_false(yes && filter_match(question->no, row));
	if (yes)
		return TERMS_TRUE;
	return filter_match(question->no, row) ? TERMS_FALSE : TERMS_UNKNOWN;
}

static void add_pid(char *list, size_t size, int32_t pid)
{
	const size_t used = strlen(list);

	assert_true((size_t)snprintf(list + used, size - used, "%s%d", used ? " " : "", pid) <
		    size - used);
}

/* Who answers yes, and who does not know; all others answer no. */
static void assert_answers(const struct world *world, struct question *question, const char *yes,
			   const char *unknown)
{
	char yes_got[512] = "", unknown_got[512] = "";
	enum terms_truth of_process = TERMS_FALSE;
	size_t count;
	const struct row *rows = world_rows(world, &count);

	assert_null(tree_verify(rows, count));
	for (size_t i = 0; i < count; i++) {
		enum terms_truth truth = ask(question, &rows[i]);

		/* A thread stands where its process does. */
		if (rows[i].is_thread) {
			assert_int_equal(truth, of_process);
			continue;
		}
		of_process = truth;
		if (truth == TERMS_TRUE)
			add_pid(yes_got, sizeof(yes_got), rows[i].identity.pid);
		else if (truth == TERMS_UNKNOWN)
			add_pid(unknown_got, sizeof(unknown_got), rows[i].identity.pid);
	}
	assert_string_equal(yes_got, yes);
	assert_string_equal(unknown_got, unknown);
}

/* ---------------------------------------------------------------- a captured machine */

static struct samples machine;
static struct world *small;

static int set_up(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };

	(void)state;
	small = world_new();
	samples_open(&machine, "small");
	snapshot_free(world_update(small, samples_take(&machine, &request)));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_free(small);
	samples_close(&machine);
	return 0;
}

struct small_case {
	const char *name; /* the expression */
	const char *yes, *unknown;
};

#define BUT_970 "1 2 15 16 700 801 802 850 900 910 960 980 1000 1010"

/*
 * Of 970 the parent, 4242, cannot be seen. The tree:
 *   1 ─┬─ 700 ─┬─ 801 ─── 802 ─┬─ 900
 *      ├─ 850  └─ 1010         ├─ 960
 *      ├─ 910                  └─ 1000
 *      └─ 980           2 ─┬─ 15
 *                          └─ 16
 * 700 and 801 are sshd, 802 is bash.
 */
/* clang-format off */
static const struct small_case small_cases[] = {
	/* by number */
	{ "child-of(1)", "700 850 910 980", "" },
	{ "child-of(802)", "900 960 1000", "" },
	{ "child-of(900)", "", "" },
	{ "child-of(4242)", "970", "" },
	{ "child-of(0)", "1 2", "" },
	{ "child-of(99999)", "", "" },
	{ "child-of(4294967297)", "", "" }, /* not the 1 of 32 bits */
	{ "child-of(18446744073709551615)", "", "" },
	{ "sibling-of(900)", "960 1000", "" },
	{ "sibling-of(15)", "16", "" },
	{ "sibling-of(801)", "1010", "" },
	{ "sibling-of(802)", "", "" },
	{ "sibling-of(1)", "", "" }, /* neither it nor 2 has a parent */
	{ "sibling-of(4242)", "", "" },
	{ "sibling-of(99999)", "", "" },
	{ "sibling-of(4294967297)", "", "" },
	{ "under(700)", "801 802 900 960 1000 1010", "970" },
	{ "under(1)", "700 801 802 850 900 910 960 980 1000 1010", "970" },
	{ "under(2)", "15 16", "970" },
	{ "under(960)", "", "970" },
	{ "under(4242)", "970", "" },
	{ "under(99999)", "", "970" },
	{ "under(4294967297)", "", "970" },
	{ "above(960)", "1 700 801 802", "" },
	{ "above(700)", "1", "" },
	{ "above(1)", "", "" },
	{ "above(970)", "", BUT_970 },
	{ "above(4242)", "", "" },
	{ "above(99999)", "", "" },
	{ "above(4294967297)", "", "" },

	/* by name */
	{ "under(sshd)", "801 802 900 960 1000 1010", "970" },
	{ "under(\"bash\")", "900 960 1000", "970" },
	{ "under(SSHD)", "", "970" },
	{ "under(ssh)", "", "970" },
	{ "under('1')", "", "970" },
	{ "under(systemd)", "700 801 802 850 900 910 960 980 1000 1010", "970" },
	{ "child-of(sshd)", "801 802 1010", "970" },
	{ "child-of('kthreadd')", "15 16", "970" },
	{ "sibling-of(vim)", "900 1000", "" },
	{ "sibling-of(nobody)", "", "" },
	{ "above(vim)", "1 700 801 802", "" },
	{ "above(sshd)", "1 700", "" },

	/* by user and other conditions */
	{ "child-of(pid = 1)", "700 850 910 980", "970" },
	{ "child-of(ppid = 802)", "", "970" },
	{ "child-of(ppid = 700)", "802", "970" },
	{ "sibling-of(pid = 900)", "960 1000", "" },
	{ "sibling-of(pid >= 960 and pid <= 1000)", "700 850 900 910 960 1000", "" },
	{ "under(name ~ ^ssh)", "801 802 900 960 1000 1010", "970" },
	{ "under(pid > 700 and pid < 802)", "802 900 960 1000", "970" },
	{ "under(user = root)", "15 16 700 801 802 850 900 910 960 980 1000 1010", "970" },
	{ "under(not user = root)", "802 900 960 1000", "970" },
	{ "above(not user = root)", "1 700 801 802", "2 15 16 850 900 910 960 980 1000 1010" },
	{ "above(state = T)", "1 700 801 802", "" },
	{ "above(pid = 960 or pid = 16)", "1 2 700 801 802", "" },
	{ "above(pid > 0)", "1 2 700 801 802", "15 16 850 900 910 960 980 1000 1010" },
	{ "not under(1)", "1 2 15 16", "970" },
	{ "under(sshd) and under(user = root)", "801 802 900 960 1000 1010", "970" },
	{ "not under(sshd) and pid < 970", "1 2 15 16 700 850 910", "" },

	/* in one another */
	{ "under(child-of(1))", "801 802 900 960 1000 1010", "970" },
	{ "child-of(child-of(child-of(700)))", "900 960 1000", "970" },
	{ "child-of(under(1) and above(vim))", "801 802 900 960 1000 1010", "970" },
	{ "above(sibling-of(960))", "1 700 801 802", "" },
	{ "sibling-of(above(960))", "850 910 980 1010", "" },
	{ "child-of(not child-of(1) and not name = bash)", "15 16 700 802 850 910 980", "970" },
};
/* clang-format on */

static void test_small(void **state)
{
	const struct small_case *c = *state;
	struct question question = question_of(c->name);

	assert_answers(small, &question, c->yes, c->unknown);
	question_done(&question);
}

/* ------------------------------------------------------------------- made-up worlds */

struct process {
	int32_t pid, ppid;
	uint64_t start;
	char comm[8];
	bool is_kernel;
	bool has_status; /* swap: as many bytes as its PID is */
};

enum { PROCESSES_MAX = 9, QUESTIONS_MAX = 12 };

struct made_case {
	const char *name;
	struct process of[PROCESSES_MAX];
	struct small_case questions[QUESTIONS_MAX];
};

/* clang-format off */
static const struct made_case made_cases[] = {
	{ "a shell from outside of the namespace: PPID 0",
	  { { 1, 0, 1, "init" }, { 5, 1, 2, "cron" }, { 20, 0, 9, "sh" }, { 21, 20, 9, "vi" }, { 30, 0, 9, "sh" } },
	  { { "child-of(0)", "1 20 30", "" }, { "child-of(1)", "5", "" }, { "under(1)", "5", "" }, { "not under(1)", "1 20 21 30", "" },
	    { "child-of(init)", "5", "20 30" }, { "under(init)", "5", "20 21 30" }, { "under(sh)", "21", "20 30" },
	    { "above(21)", "20", "" }, { "above(vi)", "20", "" }, { "sibling-of(20)", "", "30" }, { "sibling-of(sh)", "", "20 30" },
	    { "under(pid < 5)", "5", "20 21 30" } } },
	{ "the namespace is the first one: PID 2 has no parent",
	  { { 1, 0, 1, "init" }, { 2, 0, 1, "kthreadd", true }, { 3, 2, 1, "kswapd", true } },
	  { { "under(init)", "", "" }, { "not under(init)", "1 2 3", "" }, { "child-of(kthreadd)", "3", "" }, { "sibling-of(2)", "", "" } } },
	{ "the parents are hidden",
	  { { 10, 4, 1, "a" }, { 11, 4, 2, "b" }, { 12, 6, 2, "c" }, { 13, 12, 3, "d" } },
	  { { "child-of(4)", "10 11", "" }, { "child-of(a)", "", "10 11 12" }, { "under(4)", "10 11", "12 13" }, { "under(c)", "13", "10 11 12" },
	    { "sibling-of(10)", "11", "" }, { "sibling-of(b)", "10", "" }, { "sibling-of(12)", "", "" },
	    { "above(13)", "12", "10 11" }, { "above(12)", "", "10 11" }, { "above(a)", "", "11 12 13" }, { "above(pid > 11)", "12", "10 11" },
	    { "above(pid = 10 or pid = 13)", "12", "10 11 13" } } },
	{ "a parent that is younger than its child is another one",
	  { { 1, 0, 1, "init" }, { 7, 8, 3, "old" }, { 8, 1, 5, "new" }, { 9, 8, 6, "kid" } },
	  { { "child-of(8)", "7 9", "" }, { "child-of(new)", "9", "7" }, { "under(init)", "8 9", "7" }, { "sibling-of(9)", "", "" },
	    { "above(7)", "", "1 8 9" }, { "above(9)", "1 8", "" } } },
	{ "a ring",
	  { { 2, 3, 1, "a" }, { 3, 4, 1, "b" }, { 4, 2, 1, "c" }, { 5, 2, 1, "d" } },
	  { { "child-of(2)", "4 5", "" }, { "child-of(a)", "5", "4" }, { "under(a)", "5", "2 3 4" }, { "under(2)", "2 3 4 5", "" },
	    { "above(5)", "2 3 4", "" }, { "above(b)", "4", "" }, { "sibling-of(5)", "", "" } } },
	{ "its own parent",
	  { { 20, 20, 1, "self" }, { 21, 20, 2, "kid" } },
	  { { "under(self)", "21", "20" }, { "child-of(20)", "20 21", "" }, { "above(21)", "20", "" } } },
	{ "of whom the condition is not known",
	  { { 1, 0, 1, "init", .has_status = true }, { 2, 1, 1, "a" }, { 3, 2, 1, "b", .has_status = true }, { 4, 3, 1, "c" }, { 5, 1, 1, "d" } },
	  { { "swap > 2", "3", "2 4 5" }, { "child-of(swap > 2)", "4", "3" }, { "under(swap > 2)", "4", "3" }, { "under(swap > 3)", "", "3 4" },
	    { "above(swap > 2)", "1 2", "3" }, { "above(swap < 9)", "1 2", "3" }, { "above(swap > 9)", "", "1 2 3" },
	    { "sibling-of(swap > 2)", "", "2 5" }, { "not under(swap > 2)", "1 2 5", "3" }, { "under(not swap > 2)", "2 3 4 5", "" },
	    { "under(swap > 9 or name = a)", "3 4", "" }, { "under(under(swap > 3))", "", "4" } } },
};
/* clang-format on */

static struct snapshot *snapshot_of(const struct process *processes, size_t count)
{
	struct snapshot *snapshot = snapshot_new();
	struct task *tasks = calloc(count + 1, sizeof(tasks[0]));

	assert_non_null(tasks);
	for (size_t i = 0; i < count; i++) {
		const struct process *process = &processes[i];

		tasks[i] = (struct task){
			.identity = { .pid = process->pid, .start = process->start },
			.have = TASK_STAT | (process->has_status ? TASK_STATUS : 0),
			.has_mm = process->has_status,
			.state = 'S',
			.busiest = 'S',
			.tgid = process->pid,
			.ppid = process->ppid,
			.flags = process->is_kernel ? PIDSTAT_KTHREAD : 0,
			.num_threads = 1,
			.swap = (uint64_t)process->pid,
			.comm = { process->comm, strnlen(process->comm, sizeof(process->comm)) },
		};
	}
	snapshot->tasks = sightings_of(snapshot->arena, tasks, count, NS_PER_SECOND);
	snapshot->task_count = count;
	snapshot->monotonic_ns = snapshot->boottime_ns = NS_PER_SECOND;
	free(tasks);
	return snapshot;
}

static void update(struct world *world, const struct process *processes, size_t count)
{
	snapshot_free(world_update(world, snapshot_of(processes, count)));
}

static void test_made(void **state)
{
	const struct made_case *c = *state;
	struct world *world = world_new();
	size_t count = 0;

	while (count < PROCESSES_MAX && c->of[count].pid != 0)
		count++;
	update(world, c->of, count);
	for (size_t i = 0; i < QUESTIONS_MAX && c->questions[i].name; i++) {
		struct question question = question_of(c->questions[i].name);

		assert_answers(world, &question, c->questions[i].yes, c->questions[i].unknown);
		question_done(&question);
	}
	world_free(world);
}

/* What was made of all rows is made anew with each update, and with each answer. */
static void test_follows(void **state)
{
	static const struct process before[] = {
		{ 1, 0, 1, "init" },
		{ 5, 1, 2, "reaper" },
		{ 8, 5, 3, "sh" },
		{ 9, 8, 4, "job" },
	};
	/* 8 has ended, and 9 went to the subreaper; another 8 is somebody else's. */
	static const struct process after[] = {
		{ 1, 0, 1, "init" }, { 5, 1, 2, "reaper" }, { 8, 1, 7, "other" },
		{ 9, 5, 4, "job" },  { 10, 8, 8, "job" },
	};
	struct world *world = world_new();
	struct question by_number = question_of("under(8)"), by_name = question_of("under(sh)");
	struct question of_reaper = question_of("child-of(pid = 5)");
	struct question of_command = question_of("under(command ~ x)");

	(void)state;
	update(world, before, ARRAY_LEN(before));
	assert_answers(world, &by_number, "9", "");
	assert_answers(world, &by_name, "9", "");
	assert_answers(world, &of_reaper, "8", "");
	update(world, after, ARRAY_LEN(after));
	assert_answers(world, &by_number, "10", "");
	assert_answers(world, &by_name, "", "");
	/* The row of the 8 that has ended stands behind the others for a while. */
	assert_answers(world, &of_reaper, "9 8", "");
	assert_answers(world, &of_command, "", "");
	world_answer_command(world, &world_find_pid(world, 5)->identity, 0, bytes_of("x"));
	assert_answers(world, &of_command, "9 8", "");
	question_done(&by_number);
	question_done(&by_name);
	question_done(&of_reaper);
	question_done(&of_command);
	world_free(world);
}

/* --------------------------------------------------------- step by step, on any trees */

enum { ROWS_MAX = 40 };

/* What is asked of the rows, and the truth about each of them. */
struct inner {
	const struct row *rows;
	size_t count;
	enum terms_truth of[ROWS_MAX];
};

static enum terms_truth larger(enum terms_truth a, enum terms_truth b)
{
	return a > b ? a : b;
}

static const struct row *parent_of(const struct inner *inner, const struct row *row)
{
	return row->parent == ROW_NONE ? NULL : &inner->rows[row->parent];
}

static const struct row *root_of(const struct inner *inner, const struct row *row)
{
	while (parent_of(inner, row))
		row = parent_of(inner, row);
	return row;
}

static bool is_top(const struct row *row)
{
	return row->task->ppid == 0 && row->identity.pid == 1;
}

static enum terms_truth about(const struct inner *inner, const struct row *row)
{
	return inner->of[row - inner->rows];
}

static enum terms_truth naive_child(const struct inner *inner, const struct row *row)
{
	const struct row *parent = parent_of(inner, row);

	if (parent)
		return about(inner, parent);
	return is_top(row) ? TERMS_FALSE : TERMS_UNKNOWN;
}

static enum terms_truth naive_under(const struct inner *inner, const struct row *row)
{
	enum terms_truth truth = TERMS_FALSE;

	for (; parent_of(inner, row); row = parent_of(inner, row))
		truth = larger(truth, about(inner, parent_of(inner, row)));
	return is_top(row) ? truth : larger(truth, TERMS_UNKNOWN);
}

static enum terms_truth naive_above(const struct inner *inner, const struct row *row)
{
	enum terms_truth truth = TERMS_FALSE;

	for (size_t i = 0; i < inner->count; i++) {
		const struct row *at = parent_of(inner, &inner->rows[i]);
		const struct row *root = root_of(inner, &inner->rows[i]);

		if (inner->of[i] == TERMS_FALSE)
			continue;
		while (at && at != row)
			at = parent_of(inner, at);
		if (at)
			truth = larger(truth, inner->of[i]);
		else if (root->task->ppid > 0 && root != root_of(inner, row))
			truth = larger(truth, TERMS_UNKNOWN);
	}
	return truth;
}

static enum terms_truth naive_sibling(const struct inner *inner, const struct row *row)
{
	enum terms_truth truth = TERMS_FALSE;

	if (is_top(row))
		return TERMS_FALSE;
	for (size_t i = 0; i < inner->count; i++) {
		const struct row *other = &inner->rows[i];

		if (other == row || is_top(other) || other->parent != row->parent)
			continue;
		if (row->parent != ROW_NONE ||
		    (other->task->ppid == row->task->ppid && row->task->ppid > 0))
			truth = larger(truth, inner->of[i]);
		else if (other->task->ppid == row->task->ppid && inner->of[i] != TERMS_FALSE)
			truth = larger(truth, TERMS_UNKNOWN);
	}
	return truth;
}

static const struct {
	const char *relation;
	enum terms_truth (*naive)(const struct inner *inner, const struct row *row);
} naives[] = {
	{ "child-of", naive_child },
	{ "under", naive_under },
	{ "above", naive_above },
	{ "sibling-of", naive_sibling },
};

static void compare(const struct world *world, const char *expression)
{
	struct question question = question_of(expression);
	struct inner inner;

	inner.rows = world_rows(world, &inner.count);
	for (size_t i = 0; i < inner.count; i++)
		inner.of[i] = ask(&question, &inner.rows[i]);
	question_done(&question);
	for (size_t at = 0; at < ARRAY_LEN(naives); at++) {
		char text[256];

		(void)snprintf(text, sizeof(text), "%s(%s)", naives[at].relation, expression);
		question = question_of(text);
		for (size_t i = 0; i < inner.count; i++)
			assert_int_equal(ask(&question, &inner.rows[i]),
					 naives[at].naive(&inner, &inner.rows[i]));
		question_done(&question);
	}
}

static uint32_t draw(uint32_t *random, uint32_t below)
{
	*random = *random * 1664525 + 1013904223;
	return (*random >> 12) % below;
}

static void test_any(void **state)
{
	static const char *const expressions[] = {
		"pid < 9",
		"name = a",
		"swap >= 0",
		"swap > 12 or name = b",
		"under(swap > 12)",
		"above(swap > 12)",
		"child-of(name = a) and not sibling-of(swap > 9)",
		"not under(child-of(above(pid > 20)))",
	};
	static const char *const names[] = { "a", "b", "c" };
	uint32_t random = 1;

	(void)state;
	for (uint32_t round = 0; round < 200; round++) {
		struct process processes[ROWS_MAX] = { 0 };
		const uint32_t count = 1 + draw(&random, ROWS_MAX);
		struct world *world = world_new();

		for (uint32_t i = 0; i < count; i++) {
			processes[i].pid = (int32_t)i + 1;
			processes[i].ppid = (int32_t)draw(&random, count + 3);
			processes[i].start = draw(&random, 3);
			processes[i].has_status = draw(&random, 4) > 0;
			(void)snprintf(processes[i].comm, sizeof(processes[i].comm), "%s",
				       names[draw(&random, ARRAY_LEN(names))]);
		}
		update(world, processes, count);
		for (size_t i = 0; i < ARRAY_LEN(expressions); i++)
			compare(world, expressions[i]);
		world_free(world);
	}
}

/* Below a number, and above another: that is the same, seen from both ends. */
static void test_both_ends(void **state)
{
	size_t count;
	const struct row *rows = world_rows(small, &count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		char text[64];
		struct question above, under;

		if (rows[i].is_thread)
			continue;
		(void)snprintf(text, sizeof(text), "above(%d)", rows[i].identity.pid);
		above = question_of(text);
		for (size_t j = 0; j < count; j++) {
			if (rows[j].is_thread || j == i)
				continue;
			(void)snprintf(text, sizeof(text), "under(%d)", rows[j].identity.pid);
			under = question_of(text);
			assert_int_equal(ask(&above, &rows[j]), ask(&under, &rows[i]));
			question_done(&under);
		}
		question_done(&above);
	}
}

static void test_table_of_relations(void **state)
{
	(void)state;
	assert_int_equal(relations_count, terms.relation_count);
	for (size_t i = 0; i < relations_count; i++) {
		assert_true(relations_all[i].name[0]);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(relations_all[i].name, relations_all[j].name);
	}
}

int main(void)
{
	struct CMUnitTest smalls[ARRAY_LEN(small_cases)], mades[ARRAY_LEN(made_cases)];
	static const struct CMUnitTest ends[] = { cmocka_unit_test(test_both_ends) };
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_follows),
		cmocka_unit_test(test_any),
		cmocka_unit_test(test_table_of_relations),
	};
	int failed;

	test_table(smalls, ARRAY_LEN(smalls), small_cases, sizeof(small_cases[0]), test_small);
	test_table(mades, ARRAY_LEN(mades), made_cases, sizeof(made_cases[0]), test_made);
	failed = cmocka_run_group_tests_name("relations", smalls, set_up, tear_down);
	failed += cmocka_run_group_tests_name("both ends", ends, set_up, tear_down);
	failed += cmocka_run_group_tests_name("relations of made-up worlds", mades, NULL, NULL);
	failed += cmocka_run_group_tests_name("relations of any worlds", others, NULL, NULL);
	return failed;
}
