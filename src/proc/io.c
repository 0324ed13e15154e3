/* io.c - see io.h; the kernel's side is do_io_accounting(), fs/proc/base.c */
#include "proc/io.h"

#include <errno.h>

#include "proc/field.h"

/* The order of the file, which is not relied upon. */
enum { RCHAR, WCHAR, SYSCR, SYSCW, READ_BYTES, WRITE_BYTES, CANCELLED, COUNT };

static const char *const keys[COUNT] = {
	[RCHAR] = "rchar",
	[WCHAR] = "wchar",
	[SYSCR] = "syscr",
	[SYSCW] = "syscw",
	[READ_BYTES] = "read_bytes",
	[WRITE_BYTES] = "write_bytes",
	[CANCELLED] = "cancelled_write_bytes",
};

int io_parse(struct bytes text, struct io *ret)
{
	uint64_t of[COUNT] = { 0 };
	struct bytes key, value;
	unsigned have = 0;

	if (text.n == 0)
		return -ENODATA;
	while (field_next(&text, &key, &value)) {
		unsigned id = 0;

		while (id < COUNT && !bytes_equal(key, keys[id]))
			id++;
		if (id == COUNT)
			continue;
		if (bytes_to_u64(bytes_trim(value), &of[id]) < 0)
			return -EBADMSG;
		have |= 1U << id;
	}
	if (have != (1U << COUNT) - 1)
		return -EBADMSG;
	*ret = (struct io){
		.rchar = of[RCHAR],
		.wchar = of[WCHAR],
		.syscr = of[SYSCR],
		.syscw = of[SYSCW],
		.read_bytes = of[READ_BYTES],
		.write_bytes = of[WRITE_BYTES],
		.cancelled_write_bytes = of[CANCELLED],
	};
	return 0;
}
