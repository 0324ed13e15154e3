/*
 * witness.h - a source with events: another one's samples, and what happened between them
 */
#ifndef SOURCE_WITNESS_H
#define SOURCE_WITNESS_H

struct procdir;
struct source;

/*
 * Takes inner over; procdir is borrowed. Owned. Nothing is subscribed to before the first sample,
 * so that it is done by the thread that takes it.
 */
struct source *witness_new(struct source *inner, const struct procdir *procdir);

/* Whether events, and accounts of exits, are told of: NULL, or why not, a phrase. */
struct witness_state {
	const char *events_why, *accounts_why;
};

/* Of a source of witness_new(); subscribes. */
struct witness_state witness_state(struct source *source);

#endif
