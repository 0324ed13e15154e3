#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "proc/cmdline.h"
#include "proc/pidstat.h"
#include "samples.h"
#include "worker/inspector.h"

enum { DEADLINE_S = 60, LIMIT = 64 * 1024 };

struct bench {
	struct samples samples;
	struct inspector *inspector;
};

static void bench_init(struct bench *bench, const char *tree, size_t limit)
{
	samples_open(&bench->samples, tree);
	assert_int_equal(inspector_new(bench->samples.procdir, limit, &bench->inspector), 0);
	assert_int_equal(inspector_pending(bench->inspector), 0);
	assert_int_equal(inspector_wait_ms(bench->inspector), -1);
}

static void bench_done(struct bench *bench)
{
	assert_true(inspector_free(bench->inspector));
	samples_close(&bench->samples);
}

/* Of a live process, in ticks; 0: there is none. */
static uint64_t start_of(int32_t pid)
{
	char path[64], text[1024];
	struct pidstat stat = { 0 };
	ssize_t got = -1;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, text, sizeof(text));
		(void)close(fd);
	}
	if (got > 0)
		(void)pidstat_parse((struct bytes){ text, (size_t)got }, &stat);
	return stat.starttime;
}

/* mark comes back with the answer. */
static void ask(struct inspector *inspector, int32_t pid, uint64_t mark)
{
	inspector_ask(inspector,
		      &(struct identity){ .pid = pid, .start = start_of(pid), .id = mark });
}

/* The next answer, as the interface waits for it; false when the time is over. */
static bool next_answer(struct inspector *inspector, struct inspector_answer *ret)
{
	const uint64_t until = clock_monotonic() + DEADLINE_S * NS_PER_SECOND;
	struct pollfd poll_fd = { .fd = inspector_fd(inspector), .events = POLLIN };

	while (!inspector_take(inspector, ret)) {
		if (clock_monotonic() > until)
			return false;
		(void)poll(&poll_fd, 1,
			   inspector_wait_ms(inspector) < 0 ? 1000 : inspector_wait_ms(inspector));
	}
	return true;
}

/* The next answer proper: on a busy machine anything may take so long that it seems to be stuck. */
static struct inspector_answer await(struct inspector *inspector)
{
	struct inspector_answer answer = { 0 };

	do {
		assert_true(next_answer(inspector, &answer));
	} while (answer.result == -ETIMEDOUT);
	return answer;
}

struct answer_case {
	const char *name;
	const char *tree;
	int32_t pid;
	size_t limit;
	int result;
	struct bytes want;
};

/* clang-format off */
static const struct answer_case answer_cases[] = {
	{ "arguments", "small", 850, LIMIT, 0, TEXT("/usr/sbin/webserver\0--workers=3\0--root\0/srv/www data") },
	{ "a kernel thread has none", "small", 2, LIMIT, 0, TEXT("") },
	{ "a zombie has none", "small", 900, LIMIT, 0, TEXT("") },
	{ "wiped", "hostile", 119, LIMIT, 0, TEXT("") },
	{ "cut at the limit", "small", 850, 9, 0, TEXT("/usr/sbin") },
	{ "cut at the end of an argument", "small", 850, 20, 0, TEXT("/usr/sbin/webserver") },
	{ "not there", "small", 4242, LIMIT, -ENOENT, TEXT("") },
};
/* clang-format on */

static void test_answer(void **state)
{
	const struct answer_case *c = *state;
	struct inspector_answer answer;
	struct bench bench;

	bench_init(&bench, c->tree, c->limit);
	ask(bench.inspector, c->pid, 77);
	assert_int_equal(inspector_pending(bench.inspector), 1);
	answer = await(bench.inspector);
	assert_int_equal(answer.identity.pid, c->pid);
	assert_int_equal(answer.identity.id, 77);
	assert_int_equal(answer.result, c->result);
	assert_bytes_equal(answer.command, c->want);
	assert_int_equal(inspector_pending(bench.inspector), 0);
	assert_int_equal(inspector_take(bench.inspector, &answer), 0);
	assert_int_equal(inspector_wait_ms(bench.inspector), -1);
	bench_done(&bench);
}

static void test_self(void **state)
{
	static char text[LIMIT];
	struct inspector_answer answer;
	struct bench bench;
	struct bytes want;
	int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t got = read(fd, text, sizeof(text));

	(void)state;
	(void)close(fd);
	assert_true(got > 0);
	assert_int_equal(cmdline_parse((struct bytes){ text, (size_t)got }, &want), 0);
	bench_init(&bench, "/proc", LIMIT);
	ask(bench.inspector, (int32_t)getpid(), 1);
	answer = await(bench.inspector);
	assert_int_equal(answer.result, 0);
	assert_bytes_equal(answer.command, want);
	bench_done(&bench);
}

static void test_vanished(void **state)
{
	pid_t pid = fork();
	struct inspector_answer answer;
	struct bench bench;
	int status;

	(void)state;
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(0);
	bench_init(&bench, "/proc", LIMIT);
	/* It has ended, but nobody has waited for it: no arguments. */
	assert_int_equal(waitid(P_PID, (id_t)pid, &(siginfo_t){ 0 }, WEXITED | WNOWAIT), 0);
	ask(bench.inspector, pid, 1);
	answer = await(bench.inspector);
	assert_int_equal(answer.result, 0);
	assert_int_equal(answer.command.n, 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	ask(bench.inspector, pid, 1);
	answer = await(bench.inspector);
	assert_true(answer.result == -ENOENT || answer.result == -ESRCH);
	bench_done(&bench);
}

/* More than fit into any batch, asked while others are answered: each is answered once. */
static void test_thousands(void **state)
{
	static const int32_t pids[] = { 1, 850, 980, 4242, 2, 700 };
	enum { QUESTIONS = 10000, AHEAD = 3000 };
	static bool answered[QUESTIONS];
	struct bench bench;
	uint64_t asked = 0;

	(void)state;
	bench_init(&bench, "small", LIMIT);
	for (uint64_t i = 0; i < QUESTIONS; i++) {
		struct inspector_answer answer;
		const struct identity *identity = &answer.identity;

		for (; asked < QUESTIONS && asked < i + AHEAD; asked++)
			ask(bench.inspector, pids[asked % ARRAY_LEN(pids)], asked);
		assert_true(inspector_pending(bench.inspector) <= asked - i);
		answer = await(bench.inspector);
		assert_true(identity->id < asked && !answered[identity->id]);
		answered[identity->id] = true;
		assert_int_equal(identity->pid, pids[identity->id % ARRAY_LEN(pids)]);
		assert_int_equal(answer.result, identity->pid == 4242 ? -ENOENT : 0);
		if (identity->pid == 980)
			assert_true(bytes_starts_with(answer.command, "python3"));
	}
	assert_int_equal(inspector_pending(bench.inspector), 0);
	bench_done(&bench);
}

/* Ended at any time, with questions and answers that nobody waits for any more. */
static void test_end(void **state)
{
	(void)state;
	for (int round = 0; round < 50; round++) {
		struct inspector_answer answer;
		struct bench bench;

		bench_init(&bench, "small", LIMIT);
		for (int i = 0; i < round * 5; i++)
			ask(bench.inspector, 850, 1);
		for (int i = 0; i < round % 7; i++)
			(void)inspector_take(bench.inspector, &answer);
		if (round % 3 == 1)
			(void)await(bench.inspector);
		bench_done(&bench);
	}
	assert_true(inspector_free(NULL));
}

/* What is no file as of /proc is an error, and nobody waits for its writer. */
static void test_fifo(void **state)
{
	char top[] = "/tmp/test_inspector.XXXXXX", path[128];
	struct inspector_answer answer;
	struct bench bench;

	(void)state;
	assert_non_null(mkdtemp(top));
	(void)snprintf(path, sizeof(path), "%s/7", top);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)snprintf(path, sizeof(path), "%s/7/cmdline", top);
	assert_int_equal(mkfifo(path, 0600), 0);
	bench_init(&bench, top, LIMIT);
	ask(bench.inspector, 7, 1);
	answer = await(bench.inspector);
	assert_true(answer.result < 0 && answer.result != -ETIMEDOUT);
	bench_done(&bench);
	assert_int_equal(unlink(path), 0);
	(void)snprintf(path, sizeof(path), "%s/7", top);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rmdir(top), 0);
}

/* ---------------------------------------------------------------- reads that never return */

enum { VICTIMS_MAX = INSPECTOR_STUCK_MAX + 1 };

/* mkproc, which holds the memory locks of some processes until it is told to let go. */
struct wedge {
	pid_t pid;
	int to;
	FILE *from;
	int32_t victims[VICTIMS_MAX];
};

static void run_mkproc(const int *in, const int *out, unsigned victims)
{
	const char *top = getenv("top_builddir");
	char path[4096], count[16];

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	(void)snprintf(path, sizeof(path), "%s/tests/helpers/mkproc", top ? top : ".");
	(void)snprintf(count, sizeof(count), "%u", victims);
	(void)dup2(in[0], STDIN_FILENO);
	(void)dup2(out[1], STDOUT_FILENO);
	(void)close(in[1]); /* the end of its input is its end */
	(void)execl(path, path, "--seconds", "100", "wedge", count, (char *)NULL);
	_exit(77);
}

/* Lines "pid=N ...", then "ready". False: it cannot be had here. */
static bool read_victims(struct wedge *wedge, unsigned victims)
{
	char line[256];
	unsigned seen = 0;

	while (fgets(line, sizeof(line), wedge->from)) {
		if (strncmp(line, "ready", 5) == 0)
			return seen == victims;
		if (strncmp(line, "pid=", 4) == 0 && seen < victims)
			wedge->victims[seen++] = (int32_t)strtol(line + 4, NULL, 10);
	}
	return false;
}

static void wedge_done(struct wedge *wedge)
{
	int status;

	(void)close(wedge->to);
	(void)fclose(wedge->from);
	(void)waitpid(wedge->pid, &status, 0);
}

/* Skips the test where it cannot be had: no /dev/fuse, not root, no mkproc. */
static void wedge_init(struct wedge *wedge, unsigned victims)
{
	int in[2], out[2];

	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	wedge->pid = fork();
	assert_true(wedge->pid >= 0);
	if (wedge->pid == 0)
		run_mkproc(in, out, victims);
	(void)close(in[0]);
	(void)close(out[1]);
	wedge->to = in[1];
	wedge->from = fdopen(out[0], "r");
	assert_non_null(wedge->from);
	if (!read_victims(wedge, victims)) {
		wedge_done(wedge);
		print_message("no process can be wedged here: FUSE and root are needed\n");
		skip();
	}
}

static void wedge_release(struct wedge *wedge)
{
	assert_int_equal(write(wedge->to, "release\n", 8), 8);
}

static size_t count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir))
		count++;
	(void)closedir(dir);
	return count;
}

/* One is stuck: everybody else is answered before it is let go, and it afterwards. */
static void test_wedged(void **state)
{
	enum { QUESTIONS = 300 };
	struct inspector_answer answer;
	size_t answered = 0, stalled = 0, descriptors;
	struct wedge wedge;
	struct bench bench;

	(void)state;
	wedge_init(&wedge, 1);
	bench_init(&bench, "/proc", LIMIT);
	descriptors = count_descriptors();
	for (uint64_t i = 0; i < QUESTIONS; i++) {
		if (i == 10)
			ask(bench.inspector, wedge.victims[0], 5);
		ask(bench.inspector, (int32_t)getpid(), 1000 + i);
	}
	while (answered < QUESTIONS || stalled == 0) {
		assert_true(next_answer(bench.inspector, &answer));
		if (answer.identity.pid == wedge.victims[0]) {
			assert_int_equal(answer.identity.id, 5);
			assert_int_equal(answer.result, -ETIMEDOUT);
			stalled++;
		} else if (answer.result != -ETIMEDOUT) {
			assert_int_equal(answer.identity.pid, getpid());
			assert_int_equal(answer.result, 0);
			assert_true(answer.command.n > 0);
			answered++;
		}
	}
	assert_int_equal(stalled, 1);
	assert_int_equal(inspector_stuck(bench.inspector), 1);
	assert_int_equal(inspector_pending(bench.inspector), 0);
	wedge_release(&wedge);
	answer = await(bench.inspector);
	assert_int_equal(answer.identity.pid, wedge.victims[0]);
	assert_int_equal(answer.identity.id, 5);
	assert_int_not_equal(answer.result, -ETIMEDOUT);
	assert_int_equal(inspector_stuck(bench.inspector), 0);
	/* What was left behind has been cleared away. */
	assert_int_equal(count_descriptors(), descriptors);
	ask(bench.inspector, (int32_t)getpid(), 1);
	assert_int_equal(await(bench.inspector).result, 0);
	bench_done(&bench);
	wedge_done(&wedge);
}

/* Counts an answer, unless it says that there is none yet; its mark is the number. */
static void count_answer(unsigned *counts, const struct inspector_answer *answer)
{
	assert_true(answer->identity.id < VICTIMS_MAX + 2);
	counts[answer->identity.id] += answer->result != -ETIMEDOUT;
}

/* As many as may be are stuck: then questions wait, and are answered when it is over. */
static void test_all_wedged(void **state)
{
	unsigned counts[VICTIMS_MAX + 2] = { 0 };
	struct inspector_answer answer;
	struct wedge wedge;
	struct bench bench;

	(void)state;
	wedge_init(&wedge, VICTIMS_MAX);
	bench_init(&bench, "/proc", LIMIT);
	for (size_t i = 0; i < VICTIMS_MAX; i++)
		ask(bench.inspector, wedge.victims[i], i);
	ask(bench.inspector, (int32_t)getpid(), VICTIMS_MAX);
	while (inspector_stuck(bench.inspector) < INSPECTOR_STUCK_MAX) {
		assert_true(next_answer(bench.inspector, &answer));
		count_answer(counts, &answer);
	}
	ask(bench.inspector, (int32_t)getpid(), VICTIMS_MAX + 1);
	assert_true(inspector_pending(bench.inspector) >= 1);
	wedge_release(&wedge);
	while (inspector_pending(bench.inspector) > 0 || inspector_stuck(bench.inspector) > 0) {
		answer = await(bench.inspector);
		count_answer(counts, &answer);
	}
	while (inspector_take(bench.inspector, &answer))
		count_answer(counts, &answer);
	/* Each was answered, once. */
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		assert_int_equal(counts[i], 1);
	bench_done(&bench);
	wedge_done(&wedge);
}

/* The number is another's by now: his command line is not its. */
static void test_reused(void **state)
{
	struct identity other = { .pid = (int32_t)getpid(), .start = start_of(getpid()) - 1 };
	struct inspector_answer answer;
	struct bench bench;

	(void)state;
	bench_init(&bench, "/proc", LIMIT);
	inspector_ask(bench.inspector, &other);
	answer = await(bench.inspector);
	assert_int_equal(answer.result, -ESRCH);
	assert_int_equal(answer.command.n, 0);
	bench_done(&bench);
}

/* Ended while one is stuck: that is told. In a process of its own, for the thread stays. */
static int free_while_stuck(int32_t victim)
{
	struct inspector_answer answer;
	struct bench bench;

	bench_init(&bench, "/proc", LIMIT);
	ask(bench.inspector, victim, 1);
	if (!next_answer(bench.inspector, &answer) || answer.result != -ETIMEDOUT)
		return 1;
	return inspector_free(bench.inspector) ? 2 : 0;
}

static void test_free_wedged(void **state)
{
	struct wedge wedge;
	int status;
	pid_t pid;

	(void)state;
	wedge_init(&wedge, 1);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(free_while_stuck(wedge.victims[0]));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	wedge_done(&wedge);
}

int main(void)
{
	struct CMUnitTest answers[ARRAY_LEN(answer_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_self),	    cmocka_unit_test(test_vanished),
		cmocka_unit_test(test_reused),	    cmocka_unit_test(test_thousands),
		cmocka_unit_test(test_end),	    cmocka_unit_test(test_fifo),
		cmocka_unit_test(test_wedged),	    cmocka_unit_test(test_all_wedged),
		cmocka_unit_test(test_free_wedged),
	};
	int failed;

	test_table(answers, ARRAY_LEN(answers), answer_cases, sizeof(answer_cases[0]), test_answer);
	failed = cmocka_run_group_tests_name("inspector", answers, NULL, NULL);
	failed += cmocka_run_group_tests_name("inspector of living processes", others, NULL, NULL);
	return failed;
}
