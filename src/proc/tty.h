/*
 * tty.h - the number of a terminal, as in stat, to its name
 */
#ifndef PROC_TTY_H
#define PROC_TTY_H

#include <stddef.h>
#include <stdint.h>

enum { TTY_NAME_MAX = 32 };

/*
 * Writes "pts/3", "tty1", "ttyS0", "console" or, for a driver that we do not
 * know, "4,200" (major, minor). 0, no terminal, is "". Returns the length.
 */
size_t tty_name(int32_t tty_nr, char ret[TTY_NAME_MAX]);

#endif
