#include "test.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "proc/cnproc.h"
#include "proc/taskstats.h"
#include "source/eventqueue.h"
#include "source/exitqueue.h"
#include "source/pace.h"
#include "sys/procdir.h"

struct kind_case {
	const char *name;
	struct cnproc happened;
	struct event want;
};

/* clang-format off */
static const struct kind_case kind_cases[] = {
	{ "fork", { .kind = CNPROC_FORK, .pid = 5, .tid = 5, .other = 4, .time_ns = 7 },
	  { .kind = EVENT_FORK, .pid = 5, .tid = 5, .other = 4, .time_ns = 7 } },
	{ "exec", { .kind = CNPROC_EXEC, .pid = 5, .tid = 5 },
	  { .kind = EVENT_EXEC, .pid = 5, .tid = 5 } },
	{ "uid", { .kind = CNPROC_UID, .pid = 5, .tid = 6, .value = 33 },
	  { .kind = EVENT_UID, .pid = 5, .tid = 6, .value = 33 } },
	{ "gid", { .kind = CNPROC_GID, .pid = 5, .tid = 6, .value = 33 },
	  { .kind = EVENT_GID, .pid = 5, .tid = 6, .value = 33 } },
	{ "session", { .kind = CNPROC_SID, .pid = 5, .tid = 5 },
	  { .kind = EVENT_SID, .pid = 5, .tid = 5 } },
	{ "traced", { .kind = CNPROC_PTRACE, .pid = 5, .tid = 5, .other = 9 },
	  { .kind = EVENT_PTRACE, .pid = 5, .tid = 5, .other = 9 } },
	{ "name", { .kind = CNPROC_COMM, .pid = 5, .tid = 5, .comm = "a\nb" },
	  { .kind = EVENT_COMM, .pid = 5, .tid = 5, .comm = "a\nb" } },
	{ "core dump", { .kind = CNPROC_COREDUMP, .pid = 5, .tid = 5, .other = 4 },
	  { .kind = EVENT_COREDUMP, .pid = 5, .tid = 5 } },
	{ "exit", { .kind = CNPROC_EXIT, .pid = 5, .tid = 6, .other = 4, .value = 0x300 },
	  { .kind = EVENT_EXIT, .pid = 5, .tid = 6, .other = 4, .value = 0x300 } },
};
/* clang-format on */

static void test_kind(void **state)
{
	const struct kind_case *c = *state;
	struct eventqueue queue = { .max = 1 };

	eventqueue_put(&queue, &(struct cnproc){ .kind = CNPROC_ACK });
	eventqueue_put(&queue, &(struct cnproc){ .kind = CNPROC_OTHER });
	assert_int_equal(queue.count, 0);
	eventqueue_put(&queue, &c->happened);
	assert_int_equal(queue.count, 1);
	assert_int_equal(queue.of[0].kind, c->want.kind);
	assert_int_equal(queue.of[0].pid, c->want.pid);
	assert_int_equal(queue.of[0].tid, c->want.tid);
	assert_int_equal(queue.of[0].other, c->want.other);
	assert_int_equal(queue.of[0].value, c->want.value);
	assert_int_equal(queue.of[0].time_ns, c->want.time_ns);
	assert_string_equal(queue.of[0].comm, c->want.comm);
	assert_null(queue.of[0].account);
	assert_int_equal(queue.forks, c->want.kind == EVENT_FORK);
	assert_int_equal(queue.overflow, 0);
	eventqueue_put(&queue, &c->happened);
	assert_int_equal(queue.count, 1);
	assert_int_equal(queue.overflow, 1);
	eventqueue_clear(&queue);
	eventqueue_put(&queue, &c->happened);
	assert_int_equal(queue.count, 1);
	eventqueue_done(&queue);
}

/* In which of the events the name of ourselves is found. */
struct naming {
	struct eventqueue queue;
	struct procdir *procdir;
	struct procdir_buffer buffer;
};

static void begin(struct naming *naming)
{
	*naming = (struct naming){ .queue = { .max = 10000 } };
	assert_int_equal(procdir_open("/proc", &naming->procdir), 0);
	assert_int_equal(prctl(PR_SET_NAME, "the name"), 0);
}

static void put(struct naming *naming, enum cnproc_kind kind, uint64_t time_ns)
{
	eventqueue_put(&naming->queue, &(struct cnproc){ .kind = kind,
							 .pid = getpid(),
							 .tid = getpid(),
							 .time_ns = time_ns });
}

static size_t name(struct naming *naming)
{
	size_t named = 0;

	eventqueue_name(&naming->queue, naming->procdir, &naming->buffer);
	for (size_t i = 0; i < naming->queue.count; i++) {
		const char *comm = naming->queue.of[i].comm;

		if (comm[0]) {
			assert_string_equal(comm, "the name");
			assert_int_equal(naming->queue.of[i].kind, EVENT_EXEC);
			named++;
		}
	}
	return named;
}

static void end(struct naming *naming)
{
	eventqueue_done(&naming->queue);
	procdir_buffer_done(&naming->buffer);
	procdir_close(naming->procdir);
}

/* A time to come is fresh for as long as a test may take. */
static void test_names(void **state)
{
	const uint64_t fresh = clock_monotonic() + 3600 * NS_PER_SECOND, old = 1;
	struct naming naming;

	(void)state;
	begin(&naming);
	put(&naming, CNPROC_FORK, fresh);
	put(&naming, CNPROC_EXEC, old);
	assert_int_equal(name(&naming), 0);
	put(&naming, CNPROC_EXEC, fresh);
	assert_int_equal(name(&naming), 1);
	put(&naming, CNPROC_EXEC, fresh); /* the one behind it is of the name that is there now */
	put(&naming, CNPROC_EXEC, fresh);
	assert_int_equal(name(&naming), 2);
	put(&naming, CNPROC_EXEC, fresh);
	put(&naming, CNPROC_EXIT, fresh);
	assert_int_equal(name(&naming), 2);
	eventqueue_clear(&naming.queue);
	for (int i = 0; i < 300; i++) /* a storm */
		put(&naming, i < 299 ? CNPROC_FORK : CNPROC_EXEC, fresh);
	assert_int_equal(name(&naming), 0);
	put(&naming, CNPROC_EXEC, fresh);
	assert_int_equal(name(&naming), 1);
	end(&naming);
}

static void put_account(struct exitqueue *queue, int32_t tid, uint32_t code, uint32_t mark)
{
	exitqueue_put(queue,
		      &(struct taskstats_exit){ .tid = tid, .exit_code = code, .uid = mark });
}

static void assert_taken(struct exitqueue *queue, int32_t tid, uint32_t code, int mark)
{
	const struct taskstats_exit *exit = exitqueue_take(queue, tid, code);

	if (mark < 0)
		assert_null(exit);
	else
		assert_int_equal(exit ? (int)exit->uid : -1, mark);
}

static void test_exits(void **state)
{
	struct exitqueue queue;

	(void)state;
	exitqueue_init(&queue, 6);
	exitqueue_index(&queue);
	assert_taken(&queue, 5, 0, -1);
	put_account(&queue, 5, 0, 1);
	put_account(&queue, 6, 0, 2);
	put_account(&queue, 5, 9, 3);
	put_account(&queue, 5, 0, 4);
	put_account(&queue, 7, 0, 5);
	put_account(&queue, 8, 0, 6);
	put_account(&queue, 9, 0, 7); /* no room */
	exitqueue_index(&queue);
	assert_taken(&queue, 9, 0, -1);
	assert_taken(&queue, 5, 0, 1); /* the oldest first */
	assert_taken(&queue, 5, 0, 4);
	assert_taken(&queue, 5, 0, -1);
	assert_taken(&queue, 5, 9, 3);
	assert_taken(&queue, 6, 1, -1); /* that is not how it ended */
	exitqueue_sweep(&queue, 3600);
	assert_int_equal(queue.count, 3);
	exitqueue_index(&queue);
	assert_taken(&queue, 5, 0, -1);
	assert_taken(&queue, 6, 0, 2);
	put_account(&queue, 9, 0, 8); /* there is room again */
	exitqueue_index(&queue);
	assert_taken(&queue, 9, 0, 8);
	assert_taken(&queue, 7, 0, 5);
	exitqueue_sweep(&queue, 0); /* what is left is too old */
	assert_int_equal(queue.count, 0);
	exitqueue_done(&queue);
}

/* What a storm needed is given back. */
static void test_memory(void **state)
{
	struct eventqueue events = { .max = 100000 };
	struct exitqueue exits;

	(void)state;
	exitqueue_init(&exits, 100000);
	for (int32_t i = 1; i <= 100000; i++) {
		eventqueue_put(&events, &(struct cnproc){ .kind = CNPROC_FORK, .pid = i });
		put_account(&exits, i, 0, (uint32_t)i);
	}
	exitqueue_index(&exits);
	for (int32_t i = 1; i <= 100000; i++)
		assert_taken(&exits, i, 0, i);
	eventqueue_clear(&events);
	exitqueue_sweep(&exits, 3600);
	assert_int_equal(events.capacity, 0);
	assert_int_equal(exits.capacity, 0);
	eventqueue_put(&events, &(struct cnproc){ .kind = CNPROC_FORK });
	assert_int_equal(events.count, 1);
	eventqueue_done(&events);
	exitqueue_done(&exits);
}

static void test_pace(void **state)
{
	const uint64_t second = NS_PER_SECOND, start = 1000 * second;
	struct pace pace = { 0 };
	unsigned taken = 0;

	(void)state;
	assert_true(pace_due(&pace) <= start);
	while (pace_due(&pace) <= start) { /* at once */
		pace_took(&pace, start);
		taken++;
	}
	assert_in_range(taken, 20, 21);
	taken = 0;
	for (uint64_t now = start; now < start + 10 * second; now += NS_PER_MS) {
		if (pace_due(&pace) > now)
			continue;
		pace_took(&pace, now);
		taken++;
	}
	assert_in_range(taken, 199, 201);
	/* and when it was quiet, at once again */
	assert_true(pace_due(&pace) <= start + 12 * second);
	for (int i = 0; i < 20; i++) {
		assert_true(pace_due(&pace) <= start + 12 * second);
		pace_took(&pace, start + 12 * second);
	}
}

int main(void)
{
	static const struct CMUnitTest more[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_exits),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_pace),
	};
	struct CMUnitTest tests[ARRAY_LEN(kind_cases) + ARRAY_LEN(more)];

	test_table(tests, ARRAY_LEN(kind_cases), kind_cases, sizeof(kind_cases[0]), test_kind);
	memcpy(tests + ARRAY_LEN(kind_cases), more, sizeof(more));
	return cmocka_run_group_tests_name("eventqueue", tests, NULL, NULL);
}
