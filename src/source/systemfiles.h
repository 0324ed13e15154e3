/*
 * systemfiles.h - the files of the whole machine into a struct system
 */
#ifndef SOURCE_SYSTEMFILES_H
#define SOURCE_SYSTEMFILES_H

#include "snap/snapshot.h"

struct procdir;
struct procdir_buffer;

enum { SYSTEMFILES_COUNT = 7 };

/* The descriptors on them, which stay open. */
struct systemfiles {
	const struct procdir *procdir;
	int fds[SYSTEMFILES_COUNT]; /* -1: not open */
};

/* procdir is borrowed. */
void systemfiles_init(struct systemfiles *files, const struct procdir *procdir);
void systemfiles_done(struct systemfiles *files);

/*
 * Fills ret->system and the clocks of the snapshot. What is not there has no bit; nothing is
 * an error.
 */
void systemfiles_read(struct systemfiles *files, struct procdir_buffer *buffer,
		      struct snapshot *ret);

/* Just the clocks. */
void systemfiles_clocks(struct snapshot *ret);

#endif
