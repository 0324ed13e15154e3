/*
 * io.h - /proc/PID/io: bytes read and written
 */
#ifndef PROC_IO_H
#define PROC_IO_H

#include <stdint.h>

#include "base/bytes.h"

struct io {
	uint64_t rchar, wchar; /* bytes through read() and write(), pipes and terminals too */
	uint64_t syscr, syscw; /* calls */
	uint64_t read_bytes, write_bytes; /* bytes from and to storage */
	uint64_t cancelled_write_bytes;
};

/* All seven lines in any order, others skipped; one missing is -EBADMSG, an empty text -ENODATA. */
int io_parse(struct bytes text, struct io *ret);

#endif
