#include "test.h"

#include <sys/wait.h>

#include "base/arena.h"
#include "model/ending.h"
#include "model/journal.h"
#include "model/world.h"
#include "sightings.h"

#define TICK_NS	 UINT64_C(10000000)
#define BEGIN_NS (1000 * NS_PER_SECOND) /* when the first sample is taken; then every second */

enum { TASKS_MAX = 4, EVENTS_MAX = 10, SAMPLES_MAX = 4, ENDED_MAX = 3 };

/* A process as a sample saw it; times in ticks of 10 ms. */
struct seen {
	int32_t pid, ppid;
	unsigned own, reaped;
	int at_ms; /* when it started, after the first sample; 0: long before */
	char state;
};

enum account { NONE, LAST, NOT_LAST };

/* An event that comes with a sample. */
struct told {
	enum event_kind kind;
	int32_t pid, tid, other;
	uint32_t value;
	int at_ms; /* after the first sample, which is begun at 0, the second at 1000 */
	const char *comm;
	enum account account;
	unsigned cpu, group; /* ticks */
};

struct sample {
	struct seen seen[TASKS_MAX];
	struct told told[EVENTS_MAX];
	bool extra, polled;
	unsigned lost;
};

/* A row of those that ended, as the last sample has it. */
struct ended {
	const char *comm;
	int32_t ppid;
	unsigned count, failures, cpu;
	const char *how;
	int32_t pid;
};

struct ending_case {
	const char *name;
	struct sample samples[SAMPLES_MAX];
	struct ended ended[ENDED_MAX];
	/* of the last interval, in ticks */
	unsigned sum_ended, sum_children;
	unsigned endings, unseen;
};

/* What most cases begin with. */
#define FIRST                              \
	{                                  \
		.seen = { { 1, 0, 0, 0 } } \
	}
#define FORK(pid, parent, ms)                                         \
	{                                                             \
		EVENT_FORK, pid, pid, parent, 0, ms, NULL, NONE, 0, 0 \
	}
#define THREAD(pid, tid, ms)                                     \
	{                                                        \
		EVENT_FORK, pid, tid, 1, 0, ms, NULL, NONE, 0, 0 \
	}
#define EXEC(pid, name, ms)                                      \
	{                                                        \
		EVENT_EXEC, pid, pid, 0, 0, ms, name, NONE, 0, 0 \
	}
#define EXIT(pid, parent, value, ms)                                      \
	{                                                                 \
		EVENT_EXIT, pid, pid, parent, value, ms, NULL, NONE, 0, 0 \
	}
#define EXITED(pid, parent, value, ms, name, cpu)                           \
	{                                                                   \
		EVENT_EXIT, pid, pid, parent, value, ms, name, LAST, cpu, 0 \
	}

/* clang-format off */
static const struct ending_case cases[] = {
	{ "came and went: its own time by its account, the rest by its parent",
	  { FIRST, { .seen = { { 1, 0, 0, 12 } },
		     .told = { FORK(9, 1, 100), EXEC(9, "", 101), EXITED(9, 1, 0, 150, "true", 10) } } },
	  { { "true", 1, 1, 0, 10, "exit 0", 9 } }, 10, 2, 1, 1 },
	{ "came and went, no accounts: all of it by its parent",
	  { FIRST, { .seen = { { 1, 0, 0, 12 } },
		     .told = { FORK(9, 1, 100), EXEC(9, "sort", 101), EXIT(9, 1, 0x300, 150) } } },
	  { { "sort", 1, 1, 1, 0, "exit 3", 9 } }, 0, 12, 1, 1 },
	{ "no exec: it has its parent's name",
	  { FIRST, { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 100), EXIT(9, 1, SIGKILL, 150) } } },
	  { { "one", 1, 1, 1, 0, "SIGKILL", 9 } }, 0, 0, 1, 1 },
	{ "it had a row: what it used since",
	  { { .seen = { { 1, 0, 0, 5 }, { 9, 1, 30, 4 } } },
	    { .seen = { { 1, 0, 0, 49 } }, .told = { EXITED(9, 1, SIGSEGV | 0x80, 150, "nine", 37) } } },
	  { { "nine", 1, 1, 1, 7, "SIGSEGV, core dumped", 9 } }, 7, 3, 1, 0 },
	{ "its parent was read before it waited: nothing is counted twice in the next interval",
	  { FIRST,
	    { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 100), EXITED(9, 1, 0, 150, "true", 10) } },
	    { .seen = { { 1, 0, 0, 12 } } } },
	  { { "true", 1, 1, 0, 10, "exit 0", 9 } }, 0, 2, 0, 0 },
	{ "three of one name, one of another",
	  { FIRST, { .seen = { { 1, 0, 0, 40 } },
		     .told = { FORK(7, 1, 100), EXITED(7, 1, 0, 110, "a", 1), FORK(8, 1, 120),
			       EXITED(8, 1, 0x100, 130, "a", 2), FORK(9, 1, 140), EXITED(9, 1, 0, 150, "a", 4),
			       FORK(10, 1, 160), EXITED(10, 1, 0, 170, "b", 8) } } },
	  { { "a", 1, 3, 1, 7, "exit 0", 9 }, { "b", 1, 1, 0, 8, "exit 0", 10 } }, 15, 25, 4, 4 },
	{ "the child of one that came and went counts for whom is above",
	  { FIRST, { .seen = { { 1, 0, 0, 30 } },
		     .told = { FORK(8, 1, 100), FORK(9, 8, 110), EXITED(9, 8, 0, 120, "cc", 10),
			       EXITED(8, 1, 0, 130, "sh", 5) } } },
	  { { "sh", 1, 1, 0, 5, "exit 0", 8 }, { "cc", 1, 1, 0, 10, "exit 0", 9 } }, 15, 15, 2, 2 },
	{ "autoreaped: nothing comes to the parent, and what it had from others stays its own",
	  { FIRST, { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 100), EXITED(9, 1, 0, 150, "x", 10) } } },
	  { { "x", 1, 1, 0, 10, "exit 0", 9 } }, 10, 0, 1, 1 },

	/* The rest of a parent's is its children's, if all have accounts and room for it. */
	{ "what came after its account",
	  { FIRST, { .seen = { { 1, 0, 0, 12 } }, .told = { FORK(9, 1, 100), EXITED(9, 1, 0, 300, "x", 10) } } },
	  { { "x", 1, 1, 0, 12, "exit 0", 9 } }, 12, 0, 1, 1 },
	{ "in equal parts, but none more than it lived",
	  { FIRST, { .seen = { { 1, 0, 0, 30 } },
		     .told = { FORK(8, 1, 100), EXITED(8, 1, 0, 120, "a", 1), FORK(9, 1, 200),
			       EXITED(9, 1, 0, 700, "b", 9) } } },
	  { { "a", 1, 1, 0, 2, "exit 0", 8 }, { "b", 1, 1, 0, 28, "exit 0", 9 } }, 30, 0, 2, 2 },
	{ "more than all of them lived stays with the parent",
	  { FIRST, { .seen = { { 1, 0, 0, 50 } }, .told = { FORK(9, 1, 100), EXITED(9, 1, 0, 300, "x", 10) } } },
	  { { "x", 1, 1, 0, 20, "exit 0", 9 } }, 20, 30, 1, 1 },
	{ "one without an account may have had it",
	  { FIRST, { .seen = { { 1, 0, 0, 30 } },
		     .told = { FORK(8, 1, 100), EXITED(8, 1, 0, 300, "a", 1), FORK(9, 1, 200), EXIT(9, 1, 0, 700) } } },
	  { { "a", 1, 1, 0, 1, "exit 0", 8 }, { "one", 1, 1, 0, 0, "exit 0", 9 } }, 1, 29, 2, 2 },
	{ "that of one with a row",
	  { { .seen = { { 1, 0, 0, 5 }, { 9, 1, 30, 4 } } },
	    { .seen = { { 1, 0, 0, 49 } },
	      .told = { { EVENT_EXIT, 9, 9, 1, 0, 950, "nine", LAST, 37, 0 } } } },
	  { { "nine", 1, 1, 0, 10, "exit 0", 9 } }, 10, 0, 1, 0 },

	/* When a process has ended. */
	{ "a zombie has a row",
	  { FIRST, { .seen = { { 1, 0, 0, 0 }, { 9, 1, 10, 0, 100, 'Z' } },
		     .told = { FORK(9, 1, 100), EXITED(9, 1, 0x500, 150, "z", 10) } } },
	  { { 0 } }, 0, 0, 0, 0 },
	{ "and its status when it goes",
	  { FIRST,
	    { .seen = { { 1, 0, 0, 0 }, { 9, 1, 11, 0, 100, 'Z' } },
	      .told = { FORK(9, 1, 100), EXITED(9, 1, 0x500, 150, "nine", 10) } },
	    { .seen = { { 1, 0, 0, 11 } } } },
	  { { "nine", 1, 1, 1, 0, "exit 5", 9 } }, 0, 0, 1, 0 },
	{ "it ended after the sample was begun: of the next interval, where it may be a zombie",
	  { FIRST, { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 900), EXITED(9, 1, 0, 1001, "x", 10) } } },
	  { { 0 } }, 0, 0, 0, 0 },
	{ "which comes",
	  { FIRST,
	    { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 900), EXITED(9, 1, 0, 1001, "x", 10) } },
	    { .seen = { { 1, 0, 0, 12 } } } },
	  { { "x", 1, 1, 0, 10, "exit 0", 9 } }, 10, 2, 1, 1 },
	{ "born, and not in the sample: hidden, or too late for it",
	  { FIRST, { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, 100) } }, { .seen = { { 1, 0, 0, 0 } } } },
	  { { 0 } }, 0, 0, 0, 0 },
	{ "its first thread ended first",
	  { FIRST, { .seen = { { 1, 0, 0, 20 } },
		     .told = { FORK(9, 1, 100), THREAD(9, 10, 110),
			       { EVENT_EXIT, 9, 9, 1, 0, 120, "main", NOT_LAST, 3, 0 },
			       { EVENT_EXIT, 9, 10, 1, 0x200, 150, "work", LAST, 4, 16 } } } },
	  { { "main", 1, 1, 0, 16, "exit 0", 9 } }, 16, 4, 1, 1 },
	{ "a thread that ends is no end",
	  { { .seen = { { 1, 0, 0, 0 }, { 9, 1, 0, 0 } } },
	    { .seen = { { 1, 0, 0, 0 }, { 9, 1, 0, 0 } }, .told = { { EVENT_EXIT, 9, 10, 1, 0, 150, NULL, NONE, 0, 0 } } } },
	  { { 0 } }, 0, 0, 0, 0 },
	{ "without events: how it ended is not known",
	  { { .seen = { { 1, 0, 0, 0 }, { 9, 1, 30, 0 } }, .polled = true },
	    { .seen = { { 1, 0, 0, 33 } }, .polled = true } },
	  { { "nine", 1, 1, 0, 0, "ended", 9 } }, 0, 3, 1, 0 },

	/* Numbers that are used again. */
	{ "one with a row ends, and another gets its PID",
	  { { .seen = { { 1, 0, 0, 0 }, { 9, 1, 30, 0 } } },
	    { .seen = { { 1, 0, 0, 32 }, { 9, 1, 1, 0, 200 } },
	      .told = { EXITED(9, 1, 0x100, 150, "nine", 31), FORK(9, 1, 200) } } },
	  { { "nine", 1, 1, 1, 1, "exit 1", 9 } }, 1, 1, 1, 0 },
	{ "two that came and went with one PID",
	  { FIRST, { .seen = { { 1, 0, 0, 20 } },
		     .told = { FORK(9, 1, 100), EXITED(9, 1, 0, 110, "a", 5), FORK(9, 1, 120),
			       EXITED(9, 1, 0, 130, "b", 6) } } },
	  { { "a", 1, 1, 0, 5, "exit 0", 9 }, { "b", 1, 1, 0, 6, "exit 0", 9 } }, 11, 9, 2, 2 },
	{ "one with a row, one that came and went, and one that lives",
	  { { .seen = { { 1, 0, 0, 0 }, { 9, 1, 30, 0 } } },
	    { .seen = { { 1, 0, 0, 40 }, { 9, 1, 1, 0, 200 } },
	      .told = { EXITED(9, 1, 0x100, 110, "nine", 31), FORK(9, 1, 120), EXITED(9, 1, 0, 130, "b", 6),
			FORK(9, 1, 200) } } },
	  { { "nine", 1, 1, 1, 1, "exit 1", 9 }, { "b", 1, 1, 0, 6, "exit 0", 9 } }, 7, 3, 2, 1 },
	{ "the parent's PID is used by one that began later: it is not the heir",
	  { FIRST, { .seen = { { 1, 0, 0, 0 }, { 8, 1, 0, 9, 700 } },
		     .told = { FORK(8, 1, 100), FORK(9, 8, 110), EXITED(9, 8, 0, 120, "cc", 4),
			       EXITED(8, 1, 0, 130, "sh", 5), FORK(8, 1, 700) } } },
	  { { "sh", 1, 1, 0, 5, "exit 0", 8 }, { "cc", 1, 1, 0, 4, "exit 0", 9 } }, 9, 9, 2, 2 },

	/* Samples out of turn, and losses. */
	{ "a sample that replaces another: the interval has the ends of both, each once",
	  { FIRST,
	    { .seen = { { 1, 0, 0, 12 } }, .told = { FORK(8, 1, 100), EXITED(8, 1, 0, 110, "a", 10) } },
	    { .seen = { { 1, 0, 0, 24 } }, .extra = true,
	      .told = { FORK(9, 1, 1100), EXITED(9, 1, 0, 1110, "a", 10) } } },
	  { { "a", 1, 2, 0, 20, "exit 0", 9 } }, 20, 4, 2, 2 },
	{ "seen only by the sample that was replaced",
	  { FIRST,
	    { .seen = { { 1, 0, 0, 0 }, { 9, 1, 4, 0, 100 } }, .told = { FORK(9, 1, 100) } },
	    { .seen = { { 1, 0, 0, 12 } }, .extra = true, .told = { EXITED(9, 1, 0, 1110, "nine", 10) } } },
	  { { "nine", 1, 1, 0, 12, "exit 0", 9 } }, 12, 0, 1, 0 },
	{ "its exit was lost",
	  { FIRST, { .seen = { { 1, 0, 0, 7 } }, .told = { FORK(9, 1, 100) }, .lost = 1 } },
	  { { 0 } }, 0, 7, 0, 0 },
	{ "its fork was lost: how much of its time is of the interval is not known",
	  { FIRST, { .seen = { { 1, 0, 0, 7 } }, .told = { EXITED(9, 1, 0, 150, "x", 5000) } } },
	  { { "x", 1, 1, 0, 0, "exit 0", 9 } }, 0, 7, 1, 1 },
	{ "what came and went before the first sample is of no interval",
	  { { .seen = { { 1, 0, 0, 0 } }, .told = { FORK(9, 1, -200), EXITED(9, 1, 0, -100, "x", 5) } } },
	  { { 0 } }, 0, 0, 0, 0 },
};
/* clang-format on */

static struct bytes name_of(int32_t pid)
{
	return bytes_of(pid == 1 ? "one" : pid == 9 ? "nine" : "another");
}

static void add_tasks(const struct sample *sample, struct snapshot *snapshot)
{
	struct task tasks[TASKS_MAX];

	for (size_t i = 0; i < TASKS_MAX && sample->seen[i].pid; i++) {
		const struct seen *seen = &sample->seen[i];
		const uint64_t start =
			seen->at_ms ? BEGIN_NS + (uint64_t)seen->at_ms * NS_PER_MS : NS_PER_SECOND;

		tasks[snapshot->task_count++] = (struct task){
			.identity = { .pid = seen->pid, .start = start / TICK_NS },
			.have = TASK_STAT,
			.comm = name_of(seen->pid),
			.tgid = seen->pid,
			.ppid = seen->ppid,
			.state = seen->state ? seen->state : 'S',
			.start_ns = start,
			.utime_ns = seen->own * TICK_NS,
			.cutime_ns = seen->reaped * TICK_NS,
		};
	}
	snapshot->tasks = sightings_of(snapshot->arena, tasks, snapshot->task_count,
				       snapshot->monotonic_ns + NS_PER_MS);
}

static struct event event_of(const struct told *told, struct arena *arena)
{
	struct event event = {
		.time_ns = BEGIN_NS + (uint64_t)(int64_t)told->at_ms * NS_PER_MS,
		.kind = told->kind,
		.pid = told->pid,
		.tid = told->tid,
		.other = told->other,
		.value = told->value,
	};
	struct event_account *account = arena_zero(arena, sizeof(*account));

	if (told->comm)
		(void)memccpy(event.comm, told->comm, 0, sizeof(event.comm));
	(void)memcpy(account->comm, event.comm, sizeof(account->comm));
	account->is_last = told->account == LAST;
	account->cpu_ns = told->cpu * TICK_NS;
	account->elapsed_ns =
		(uint64_t)told->at_ms * NS_PER_MS; /* of those whose fork is not told */
	account->group_cpu_ns = told->group * TICK_NS;
	event.account = told->account == NONE ? NULL : account;
	return event;
}

static void add_events(const struct sample *sample, struct snapshot *snapshot)
{
	struct event *events = arena_zero(snapshot->arena, EVENTS_MAX * sizeof(events[0]));

	for (size_t i = 0; i < EVENTS_MAX && sample->told[i].pid; i++)
		events[snapshot->events.count++] = event_of(&sample->told[i], snapshot->arena);
	snapshot->events.of = events;
	snapshot->events.on = !sample->polled;
	snapshot->events.lost = sample->lost;
}

static struct snapshot *snapshot_of(const struct sample *sample, size_t at)
{
	struct snapshot *snapshot = snapshot_new();

	snapshot->monotonic_ns = BEGIN_NS + at * NS_PER_SECOND;
	snapshot->boottime_ns = snapshot->realtime_ns = snapshot->monotonic_ns;
	snapshot->ticks_per_second = 100;
	snapshot->extra = sample->extra;
	add_tasks(sample, snapshot);
	add_events(sample, snapshot);
	return snapshot;
}

static void check_row(const struct row *row, const struct ended *want)
{
	char how[ENDING_TEXT_MAX];

	assert_bytes_equal(row->task->comm, bytes_of(want->comm));
	assert_int_equal(row->task->ppid, want->ppid);
	assert_int_equal(row->task->tgid, want->pid);
	assert_int_equal(row->task->state, 'X');
	assert_int_equal(row->ending->count, want->count);
	assert_int_equal(row->ending->failures, want->failures);
	assert_int_equal(row->ending->cpu_ns / TICK_NS, want->cpu);
	(void)ending_text(row->ending, how);
	assert_string_equal(how, want->how);
}

static unsigned ticks_of(double cpus)
{
	return (unsigned)(cpus * 100 + .5);
}

static void test_ending(void **state)
{
	const struct ending_case *c = *state;
	struct world *world = world_new();
	const struct totals *totals;
	const struct row *rows;
	size_t count, living = 0, ended = 0;
	double interval;

	for (size_t at = 0; at < SAMPLES_MAX && c->samples[at].seen[0].pid != 0; at++)
		snapshot_free(world_update(world, snapshot_of(&c->samples[at], at)));
	rows = world_rows(world, &count);
	while (living < count && !rows[living].ending)
		living++;
	for (size_t i = living; i < count; i++, ended++) {
		assert_true(ended < ENDED_MAX && c->ended[ended].comm);
		check_row(&rows[i], &c->ended[ended]);
	}
	assert_true(ended == ENDED_MAX || !c->ended[ended].comm);
	totals = world_totals(world);
	interval = world_interval(world);
	assert_int_equal(ticks_of(totals->ended * interval), c->sum_ended);
	assert_int_equal(ticks_of(totals->children * interval), c->sum_children);
	assert_int_equal(totals->endings, c->endings);
	assert_int_equal(totals->unseen, c->unseen);
	world_free(world);
}

/* They stay for some seconds, one does not count any more, and then they go. */
static void test_stay(void **state)
{
	static const struct sample first = { .seen = { { 1, 0, 0, 0 }, { 9, 1, 3, 0 } } };
	static const struct sample later = { .seen = { { 1, 0, 0, 0 } } };
	struct world *world = world_new();
	size_t stayed = 0;

	(void)state;
	snapshot_free(world_update(world, snapshot_of(&first, 0)));
	for (size_t at = 1; at < 12; at++) {
		const struct row *rows;
		size_t count;

		snapshot_free(world_update(world, snapshot_of(&later, at)));
		rows = world_rows(world, &count);
		if (count == 1)
			break;
		assert_int_equal(rows[1].identity.pid, 9);
		assert_int_equal(rows[1].ending->is_fresh, at == 1);
		assert_int_equal(rows[1].parent, 0);
		stayed++;
	}
	assert_in_range(stayed, 2, 10);
	world_free(world);
}

/* The journal: the names of both, those of before an exec too; threads are left out. */
static void test_journal(void **state)
{
	static const struct sample first = { .seen = { { 1, 0, 0, 0 } } };
	static const struct sample second = {
		.seen = { { 1, 0, 0, 12 } },
		.told = { FORK(9, 1, 100),
			  THREAD(9, 10, 105),
			  EXEC(9, "", 110),
			  { EVENT_EXIT, 9, 10, 1, 0, 120, "work", NOT_LAST, 1, 0 },
			  EXITED(9, 1, 0x100, 150, "true", 10) },
	};
	struct world *world = world_new();
	const struct journal *journal;

	(void)state;
	snapshot_free(world_update(world, snapshot_of(&first, 0)));
	snapshot_free(world_update(world, snapshot_of(&second, 1)));
	journal = world_journal(world);
	assert_int_equal(journal->fresh, 0);
	assert_int_equal(journal->count, 3);
	assert_int_equal(journal->of[0].kind, EVENT_FORK);
	assert_int_equal(journal->of[0].pid, 9);
	assert_int_equal(journal->of[0].ppid, 1);
	assert_string_equal(journal->of[0].comm, "one");
	assert_int_equal(journal->of[0].realtime_ns, BEGIN_NS + 100 * NS_PER_MS);
	assert_int_equal(journal->of[1].kind, EVENT_EXEC);
	assert_string_equal(journal->of[1].comm, "true");
	assert_string_equal(journal->of[1].parent, "one");
	assert_int_equal(journal->of[2].kind, EVENT_EXIT);
	assert_int_equal(journal->of[2].value, 0x100);
	assert_true(journal->of[2].has_account);
	assert_int_equal(journal->of[2].cpu_ns, 10 * TICK_NS);
	assert_int_equal(journal->of[2].sequence, 3);
	world_free(world);
}

/* What is old goes, what is of the last update stays, however much it is. */
static void test_journal_bound(void **state)
{
	struct journal journal = { 0 };

	(void)state;
	for (size_t update = 1; update <= 7; update++) {
		journal_begin(&journal);
		for (size_t i = 0; i < update * 1000; i++)
			(void)journal_add(&journal, &(struct journal_entry){ .pid = (int32_t)i });
		assert_int_equal(journal.count - journal.fresh, update * 1000);
		assert_true(journal.count < (size_t)3 * JOURNAL_KEPT + update * 1000);
		for (size_t i = 1; i < journal.count; i++)
			assert_int_equal(journal.of[i].sequence, journal.of[i - 1].sequence + 1);
	}
	assert_int_equal(journal.of[journal.count - 1].sequence, 28000);
	journal_done(&journal);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_stay),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_journal_bound),
	};
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	int failed;

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_ending);
	failed = cmocka_run_group_tests_name("endings", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("others", others, NULL, NULL);
}
