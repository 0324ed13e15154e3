/*
 * floor.h - what the bare reads cost: no program that reads text can cost less
 */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdbool.h>
#include <stdint.h>

enum floor_kind {
	FLOOR_OPEN, /* openat, read, close of each stat */
	FLOOR_KEPT, /* pread of each stat from a descriptor that stays open */
};

/*
 * Measures one pass a second, for some seconds, in a process of its own, run as
 * that user (NULL: ours): over all processes, or over all threads of all. Returns
 * CPU time a pass in ns, 0: it could not be measured.
 */
uint64_t floor_measure(enum floor_kind kind, bool threads, const char *user);

#endif
