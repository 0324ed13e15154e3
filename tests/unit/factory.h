/*
 * factory.h - live processes from tests/helpers/mkproc, as long as a test needs them
 */
#ifndef TESTS_UNIT_FACTORY_H
#define TESTS_UNIT_FACTORY_H

#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FACTORY_PIDS = 16 };

struct factory {
	pid_t pid; /* mkproc's */
	int to;	   /* its input: the end of it is its end */
	FILE *from;
	int32_t pids[FACTORY_PIDS]; /* what it has made */
	size_t count;
};

static inline void factory_run(const int *in, const int *out, const char *kind,
			       const char *argument)
{
	const char *top = getenv("top_builddir");
	char path[4096];

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	(void)snprintf(path, sizeof(path), "%s/tests/helpers/mkproc", top ? top : ".");
	(void)dup2(in[0], STDIN_FILENO);
	(void)dup2(out[1], STDOUT_FILENO);
	(void)execl(path, path, "--seconds", "100", kind, argument, (char *)NULL);
	_exit(127);
}

/* Lines "pid=N ...", then "ready". */
static inline bool factory_read(struct factory *factory)
{
	char line[256];

	while (fgets(line, sizeof(line), factory->from)) {
		if (strncmp(line, "ready", 5) == 0)
			return true;
		if (strncmp(line, "pid=", 4) == 0 && factory->count < FACTORY_PIDS)
			factory->pids[factory->count++] = (int32_t)strtol(line + 4, NULL, 10);
	}
	return false;
}

static inline void factory_stop(struct factory *factory)
{
	(void)close(factory->to);
	(void)fclose(factory->from);
	(void)waitpid(factory->pid, NULL, 0);
}

/* argument may be NULL. False: that kind cannot be had here, and nothing is left of it. */
static inline bool factory_start(struct factory *factory, const char *kind, const char *argument)
{
	int in[2], out[2];

	*factory = (struct factory){ 0 };
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	factory->pid = fork();
	assert_true(factory->pid >= 0);
	if (factory->pid == 0)
		factory_run(in, out, kind, argument);
	(void)close(in[0]);
	(void)close(out[1]);
	factory->to = in[1];
	factory->from = fdopen(out[0], "r");
	assert_non_null(factory->from);
	if (factory_read(factory))
		return true;
	factory_stop(factory);
	return false;
}

#endif
