/*
 * taskrecords.h - the records of the task iterator into tasks: threads summed to
 * processes, the dead ones' share added
 *
 * Bytes in, structs out: no I/O. The records come in no order that matters; what
 * is cut off or makes no sense is left out.
 */
#ifndef SOURCE_TASKRECORDS_H
#define SOURCE_TASKRECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/hash.h"
#include "snap/snapshot.h"

struct source_request;

/* Tasks that fit behind those of a build, for who has to add some. */
enum { TASKRECORDS_SPARE = 64 };

struct taskrecords {
	uint64_t tick_ns, page_bytes;
	uint64_t start_shift_ns; /* what /proc adds to a start: the time namespace of the reader */
	struct hash by_pid;	 /* of the last build: PID to place in tasks */
};

void taskrecords_init(struct taskrecords *records, uint64_t tick_ns, uint64_t page_bytes);
void taskrecords_done(struct taskrecords *records);

/*
 * Builds tasks and, of the processes for which the request wants them, threads in
 * the snapshot's arena, sorted. sampled_ns: when the records were taken. Sets
 * TASK_STAT, STATM, STATUS, IO and SCHEDSTAT of each; TASK_USER without the
 * user's name. Returns the number of tasks (threads) in the records.
 */
size_t taskrecords_build(struct taskrecords *records, struct bytes raw,
			 const struct source_request *request, uint64_t sampled_ns,
			 struct snapshot *ret);

/*
 * User and system time as /proc tells them: what the tick has sampled, scaled to
 * the exact sum.
 */
void taskrecords_scale(uint64_t utime, uint64_t stime, uint64_t run_ns, uint64_t *ret_utime,
		       uint64_t *ret_stime);

/* The letter that /proc prints for the kernel's bits of a state. */
char taskrecords_state(uint32_t state, uint32_t exit_state);

#endif
