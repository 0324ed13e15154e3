/*
 * ttyio.h - the device under the terminal: bytes both ways, and nothing ever waits
 *
 * What is put goes out as the device takes it; the rest is kept.
 */
#ifndef TERM_TTYIO_H
#define TERM_TTYIO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "base/bytes.h"

struct ttyio {
	int fd;		       /* for both ways; -1: not open */
	bool blocks;	       /* fd shares its flags with other programs, so it may block */
	bool gone;	       /* hung up, or as good as that */
	unsigned empty_reads;  /* in a row */
	struct termios before; /* the modes as they were */
	char *out;	       /* under way: out[out_at] to out[out_n - 1] */
	size_t out_capacity;
	size_t out_n;
	size_t out_at;
};

/*
 * Opens the terminal that standard output, standard input or /dev/tty is. Returns 0 or -ENOTTY;
 * then nothing is to be closed.
 */
int ttyio_open(struct ttyio *tty);

/* Leaves the modes as they are. Fine also when not open. */
void ttyio_close(struct ttyio *tty);

/*
 * Sets the modes in which every byte comes and goes as it is; the keys of signals stay. Returns
 * 0 or -errno.
 */
int ttyio_set_modes(struct ttyio *tty);

/* The size that it reports; 0 where it does not know. */
void ttyio_size(const struct ttyio *tty, int *ret_lines, int *ret_columns);

/* Reads what is there. Returns the bytes, 0: nothing now, or -EIO: it has gone. size is not 0. */
ssize_t ttyio_read(struct ttyio *tty, char *ret, size_t size);

/* Copies the bytes behind what is under way. */
void ttyio_put(struct ttyio *tty, struct bytes bytes);

/* Writes what it takes. Returns 0: nothing is left, -EAGAIN: something is, or -EIO: it has gone. */
int ttyio_flush(struct ttyio *tty);

/* Whether something is under way. */
bool ttyio_is_busy(const struct ttyio *tty);

/*
 * Before we leave: what has been written in part is written to its end, if the terminal takes
 * it within a tenth of a second, for it may break off in the midst of a sequence; all else is
 * forgotten.
 */
void ttyio_finish(struct ttyio *tty);

/* Forgets what is under way. */
void ttyio_drop(struct ttyio *tty);

#endif
