/*
 * cmdline.h - /proc/PID/cmdline: the arguments, NUL-separated
 */
#ifndef PROC_CMDLINE_H
#define PROC_CMDLINE_H

#include "base/bytes.h"

/*
 * The arguments without what is not one: the last NUL is dropped, and so is the
 * padding of a rewritten title (setproctitle: runs of NULs at the end). Empty
 * arguments in between are real and stay, and so does one that is the only one: the
 * slice is empty then, and has one argument. Returns 0 with a slice of text, or
 * -ENODATA: no bytes, a kernel thread, a zombie or one that wiped them (many NULs).
 */
int cmdline_parse(struct bytes text, struct bytes *ret);

/*
 * Cuts off the next argument of what cmdline_parse() returned, which has one more
 * than it has NULs. Returns 1 and sets *ret, or 0 at the end, which is rest->p == NULL:
 * an empty slice may be one empty argument yet.
 */
int cmdline_next(struct bytes *rest, struct bytes *ret);

#endif
