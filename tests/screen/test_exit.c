/*
 * test_exit.c - the ways out, and the terminal after them; stops, and terminals
 * that are slow or gone
 */
#include "../unit/test.h"

#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "program.h"

#define SMALL "--proc @small -o -user"

/* Sanitizers have handlers of their own for signals of crashes; here ours are tried. */
#define SANITIZER_QUIET \
	"exitcode=99:handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"

static const char *const crash_env[] = { "ASAN_OPTIONS=" SANITIZER_QUIET,
					 "UBSAN_OPTIONS=" SANITIZER_QUIET,
					 "TSAN_OPTIONS=" SANITIZER_QUIET, NULL };

/* Ways out: where one is, what ends it, with what status. */
static const struct way_out {
	const char *name;
	const char *keys; /* before it */
	const char *seen; /* then this is on the screen */
	int signal;
	int status;
} ways_out[] = {
	{ "SIGTERM", "Down", "F10Quit", SIGTERM, 128 + SIGTERM },
	{ "SIGINT", "Down", "F10Quit", SIGINT, 128 + SIGINT },
	{ "SIGHUP", "Down", "F10Quit", SIGHUP, 128 + SIGHUP },
	{ "SIGUSR1", "Down", "F10Quit", SIGUSR1, 128 + SIGUSR1 },
	{ "SIGUSR2", "Down", "F10Quit", SIGUSR2, 128 + SIGUSR2 },
	{ "SIGALRM", "Down", "F10Quit", SIGALRM, -SIGALRM },
	{ "SIGQUIT", "Down", "F10Quit", SIGQUIT, -SIGQUIT },
	{ "SIGSEGV", "Down", "F10Quit", SIGSEGV, -SIGSEGV },
	{ "SIGABRT", "Down", "F10Quit", SIGABRT, -SIGABRT },
	{ "SIGBUS", "Down", "F10Quit", SIGBUS, -SIGBUS },
	{ "SIGFPE", "Down", "F10Quit", SIGFPE, -SIGFPE },
	{ "SIGILL", "Down", "F10Quit", SIGILL, -SIGILL },
	{ "SIGTERM in a prompt", "/ x", "Search:", SIGTERM, 128 + SIGTERM },
	{ "SIGSEGV in a prompt", "/ x", "Search:", SIGSEGV, -SIGSEGV },
	{ "SIGABRT in a menu", "f", "Columns:", SIGABRT, -SIGABRT },
	{ "SIGINT in the help", "F1", "moving", SIGINT, 128 + SIGINT },
	{ "SIGKILL: nobody can help", "Down", "F10Quit", SIGKILL, -SIGKILL },
};

static void test_way_out(void **state)
{
	const struct way_out *c = *state;
	struct pt *pt = program_start(SMALL, (struct pt_options){ .env = crash_env });

	program_until_list(pt);
	pt_send(pt, c->keys);
	pt_until(pt, c->seen, 0);
	pt_quiet(pt, 50); /* a frame that is cut has half a sequence at its end */
	pt_signal(pt, c->signal);
	assert_int_equal(pt_quit(pt, NULL, 0), c->status);
	if (c->status < 0 && c->signal != SIGALRM && c->signal != SIGKILL)
		assert_true(pt_has(pt, "proctor: crashed (signal "));
}

static void test_harmless_signals(void **state)
{
	static const int harmless[] = { SIGPIPE, SIGWINCH, SIGCONT, SIGCHLD, SIGURG };
	struct pt *pt = program_list(SMALL);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(harmless); i++)
		pt_signal(pt, harmless[i]);
	pt_send(pt, "Down");
	program_until_cursor(pt, " 700 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_hangup(void **state)
{
	struct pt *pt = program_list(SMALL);

	(void)state;
	pt_hangup(pt);
	assert_int_equal(pt_end(pt, 0), 128 + SIGHUP);
}

/* A shell with job control, that goes on when it is told to. */
static struct pt *start_in_shell(void)
{
	static const char script[] =
		"set -m; \"$PROCTOR\" --proc \"$top_srcdir/tests/proc/small\"; "
		"echo stopped $?; read -r line; fg >/dev/null; echo ended $?";
	static const char *const argv[] = { "sh", "-c", script, NULL };
	struct pt *pt = pt_start(&(struct pt_options){ .argv = argv });

	program_until_list(pt);
	return pt;
}

static void test_job_control(void **state)
{
	struct pt *pt = start_in_shell();

	(void)state;
	pt_send(pt, "Down");
	program_until_cursor(pt, " 700 ");
	pt_quiet(pt, 50);
	pt_send(pt, "C-z");
	pt_until(pt, "stopped 148", 0);
	assert_false(pt_alt_screen(pt));
	/* the size changes while it cannot see it */
	pt_resize(pt, 30, 100);
	pt_type(pt, "\r");
	pt_until_row(pt, 29, "F10Quit", 0);
	program_until_cursor(pt, " 700 ");
	pt_send(pt, "Down");
	program_until_cursor(pt, " 801 ");
	pt_send(pt, "q");
	pt_until(pt, "ended 0", 0);
	assert_int_equal(pt_quit(pt, NULL, 0), 0);
}

/* Whether it has begun to use the screen so often, and uses it. */
static bool has_entered(struct pt *pt, const void *arg)
{
	size_t n, count = 0;
	const char *at = pt_bytes(pt, &n);
	const char *end = at + n;

	for (; (at = memmem(at, (size_t)(end - at), "\033[?1049h", 8)) != NULL; at++)
		count++;
	return count == *(const size_t *)arg && pt_alt_screen(pt);
}

/* Nobody could continue it: it goes on by itself. */
static void test_stop_without_shell(void **state)
{
	static const size_t two = 2, three = 3;
	struct pt *pt = program_list(SMALL);

	(void)state;
	pt_signal(pt, SIGTSTP);
	pt_until_true(pt, has_entered, &two, 0);
	pt_send(pt, "Down");
	program_until_cursor(pt, " 700 ");
	pt_quiet(pt, 50);
	pt_send(pt, "C-z");
	/* what is typed before is not for it but for a shell */
	pt_until_true(pt, has_entered, &three, 0);
	pt_send(pt, "Down");
	program_until_cursor(pt, " 801 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_stop_that_cannot_be_caught(void **state)
{
	struct pt *pt = program_list(SMALL);

	(void)state;
	pt_signal(pt, SIGSTOP);
	pt_resize(pt, 30, 100);
	pt_send(pt, "Down");
	pt_signal(pt, SIGCONT);
	pt_until_row(pt, 29, "F10Quit", 0);
	program_until_cursor(pt, " 700 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* So many whole screens that they cannot all be under way: nobody reads them. */
static void flood(struct pt *pt)
{
	char keys[512];

	memset(keys, 'L' & 0x1f, sizeof(keys));
	for (int i = 0; i < 6; i++)
		pt_write(pt, keys, sizeof(keys));
}

static void test_slow_terminal(void **state)
{
	struct pt *pt = program_list(SMALL " -t");

	(void)state;
	flood(pt);
	pt_type(pt, "jt");
	pt_send(pt, "Down");
	program_until_cursor(pt, " 700 ");
	pt_until(pt, "F5Tree", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* A terminal that takes nothing any more does not keep it from ending. */
static void test_stuck_terminal(void **state)
{
	struct pt *pt = program_start(SMALL, (struct pt_options){ .skip = PT_SKIP_LINT });
	struct pollfd fd = { .events = POLLIN };

	(void)state;
	program_until_list(pt);
	flood(pt);
	fd.fd = pidfd_open(pt_pid(pt), 0);
	assert_true(fd.fd >= 0);
	pt_signal(pt, SIGTERM);
	assert_int_equal(poll(&fd, 1, 20000), 1);
	(void)close(fd.fd);
	assert_int_equal(pt_quit(pt, NULL, 0), 128 + SIGTERM);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_harmless_signals),
		cmocka_unit_test(test_hangup),
		cmocka_unit_test(test_job_control),
		cmocka_unit_test(test_stop_without_shell),
		cmocka_unit_test(test_stop_that_cannot_be_caught),
		cmocka_unit_test(test_slow_terminal),
		cmocka_unit_test(test_stuck_terminal),
	};
	struct CMUnitTest tests[ARRAY_LEN(ways_out) + ARRAY_LEN(others)];

	test_table(tests, ARRAY_LEN(ways_out), ways_out, sizeof(ways_out[0]), test_way_out);
	memcpy(tests + ARRAY_LEN(ways_out), others, sizeof(others));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("exit", tests, NULL, NULL);
}
