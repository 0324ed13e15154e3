#include "test.h"

#include "base/arena.h"
#include "snap/snapshot.h"

static const struct task versions[] = {
	{ .identity = { .pid = 1 } },	      { .identity = { .pid = 7 } },
	{ .identity = { .pid = 8 } },	      { .identity = { .pid = 9 } },
	{ .identity = { .pid = 11 } },	      { .identity = { .pid = 12 } },
	{ .identity = { .pid = INT32_MAX } },
};

static const struct sighting tasks[] = {
	{ .task = &versions[0], .thread_count = 0 },
	{ .task = &versions[1], .thread_first = 0, .thread_count = 2 },
	{ .task = &versions[2], .thread_first = 2, .thread_count = 3 },
	{ .task = &versions[6], .thread_first = 5, .thread_count = 1 },
};

static const struct sighting threads[] = {
	{ .task = &versions[1] }, { .task = &versions[5] }, { .task = &versions[2] },
	{ .task = &versions[3] }, { .task = &versions[4] }, { .task = &versions[6] },
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
	const struct sighting *found, *of = tasks;
	const struct task *task = NULL;

	snapshot->tasks = tasks;
	snapshot->task_count = c->count;
	snapshot->threads = threads;
	snapshot->thread_count = ARRAY_LEN(threads);
	if (c->process == 0) {
		found = snapshot_find(snapshot, c->number);
		task = snapshot_task_find(snapshot, c->number);
	} else {
		const struct sighting *process = snapshot_find(snapshot, c->process);

		assert_non_null(process);
		found = snapshot_find_thread(snapshot, process, c->number);
		task = found ? found->task : NULL;
		of = threads;
	}
	if (c->place == NOWHERE) {
		assert_null(found);
		assert_null(task);
	} else {
		assert_ptr_equal(found, &of[c->place]);
		assert_ptr_equal(task, of[c->place].task);
	}
	snapshot_free(snapshot);
}

static void test_reset(void **state)
{
	struct snapshot *snapshot = snapshot_new(), *fresh = snapshot_new();
	struct arena *arena = snapshot->arena;
	struct lease *lease = lease_new(1);

	(void)state;
	(void)arena_take(arena, 1000000);
	memset(snapshot, 0xa5, sizeof(*snapshot));
	snapshot->arena = arena;
	snapshot->lease = lease;
	snapshot_reset(snapshot);
	assert_true(lease_is_over(lease));
	lease_release(lease);
	assert_ptr_equal(snapshot->arena, arena);
	assert_true(arena_size(arena) >= 1000000);
	fresh->error = 0;
	snapshot->arena = fresh->arena;
	assert_memory_equal(snapshot, fresh, sizeof(*fresh));
	snapshot->arena = arena;
	snapshot_free(snapshot);
	fresh->lease = lease = lease_new(2);
	snapshot_free(fresh);
	assert_true(lease_is_over(lease));
	lease_release(lease);
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
