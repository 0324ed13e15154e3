/*
 * statm.h - /proc/PID/statm: memory in pages
 */
#ifndef PROC_STATM_H
#define PROC_STATM_H

#include <stdint.h>

#include "base/bytes.h"

struct statm {
	uint64_t size;	   /* pages: virtual */
	uint64_t resident; /* pages */
	uint64_t shared;   /* pages: resident, file and shmem */
	uint64_t text;	   /* pages */
	uint64_t data;	   /* pages: data and stack */
};

/*
 * Returns 0, -ENODATA (empty) or -EBADMSG. All zero: no memory of its own (zombie, kernel
 * thread).
 */
int statm_parse(struct bytes text, struct statm *ret);

#endif
