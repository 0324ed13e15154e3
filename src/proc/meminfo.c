/* meminfo.c - see meminfo.h; the kernel's side is meminfo_proc_show(), fs/proc/meminfo.c */
#include "proc/meminfo.h"

#include <errno.h>

#include "proc/field.h"

/* clang-format off */
static const char *const keys[MEMINFO_FIELD_COUNT] = {
	[MEMINFO_TOTAL]        = "MemTotal",
	[MEMINFO_FREE]         = "MemFree",
	[MEMINFO_AVAILABLE]    = "MemAvailable",
	[MEMINFO_BUFFERS]      = "Buffers",
	[MEMINFO_CACHED]       = "Cached",
	[MEMINFO_SWAP_CACHED]  = "SwapCached",
	[MEMINFO_SWAP_TOTAL]   = "SwapTotal",
	[MEMINFO_SWAP_FREE]    = "SwapFree",
	[MEMINFO_DIRTY]        = "Dirty",
	[MEMINFO_WRITEBACK]    = "Writeback",
	[MEMINFO_ANON]         = "AnonPages",
	[MEMINFO_MAPPED]       = "Mapped",
	[MEMINFO_SHMEM]        = "Shmem",
	[MEMINFO_SRECLAIMABLE] = "SReclaimable",
	[MEMINFO_SUNRECLAIM]   = "SUnreclaim",
	[MEMINFO_KERNEL_STACK] = "KernelStack",
	[MEMINFO_PAGE_TABLES]  = "PageTables",
	[MEMINFO_ZSWAP]        = "Zswap",
	[MEMINFO_ZSWAPPED]     = "Zswapped",
	[MEMINFO_HUGETLB]      = "Hugetlb",
};
/* clang-format on */

int meminfo_parse(struct bytes text, struct meminfo *ret)
{
	struct meminfo meminfo = { 0 };
	struct bytes key, value;

	while (field_next(&text, &key, &value)) {
		unsigned id = 0;

		while (id < MEMINFO_FIELD_COUNT && !bytes_equal(key, keys[id]))
			id++;
		if (id == MEMINFO_FIELD_COUNT)
			continue;
		if (field_kib(value, &meminfo.of[id]) < 0)
			return -EBADMSG;
		meminfo.have |= UINT32_C(1) << id;
	}
	if (meminfo.have == 0)
		return -ENODATA;
	*ret = meminfo;
	return 0;
}
