/*
 * stormload.h - starts the program that makes short processes (storm.c), and ends it
 *
 * It is a process group of its own that is ended as a whole, ends with the benchmark whatever
 * becomes of it, and after its time in any case.
 */
#ifndef BENCH_STORMLOAD_H
#define BENCH_STORMLOAD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct storm_counts;

struct stormload {
	pid_t group;
	struct storm_counts *counts;
};

/*
 * rate: processes a second, 0: as many as it can. program: NULL: they are forked and end at
 * once. seconds: at most. Returns 0 or negative errno.
 */
int stormload_start(struct stormload *load, unsigned rate, const char *program, unsigned seconds);

/* Processes that it has made and reaped. */
uint64_t stormload_forks(const struct stormload *load);

/* Ends and reaps all of it. */
void stormload_end(struct stormload *load);

#endif
