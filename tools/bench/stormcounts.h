/*
 * stormcounts.h - what the workers of a storm have done, in memory that the benchmark shares
 */
#ifndef BENCH_STORMCOUNTS_H
#define BENCH_STORMCOUNTS_H

#include <stdint.h>

enum {
	STORM_WORKERS = 2, /* as many as make two cores busy */
	STORM_COUNTS_SIZE = 4096,
};

/* Each worker writes its own, on a cache line of its own. */
struct storm_counts {
	struct {
		_Alignas(64) volatile uint64_t forks;
	} of[STORM_WORKERS];
};

#endif
