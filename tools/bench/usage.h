/*
 * usage.h - what a program and its children have used, as /proc tells it
 */
#ifndef BENCH_USAGE_H
#define BENCH_USAGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "descriptors.h"

struct usage {
	uint64_t run_ns; /* schedstat of all threads that are there; exact */
	uint64_t
		ticks_ns; /* utime + stime, and of children that were waited for; dead threads too */
	uint64_t rss, peak; /* VmRSS and VmHWM, bytes */
	struct descriptors descriptors;
	size_t threads;
};

/* Of a process and all its descendants, summed. Returns 0 or negative errno: it is gone. */
int usage_read(pid_t pid, struct usage *ret);

/*
 * CPU time between two readings: by schedstat, or, where threads ended in between
 * and took theirs along, by the coarser count that kept it.
 */
uint64_t usage_cpu_between(const struct usage *before, const struct usage *after);

#endif
