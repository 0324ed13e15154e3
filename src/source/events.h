/*
 * events.h - what the kernel tells of processes, kept until a snapshot takes it
 *
 * Joins the two ways in which it does: the proc connector says what happened and when, and
 * the account of an exit what the thread was and used. Either may be missing.
 */
#ifndef SOURCE_EVENTS_H
#define SOURCE_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct events;
struct procdir;
struct snapshot;

/* How large the kernel's buffers may be, and how many events wait here for a snapshot. */
struct events_limits {
	size_t connector_buffer, exitstats_buffer; /* 0: without */
	size_t waiting;				   /* beyond that they count as lost */
};

extern const struct events_limits events_limits;

/*
 * Subscribes. Never fails: what is not allowed, or makes no sense for that procdir (borrowed),
 * is left out. Owned.
 */
struct events *events_open(const struct procdir *procdir, const struct events_limits *limits);

/* NULL is fine. */
void events_close(struct events *events);

/* Why they are not told of, why exits come without accounts; a phrase, NULL: they do. */
const char *events_why(const struct events *events);
const char *events_accounts_why(const struct events *events);

/* Readable while there is something to drain; -1: never. Borrowed. */
int events_fd(const struct events *events);

/* Takes from the kernel what waits there. */
void events_drain(struct events *events);

/* For the caller who is about to take a sample: drains, as a mark for the losses. */
void events_begin(struct events *events);

/* Drains, and moves all there is into the snapshot, which was taken since events_begin(). */
void events_hand_over(struct events *events, struct snapshot *ret);

#endif
