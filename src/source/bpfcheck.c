/* bpfcheck.c - see bpfcheck.h */
#include "source/bpfcheck.h"

#include <unistd.h>

#include "proc/pidstat.h"
#include "source/source.h"
#include "source/taskrecords.h"
#include "sys/procdir.h"

/* All that does not move between the two readings; the rest must at least be there. */
static bool agrees(const struct task *task, const struct pidstat *stat)
{
	return task->ppid == stat->ppid && task->pgrp == stat->pgrp &&
	       task->session == stat->session && task->tty_nr == stat->tty_nr &&
	       task->identity.start == stat->starttime && task->nice == stat->nice &&
	       task->priority == stat->priority && task->num_threads == stat->num_threads &&
	       task->vsize == stat->vsize && task->uid == geteuid() && task->rss > 0 &&
	       task->run_ns > 0 && bytes_same(task->comm, stat->comm);
}

bool bpfcheck_self(const struct procdir *procdir, struct taskrecords *records, struct bytes raw)
{
	const struct source_request request = { 0 };
	struct procdir_buffer buffer = { 0 };
	struct snapshot *snapshot = snapshot_new();
	const struct task *task;
	struct pidstat stat;
	struct bytes text;
	bool result = false;

	if (procdir_read_at(procdir_fd(procdir), "self/stat", &buffer, 0, &text) == 0 &&
	    pidstat_parse(text, &stat) == 0) {
		(void)taskrecords_build(records, raw, &request, 0, snapshot);
		task = snapshot_task_find(snapshot, stat.pid);
		result = task && agrees(task, &stat);
	}
	snapshot_free(snapshot);
	procdir_buffer_done(&buffer);
	return result;
}
