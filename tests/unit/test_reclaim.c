/*
 * test_reclaim.c - versions of tasks live as long as anybody looks at them, and no longer
 */
#include "test.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "drafts.h"
#include "source/versions.h"

static void sample_nothing(size_t rounds)
{
	for (size_t i = 0; i < rounds; i++) {
		struct snapshot *snapshot = snapshot_new();

		versions_begin(versions, snapshot);
		versions_end(versions);
		snapshot_free(snapshot);
	}
}

/* Were it let go of twice, two tasks would come to lie in one place afterwards. */
static void test_twice(void **state)
{
	struct task draft = drafts_task(10, 0);
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	const struct task *first, *got[4];

	(void)state;
	versions_begin(versions, one);
	first = take(&draft);
	versions_end(versions);
	versions_begin(versions, two);
	for (int i = 0; i < 3; i++) {
		assert_ptr_equal(versions_take(versions, &draft, first), first);
		assert_ptr_equal(versions_keep(versions, first), first);
	}
	versions_end(versions);
	assert_int_equal(versions_count(versions), 1);
	snapshot_reset(one);
	snapshot_free(two);
	sample_nothing(2);
	versions_begin(versions, one);
	for (int32_t i = 0; i < 4; i++) {
		draft = drafts_task(20 + i, 0);
		got[i] = take(&draft);
	}
	versions_end(versions);
	for (int32_t i = 0; i < 4; i++)
		assert_int_equal(got[i]->identity.pid, 20 + i);
	assert_int_equal(versions_count(versions), 4);
	snapshot_free(one);
}

/* It is used again as soon as nobody has it, and not before. */
static void test_again(void **state)
{
	struct task draft = drafts_task(10, 0);
	struct snapshot *one = snapshot_new(), *two = snapshot_new(), *three = snapshot_new();
	const struct task *first;

	(void)state;
	versions_begin(versions, one);
	first = take(&draft);
	versions_end(versions);
	sample_nothing(5);
	versions_begin(versions, two);
	draft.minflt++;
	assert_ptr_not_equal(take(&draft), first);
	versions_end(versions);
	assert_int_equal(versions_count(versions), 2);
	snapshot_reset(one);
	versions_begin(versions, three);
	draft.minflt++;
	assert_ptr_equal(take(&draft), first);
	versions_end(versions);
	assert_int_equal(versions_count(versions), 2);
	snapshot_free(one);
	snapshot_free(two);
	snapshot_free(three);
}

enum { TASKS = 24, HELD_MAX = 50 };

/* A snapshot that somebody looks at, and what it must say. */
struct held {
	struct snapshot *snapshot;
	struct task copies[TASKS];
	char names[TASKS][64];
};

static uint32_t random_state;

static uint32_t next_random(uint32_t limit)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % limit;
}

/* Takes all tasks; about `share` of four have changed, and some are not there. */
static void sample_tasks(struct held *held, struct task drafts[TASKS], uint32_t share)
{
	static const char name[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct snapshot *snapshot = held->snapshot;
	struct sighting *sightings = arena_zero(snapshot->arena, TASKS * sizeof(*sightings));

	versions_begin(versions, snapshot);
	for (size_t i = 0; i < TASKS; i++) {
		size_t count = snapshot->task_count;

		if (next_random(4) < share) {
			drafts[i].minflt++;
			drafts[i].comm = (struct bytes){ name, next_random(2) ? 5 : 60 };
		}
		if (share < 4 && next_random(8) == 0)
			continue;
		sightings[count].task = take(&drafts[i]);
		memcpy(held->names[count], drafts[i].comm.p, drafts[i].comm.n);
		held->copies[count] = drafts[i];
		held->copies[count].comm.p = held->names[count];
		snapshot->task_count++;
	}
	versions_end(versions);
	snapshot->tasks = sightings;
}

static void check(const struct held *held)
{
	const struct snapshot *snapshot = held->snapshot;

	for (size_t i = 0; i < snapshot->task_count; i++) {
		if (!drafts_same(snapshot->tasks[i].task, &held->copies[i]))
			fail_msg("%d is not what it was", held->copies[i].identity.pid);
	}
}

struct order_case {
	const char *name;
	size_t held; /* snapshots that are looked at at the same time */
	enum { OLDEST, SECOND, YOUNGEST, ANY } back; /* which one is given back first */
	uint32_t share;				     /* of 4 tasks change with each sample */
};

/* clang-format off */
static const struct order_case order_cases[] = {
	{ "one at a time", 1, OLDEST, 2 },
	{ "three, oldest first", 3, OLDEST, 1 },
	{ "three, oldest first, all change", 3, OLDEST, 4 },
	{ "three, youngest first", 3, YOUNGEST, 2 },
	{ "five, in any order", 5, ANY, 1 },
	{ "sixteen, oldest first", 16, OLDEST, 2 },
	{ "sixteen, in any order", 16, ANY, 2 },
	{ "seventeen, oldest first", 17, OLDEST, 2 },
	{ "seventeen, second oldest first", 17, SECOND, 2 },
	{ "seventeen, youngest first", 17, YOUNGEST, 2 },
	{ "fifty, oldest first", 50, OLDEST, 1 },
	{ "fifty, in any order", 50, ANY, 1 },
};
/* clang-format on */

static size_t choose_back(const struct order_case *c)
{
	switch (c->back) {
	case OLDEST:
		return 0;
	case SECOND:
		return MIN(c->held, (size_t)2) - 1;
	case YOUNGEST:
		return c->held - 1;
	case ANY:
		break;
	}
	return next_random((uint32_t)c->held);
}

/* Whatever is given back in whatever order: what is still looked at is as it was. */
static void test_lives(void **state)
{
	const struct order_case *c = *state;
	static struct held *held[HELD_MAX]; /* by age */
	struct task drafts[TASKS];

	random_state = 1;
	for (int32_t i = 0; i < TASKS; i++)
		drafts[i] = drafts_task(10 + i, 0);
	for (size_t round = 0; round < 300; round++) {
		struct held *one;

		if (round < c->held) {
			one = malloc(sizeof(*one));
			assert_non_null(one);
			one->snapshot = snapshot_new();
		} else {
			const size_t at = choose_back(c);

			one = held[at];
			memmove(&held[at], &held[at + 1], (c->held - at - 1) * sizeof(held[0]));
			snapshot_reset(one->snapshot);
		}
		sample_tasks(one, drafts, c->share);
		held[MIN(round, c->held - 1)] = one;
		for (size_t i = 0; i <= MIN(round, c->held - 1); i++)
			check(held[i]);
	}
	for (size_t i = 0; i < c->held; i++) {
		snapshot_free(held[i]->snapshot);
		free(held[i]);
	}
}

/* All change a thousand times: no more memory than for those who look. */
static void test_count(void **state)
{
	static struct held held[3];
	struct task drafts[TASKS];
	size_t count = 0;

	(void)state;
	random_state = 1;
	for (int32_t i = 0; i < TASKS; i++)
		drafts[i] = drafts_task(10 + i, 0);
	for (size_t i = 0; i < ARRAY_LEN(held); i++)
		held[i].snapshot = snapshot_new();
	for (size_t round = 0; round < 1000; round++) {
		struct held *one = &held[round % ARRAY_LEN(held)];

		for (size_t i = 0; i < TASKS; i++)
			drafts[i].majflt++;
		snapshot_reset(one->snapshot);
		sample_tasks(one, drafts, 4);
		if (round == 100)
			count = versions_count(versions);
	}
	/* Short and long names are not evenly spread: a few more of either kind. */
	assert_in_range(versions_count(versions), 3 * TASKS, count + 2 * TASKS);
	assert_in_range(count, 3 * TASKS, 8 * TASKS);
	for (size_t i = 0; i < ARRAY_LEN(held); i++)
		snapshot_free(held[i].snapshot);
}

/* The same with names of one kind: exactly those in sight and the ones just let go. */
static void test_exact_count(void **state)
{
	struct snapshot *snapshots[2] = { snapshot_new(), snapshot_new() };
	struct task draft;
	size_t count = 0;

	(void)state;
	for (size_t round = 0; round < 1000; round++) {
		struct snapshot *snapshot = snapshots[round % 2];

		snapshot_reset(snapshot);
		versions_begin(versions, snapshot);
		for (int32_t pid = 1; pid <= TASKS; pid++) {
			draft = drafts_task(pid, 0);
			draft.minflt = round;
			(void)take(&draft);
		}
		versions_end(versions);
		if (round == 10)
			count = versions_count(versions);
	}
	assert_int_equal(versions_count(versions), count);
	assert_in_range(count, 2 * TASKS, 4 * TASKS);
	snapshot_free(snapshots[0]);
	snapshot_free(snapshots[1]);
}

/* Many have ended at once: their memory is not kept, and those that live are not touched. */
static void test_many(void **state)
{
	enum { MANY = 5000, FEW = 10 };
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	const struct task *left[FEW];

	(void)state;
	versions_begin(versions, one);
	for (int32_t pid = 1; pid <= MANY; pid++) {
		const struct task draft = drafts_task(pid, 0);
		const struct task *got = take(&draft);

		if (pid <= FEW)
			left[pid - 1] = got;
	}
	versions_end(versions);
	assert_int_equal(versions_count(versions), MANY);
	for (int round = 0; round < 4; round++) {
		snapshot_reset(round % 2 ? one : two);
		versions_begin(versions, round % 2 ? one : two);
		for (int32_t pid = 1; pid <= FEW; pid++) {
			const struct task draft = drafts_task(pid, 0);

			assert_ptr_equal(take(&draft), left[pid - 1]);
		}
		versions_end(versions);
	}
	assert_in_range(versions_count(versions), FEW, MANY / 2);
	snapshot_free(one);
	snapshot_free(two);
}

/* Either may go first, and a sample may have been left in the middle. */
static void test_done(void **state)
{
	struct snapshot *one = snapshot_new(), *two = snapshot_new(), *three = snapshot_new();
	struct task draft = drafts_task(10, 0);

	(void)state;
	versions_begin(versions, one);
	(void)take(&draft);
	versions_end(versions);
	versions_begin(versions, two);
	draft.minflt++;
	(void)take(&draft);
	versions_end(versions);
	snapshot_free(one);
	versions_begin(versions, three);
	draft.minflt++;
	(void)take(&draft);
	versions_free(versions);
	versions = NULL;
	snapshot_reset(two);
	snapshot_free(two);
	snapshot_free(three);
	versions_free(NULL);
}

/* ---------------------------------------------------------------- in another thread */

enum { HANDED = 600, AHEAD = 8 };

/* The only way back is the lease: no other order exists between reading and writing anew. */
struct line {
	_Atomic(struct snapshot *) slots[HANDED];
	atomic_uint done; /* relaxed: it orders nothing */
	atomic_uint wrong;
};

static void *look(void *argument)
{
	struct line *line = argument;

	for (unsigned i = 0; i < HANDED; i++) {
		struct snapshot *snapshot;

		while (!(snapshot = atomic_load_explicit(&line->slots[i], memory_order_acquire)))
			(void)sched_yield();
		for (size_t k = 0; k < snapshot->task_count; k++) {
			const struct task *task = snapshot->tasks[k].task;
			const uint64_t want = task->identity.pid % 2 ? i : i / 4;

			if (task->minflt != want || task->comm.n != 4 ||
			    memcmp(task->comm.p, "name", 4) != 0)
				atomic_fetch_add(&line->wrong, 1);
		}
		if (i % 2)
			snapshot_reset(snapshot);
		snapshot_free(snapshot);
		atomic_fetch_add_explicit(&line->done, 1, memory_order_relaxed);
	}
	return NULL;
}

static void test_thread(void **state)
{
	static struct line line;
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, look, &line), 0);
	for (unsigned i = 0; i < HANDED; i++) {
		struct snapshot *snapshot = snapshot_new();
		struct sighting *tasks = arena_zero(snapshot->arena, TASKS * sizeof(*tasks));

		while (i - atomic_load_explicit(&line.done, memory_order_relaxed) > AHEAD)
			(void)sched_yield();
		versions_begin(versions, snapshot);
		for (int32_t k = 0; k < TASKS; k++) {
			struct task draft = drafts_task(k + 1, 0);

			draft.minflt = (k + 1) % 2 ? i : i / 4;
			tasks[k].task = take(&draft);
		}
		versions_end(versions);
		snapshot->tasks = tasks;
		snapshot->task_count = TASKS;
		atomic_store_explicit(&line.slots[i], snapshot, memory_order_release);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(atomic_load(&line.wrong), 0);
	assert_in_range(versions_count(versions), TASKS, TASKS * (AHEAD + 4));
}

#define ONE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	struct CMUnitTest lives[ARRAY_LEN(order_cases)];
	static const struct CMUnitTest others[] = {
		ONE(test_twice), ONE(test_again),  ONE(test_count), ONE(test_exact_count),
		ONE(test_done),	 ONE(test_thread), ONE(test_many),
	};
	int failed;

	test_table(lives, ARRAY_LEN(lives), order_cases, sizeof(order_cases[0]), test_lives);
	for (size_t i = 0; i < ARRAY_LEN(lives); i++) {
		lives[i].setup_func = set_up;
		lives[i].teardown_func = tear_down;
	}
	failed = cmocka_run_group_tests_name("snapshots that are given back", lives, NULL, NULL);
	return failed + cmocka_run_group_tests_name("versions that are let go", others, NULL, NULL);
}
