#include "test.h"

#include <errno.h>
#include <linux/netlink.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "proc/cnproc.h"
#include "sys/connector.h"

enum { DEADLINE_MS = 60000, NOBODY = 65534, EVENTS_MAX = 16 };

/* What was told of one thread: a process of ours has others where a sanitizer begins them. */
struct seen {
	int32_t pid, tid;
	struct cnproc of[EVENTS_MAX];
	size_t count;
	bool ended; /* tid has exited */
};

static void take(void *context, const struct cnproc *event)
{
	struct seen *seen = context;

	if (event->kind == CNPROC_ACK || event->tid != seen->tid)
		return;
	assert_int_equal(event->pid, seen->pid);
	if (seen->count < EVENTS_MAX)
		seen->of[seen->count++] = *event;
	if (event->kind == CNPROC_EXIT)
		seen->ended = true;
}

/* Opens it, or skips the test where that is not allowed. */
static struct connector *open_or_skip(size_t buffer)
{
	struct connector *connector;
	const char *why = NULL;
	int result = connector_open(buffer, &connector, &why);

	if (result == 0)
		return connector;
	print_message("skipped: %s (%s)\n", why, strerror(-result));
	skip();
	return NULL;
}

static void drain_until_end(struct connector *connector, struct seen *seen)
{
	struct pollfd poll_fd = { .fd = connector_fd(connector), .events = POLLIN };

	for (;;) {
		connector_drain(connector, take, seen);
		if (seen->ended)
			return;
		assert_int_equal(poll(&poll_fd, 1, DEADLINE_MS), 1);
	}
}

static int leave(void)
{
	return 7;
}

static int be_killed(void)
{
	return raise(SIGKILL);
}

static int run_true(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int begin_session(void)
{
	return setsid() < 0;
}

static int rename_self(void)
{
	return prctl(PR_SET_NAME, "a) \n(b");
}

static int change_user(void)
{
	return setuid(NOBODY);
}

static int change_group(void)
{
	return setgid(NOBODY);
}

static int wait_for_end(void)
{
	return pause();
}

static void trace(pid_t pid)
{
	assert_int_equal(ptrace(PTRACE_SEIZE, pid, NULL, NULL), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
}

struct deed {
	const char *name;
	int (*child)(void);	   /* its status */
	void (*parent)(pid_t pid); /* or NULL */
	bool root;
	enum cnproc_kind kind; /* between fork and exit; CNPROC_OTHER: nothing */
	const char *comm;
	uint32_t value, exit_value;
	bool other_is_parent;
};

/* clang-format off */
static const struct deed deeds[] = {
	{ "exit with a status", leave, NULL, false, CNPROC_OTHER, "", 0, 0x700, false },
	{ "killed", be_killed, NULL, false, CNPROC_OTHER, "", 0, SIGKILL, false },
	{ "exec", run_true, NULL, false, CNPROC_EXEC, "", 0, 0, false },
	{ "session", begin_session, NULL, false, CNPROC_SID, "", 0, 0, false },
	{ "name", rename_self, NULL, false, CNPROC_COMM, "a) \n(b", 0, 0, false },
	{ "user", change_user, NULL, true, CNPROC_UID, "", NOBODY, 0, false },
	{ "group", change_group, NULL, true, CNPROC_GID, "", NOBODY, 0, false },
	{ "traced", wait_for_end, trace, false, CNPROC_PTRACE, "", 0, SIGKILL, true },
};
/* clang-format on */

static pid_t begin(const struct deed *deed)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(deed->child());
	assert_true(pid > 0);
	if (deed->parent)
		deed->parent(pid);
	return pid;
}

static void assert_event(const struct cnproc *event, enum cnproc_kind kind, int32_t pid,
			 int32_t other)
{
	assert_int_equal(event->kind, kind);
	assert_int_equal(event->tid, pid);
	assert_int_equal(event->other, other);
}

static void test_deed(void **state)
{
	const struct deed *deed = *state;
	const uint64_t begun_ns = clock_monotonic();
	const size_t last = deed->kind == CNPROC_OTHER ? 1 : 2;
	struct connector *connector;
	struct seen seen = { 0 };

	if (deed->root && geteuid() != 0)
		skip();
	connector = open_or_skip(CONNECTOR_BUFFER);
	seen.pid = seen.tid = begin(deed);
	assert_int_equal(waitpid(seen.pid, NULL, 0), seen.pid);
	drain_until_end(connector, &seen);
	connector_close(connector);

	assert_int_equal(seen.count, last + 1);
	assert_event(&seen.of[0], CNPROC_FORK, seen.pid, getpid());
	assert_event(&seen.of[last], CNPROC_EXIT, seen.pid, getpid());
	assert_int_equal(seen.of[last].value, deed->exit_value);
	if (deed->kind != CNPROC_OTHER) {
		assert_event(&seen.of[1], deed->kind, seen.pid,
			     deed->other_is_parent ? getpid() : 0);
		assert_string_equal(seen.of[1].comm, deed->comm);
		assert_int_equal(seen.of[1].value, deed->value);
	}
	assert_true(seen.of[0].time_ns >= begun_ns);
	for (size_t i = 1; i < seen.count; i++)
		assert_true(seen.of[i].time_ns >= seen.of[i - 1].time_ns);
	assert_true(clock_monotonic() >= seen.of[last].time_ns);
}

static void *be_thread(void *argument)
{
	*(int32_t *)argument = gettid();
	return NULL;
}

static void test_thread(void **state)
{
	struct connector *connector = open_or_skip(CONNECTOR_BUFFER);
	struct seen seen = { .pid = getpid() };
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, be_thread, &seen.tid), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	drain_until_end(connector, &seen);
	connector_close(connector);
	assert_int_equal(seen.count, 2);
	assert_event(&seen.of[0], CNPROC_FORK, seen.tid, getppid());
	assert_int_equal(seen.of[1].kind, CNPROC_EXIT);
}

/* All that is told of the machine in a span of time. */
struct span {
	uint64_t from_ns, to_ns;
	size_t count;
};

static void count(void *context, const struct cnproc *event)
{
	struct span *span = context;

	span->count += event->time_ns >= span->from_ns && event->time_ns < span->to_ns;
}

/* A few at a time, so that the process table is not our concern. */
static void make_storm(unsigned forks)
{
	for (unsigned i = 0; i < forks; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		assert_true(pid > 0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
}

/* That one is told of is the recovery. */
static void see_one(struct connector *connector)
{
	struct seen seen = { 0 };

	seen.pid = seen.tid = begin(&deeds[0]);
	assert_int_equal(waitpid(seen.pid, NULL, 0), seen.pid);
	drain_until_end(connector, &seen);
	assert_int_equal(seen.of[0].kind, CNPROC_FORK);
}

/*
 * With a small buffer, and nobody who drains it, next to one which is large. What came and what
 * was lost is no less than all there was. It may be more: of the lost ones nobody knows when.
 */
static void test_loss(void **state)
{
	struct connector *large = open_or_skip(CONNECTOR_BUFFER), *small;
	struct span all = { 0 }, some = { 0 };
	const char *why = NULL;
	uint64_t lost;

	(void)state;
	assert_int_equal(connector_open(4096, &small, &why), 0);
	connector_drain(small, count, &some);
	lost = connector_lost(small);
	all.from_ns = some.from_ns = clock_monotonic();
	make_storm(200);
	all.to_ns = some.to_ns = clock_monotonic();
	connector_drain(small, count, &some);
	connector_drain(large, count, &all);
	/* the last ones may be told of by the next on the same CPU only */
	see_one(small);
	lost = connector_lost(small) - lost;
	if (connector_lost(large) == 0) { /* who may not have a large one, has not */
		assert_true(all.count >= 400 - 1);
		assert_true(some.count + lost >= all.count);
	}
	assert_true(some.count < 400);
	assert_true(lost > 0);
	connector_close(small);
	connector_close(large);
}

/* Anybody with the right to may write to the socket of another. */
static void test_forged(void **state)
{
	struct connector *connector = open_or_skip(CONNECTOR_BUFFER);
	struct sockaddr_nl address = { 0 };
	socklen_t size = sizeof(address);
	uint32_t datagram[19] = { 76, 3, 0, 0, 1, 1, 0, 0, 40, 0x80000000, 0 };
	struct seen seen = { .pid = 1, .tid = 1 };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_CONNECTOR);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(getsockname(connector_fd(connector), (struct sockaddr *)&address, &size),
			 0);
	datagram[13] = datagram[14] = 1;
	if (sendto(fd, datagram, sizeof(datagram), 0, (struct sockaddr *)&address, size) < 0) {
		print_message("skipped: it cannot be sent: %s\n", strerror(errno));
		(void)close(fd);
		connector_close(connector);
		skip();
	}
	(void)close(fd);
	connector_drain(connector, take, &seen);
	assert_false(seen.ended);
	see_one(connector);
	connector_close(connector);
}

struct refusal {
	const char *name;
	int namespace;
	int error;
};

static const struct refusal refusals[] = {
	{ "in another PID namespace", CLONE_NEWPID, -ETIMEDOUT },
	{ "in another network namespace", CLONE_NEWNET, -ECONNREFUSED },
};

/* Returns an errno; 0: it is open; 255: there are no such namespaces. */
static int open_elsewhere(int namespace)
{
	struct connector *connector;
	const char *why = NULL;
	int result, status;
	pid_t pid;

	if (unshare(namespace) < 0)
		return 255;
	pid = fork();
	if (pid == 0) {
		result = connector_open(CONNECTOR_BUFFER, &connector, &why);
		_exit(why ? -result : 254);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 253;
	return WEXITSTATUS(status);
}

/* Somebody who may listens all the time: else nothing would come anyway. */
static void test_refused(void **state)
{
	const struct refusal *refusal = *state;
	struct connector *connector = open_or_skip(CONNECTOR_BUFFER);
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(open_elsewhere(refusal->namespace));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	see_one(connector);
	connector_close(connector);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 255)
		skip();
	assert_int_equal(WEXITSTATUS(status), -refusal->error);
}

/* It goes on after somebody else has subscribed and gone, and after it was asked for twice. */
static void test_others(void **state)
{
	struct connector *connector = open_or_skip(CONNECTOR_BUFFER);

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct connector *other;
		const char *why = NULL;

		assert_int_equal(connector_open(0, &other, &why), 0);
		connector_close(other);
		see_one(connector);
		connector_renew(connector);
		see_one(connector);
	}
	connector_close(connector);
	connector_close(NULL);
}

int main(void)
{
	static const struct CMUnitTest more[] = {
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_loss),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_others),
	};
	struct CMUnitTest tests[ARRAY_LEN(deeds) + ARRAY_LEN(refusals) + ARRAY_LEN(more)];

	test_table(tests, ARRAY_LEN(deeds), deeds, sizeof(deeds[0]), test_deed);
	test_table(tests + ARRAY_LEN(deeds), ARRAY_LEN(refusals), refusals, sizeof(refusals[0]),
		   test_refused);
	memcpy(tests + ARRAY_LEN(deeds) + ARRAY_LEN(refusals), more, sizeof(more));
	return cmocka_run_group_tests_name("connector", tests, NULL, NULL);
}
