#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/die.h"

static int report_fd;

static void hook(void)
{
	(void)!write(report_fd, "hook, ", 6);
}

static void say_and_die(void)
{
	die("%d of %s", 3, "them");
}

static void die_with_hook(void)
{
	die_set_hook(hook);
	die("message");
}

static void die_without_hook_again(void)
{
	die_set_hook(hook);
	die_set_hook(NULL);
	die("message");
}

static void grow_too_far(void)
{
	size_t capacity = 0;
	volatile size_t need = SIZE_MAX / 2;

	(void)die_grow(NULL, &capacity, need, 4);
}

struct death_case {
	const char *name;
	void (*act)(void);
	const char *message;
};

static const struct death_case death_cases[] = {
	{ "a message with arguments", say_and_die, "proctor: 3 of them\n" },
	{ "the hook comes first", die_with_hook, "hook, proctor: message\n" },
	{ "the hook was taken back", die_without_hook_again, "proctor: message\n" },
	{ "an array whose size in bytes is no number", grow_too_far,
	  "proctor: out of memory: 9223372036854775807 elements of 4 bytes asked for\n" },
};

/* What the child wrote to standard error and how it ended. */
static void test_death(void **state)
{
	const struct death_case *c = *state;
	char said[256];
	size_t length = 0;
	int fds[2], status;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		const struct rlimit none = { 0, 0 };

		(void)setrlimit(RLIMIT_CORE, &none);
		(void)signal(SIGABRT, SIG_DFL); /* the test program has a handler */
		report_fd = fds[1];
		(void)dup2(fds[1], STDERR_FILENO);
		c->act();
		_exit(0);
	}
	(void)close(fds[1]);
	while ((got = read(fds[0], said + length, sizeof(said) - 1 - length)) > 0)
		length += (size_t)got;
	said[length] = '\0';
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_string_equal(said, c->message);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void test_memory(void **state)
{
	static const char zeros[64];
	char *a = die_malloc(0), *b = die_calloc(0, 8), *c = die_calloc(8, 8),
	     *d = die_strdup("text");

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	assert_memory_equal(c, zeros, 64);
	assert_string_equal(d, "text");
	d = die_realloc(d, 100);
	assert_string_equal(d, "text");
	d = die_realloc(d, 0);
	assert_non_null(d);
	free(a);
	free(b);
	free(c);
	free(d);
}

static void test_grow(void **state)
{
	size_t capacity = 0, moves = 0;
	uint32_t *array = NULL;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		size_t before = capacity;

		array = die_grow(array, &capacity, i + 1, sizeof(array[0]));
		assert_true(capacity > i);
		moves += capacity != before;
		array[i] = i;
	}
	for (uint32_t i = 0; i < 100000; i++)
		assert_int_equal(array[i], i);
	assert_true(moves < 40); /* by half each time, not by one */
	/* Enough is enough. */
	assert_ptr_equal(die_grow(array, &capacity, 5, sizeof(array[0])), array);
	free(array);

	capacity = 0;
	array = die_grow(NULL, &capacity, 0, sizeof(array[0]));
	assert_non_null(array);
	free(array);
}

int main(void)
{
	struct CMUnitTest deaths[ARRAY_LEN(death_cases)];
	static const struct CMUnitTest memory[] = {
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_grow),
	};
	int failed;

	test_table(deaths, ARRAY_LEN(deaths), death_cases, sizeof(death_cases[0]), test_death);
	failed = cmocka_run_group_tests_name("die", deaths, NULL, NULL);
	failed += cmocka_run_group_tests_name("die_malloc and others", memory, NULL, NULL);
	return failed;
}
