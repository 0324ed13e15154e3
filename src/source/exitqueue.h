/*
 * exitqueue.h - accounts of exits that wait for the event that they belong to
 *
 * The kernel sends the account first. Whoever drains the events first and the accounts then
 * has the account of each exit that he knows of, and some whose exits are still to come.
 */
#ifndef SOURCE_EXITQUEUE_H
#define SOURCE_EXITQUEUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "proc/taskstats.h"

/* One that waits. */
struct exitqueue_account {
	struct taskstats_exit exit;
	uint64_t came_ns; /* CLOCK_MONOTONIC */
	uint32_t next;	  /* of the same thread number; HASH_NONE: none */
	bool taken;
};

/* {0} is empty and fine. Memory until exitqueue_done(). */
struct exitqueue {
	struct exitqueue_account *of;
	size_t count, capacity;
	struct hash first; /* thread number -> the oldest of that number */
	size_t max;
};

void exitqueue_init(struct exitqueue *queue, size_t max);
void exitqueue_done(struct exitqueue *queue);

/* Copies it behind the others. With no room it is forgotten. */
void exitqueue_put(struct exitqueue *queue, const struct taskstats_exit *account);

/* Before a row of exitqueue_take(). */
void exitqueue_index(struct exitqueue *queue);

/*
 * The account of that exit: of those with its number and its code, the oldest. Borrowed, valid
 * until the next exitqueue_put(); NULL: none.
 */
const struct taskstats_exit *exitqueue_take(struct exitqueue *queue, int32_t tid,
					    uint32_t exit_code);

/* Forgets those that were taken, and those that are older than so many seconds. */
void exitqueue_sweep(struct exitqueue *queue, unsigned seconds);

#endif
