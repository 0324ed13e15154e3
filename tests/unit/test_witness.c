#include "test.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "scratch.h"
#include "snap/snapshot.h"
#include "source/events.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/witness.h"
#include "sys/procdir.h"

enum { DEADLINE_SECONDS = 60 };

static struct procdir *open_proc(void)
{
	struct procdir *procdir;

	assert_int_equal(procdir_open("/proc", &procdir), 0);
	return procdir;
}

/* A process that is there for 2 ms, of which it uses all. */
static int32_t make_short_one(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		const uint64_t until = clock_thread_cpu() + 2 * NS_PER_MS;

		(void)prctl(PR_SET_NAME, "short one");
		while (clock_thread_cpu() < until)
			continue;
		_exit(3);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static const struct event *find(const struct event_list *list, enum event_kind kind, int32_t pid)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->of[i].kind == kind && list->of[i].tid == pid)
			return &list->of[i];
	}
	return NULL;
}

static void assert_account(const struct event *exit)
{
	const struct event_account *account = exit->account;

	assert_non_null(account);
	assert_string_equal(account->comm, "short one");
	assert_true(account->cpu_ns >= 2 * NS_PER_MS);
	assert_int_equal(account->ppid, getpid());
	assert_int_equal(account->uid, getuid());
}

/* Samples until the end of that process has been told of, each event once. */
static void await_life(struct source *source, struct snapshot *snapshot, int32_t pid)
{
	const struct source_request request = { .pids = &pid, .pid_count = 1, .only_tasks = true };
	const uint64_t until = clock_monotonic() + DEADLINE_SECONDS * NS_PER_SECOND;
	unsigned forks = 0, names = 0;

	for (;;) {
		const struct event *exit;

		assert_int_equal(source_sample(source, &request, snapshot), 0);
		forks += find(&snapshot->events, EVENT_FORK, pid) != NULL;
		names += find(&snapshot->events, EVENT_COMM, pid) != NULL;
		exit = find(&snapshot->events, EVENT_EXIT, pid);
		if (!exit) {
			assert_true(clock_monotonic() < until);
			continue;
		}
		assert_int_equal(exit->value, 0x300);
		assert_int_equal(exit->other, getpid());
		if (snapshot->events.accounts)
			assert_account(exit);
		break;
	}
	assert_int_equal(forks, 1);
	assert_int_equal(names, 1);
}

static void test_live(void **state)
{
	struct procdir *procdir = open_proc();
	struct source *source = witness_new(procfs_new(procdir), procdir);
	const struct source_request request = { .only_tasks = true };
	struct snapshot *snapshot = snapshot_new();
	bool on;

	(void)state;
	assert_string_equal(source->ops->name, "procfs");
	assert_int_equal(source_event_fd(source), -1); /* not before it is needed */
	source_drain(source);
	assert_int_equal(source_sample(source, &request, snapshot), 0);
	assert_string_equal(snapshot->source, "procfs");
	assert_true(snapshot->task_count > 0);
	on = snapshot->events.on;
	if (on) {
		const struct pollfd poll_fd = { .fd = source_event_fd(source), .events = POLLIN };

		assert_null(snapshot->events.why);
		assert_true(snapshot->events.since_ns <= clock_monotonic());
		for (int i = 0; i < 5; i++) {
			int32_t pid = make_short_one();
			struct pollfd fds[1] = { poll_fd };

			assert_int_equal(poll(fds, 1, DEADLINE_SECONDS * 1000), 1);
			if (i % 2)
				source_drain(source);
			await_life(source, snapshot, pid);
		}
	} else {
		assert_non_null(snapshot->events.why);
		print_message("skipped: %s\n", snapshot->events.why);
	}
	snapshot_free(snapshot);
	source_free(source);
	procdir_close(procdir);
	if (!on)
		skip();
}

/* A tree of files has no events, and says so. */
static void test_captured(void **state)
{
	struct scratch scratch;
	struct procdir *procdir;
	struct source *source;
	const struct source_request request = { .only_tasks = true };
	struct snapshot *snapshot = snapshot_new();

	(void)state;
	scratch_init(&scratch);
	scratch_add(&scratch, 5, 100);
	assert_int_equal(procdir_open(scratch.path, &procdir), 0);
	source = witness_new(procfs_new(procdir), procdir);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(source_sample(source, &request, snapshot), 0);
		assert_int_equal(snapshot->task_count, 1);
		assert_false(snapshot->events.on);
		assert_false(snapshot->events.accounts);
		assert_int_equal(snapshot->events.count, 0);
		assert_string_equal(snapshot->events.why, "this is not the running machine");
		assert_int_equal(source_event_fd(source), -1);
		source_drain(source);
	}
	assert_string_equal(witness_state(source).events_why, snapshot->events.why);
	assert_non_null(witness_state(source).accounts_why);
	snapshot_free(snapshot);
	source_free(source);
	procdir_close(procdir);
	scratch_done(&scratch);
}

/* Or skips the test where they are not allowed. */
static struct events *open_events(struct procdir *procdir, const struct events_limits *limits)
{
	struct events *events = events_open(procdir, limits);

	if ((limits->connector_buffer == 0 || !events_why(events)) &&
	    (limits->exitstats_buffer == 0 || !events_accounts_why(events)))
		return events;
	events_close(events);
	procdir_close(procdir);
	skip();
	return NULL;
}

/* Too many for the kernel's buffer; too many for ours; and then none is lost any more. */
static void test_lost(void **state)
{
	static const struct events_limits limits[] = { { 4096, 0, 1000000 },
						       { 4 * 1024 * 1024, 0, 10 } };
	struct snapshot *snapshot = snapshot_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		struct procdir *procdir = open_proc();
		struct events *events = open_events(procdir, &limits[i]);
		const uint64_t until = clock_monotonic() + DEADLINE_SECONDS * NS_PER_SECOND;
		int32_t pid;

		events_begin(events);
		for (int k = 0; k < 50; k++)
			pid = make_short_one();
		events_hand_over(events, snapshot);
		assert_true(snapshot->events.on);
		assert_true(snapshot->events.lost > 0);
		assert_true(snapshot->events.count <= limits[i].waiting);
		/* a machine that is busy by itself may need more than one quiet moment */
		do {
			assert_true(clock_monotonic() < until);
			snapshot_reset(snapshot);
			events_begin(events);
			events_hand_over(events, snapshot);
			snapshot_reset(snapshot);
			pid = fork();
			if (pid == 0)
				_exit(0);
			assert_int_equal(waitpid(pid, NULL, 0), pid);
			events_hand_over(events, snapshot);
		} while (!find(&snapshot->events, EVENT_FORK, pid));
		snapshot_reset(snapshot);
		events_close(events);
		procdir_close(procdir);
	}
	snapshot_free(snapshot);
}

/* The kernel has counted more forks than it told of. */
static void test_silence(void **state)
{
	const struct events_limits limits = { 4 * 1024 * 1024, 0, 1000000 };
	struct procdir *procdir = open_proc();
	struct events *events = open_events(procdir, &limits);
	struct snapshot *snapshot = snapshot_new();

	(void)state;
	for (uint64_t i = 0; i < 3; i++) {
		snapshot_reset(snapshot);
		snapshot->system.have = SYSTEM_KSTAT;
		snapshot->system.kstat.processes = 1000 + i * 1000000000;
		events_begin(events);
		events_hand_over(events, snapshot);
		if (i > 0)
			assert_in_range(snapshot->events.lost, 900000000, 1100000000);
		else
			assert_true(snapshot->events.lost < 1000);
	}
	/* and where nothing was read, nothing is said */
	snapshot_reset(snapshot);
	events_begin(events);
	events_hand_over(events, snapshot);
	assert_true(snapshot->events.lost < 1000000);
	snapshot_free(snapshot);
	events_close(events);
	procdir_close(procdir);
}

/* Where the connector is refused, accounts alone make the ends. */
static void test_accounts_only(void **state)
{
	const struct events_limits limits = { 0, 4 * 1024 * 1024, 1000000 };
	struct procdir *procdir = open_proc();
	struct events *events = open_events(procdir, &limits);
	struct snapshot *snapshot = snapshot_new();
	int32_t pid = make_short_one();
	const struct event *exit;

	(void)state;
	assert_true(events_fd(events) >= 0);
	events_hand_over(events, snapshot);
	assert_false(snapshot->events.on);
	assert_true(snapshot->events.accounts);
	assert_non_null(snapshot->events.why);
	exit = find(&snapshot->events, EVENT_EXIT, pid);
	assert_non_null(exit);
	assert_int_equal(exit->pid, pid);
	assert_int_equal(exit->other, getpid());
	assert_int_equal(exit->value, 0x300);
	assert_account(exit);
	snapshot_reset(snapshot);
	events_hand_over(events, snapshot);
	assert_null(find(&snapshot->events, EVENT_EXIT, pid));
	snapshot_free(snapshot);
	events_close(events);
	events_close(NULL);
	procdir_close(procdir);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_live),	      cmocka_unit_test(test_captured),
		cmocka_unit_test(test_lost),	      cmocka_unit_test(test_silence),
		cmocka_unit_test(test_accounts_only),
	};

	return cmocka_run_group_tests_name("witness", tests, NULL, NULL);
}
