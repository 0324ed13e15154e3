/*
 * pressure.h - /proc/pressure/{cpu,memory,io,irq}: time lost to a lack of something
 */
#ifndef PROC_PRESSURE_H
#define PROC_PRESSURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct pressure_line {
	bool there;
	uint32_t centi[3]; /* hundredths of a percent: 10, 60, 300 seconds */
	uint64_t total_us;
};

struct pressure {
	struct pressure_line some, full;
};

/* Returns 0, -ENODATA (empty, or neither line) or -EBADMSG. */
int pressure_parse(struct bytes text, struct pressure *ret);

#endif
