/*
 * taskrecords.h - the records of the task iterator into tasks: threads summed to
 * processes, the dead ones' share added
 *
 * Bytes in, structs out: no I/O. The kernel writes a task only if it has changed
 * (task_iter.h); here it is known what it was.
 */
#ifndef SOURCE_TASKRECORDS_H
#define SOURCE_TASKRECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "snap/snapshot.h"
#include "source/taskitems.h"

struct source_request;
struct taskrecords_group;
struct taskrecords_known;
struct versions;

/* Tasks that fit behind those of a build, for who has to add some. */
enum { TASKRECORDS_SPARE = 64 };

struct taskrecords_list {
	struct taskrecords_known *of; /* by TID */
	size_t count, capacity;
};

struct taskrecords {
	struct taskitems_units units;
	struct versions *versions; /* owned */
	/* Completes what a changed task is called, before it becomes a version. NULL: nothing. */
	void (*complete)(void *context, const struct task *last, struct task *task);
	void *context;
	const struct source_request *request; /* of this pass */

	/* what is known of each task, and what was before this pass */
	struct taskrecords_list now, before;
	size_t at;			  /* where the last search in before ended */
	int32_t last_tid;		  /* of this pass */
	struct taskrecords_group *groups; /* processes with several threads, in this pass */
	size_t group_count, group_capacity;
	struct hash by_tgid; /* to place in groups */
};

void taskrecords_init(struct taskrecords *records, uint64_t tick_ns, uint64_t page_bytes);
void taskrecords_done(struct taskrecords *records);

/* Begins a pass; the request is borrowed to its end. */
void taskrecords_begin(struct taskrecords *records, const struct source_request *request);

/*
 * Takes the records in, as they come; what is left of *raw is the beginning of one.
 * Returns 0; -ESTALE: one is as it was, and that is not known here; -EBADMSG: they make
 * no sense. After an error: taskrecords_forget().
 */
int taskrecords_feed(struct taskrecords *records, struct bytes *raw);

/*
 * Ends the pass: sightings of all processes and, of those for which the request wants
 * them, threads in the snapshot's arena, sorted. sampled_ns: when the records were taken.
 * TASK_STAT, STATM, STATUS, IO, SCHEDSTAT and USER of each are set; how the user and long
 * names are called is up to complete(). Returns 0; -ESTALE: threads are wanted that were
 * not before and have not changed.
 */
int taskrecords_end(struct taskrecords *records, uint64_t sampled_ns, struct snapshot *ret);

/* Forgets all: the next pass has to have every record. */
void taskrecords_forget(struct taskrecords *records);

/* Tasks, threads included, in the last pass. */
size_t taskrecords_count(const struct taskrecords *records);

#endif
