/*
 * systemfiles.h - the files of the whole machine into a struct system
 */
#ifndef SOURCE_SYSTEMFILES_H
#define SOURCE_SYSTEMFILES_H

#include "snap/snapshot.h"

struct procdir;
struct procdir_buffer;

/*
 * Fills ret->system and the clocks of the snapshot. What is not there has no bit; nothing is
 * an error.
 */
void systemfiles_read(const struct procdir *procdir, struct procdir_buffer *buffer,
		      struct snapshot *ret);

#endif
