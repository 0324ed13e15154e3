/*
 * comm.h - /proc/PID/comm: the name of a thread, any bytes at all
 */
#ifndef PROC_COMM_H
#define PROC_COMM_H

#include "base/bytes.h"

/*
 * Drops the newline that the kernel adds; every other byte is the name's, also
 * newlines. Returns 0 with a slice of text, or -ENODATA (empty: going away).
 */
int comm_parse(struct bytes text, struct bytes *ret);

#endif
