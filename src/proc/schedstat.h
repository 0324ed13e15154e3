/*
 * schedstat.h - /proc/PID/schedstat: exact CPU time and waiting time of one thread
 */
#ifndef PROC_SCHEDSTAT_H
#define PROC_SCHEDSTAT_H

#include <stdint.h>

#include "base/bytes.h"

struct schedstat {
	uint64_t run_ns;  /* on a CPU */
	uint64_t wait_ns; /* runnable, waiting for one */
	uint64_t slices;
};

/* Returns 0, -ENODATA (empty) or -EBADMSG. */
int schedstat_parse(struct bytes text, struct schedstat *ret);

#endif
