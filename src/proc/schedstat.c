/* schedstat.c - see schedstat.h; the kernel's side is proc_pid_schedstat(), fs/proc/base.c */
#include "proc/schedstat.h"

#include <errno.h>

#include "base/macros.h"
#include "proc/field.h"

int schedstat_parse(struct bytes text, struct schedstat *ret)
{
	uint64_t numbers[3];

	if (text.n == 0)
		return -ENODATA;
	if (field_numbers(text, numbers, ARRAY_LEN(numbers)) != ARRAY_LEN(numbers))
		return -EBADMSG;
	*ret = (struct schedstat){
		.run_ns = numbers[0],
		.wait_ns = numbers[1],
		.slices = numbers[2],
	};
	return 0;
}
