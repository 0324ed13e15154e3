/*
 * uptime.h - /proc/uptime
 */
#ifndef PROC_UPTIME_H
#define PROC_UPTIME_H

#include <stdint.h>

#include "base/bytes.h"

struct uptime {
	uint64_t up_ns;	  /* since boot, suspend included */
	uint64_t idle_ns; /* summed over all CPUs; as much as fits, where it is more */
};

/* Returns 0, -ENODATA (empty) or -EBADMSG. */
int uptime_parse(struct bytes text, struct uptime *ret);

#endif
