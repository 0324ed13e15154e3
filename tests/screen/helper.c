/* helper.c - see helper.h */
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum {
	WORDS_MAX = 16,
	PATH_MAX_BYTES = 512,
	UNSUPPORTED = 77, /* exit status of mkproc */
	TEXT_MAX = 64 * 1024,
	WAIT_MS = 60000,
};

struct helper {
	struct helper *next;
	pid_t pid;
	int in, out;
	size_t n;
	char text[TEXT_MAX];
};

static struct helper *helpers;

/* Words, cut in place, behind the `count` that are there. */
static void cut(char *text, const char *words[WORDS_MAX], size_t count)
{
	char *rest = text, *word;

	while ((word = strsep(&rest, " ")) != NULL) {
		if (word[0] != '\0' && count + 1 < WORDS_MAX)
			words[count++] = word;
	}
	words[count] = NULL;
}

static pid_t spawn_helper(const char *const *argv, int in, int out)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

/* Reads until it is ready or has ended; false if neither in time. */
static bool await_ready(struct helper *helper)
{
	struct pollfd fd = { .fd = helper->out, .events = POLLIN };

	while (strstr(helper->text, "ready\n") == NULL) {
		ssize_t n = -1;

		if (poll(&fd, 1, WAIT_MS) > 0)
			n = read(helper->out, helper->text + helper->n,
				 sizeof(helper->text) - 1 - helper->n);
		if (n <= 0)
			return n == 0;
		helper->n += (size_t)n;
	}
	return true;
}

static int end_helper(struct helper *helper)
{
	int status = 0;

	for (struct helper **at = &helpers; *at != NULL; at = &(*at)->next) {
		if (*at == helper) {
			*at = helper->next;
			break;
		}
	}
	(void)close(helper->in); /* it ends with its input */
	(void)waitpid(helper->pid, &status, 0);
	(void)close(helper->out);
	free(helper);
	return status;
}

struct helper *helper_start(const char *words)
{
	struct helper *helper = calloc(1, sizeof(*helper));
	char path[PATH_MAX_BYTES], text[256];
	const char *argv[WORDS_MAX] = { path, "--seconds", "100" };
	const char *top = getenv("top_builddir");
	int in[2], out[2], status;

	assert_non_null(helper);
	(void)snprintf(path, sizeof(path), "%s/tests/helpers/mkproc", top == NULL ? "." : top);
	(void)snprintf(text, sizeof(text), "%s", words);
	cut(text, argv, 3);
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	*helper = (struct helper){ .next = helpers, .in = in[1], .out = out[0] };
	helper->pid = spawn_helper(argv, in[0], out[1]);
	assert_true(helper->pid > 0);
	helpers = helper;
	(void)close(in[0]);
	(void)close(out[1]);
	assert_true(await_ready(helper));
	if (strstr(helper->text, "ready\n") != NULL)
		return helper;
	status = end_helper(helper);
	assert_int_equal(WEXITSTATUS(status), UNSUPPORTED);
	skip();
	return NULL;
}

pid_t helper_number(const struct helper *helper, const char *key, size_t n)
{
	char word[64];
	const char *at = helper->text;

	(void)snprintf(word, sizeof(word), "%s=", key);
	while ((at = strstr(at, word)) != NULL) {
		at += strlen(word);
		if (n-- == 0)
			return (pid_t)strtol(at, NULL, 10);
	}
	fail_msg("mkproc has not said %s", word);
	return -1;
}

const char *helper_text(const struct helper *helper)
{
	return helper->text;
}

void helper_say(struct helper *helper, const char *line)
{
	assert_int_equal(write(helper->in, line, strlen(line)), (ssize_t)strlen(line));
}

void helper_end(struct helper *helper)
{
	(void)end_helper(helper);
}

void helper_end_all(void)
{
	while (helpers != NULL)
		(void)end_helper(helpers);
}
