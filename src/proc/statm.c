/* statm.c - see statm.h; the kernel's side is proc_pid_statm(), fs/proc/array.c */
#include "proc/statm.h"

#include <errno.h>

#include "proc/field.h"

/* The order of the file. */
enum {
	SIZE,
	RESIDENT,
	SHARED,
	TEXT,
	LIB, /* always 0 */
	DATA,
	COUNT /* one more follows, "dirty", always 0 */
};

int statm_parse(struct bytes text, struct statm *ret)
{
	uint64_t pages[COUNT];

	if (text.n == 0)
		return -ENODATA;
	if (field_numbers(text, pages, COUNT) != COUNT)
		return -EBADMSG;
	*ret = (struct statm){
		.size = pages[SIZE],
		.resident = pages[RESIDENT],
		.shared = pages[SHARED],
		.text = pages[TEXT],
		.data = pages[DATA],
	};
	return 0;
}
