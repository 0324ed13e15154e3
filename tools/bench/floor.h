/*
 * floor.h - what the bare reads cost: no program that reads this way can cost less
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdbool.h>
#include <stdint.h>

enum floor_kind {
	FLOOR_ITERATOR, /* a pass of the task iterator in which it writes every record */
	FLOOR_CHANGES,	/* a pass in which it writes only what changed */
	FLOOR_OPEN,	/* openat, read, close of each stat */
	FLOOR_KEPT,	/* pread of each stat from a descriptor that stays open */
	FLOOR_KINDS,
};

enum { FLOOR_REASON_MAX = 128 };

struct floor_result {
	uint64_t cpu_ns;	       /* of a pass; 0: it could not be measured */
	char reason[FLOOR_REASON_MAX]; /* why not */
};

/* Borrowed. */
const char *floor_name(enum floor_kind kind);

/*
 * Measures a pass a second, for some seconds, in a process of its own, run as that
 * user (NULL: ours): over all processes, or over all threads of all; the iterator
 * always passes all threads. What is read is not looked at. Gives the median.
 */
void floor_measure(enum floor_kind kind, bool threads, const char *user, struct floor_result *ret);

#endif
