/*
 * gather.h - samples and command lines for batch mode: waits for them, and for signals
 *
 * Batch mode has no sampler thread: nobody would look at the screen meanwhile.
 * Command lines come from an inspector all the same: reading one can block.
 */
#ifndef BATCH_GATHER_H
#define BATCH_GATHER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/world.h"

struct gather;
struct procdir;
struct settings;
struct signalfd_siginfo;

/*
 * What is read follows from the settings, which are borrowed. SIGINT, SIGTERM and
 * SIGHUP come through a descriptor from now on unless they are ignored; SIGPIPE is ignored. Returns
 * 0 and *ret, owned, or negative errno.
 */
int gather_open(struct settings *settings, struct procdir *procdir, struct gather **ret);
void gather_close(struct gather *gather);

/* Takes one sample into the world. Returns 0 or negative errno. */
int gather_sample(struct gather *gather);

/* Borrowed. */
struct world *gather_world(struct gather *gather);

/* Reads these too (enum task_file), and of all processes. */
void gather_need(struct gather *gather, uint32_t needs);

enum gather_answer {
	GATHER_GO_ON,
	GATHER_WAKE, /* gather_wait() returns true at once */
	GATHER_END,  /* as every signal is without a handler */
};

/* Returns an enum gather_answer. */
typedef int gather_handler(void *context, const struct signalfd_siginfo *info);

/* More signals come the same way, and what they mean is decided by a handler. 0 or -errno. */
int gather_handle(struct gather *gather, const sigset_t *more, gather_handler *handler,
		  void *context);

/* Only the processes that were asked for are read: nothing adds up to the machine. */
bool gather_is_narrow(const struct gather *gather);

/*
 * Asks for the command line of a row, if it is not known; gather_answers() waits for all that
 * were asked for.
 */
void gather_ask(struct gather *gather, const struct row *row);
void gather_answers(struct gather *gather);

/* Waits until that time of CLOCK_MONOTONIC. Returns false at once after a signal. */
bool gather_wait(struct gather *gather, uint64_t until_ns);

/* The signal that came; 0: none. */
int gather_signal(const struct gather *gather);

#endif
