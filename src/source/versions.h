/*
 * versions.h - the versions of all tasks: what has not changed since the last sample is
 * not stored again
 *
 * A source fills a draft of each task, by whatever way, and gets a version that is
 * alike: that of the sample before, if nothing differs, else a new one. Most tasks of
 * a machine do nothing most of the time, so three samples need the memory of little
 * more than one, and whoever joins two samples sees at once what has not moved.
 *
 * Versions that no snapshot has any more are used again (snap/lease.h). Used by one
 * thread; the snapshots may be anywhere.
 */
#ifndef SOURCE_VERSIONS_H
#define SOURCE_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snap/snapshot.h"

struct versions;

/* Owned; no snapshot made with it may be looked at after versions_free(). */
struct versions *versions_new(void);
void versions_free(struct versions *versions);

/* Begins a sample; what is taken from now on lives as long as that snapshot has it. */
void versions_begin(struct versions *versions, struct snapshot *snapshot);

/*
 * The version of a task in the sample before, or NULL; tid is 0 for the process
 * itself. It is found only if all is taken and asked for in one order: by process,
 * its threads by number, then the process. Else it costs a copy.
 */
const struct task *versions_last(struct versions *versions, int32_t pid, int32_t tid);

/*
 * A version like the draft: last, if that is not NULL and alike, else a copy, with its
 * name and the name of its terminal. Borrowed.
 */
const struct task *versions_take(struct versions *versions, const struct task *draft,
				 const struct task *last);

/* The version of the sample before, known to be as it was. */
const struct task *versions_keep(struct versions *versions, const struct task *last);

/* Ends the sample: what was not taken or kept is let go of. */
void versions_end(struct versions *versions);

/* Whether two are alike in all but where they lie. */
bool versions_alike(const struct task *a, const struct task *b);

/* How many it has in all, those that wait to be used again included. */
size_t versions_count(const struct versions *versions);

#endif
