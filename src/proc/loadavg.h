/*
 * loadavg.h - /proc/loadavg
 */
#ifndef PROC_LOADAVG_H
#define PROC_LOADAVG_H

#include <stdint.h>

#include "base/bytes.h"

struct loadavg {
	uint32_t centi[3];	 /* hundredths: 1, 5 and 15 minutes */
	uint64_t running, total; /* scheduling entities: threads */
	uint64_t last_pid;
};

/* Returns 0, -ENODATA (empty) or -EBADMSG. */
int loadavg_parse(struct bytes text, struct loadavg *ret);

#endif
