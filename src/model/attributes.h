/*
 * attributes.h - what is read of a process seldom, because reading it can block
 *
 * The command line is read by an inspector thread, once for an identity and again after exec (or
 * when the row is looked at for long and the process has run: it may have rewritten its title).
 * Until then the row has its short name.
 */
#ifndef MODEL_ATTRIBUTES_H
#define MODEL_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct task;

enum attributes_state {
	ATTRIBUTES_UNKNOWN, /* never asked for */
	ATTRIBUTES_ASKED,   /* not answered yet */
	ATTRIBUTES_KNOWN,   /* command holds the arguments */
	ATTRIBUTES_EMPTY,   /* there is none: kernel thread, zombie, wiped */
	ATTRIBUTES_DENIED,
};

struct attributes {
	enum attributes_state state;
	/* the last question has not been answered for long: its memory lock is held */
	bool stalled;
	bool stale;	      /* asked again, the old answer still serves */
	bool has_run;	      /* since it was asked last, for all that is known */
	uint64_t asked_ns;    /* CLOCK_MONOTONIC, of the last question */
	uint64_t token;	      /* changes when the process may have exec'd */
	struct bytes command; /* NUL-separated arguments; owned */
};

struct attributes *attributes_new(void);
void attributes_free(struct attributes *attributes);

/* A number that changes with exec: made of what stat shows of the program. */
uint64_t attributes_token(const struct task *task);

/*
 * Whether the command line is to be read now: never asked, exec'd since, or, with
 * `watched` (it is on the screen), older than a few seconds, in which the process has run.
 */
bool attributes_is_due(const struct attributes *attributes, uint64_t token, uint64_t now_ns,
		       bool watched);

/* It has exec'd: what is known is that of another program. */
void attributes_outdated(struct attributes *attributes);

/* A question is on its way. */
void attributes_asked(struct attributes *attributes, uint64_t token, uint64_t now_ns);

/* The answer: 0 with the arguments (copied; empty: there is none), or negative errno. */
void attributes_answer(struct attributes *attributes, int result, struct bytes command);

#endif
