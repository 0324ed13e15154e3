/*
 * meminfo.h - /proc/meminfo
 */
#ifndef PROC_MEMINFO_H
#define PROC_MEMINFO_H

#include <stdint.h>

#include "base/bytes.h"

enum meminfo_field {
	MEMINFO_TOTAL,
	MEMINFO_FREE,
	MEMINFO_AVAILABLE,
	MEMINFO_BUFFERS,
	MEMINFO_CACHED,
	MEMINFO_SWAP_CACHED,
	MEMINFO_SWAP_TOTAL,
	MEMINFO_SWAP_FREE,
	MEMINFO_DIRTY,
	MEMINFO_WRITEBACK,
	MEMINFO_ANON,
	MEMINFO_MAPPED,
	MEMINFO_SHMEM,
	MEMINFO_SRECLAIMABLE,
	MEMINFO_SUNRECLAIM,
	MEMINFO_KERNEL_STACK,
	MEMINFO_PAGE_TABLES,
	MEMINFO_ZSWAP,
	MEMINFO_ZSWAPPED,
	MEMINFO_HUGETLB,
	MEMINFO_FIELD_COUNT
};

struct meminfo {
	uint32_t have;			  /* bit 1 << field */
	uint64_t of[MEMINFO_FIELD_COUNT]; /* bytes */
};

/*
 * Unknown lines are skipped. Returns 0, -ENODATA (no line that we know) or -EBADMSG (one
 * that makes no sense).
 */
int meminfo_parse(struct bytes text, struct meminfo *ret);

#endif
