/*
 * taskitems.h - the records of the task iterator, one by one: bytes to tasks
 *
 * What each record says for itself; what becomes of all of them is in
 * taskrecords.h. Bytes in, structs out: no I/O.
 */
#ifndef SOURCE_TASKITEMS_H
#define SOURCE_TASKITEMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "source/task_iter.h"

struct task;

/* The units of this machine. */
struct taskitems_units {
	uint64_t tick_ns, page_bytes;
};

/* One task of the raw bytes. */
struct taskitems_item {
	uint32_t pid;
	bool is_same, is_process;
	/* unless it is the same */
	struct bytes comm; /* in the raw bytes */
	struct task_iter_task task;
	struct task_iter_group group; /* if it is a process */
};

/* What adds up over the threads of a process; times in ns, utime and stime as sampled. */
struct taskitems_counters {
	uint64_t utime, stime, run, wait;
	uint64_t minflt, majflt;
	uint64_t voluntary, nonvoluntary;
	uint64_t rchar, wchar, read_bytes, write_bytes;
};

/*
 * Cuts the next one off. Returns 1; 0 if there is none, or not all of it: then *rest is
 * as it was.
 */
int taskitems_next(struct bytes *rest, struct taskitems_item *ret);

/* The thread's own; and those of the threads of its process that have ended. */
struct taskitems_counters taskitems_counters_of(const struct taskitems_item *item);
struct taskitems_counters taskitems_counters_of_dead(const struct taskitems_item *item);
void taskitems_counters_add(struct taskitems_counters *to, const struct taskitems_counters *from);

/* Puts them into a task, the sampled times scaled to the exact one. */
void taskitems_counters_set(const struct taskitems_counters *from, struct task *task);

/* All of a thread but its counters; all of a process but its counters, threads and user's name. */
void taskitems_thread(const struct taskitems_item *item, const struct taskitems_units *units,
		      struct task *ret);
void taskitems_process(const struct taskitems_item *item, const struct taskitems_units *units,
		       struct task *ret);

/* The letter that /proc prints for the kernel's bits of a state. */
char taskitems_state(uint32_t state, uint32_t exit_state);

/*
 * User and system time as /proc tells them: what the tick has sampled, scaled to
 * the exact sum.
 */
void taskitems_scale(uint64_t utime, uint64_t stime, uint64_t run_ns, uint64_t *ret_utime,
		     uint64_t *ret_stime);

#endif
