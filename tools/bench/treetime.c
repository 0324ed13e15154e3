/*
 * treetime.c - what an update of a large world costs, and questions to its tree
 *
 * The worlds are made up: no process is started and nothing of /proc is read. Prints the
 * CPU time of each thing, the median of many rounds, as a table; judges nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/tree.h"
#include "model/world.h"
#include "panes/processes.h"
#include "panes/relations.h"
#include "table/filter.h"

enum {
	ROUNDS = 31,
	SNAPSHOTS = 3,	/* the world keeps two */
	BUSY_EACH = 20, /* of so many processes one has another version in each sample */
};

struct forest {
	const char *name;
	int32_t count;
	int32_t (*parent)(int32_t pid); /* 1 is the first */
};

static int32_t parent_in_bush(int32_t pid)
{
	return pid < 12 ? 1 : pid / 6;
}

static int32_t parent_in_chain(int32_t pid)
{
	return pid - 1;
}

static int32_t parent_of_all(int32_t pid)
{
	(void)pid;
	return 1;
}

static const struct forest forests[] = {
	{ "20,000 in a bush", 20000, parent_in_bush },
	{ "30,000 in one chain", 30000, parent_in_chain },
	{ "20,000 children of one", 20000, parent_of_all },
};

static const char *const expressions[] = {
	"under(1)",
	"not under(sshd)",
	"child-of(1)",
	"under(user = user7)",
	"above(cpu > 50)",
	"sibling-of(name ~ ^make)",
	"child-of(under(name = bash) and not sibling-of(state = R))",
	"name ~ ^make",
	"name ~ ^(make|bash)$",
	"cpu > 5 and rss > 1m and state = S and user != root and nthreads < 9",
	"name ~ ss and command !~ ^make and rss > 1m and user != root and nice = 0",
	"(name ~ ^(ba|z)sh or command ~ --jobs=[0-9]) and rss > 1m and user != root and nice < 9",
};

static uint64_t now_ns(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

static int compare_times(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static void print(const char *world, const char *what, uint64_t times[ROUNDS])
{
	qsort(times, ROUNDS, sizeof(times[0]), compare_times);
	(void)printf("| %s | %s | %.2f | %.2f | %.2f |\n", world, what, (double)times[0] / 1e6,
		     (double)times[ROUNDS / 2] / 1e6, (double)times[ROUNDS - 1] / 1e6);
}

/* ---------------------------------------------------------------- made-up samples */

static struct bytes name_of(int32_t pid)
{
	static const char *const names[] = {
		"sshd",	       "bash",	   "make", "cc1",   "postgres",
		"kworker/3:1", "chromium", "zsh",  "sleep", "python3"
	};

	return bytes_of(names[(uint32_t)pid * 2654435761U % ARRAY_LEN(names)]);
}

static struct bytes user_of(int32_t pid)
{
	static const char *const users[] = { "root", "user1", "user2", "user7", "www-data" };

	return bytes_of(users[(uint32_t)pid * 40503U / 7 % ARRAY_LEN(users)]);
}

static struct task task_of(const struct forest *forest, int32_t pid, uint64_t sample)
{
	return (struct task){
		.identity = { .pid = pid, .start = (uint64_t)pid },
		.have = TASK_STAT | TASK_USER | TASK_STATUS | TASK_STATM,
		.has_mm = true,
		.state = 'S',
		.busiest = pid % 500 ? 'S' : 'R',
		.tgid = pid,
		.ppid = pid == 1 ? 0 : forest->parent(pid),
		.num_threads = 1,
		.start_ns = (uint64_t)pid,
		.rss = (uint64_t)pid << 8,
		.utime_ns = sample * (uint64_t)pid,
		.comm = name_of(pid),
		.user = user_of(pid),
	};
}

/* Most tasks do nothing, and all samples share one version of them. */
static struct snapshot *make_snapshot(const struct forest *forest, const struct task *shared,
				      uint64_t sample)
{
	struct snapshot *snapshot = snapshot_new();
	const size_t count = (size_t)forest->count;
	struct sighting *sightings = arena_zero(snapshot->arena, count * sizeof(*sightings));
	struct task *busy = arena_zero(snapshot->arena, (count / BUSY_EACH + 1) * sizeof(*busy));

	for (size_t i = 0; i < count; i++) {
		sightings[i].task = &shared[i];
		if (i % BUSY_EACH == 0) {
			busy[i / BUSY_EACH] = task_of(forest, (int32_t)i + 1, sample);
			sightings[i].task = &busy[i / BUSY_EACH];
		}
	}
	snapshot->tasks = sightings;
	snapshot->task_count = count;
	snapshot->ticks_per_second = 100;
	return snapshot;
}

static void set_time(struct snapshot *snapshot, uint64_t second)
{
	snapshot->monotonic_ns = snapshot->boottime_ns = second * NS_PER_SECOND;
	for (size_t i = 0; i < snapshot->task_count; i++)
		((struct sighting *)(uintptr_t)&snapshot->tasks[i])->sampled_ns =
			snapshot->monotonic_ns;
}

static void answer_commands(struct world *world)
{
	size_t count;
	const struct row *rows = world_rows(world, &count);

	for (size_t i = 0; i < count; i++) {
		char text[64];
		const int length =
			snprintf(text, sizeof(text), "/usr/bin/%.*s%c--jobs=%d",
				 (int)rows[i].task->comm.n, rows[i].task->comm.p, 0, (int)i);

		world_answer_command(world, &rows[i].identity, 0,
				     (struct bytes){ text, (size_t)length });
	}
}

/* ------------------------------------------------------------------------- what is timed */

/* Returns the world as the last sample left it. */
static struct world *time_updates(const struct forest *forest, const struct task *shared)
{
	struct world *world = world_new();
	struct snapshot *spare = NULL;
	uint64_t times[ROUNDS];

	for (uint64_t i = 0; i < SNAPSHOTS + ROUNDS; i++) {
		struct snapshot *next =
			spare && i >= SNAPSHOTS ? spare : make_snapshot(forest, shared, i);
		uint64_t begin;

		set_time(next, 1000 + i);
		begin = now_ns();
		spare = world_update(world, next);
		if (i >= SNAPSHOTS)
			times[i - SNAPSHOTS] = now_ns() - begin;
		if (i == 0)
			answer_commands(world);
	}
	snapshot_free(spare);
	print(forest->name, "update", times);
	return world;
}

static void time_tree(const struct forest *forest, const struct world *world)
{
	size_t count;
	const struct row *rows = world_rows(world, &count);
	struct row *copies = die_malloc(count * sizeof(copies[0]));
	uint64_t times[ROUNDS];
	struct hash by_pid;

	hash_init(&by_pid, count);
	for (size_t i = 0; i < count; i++)
		hash_put(&by_pid, (uint64_t)rows[i].identity.pid, (uint32_t)i);
	for (size_t round = 0; round < ROUNDS; round++) {
		uint64_t begin;

		for (size_t i = 0; i < count; i++) {
			copies[i] = rows[i];
			copies[i].parent = copies[i].first_child = ROW_NONE;
		}
		begin = now_ns();
		tree_build(copies, count, &by_pid);
		times[round] = now_ns() - begin;
	}
	print(forest->name, "of that, the tree", times);
	hash_done(&by_pid);
	free(copies);
}

static void time_descendants(const struct forest *forest, const struct world *world)
{
	size_t count, below = 0;
	const struct row *rows = world_rows(world, &count);
	uint64_t times[ROUNDS];
	char what[64];

	for (size_t round = 0; round < ROUNDS; round++) {
		const uint64_t begin = now_ns();

		below = 0;
		for (size_t i = 0; i < count; i++)
			below += world_is_under(world, &rows[i], &rows[0]);
		times[round] = now_ns() - begin;
	}
	(void)snprintf(what, sizeof(what), "below PID 1: %zu", below);
	print(forest->name, what, times);
}

static void time_filter(const struct forest *forest, const struct world *world,
			const char *expression)
{
	static const struct terms terms = { &processes_columns, &relations_family, relations_all,
					    4 };
	size_t count, passed = 0;
	const struct row *rows = world_rows(world, &count);
	struct filtererror error;
	uint64_t times[ROUNDS];
	char what[256];

	for (size_t round = 0; round < ROUNDS; round++) {
		struct filter *filter;
		uint64_t begin;

		/* anew, so that the relations are made out for each round, as with an update */
		if (filter_compile(bytes_of(expression), &terms, &filter, &error) < 0)
			die("%s: %s", expression, error.message);
		begin = now_ns();
		passed = 0;
		for (size_t i = 0; i < count; i++)
			passed += filter_match(filter, &rows[i]);
		times[round] = now_ns() - begin;
		filter_free(filter);
	}
	(void)snprintf(what, sizeof(what), "`%s`: %zu", expression, passed);
	print(forest->name, what, times);
}

int main(void)
{
	(void)printf(
		"| processes | what | ms: least | median | most |\n|---|---|---:|---:|---:|\n");
	for (size_t i = 0; i < ARRAY_LEN(forests); i++) {
		const struct forest *forest = &forests[i];
		struct task *shared = die_calloc((size_t)forest->count, sizeof(shared[0]));
		struct world *world;

		for (int32_t pid = 1; pid <= forest->count; pid++)
			shared[pid - 1] = task_of(forest, pid, 0);
		world = time_updates(forest, shared);
		time_tree(forest, world);
		time_descendants(forest, world);
		for (size_t at = 0; at < ARRAY_LEN(expressions); at++)
			time_filter(forest, world, expressions[at]);
		world_free(world);
		free(shared);
	}
	return EXIT_SUCCESS;
}
