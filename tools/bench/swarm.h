/*
 * swarm.h - idle processes and threads for a benchmark
 *
 * Each sleeps in pause(), and dies with the program that made it. Nothing is ever
 * ended but by the PIDs that were made here.
 */
#ifndef BENCH_SWARM_H
#define BENCH_SWARM_H

#include <stddef.h>
#include <sys/types.h>

struct swarm {
	pid_t *pids;
	size_t count, capacity;
};

/*
 * Adds processes, each with that many threads (1: its own only). Returns 0 when
 * all of them are there and idle, or negative errno: then it holds fewer.
 */
int swarm_add(struct swarm *swarm, size_t processes, size_t threads);

/* Ends and waits for them all, frees the list. */
void swarm_end(struct swarm *swarm);

#endif
