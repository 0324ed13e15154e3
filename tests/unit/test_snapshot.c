#include "test.h"

#include "base/arena.h"
#include "snap/snapshot.h"

static const struct task tasks[] = {
	{ .identity = { .pid = 1 }, .thread_count = 0 },
	{ .identity = { .pid = 7 }, .thread_first = 0, .thread_count = 2 },
	{ .identity = { .pid = 8 }, .thread_first = 2, .thread_count = 3 },
	{ .identity = { .pid = INT32_MAX }, .thread_first = 5, .thread_count = 1 },
};

static const struct task threads[] = {
	{ .identity = { .pid = 7 } },  { .identity = { .pid = 12 } },
	{ .identity = { .pid = 8 } },  { .identity = { .pid = 9 } },
	{ .identity = { .pid = 11 } }, { .identity = { .pid = INT32_MAX } },
};

enum { NOWHERE = -1 };

struct find_case {
	const char *name;
	size_t count;	 /* of the tasks above, only the first of them are there */
	int32_t process; /* whose thread is looked for; 0: the process `number` itself */
	int32_t number;
	int place;
};

static const struct find_case find_cases[] = {
	{ "the first", 4, 0, 1, 0 },
	{ "in the middle", 4, 0, 8, 2 },
	{ "the last, the largest number", 4, 0, INT32_MAX, 3 },
	{ "less than all", 4, 0, 0, NOWHERE },
	{ "negative", 4, 0, -5, NOWHERE },
	{ "between two", 4, 0, 5, NOWHERE },
	{ "more than all", 3, 0, 9, NOWHERE },
	{ "among none", 0, 0, 1, NOWHERE },
	{ "of one", 1, 0, 1, 0 },
	{ "the first thread of a process", 4, 8, 8, 2 },
	{ "the last thread of a process", 4, 8, 11, 4 },
	{ "the thread of another process", 4, 8, 12, NOWHERE },
	{ "the only thread", 4, INT32_MAX, INT32_MAX, 5 },
	{ "a thread of one whose threads were not read", 4, 1, 7, NOWHERE },
};

static void test_find(void **state)
{
	const struct find_case *c = *state;
	struct snapshot *snapshot = snapshot_new();
	const struct task *found, *of = tasks;

	snapshot->tasks = tasks;
	snapshot->task_count = c->count;
	snapshot->threads = threads;
	snapshot->thread_count = ARRAY_LEN(threads);
	if (c->process == 0) {
		found = snapshot_task_find(snapshot, c->number);
	} else {
		const struct task *process = snapshot_task_find(snapshot, c->process);

		assert_non_null(process);
		found = snapshot_thread_find(snapshot, process, c->number);
		of = threads;
	}
	if (c->place == NOWHERE)
		assert_null(found);
	else
		assert_ptr_equal(found, &of[c->place]);
	snapshot_free(snapshot);
}

static void test_reset(void **state)
{
	struct snapshot *snapshot = snapshot_new(), *fresh = snapshot_new();
	struct arena *arena = snapshot->arena;

	(void)state;
	(void)arena_take(arena, 1000000);
	memset(snapshot, 0xa5, sizeof(*snapshot));
	snapshot->arena = arena;
	snapshot_reset(snapshot);
	assert_ptr_equal(snapshot->arena, arena);
	assert_true(arena_size(arena) >= 1000000);
	fresh->error = 0;
	snapshot->arena = fresh->arena;
	assert_memory_equal(snapshot, fresh, sizeof(*fresh));
	snapshot->arena = arena;
	snapshot_free(snapshot);
	snapshot_free(fresh);
	snapshot_free(NULL);
}

int main(void)
{
	struct CMUnitTest finds[ARRAY_LEN(find_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_reset) };
	int failed;

	test_table(finds, ARRAY_LEN(finds), find_cases, sizeof(find_cases[0]), test_find);
	failed = cmocka_run_group_tests_name("snapshot_task_find", finds, NULL, NULL);
	failed += cmocka_run_group_tests_name("snapshot", others, NULL, NULL);
	return failed;
}
