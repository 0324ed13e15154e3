/*
 * draft.h - one task as it is being read, before it becomes a version and a sighting
 */
#ifndef SOURCE_DRAFT_H
#define SOURCE_DRAFT_H

#include <stdint.h>

#include "snap/snapshot.h"

struct versions;

struct draft {
	struct task task;
	struct task_text text;
	uint64_t sampled_ns;
};

/* To the last byte: drafts are compared as bytes. */
void draft_clear(struct draft *draft);

/*
 * The sighting of the draft: last, if the task is as it was, else a new version; and
 * what was read as text, in the snapshot's arena.
 */
struct sighting draft_sighting(const struct draft *draft, struct versions *versions,
			       const struct task *last, struct arena *arena);

/* What was read as text, in the arena; NULL where nothing was read. */
const struct task_text *draft_text(const struct task_text *text, struct arena *arena);

#endif
