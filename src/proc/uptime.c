/* uptime.c - see uptime.h; the kernel's side is uptime_proc_show(), fs/proc/uptime.c */
#include "proc/uptime.h"

#include <errno.h>

#include "base/macros.h"
#include "proc/field.h"

#define NS_PER_HUNDREDTH (NS_PER_SECOND / 100)

int uptime_parse(struct bytes text, struct uptime *ret)
{
	uint64_t up, idle;

	if (text.n == 0)
		return -ENODATA;
	if (field_hundredths(bytes_next_word(&text), &up) < 0 ||
	    field_hundredths(bytes_next_word(&text), &idle) < 0)
		return -EBADMSG;
	if (up > UINT64_MAX / NS_PER_HUNDREDTH)
		return -EBADMSG;
	*ret = (struct uptime){
		.up_ns = up * NS_PER_HUNDREDTH,
		/* 512 idle CPUs get there in 14 months */
		.idle_ns = MIN(idle, UINT64_MAX / NS_PER_HUNDREDTH) * NS_PER_HUNDREDTH,
	};
	return 0;
}
