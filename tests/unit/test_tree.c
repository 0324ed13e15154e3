#include "test.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "model/ending.h"
#include "model/row.h"
#include "model/tree.h"

/* A process of a small forest. */
struct process {
	int32_t pid, ppid;
	uint64_t start;
	int32_t thread_of; /* a thread: it comes behind that process */
	bool ended;	   /* not found by its number any more */
	int32_t parent;	   /* the row of its parent, counted from 1, where that is known already */
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
	{ "the parent is outside of the namespace", { { 1, 0, 1, 0 }, { 7, 0, 2, 0 }, { 8, 7, 2, 0 } }, "1 7(8)" },
	{ "a child that went to a subreaper", { { 1, 0, 1, 0 }, { 3, 1, 2, 0 }, { 9, 3, 4, 0 }, { 8, 3, 3, 0 } }, "1(3(9 8))" },
	{ "one that ended stands behind the living",
	  { { 1, 0, 1, 0 }, { 2, 1, 2, 0 }, { 3, 1, 3, 0 }, { 8, 2, 4, 0, true, 2 }, { 9, 1, 4, 0, true, 1 } }, "1(2(8) 3 9)" },
	{ "one that ended is the parent of another",
	  { { 1, 0, 1, 0 }, { 8, 1, 4, 0, true, 1 }, { 9, 8, 5, 0, true, 2 } }, "1(8(9))" },
	{ "the number of an ended parent has been given to another",
	  { { 1, 0, 1, 0 }, { 8, 1, 9, 0 }, { 8, 1, 4, 0, true, 1 }, { 9, 8, 5, 0, true, 3 } }, "1(8 8(9))" },
	{ "the same, and the ended parent is not there any more",
	  { { 1, 0, 1, 0 }, { 8, 1, 9, 0 }, { 9, 8, 5, 0, true, 0 } }, "1(8) 9" },
	{ "one that came and went, and nobody knows when it began",
	  { { 1, 0, 1, 0 }, { 8, 1, 9, 0 }, { -9, 8, 0, 0, true, 2 } }, "1(8(-9))" },
	{ "ended ones in a ring",
	  { { 1, 0, 1, 0 }, { 8, 9, 4, 0, true, 3 }, { 9, 8, 4, 0, true, 2 } }, "1 9(8)" },
	{ "one that ended has the number of its living parent",
	  { { 5, 0, 1, 0 }, { 5, 5, 2, 0, true, 0 }, { 5, 5, 2, 0, true, 1 } }, "5(5) 5" },
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
	static const struct ending ending;
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
		.ending = process->ended ? &ending : NULL,
		.parent = ROW_NONE,
		.first_child = ROW_NONE,
		.next_sibling = ROW_NONE,
		.process = at,
	};
	if (process->thread_of != 0)
		forest->rows[at].parent = hash_get(&forest->by_pid, (uint64_t)process->thread_of);
	else if (process->parent != 0)
		forest->rows[at].parent = (uint32_t)process->parent - 1;
	if (process->thread_of == 0 && !process->ended)
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
	const char *wrong = tree_verify(forest->rows, forest->count);
	size_t roots = 0;

	if (wrong)
		fail_msg("%s", wrong);
	for (size_t i = 0; i < forest->count; i++)
		roots += forest->rows[i].parent == ROW_NONE;
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

/* Whether the one is on the way up from the other: step by step. */
static bool is_reached(const struct forest *forest, uint32_t from, uint32_t to)
{
	size_t steps = 0;

	while (from != to && from != ROW_NONE) {
		assert_true(steps++ < forest->count);
		from = forest->rows[from].parent;
	}
	return from == to;
}

/* Who goes up from anywhere arrives: there is no ring, whatever the parents say. */
static void test_any(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		const int32_t count = 1 + round % 60;
		int32_t last = 0;
		struct forest forest;

		forest_init(&forest, (size_t)count);
		for (int32_t i = 1; i <= count; i++) {
			struct process process = { .pid = i };

			random = random * 1664525 + 1013904223;
			process.thread_of = i > 1 && (random >> 28) == 0 ? last : 0;
			last = process.thread_of ? last : i;
			process.ppid = (int32_t)(random >> 16) % (count + 2);
			process.start = random >> 8 & 1;
			forest_add(&forest, &process);
		}
		tree_build(forest.rows, forest.count, &forest.by_pid);
		(void)check_forest(&forest);
		for (uint32_t i = 0; i < forest.count; i++) {
			for (uint32_t j = 0; j < forest.count; j++)
				assert_int_equal(tree_is_under(&forest.rows[i], &forest.rows[j]),
						 is_reached(&forest, i, j));
		}
		forest_done(&forest);
	}
}

/*
 * 1 ─┬─ 2 with a thread ─┬─ 4
 *    └─ 3                └─ 5        and 6, by rows: 1 2 (2) 3 4 5 6
 */
static const struct process sound[] = {
	{ 1, 0, 1, 0 }, { 2, 1, 1, 0 }, { 20, 1, 1, 2 }, { 3, 1, 1, 0 },
	{ 4, 2, 1, 0 }, { 5, 2, 1, 0 }, { 6, 0, 1, 0 },
};

struct wrong_case {
	const char *name; /* what is said of it */
	size_t row, offset;
	uint32_t value;
};

#define WRONG(what, at, field, value)                        \
	{                                                    \
		what, at, offsetof(struct row, field), value \
	}

static const struct wrong_case wrong_cases[] = {
	WRONG("the walk does not lead to a row by its place", 4, enter, 5),
	WRONG("the walk does not lead to a row by its place", 4, enter, 99),
	WRONG("the walk does not lead to a row by its place", 3, walk, 0),
	WRONG("a row is left before it is entered", 3, leave, 5),
	WRONG("a row is left before it is entered", 6, leave, 8),
	WRONG("the walk does not go on where the sibling before is left", 1, leave, 6),
	WRONG("a row is not left behind its last child", 0, leave, 7),
	WRONG("a row is not left behind its last child", 1, first_child, ROW_NONE),
	WRONG("a parent is not before its child", 0, parent, 5),
	WRONG("a parent is not before its child", 3, parent, 99),
	WRONG("a child has another parent", 3, parent, 1),
	WRONG("a child has another parent", 3, parent, ROW_NONE),
	WRONG("a child has another parent", 1, first_child, 3),
	WRONG("a child has another parent", 6, first_child, 99),
	WRONG("a child has another parent", 4, next_sibling, 2),
	WRONG("children are not in the order of the rows", 4, next_sibling, 4),
	WRONG("the walk does not go on where the sibling before is left", 1, first_child, 5),
	WRONG("a thread has a place among the children", 2, first_child, 6),
	WRONG("a thread has a place among the children", 2, next_sibling, 6),
	WRONG("a thread does not stand behind its process", 2, parent, 0),
	WRONG("a thread has not the place behind the row before", 2, leave, 4),
};

static void test_verify(void **state)
{
	const struct wrong_case *c = *state;
	struct forest forest;

	forest_init(&forest, ARRAY_LEN(sound));
	for (size_t i = 0; i < ARRAY_LEN(sound); i++)
		forest_add(&forest, &sound[i]);
	tree_build(forest.rows, forest.count, &forest.by_pid);
	assert_null(tree_verify(forest.rows, forest.count));
	memcpy((char *)&forest.rows[c->row] + c->offset, &c->value, sizeof(c->value));
	assert_string_equal(tree_verify(forest.rows, forest.count), c->name);
	forest_done(&forest);
}

int main(void)
{
	struct CMUnitTest wrongs[ARRAY_LEN(wrong_cases)];
	struct CMUnitTest forests[ARRAY_LEN(forest_cases)], larges[ARRAY_LEN(large_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_any) };
	int failed;

	test_table(forests, ARRAY_LEN(forests), forest_cases, sizeof(forest_cases[0]), test_forest);
	test_table(larges, ARRAY_LEN(larges), large_cases, sizeof(large_cases[0]), test_large);
	failed = cmocka_run_group_tests_name("tree", forests, NULL, NULL);
	failed += cmocka_run_group_tests_name("large trees", larges, NULL, NULL);
	test_table(wrongs, ARRAY_LEN(wrongs), wrong_cases, sizeof(wrong_cases[0]), test_verify);
	failed += cmocka_run_group_tests_name("broken trees", wrongs, NULL, NULL);
	failed += cmocka_run_group_tests_name("tree of any parents", others, NULL, NULL);
	return failed;
}
