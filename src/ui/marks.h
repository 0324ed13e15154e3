/*
 * marks.h - a set of processes: the tagged ones, the folded ones
 *
 * Held by identity, so a mark never passes to another process with the same PID.
 */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "snap/task.h"

/* Zeroed memory is an empty set. */
struct marks {
	struct identity *of; /* owned */
	size_t count, capacity;
	struct hash index; /* of the identity's key to its place */
};

void marks_done(struct marks *marks);
bool marks_has(const struct marks *marks, const struct identity *identity);
void marks_set(struct marks *marks, const struct identity *identity, bool marked);
void marks_clear(struct marks *marks);

/* Forgets all for which keep() says no: processes that have ended. */
void marks_sweep(struct marks *marks,
		 bool (*keep)(const struct identity *identity, const void *context),
		 const void *context);

#endif
