#include "test.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "proc/taskstats.h"
#include "sys/exitstats.h"

enum { NOBODY = 65534 };

static struct exitstats *open_or_skip(size_t buffer)
{
	struct exitstats *exitstats;
	const char *why = NULL;
	int result = exitstats_open(buffer, &exitstats, &why);

	if (result == 0)
		return exitstats;
	print_message("skipped: %s (%s)\n", why, strerror(-result));
	skip();
	return NULL;
}

struct wanted {
	int32_t tid;
	unsigned others; /* of the same process: a sanitizer begins threads of its own */
	unsigned count;
	struct taskstats_exit exit;
};

static void take(void *context, const struct taskstats_exit *exit)
{
	struct wanted *wanted = context;

	wanted->others += exit->pid == wanted->tid && exit->tid != wanted->tid;
	if (exit->tid != wanted->tid)
		return;
	wanted->exit = *exit;
	wanted->count++;
}

/* So much CPU time of the thread, at least. */
static void burn(uint64_t ns)
{
	const uint64_t until = clock_thread_cpu() + ns;

	while (clock_thread_cpu() < until)
		continue;
}

/* The account is sent before a parent can know of the end: it is there at once. */
static void test_process(void **state)
{
	struct exitstats *exitstats = open_or_skip(EXITSTATS_BUFFER);
	struct wanted wanted = { 0 };

	(void)state;
	wanted.tid = fork();
	if (wanted.tid == 0) {
		(void)prctl(PR_SET_NAME, "short) \n(");
		burn(3 * NS_PER_MS);
		_exit(3);
	}
	assert_true(wanted.tid > 0);
	assert_int_equal(waitpid(wanted.tid, NULL, 0), wanted.tid);
	exitstats_drain(exitstats, take, &wanted);
	assert_int_equal(exitstats_lost(exitstats), 0);
	exitstats_close(exitstats);
	assert_int_equal(wanted.count, 1);
	assert_string_equal(wanted.exit.comm, "short) \n(");
	assert_int_equal(wanted.exit.exit_code, 0x300);
	assert_int_equal(wanted.exit.uid, getuid());
	assert_int_equal(wanted.exit.ppid, getpid());
	assert_true(wanted.exit.cpu_ns >= 3 * NS_PER_MS);
	assert_true(wanted.exit.elapsed_ns >= 3 * NS_PER_MS);
	assert_true(wanted.exit.minflt > 0);
	assert_true(wanted.exit.peak_virt > wanted.exit.peak_rss);
	if (wanted.exit.pid > 0) { /* Linux 5.19 */
		assert_int_equal(wanted.exit.pid, wanted.tid);
		if (wanted.others == 0)
			assert_true(wanted.exit.is_last);
	}
	if (wanted.others == 0)
		assert_int_equal(wanted.exit.group_cpu_ns, 0);
}

static void *be_thread(void *argument)
{
	*(int32_t *)argument = gettid();
	burn(3 * NS_PER_MS);
	return NULL;
}

static void test_thread(void **state)
{
	struct exitstats *exitstats = open_or_skip(EXITSTATS_BUFFER);
	struct wanted wanted = { 0 };
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, be_thread, &wanted.tid), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	exitstats_drain(exitstats, take, &wanted);
	exitstats_close(exitstats);
	assert_int_equal(wanted.count, 1);
	assert_false(wanted.exit.is_last);
	assert_true(wanted.exit.cpu_ns >= 3 * NS_PER_MS);
	assert_int_equal(wanted.exit.group_cpu_ns, 0);
	if (wanted.exit.pid > 0)
		assert_int_equal(wanted.exit.pid, getpid());
}

static void test_loss(void **state)
{
	struct exitstats *exitstats = open_or_skip(4096);
	struct wanted wanted = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
	exitstats_drain(exitstats, take, &wanted);
	assert_true(exitstats_lost(exitstats) > 0);
	exitstats_close(exitstats);
}

struct refusal {
	const char *name;
	int namespace; /* 0: just nobody */
	int error;
};

static const struct refusal refusals[] = {
	{ "as nobody", 0, -EPERM },
	{ "in another PID namespace", CLONE_NEWPID, -EINVAL },
	{ "in another network namespace", CLONE_NEWNET, -EXDEV },
};

static int open_elsewhere(int namespace)
{
	struct exitstats *exitstats;
	const char *why = NULL;
	int result, status;
	pid_t pid;

	if (namespace ? unshare(namespace) < 0 : setuid(NOBODY) < 0)
		return 255;
	pid = fork();
	if (pid == 0) {
		result = exitstats_open(EXITSTATS_BUFFER, &exitstats, &why);
		_exit(why ? -result : 254);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 253;
	return WEXITSTATUS(status);
}

static void test_refused(void **state)
{
	const struct refusal *refusal = *state;
	int status;
	pid_t pid;

	exitstats_close(open_or_skip(EXITSTATS_BUFFER));
	pid = fork();
	if (pid == 0)
		_exit(open_elsewhere(refusal->namespace));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 255)
		skip();
	assert_int_equal(WEXITSTATUS(status), -refusal->error);
}

int main(void)
{
	static const struct CMUnitTest more[] = {
		cmocka_unit_test(test_process),
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_loss),
	};
	struct CMUnitTest tests[ARRAY_LEN(refusals) + ARRAY_LEN(more)];

	test_table(tests, ARRAY_LEN(refusals), refusals, sizeof(refusals[0]), test_refused);
	memcpy(tests + ARRAY_LEN(refusals), more, sizeof(more));
	return cmocka_run_group_tests_name("exitstats", tests, NULL, NULL);
}
