#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "model/row.h"
#include "model/tree.h"

/* A process of a small forest. */
struct process {
	int32_t pid, ppid;
	uint64_t start;
	int32_t thread_of; /* a thread: it comes behind that process */
};

enum { PROCESSES_MAX = 8 };

/* The forest as text: each root with its children in brackets, "1(2(3)4)7". */
struct forest_case {
	const char *name;
	struct process of[PROCESSES_MAX];
	const char *want;
};

/* clang-format off */
static const struct forest_case forest_cases[] = {
	{ "nobody", { { 0 } }, "" },
	{ "one", { { 1, 0, 1, 0 } }, "1" },
	{ "children in the order of the rows",
	  { { 1, 0, 1, 0 }, { 2, 1, 2, 0 }, { 3, 1, 2, 0 }, { 4, 1, 2, 0 } }, "1(2 3 4)" },
	{ "a chain", { { 1, 0, 1, 0 }, { 2, 1, 1, 0 }, { 3, 2, 1, 0 }, { 4, 3, 1, 0 } }, "1(2(3(4)))" },
	{ "a chain against the order of the numbers",
	  { { 1, 2, 4, 0 }, { 2, 3, 3, 0 }, { 3, 4, 2, 0 }, { 4, 0, 1, 0 } }, "4(3(2(1)))" },
	{ "two trees", { { 1, 0, 1, 0 }, { 2, 0, 1, 0 }, { 3, 2, 2, 0 }, { 4, 1, 2, 0 } }, "1(4) 2(3)" },
	{ "an orphan: its parent is not there", { { 1, 0, 1, 0 }, { 5, 4242, 1, 0 } }, "1 5" },
	{ "a negative parent", { { 1, -1, 1, 0 }, { 5, INT32_MIN, 1, 0 } }, "1 5" },
	{ "its own parent", { { 1, 1, 1, 0 }, { 2, 1, 1, 0 } }, "1(2)" },
	{ "a parent of the same tick", { { 1, 0, 5, 0 }, { 2, 1, 5, 0 } }, "1(2)" },
	{ "a parent that began later is another one", { { 1, 0, 6, 0 }, { 2, 1, 5, 0 } }, "1 2" },
	{ "a ring of two is cut", { { 1, 2, 1, 0 }, { 2, 1, 1, 0 } }, "2(1)" },
	{ "a ring of three, with one below and one beside",
	  { { 1, 0, 1, 0 }, { 2, 3, 1, 0 }, { 3, 4, 1, 0 }, { 4, 2, 1, 0 }, { 5, 2, 1, 0 } },
	  "1 4(3(2(5)))" },
	{ "a ring that is met from outside first",
	  { { 1, 2, 1, 0 }, { 2, 3, 1, 0 }, { 3, 2, 1, 0 }, { 4, 3, 1, 0 } }, "3(2(1) 4)" },
	{ "two rings", { { 1, 2, 1, 0 }, { 2, 1, 1, 0 }, { 3, 4, 1, 0 }, { 4, 3, 1, 0 } }, "2(1) 4(3)" },
	{ "threads are nobody's children, and stay with their process",
	  { { 1, 0, 1, 0 }, { 2, 1, 1, 0 }, { 2, 1, 1, 2 }, { 9, 1, 1, 2 }, { 3, 2, 1, 0 } }, "1(2(3))" },
	{ "nobody is the child of a thread",
	  { { 1, 0, 1, 0 }, { 1, 0, 1, 1 }, { 9, 0, 1, 1 }, { 10, 9, 1, 0 } }, "1 10" },
};
/* clang-format on */

struct forest {
	struct task *tasks;
	struct row *rows;
	size_t count;
	struct hash by_pid;
};

static void forest_init(struct forest *forest, size_t count)
{
	forest->tasks = calloc(count + 1, sizeof(forest->tasks[0]));
	forest->rows = calloc(count + 1, sizeof(forest->rows[0]));
	assert_non_null(forest->tasks);
	assert_non_null(forest->rows);
	forest->count = 0;
	hash_init(&forest->by_pid, count);
}

static void forest_add(struct forest *forest, const struct process *process)
{
	const uint32_t at = (uint32_t)forest->count++;
	struct task *task = &forest->tasks[at];

	*task = (struct task){
		.identity = { .pid = process->pid, .start = process->start },
		.ppid = process->ppid,
		.is_thread = process->thread_of != 0,
	};
	forest->rows[at] = (struct row){
		.task = task,
		.identity = task->identity,
		.is_thread = task->is_thread,
		.parent = ROW_NONE,
		.first_child = ROW_NONE,
		.next_sibling = ROW_NONE,
		.process = at,
	};
	if (process->thread_of != 0)
		forest->rows[at].parent = hash_get(&forest->by_pid, (uint64_t)process->thread_of);
	else
		hash_put(&forest->by_pid, (uint64_t)process->pid, at);
}

static void forest_done(struct forest *forest)
{
	free(forest->tasks);
	free(forest->rows);
	hash_done(&forest->by_pid);
}

/* What holds for every forest, however large: returns the number of roots. */
static size_t check_forest(const struct forest *forest)
{
	size_t roots = 0, children = 0, processes = 0;

	for (size_t i = 0; i < forest->count; i++) {
		const struct row *row = &forest->rows[i];
		uint32_t last = 0;

		if (row->is_thread)
			continue;
		processes++;
		roots += row->parent == ROW_NONE;
		for (uint32_t at = row->first_child; at != ROW_NONE;
		     at = forest->rows[at].next_sibling) {
			assert_true(at < forest->count);
			assert_int_equal(forest->rows[at].parent, i);
			assert_false(forest->rows[at].is_thread);
			assert_true(row->first_child == at || at > last);
			last = at;
			assert_true(++children <= forest->count);
		}
	}
	assert_int_equal(roots + children, processes);
	return roots;
}

static char *write_tree(const struct forest *forest, uint32_t at, char *to)
{
	to += snprintf(to, 12, "%d", forest->tasks[at].identity.pid);
	if (forest->rows[at].first_child == ROW_NONE)
		return to;
	*to++ = '(';
	for (at = forest->rows[at].first_child; at != ROW_NONE;
	     at = forest->rows[at].next_sibling) {
		to = write_tree(forest, at, to);
		if (forest->rows[at].next_sibling != ROW_NONE)
			*to++ = ' ';
	}
	*to++ = ')';
	*to = '\0';
	return to;
}

static void test_forest(void **state)
{
	const struct forest_case *c = *state;
	struct forest forest;
	char text[512] = "", *to = text;

	forest_init(&forest, PROCESSES_MAX);
	for (size_t i = 0; i < PROCESSES_MAX && c->of[i].pid != 0; i++)
		forest_add(&forest, &c->of[i]);
	tree_build(forest.rows, forest.count, &forest.by_pid);
	(void)check_forest(&forest);
	for (uint32_t i = 0; i < forest.count; i++) {
		if (forest.rows[i].is_thread) {
			assert_int_equal(forest.rows[i].first_child, ROW_NONE);
			assert_int_equal(forest.rows[i].next_sibling, ROW_NONE);
			assert_int_equal(forest.tasks[forest.rows[i].parent].identity.pid,
					 c->of[i].thread_of);
		} else if (forest.rows[i].parent == ROW_NONE) {
			if (to > text)
				*to++ = ' ';
			to = write_tree(&forest, i, to);
		}
	}
	assert_string_equal(text, c->want);
	forest_done(&forest);
}

/*
 * Large forests. They are done at once in O(n); one that took n steps for each of
 * its rows would run into the time limit of the tests.
 */
enum { MANY = 30000, VERY_MANY = 300000 };

static int32_t parent_in_chain(int32_t i)
{
	return i - 1;
}

static int32_t parent_in_chain_upwards(int32_t i)
{
	return i + 1;
}

static int32_t parent_of_all(int32_t i)
{
	return i > 1;
}

static int32_t parent_in_ring(int32_t i)
{
	return i > 1 ? i - 1 : VERY_MANY;
}

static int32_t parent_in_pairs(int32_t i)
{
	return i % 2 ? i + 1 : i - 1;
}

static int32_t parent_in_binary_tree(int32_t i)
{
	return i / 2;
}

struct large_case {
	const char *name;
	int32_t count;
	int32_t (*parent)(int32_t pid);
	size_t roots;
};

static const struct large_case large_cases[] = {
	{ "a chain of 30,000", MANY, parent_in_chain, 1 },
	{ "a chain of 300,000", VERY_MANY, parent_in_chain, 1 },
	{ "a chain of 300,000, the last row on top", VERY_MANY, parent_in_chain_upwards, 1 },
	{ "30,000 children of one", MANY, parent_of_all, 1 },
	{ "300,000 children of one", VERY_MANY, parent_of_all, 1 },
	{ "a ring of 300,000", VERY_MANY, parent_in_ring, 1 },
	{ "150,000 rings of two", VERY_MANY, parent_in_pairs, VERY_MANY / 2 },
	{ "two children each", VERY_MANY, parent_in_binary_tree, 1 },
};

static void test_large(void **state)
{
	const struct large_case *c = *state;
	struct forest forest;

	forest_init(&forest, (size_t)c->count);
	for (int32_t i = 1; i <= c->count; i++)
		forest_add(&forest,
			   &(struct process){ .pid = i, .ppid = c->parent(i), .start = 1 });
	tree_build(forest.rows, forest.count, &forest.by_pid);
	assert_int_equal(check_forest(&forest), c->roots);
	forest_done(&forest);
}

/* Who goes up from anywhere arrives: there is no ring, whatever the parents say. */
static void test_any(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		const int32_t count = 1 + round % 60;
		struct forest forest;

		forest_init(&forest, (size_t)count);
		for (int32_t i = 1; i <= count; i++) {
			struct process process = { .pid = i };

			random = random * 1664525 + 1013904223;
			process.ppid = (int32_t)(random >> 16) % (count + 2);
			process.start = random >> 8 & 1;
			forest_add(&forest, &process);
		}
		tree_build(forest.rows, forest.count, &forest.by_pid);
		(void)check_forest(&forest);
		for (size_t i = 0; i < forest.count; i++) {
			size_t steps = 0;

			for (uint32_t at = (uint32_t)i; at != ROW_NONE; at = forest.rows[at].parent)
				assert_true(steps++ < forest.count);
		}
		forest_done(&forest);
	}
}

int main(void)
{
	struct CMUnitTest forests[ARRAY_LEN(forest_cases)], larges[ARRAY_LEN(large_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_any) };
	int failed;

	test_table(forests, ARRAY_LEN(forests), forest_cases, sizeof(forest_cases[0]), test_forest);
	test_table(larges, ARRAY_LEN(larges), large_cases, sizeof(large_cases[0]), test_large);
	failed = cmocka_run_group_tests_name("tree", forests, NULL, NULL);
	failed += cmocka_run_group_tests_name("large trees", larges, NULL, NULL);
	failed += cmocka_run_group_tests_name("tree of any parents", others, NULL, NULL);
	return failed;
}
