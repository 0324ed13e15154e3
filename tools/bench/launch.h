/*
 * launch.h - starts a program whose output we take
 */
#ifndef BENCH_LAUNCH_H
#define BENCH_LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

enum {
	LAUNCH_ARGUMENTS_MAX = 8,
	LAUNCH_LINES = 50, /* of the terminal */
	LAUNCH_COLUMNS = 200,
};

struct launch {
	/* NULL-terminated; the first is looked for in PATH. */
	const char *arguments[LAUNCH_ARGUMENTS_MAX];
	const char *home; /* directory for its settings */
	const char *user; /* who runs it; NULL: we */
	bool pipe;	  /* writes into a pipe and has no terminal */
};

/*
 * Starts it. Returns 0, its PID and our end of its terminal or pipe, which does not
 * block and is the caller's; or negative errno. A program that cannot be executed
 * ends at once.
 */
int launch_start(const struct launch *launch, pid_t *ret_pid, int *ret_fd);

/* Whether such a program is in PATH (or is a path to one). */
bool launch_has(const char *program);

/* Becomes that user and his groups for good (NULL: stays). Returns 0 or negative errno. */
int launch_become(const char *user);

#endif
