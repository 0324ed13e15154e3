/* loadavg.c - see loadavg.h; the kernel's side is loadavg_proc_show(), fs/proc/loadavg.c */
#include "proc/loadavg.h"

#include <errno.h>

#include "base/macros.h"
#include "proc/field.h"

/* "0.20 0.18 0.12 1/80 11206" */
int loadavg_parse(struct bytes text, struct loadavg *ret)
{
	struct loadavg loadavg = { 0 };
	struct bytes total;

	if (text.n == 0)
		return -ENODATA;
	for (size_t i = 0; i < ARRAY_LEN(loadavg.centi); i++) {
		if (field_hundredths_u32(bytes_next_word(&text), &loadavg.centi[i]) < 0)
			return -EBADMSG;
	}
	total = bytes_next_word(&text);
	if (bytes_to_u64(bytes_next(&total, '/'), &loadavg.running) < 0 ||
	    bytes_to_u64(total, &loadavg.total) < 0 ||
	    bytes_to_u64(bytes_next_word(&text), &loadavg.last_pid) < 0)
		return -EBADMSG;
	*ret = loadavg;
	return 0;
}
