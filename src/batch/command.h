/*
 * command.h - a command that is started, held until somebody watches, and waited for
 *
 * We are the subreaper of all that it starts: whoever outlives his parent becomes our
 * child, so that the last one to end is known and nobody's use of the CPU is lost.
 */
#ifndef BATCH_COMMAND_H
#define BATCH_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Of all that were waited for, by us or by their parents; as struct rusage has it. */
struct command_usage {
	uint64_t user_ns, system_ns;
	uint64_t maxrss; /* bytes, of the largest process */
	uint64_t minflt, majflt, voluntary, nonvoluntary;
	uint64_t read_bytes, write_bytes; /* storage, counted in blocks */
};

struct command {
	pid_t pid;
	int go_fd;		     /* what releases it; -1: it is released */
	int error_fd;		     /* why it could not be executed comes through it */
	uint64_t begun_ns, ended_ns; /* CLOCK_MONOTONIC; ended_ns 0: it runs */
	uint64_t last_ns;	     /* when the last one was waited for */
	int status;		     /* as of wait(2), once it has ended */
	uint64_t waited_for, failed; /* by us: processes, and those that did not exit(0) */
	struct command_usage usage;
};

/*
 * Forks. The child has our descriptors 0 to 2 and no others, signals as they were when we
 * started, and waits; so does nothing if we end before command_release(). To be called before
 * signals are blocked and threads are made. Returns 0 or negative errno.
 */
int command_fork(char *const *words, struct command *ret);

/* Lets it go. Returns 0 when it runs, or negative errno: it could not be executed and is gone. */
int command_release(struct command *command);

/* Instead of command_release(): it never was. */
void command_cancel(struct command *command);

/* Sends it a signal if it has not been waited for. */
void command_signal(const struct command *command, int number);

/* Waits for all that have ended by now. Returns whether there are any left. */
bool command_reap(struct command *command);

#endif
