/* bpfcheck.c - see bpfcheck.h */
#include "source/bpfcheck.h"

#include <stdint.h>
#include <unistd.h>

#include "proc/pidstat.h"
#include "source/taskrecords.h"
#include "sys/procdir.h"

#define MIB (UINT64_C(1024) * 1024)

/* Wrong places give no such number; we take memory ourselves between the two readings. */
static bool is_near(uint64_t a, uint64_t b, uint64_t slack)
{
	return a <= b + slack && b <= a + slack;
}

/* All that does not move between the two readings; the rest must at least be there. */
static bool agrees(const struct task *task, const struct pidstat *stat, uint64_t page_bytes)
{
	return task->ppid == stat->ppid && task->pgrp == stat->pgrp &&
	       task->session == stat->session && task->tty_nr == stat->tty_nr &&
	       task->identity.start == stat->starttime && task->nice == stat->nice &&
	       task->priority == stat->priority && task->num_threads == stat->num_threads &&
	       is_near(task->vsize, stat->vsize, MIB) && task->uid == geteuid() &&
	       is_near(task->rss, stat->rss * page_bytes, 8 * MIB) && task->run_ns > 0 &&
	       bytes_same(task->comm, stat->comm);
}

bool bpfcheck_self(const struct procdir *procdir, struct taskrecords *records,
		   struct snapshot *scratch)
{
	struct procdir_buffer buffer = { 0 };
	const struct task *task;
	struct pidstat stat;
	struct bytes text;
	bool result = false;

	if (procdir_read_at(procdir_fd(procdir), "self/stat", &buffer, 0, &text) == 0 &&
	    pidstat_parse(text, &stat) == 0 && taskrecords_end(records, 0, scratch) == 0) {
		task = snapshot_task_find(scratch, stat.pid);
		result = task && agrees(task, &stat, records->units.page_bytes);
	}
	procdir_buffer_done(&buffer);
	return result;
}
