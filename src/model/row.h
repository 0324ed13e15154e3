/*
 * row.h - a process or a thread, as two samples saw it
 *
 * Plain data, made by world_update() and read only by all others.
 */
#ifndef MODEL_ROW_H
#define MODEL_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "model/attributes.h"
#include "snap/task.h"

struct ending;
struct sighting;
struct world;

/* In place of the index of a row: there is none. */
#define ROW_NONE UINT32_MAX

struct row {
	const struct task *task;
	const struct sighting *sighting; /* of the task in the present snapshot */
	struct identity identity;	 /* of the task */
	bool is_thread;
	/*
	 * It has ended, this is how, and task is what was known of it; or it stands for several
	 * that came and went. NULL: it lives
	 */
	const struct ending *ending;
	bool born; /* started in this interval: its counters began at zero */
	/*
	 * The same task in the sample before; NULL: it was not there, or the interval
	 * was dropped (suspend), or this is the first sample. It is `task` itself if
	 * nothing has changed.
	 */
	const struct task *before;
	/* between the two reads; of a new one, the interval of the samples; 0: no rates yet */
	double seconds;
	/*
	 * CPU time of those below it that ended in the interval: what came to it when it waited for
	 * them and is nobody else's, and what is theirs by their accounts
	 */
	uint64_t children_ns, ended_ns;
	struct attributes *attributes; /* of the process; borrowed */
	const struct world *world;
	uint32_t parent;      /* row of its parent (of a thread: of its process) or ROW_NONE */
	uint32_t first_child; /* rows; threads are no children here */
	uint32_t next_sibling;
	uint32_t process; /* row of its process; of a process its own */
	/*
	 * Its place in a walk from parents to children, threads directly behind their process,
	 * and the place behind all that is below it: see tree_is_under().
	 */
	uint32_t enter, leave;
	uint32_t walk; /* row whose place is the index of this one: all of them in order */
};

/*
 * CPU time that the task itself has used since the sample before (since its start, if it is new
 * or there is nothing to compare with), in ns; children not included. Text counts the time
 * of a process in ticks; of one with a single thread there is a count in ns as well, and the
 * growth is that of the finer one, where both samples have it.
 */
uint64_t row_cpu_ns(const struct row *row);

/* The CPU time of a task's whole life by then, by the finest count that it has. */
uint64_t row_task_cpu_ns(const struct task *task);

#endif
