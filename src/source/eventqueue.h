/*
 * eventqueue.h - events that were taken from the kernel and wait for a snapshot
 */
#ifndef SOURCE_EVENTQUEUE_H
#define SOURCE_EVENTQUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "snap/event.h"

struct cnproc;
struct procdir;
struct procdir_buffer;

/* {.max = N} is empty and fine. Memory until eventqueue_done(). */
struct eventqueue {
	struct event *of;
	size_t count, capacity;
	size_t max;
	size_t named;	   /* the first one that eventqueue_name() has not seen */
	uint64_t forks;	   /* all that ever came */
	uint64_t overflow; /* all for which there was no room */
};

void eventqueue_done(struct eventqueue *queue);

/* One of the connector's; what is not an event is left out. */
void eventqueue_put(struct eventqueue *queue, const struct cnproc *happened);

/*
 * Reads the names of programs that have just begun, of what was put since the last call. They
 * are only a few, or there is a storm, and then none is worth a read.
 */
void eventqueue_name(struct eventqueue *queue, const struct procdir *procdir,
		     struct procdir_buffer *buffer);

/* Forgets all, and gives back what a storm needed more. */
void eventqueue_clear(struct eventqueue *queue);

#endif
