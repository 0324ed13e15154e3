/*
 * treelabel.h - what a drawn tree says of a process or thread: name(pid,pgid,user) arguments
 */
#ifndef TREE_TREELABEL_H
#define TREE_TREELABEL_H

#include <stddef.h>

#include "base/bytes.h"

struct arena;
struct row;
struct treestyle;

struct treelabel {
	const struct treestyle *style; /* borrowed */
	struct arena *arena;	       /* borrowed: labels come out of it */
	size_t limit;		       /* columns of arguments that can be seen; 0: all */

	/* its own */
	char *text;
	size_t length, capacity;
};

/* Clean text, never empty. parent: whose user it may have changed from; NULL: there is none. */
struct bytes treelabel_process(struct treelabel *label, const struct row *row,
			       const struct row *parent);

/* The same of a thread; of all but the first one where thread is NULL. */
struct bytes treelabel_thread(struct treelabel *label, const struct row *process,
			      const struct row *thread);

void treelabel_done(struct treelabel *label);

#endif
