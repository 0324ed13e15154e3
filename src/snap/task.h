/*
 * task.h - one process or one thread, as it was for one sample or for several
 *
 * Plain data, filled once by a source and never changed again: a version of the
 * task. As long as nothing about it changes, the samples share one version, so two
 * that differ in their address only do not exist side by side for long. A field is
 * valid only if the bit of its file is in `have`; a bit in `denied` says that the
 * file was there and refused. Neither: not asked for, or not there. Times are in
 * ns, sizes in bytes: ticks, pages and kB end in source/.
 */
#ifndef SNAP_TASK_H
#define SNAP_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* What a task is read from; also what a column needs (struct column, needs). */
enum task_file {
	TASK_STAT = 1 << 0,	 /* stat: always read */
	TASK_STATM = 1 << 1,	 /* statm: shr */
	TASK_STATUS = 1 << 2,	 /* status: swap, switches, parts of rss */
	TASK_IO = 1 << 3,	 /* io */
	TASK_SCHEDSTAT = 1 << 4, /* schedstat; of a process: summed over its threads */
	TASK_USER = 1 << 5,	 /* the owner of the directory: effective uid */
	TASK_CGROUP = 1 << 6,	 /* cgroup */
	TASK_WCHAN = 1 << 7,	 /* wchan */
	TASK_OOM = 1 << 8,	 /* oom_score, oom_score_adj */
	TASK_EXE = 1 << 9,	 /* the link exe; readlink does not block */
	TASK_ID = 1 << 10,	 /* the inode of its pidfd, though its start time would do */
	/* read by an inspector thread, never by a source: it can block for ever */
	TASK_COMMAND = 1 << 16, /* cmdline */
};

/* Which of the needs a source fills. */
#define TASK_SOURCE_MASK UINT32_C(0xffff)

/* Which of them are in struct task_text, with bits of their own. */
#define TASK_TEXT_MASK ((uint32_t)(TASK_CGROUP | TASK_WCHAN | TASK_OOM | TASK_EXE))

/*
 * Who a task is. Two samples are of the same task if all agree (id only where both
 * have one): a PID alone is a name that gets reused.
 *
 * The id may be missing wherever PID and start say enough, and source/procfs.h says when
 * they do: a task that was seen after the tick in which it started cannot be taken for
 * another one, for whoever gets its PID later starts in a later tick.
 */
struct identity {
	int32_t pid;	/* TID for a thread */
	bool thread;	/* the thread, not the process whose first thread has the same number */
	uint64_t start; /* ticks after boot, as /proc prints it */
	uint64_t id;	/* pidfs inode, see sys/pidfs.h; 0: not known */
};

bool task_identity_equal(const struct identity *a, const struct identity *b);

struct task {
	struct identity identity;
	uint32_t have, denied; /* enum task_file, without those of struct task_text */

	/* Small ones of several files, side by side: there are many tasks. */
	bool is_thread; /* read from a task directory */
	bool has_mm;	/* TASK_STATUS: its memory fields are there */
	char state;	/* TASK_STAT: of the leader, as /proc says it */
	char busiest;	/* the busiest state of its threads where they were read, else state */
	uint32_t uid;	/* TASK_USER: effective */

	/* TASK_STAT */
	int32_t tgid; /* the process that it belongs to; its own pid if it is the process */
	int32_t ppid, pgrp, session, tty_nr, tpgid;
	uint32_t flags; /* PIDSTAT_ bits */
	int32_t priority, nice, processor;
	uint32_t rt_priority, policy;
	uint32_t num_threads;
	uint32_t padding; /* always 0, see below */
	uint64_t minflt, majflt;
	uint64_t utime_ns, stime_ns;   /* of the whole process, dead threads included */
	uint64_t cutime_ns, cstime_ns; /* of children waited for */
	uint64_t start_ns;	       /* CLOCK_BOOTTIME */
	uint64_t vsize, rss;
	uint64_t cgroup_id;  /* inode of its directory in version 2; 0: not known */
	uint64_t start_code; /* changes with exec where we may see it; else 1 */

	/* TASK_STATM */
	uint64_t shared;
	/* TASK_STATUS */
	uint64_t rss_anon, rss_file, rss_shmem, swap;
	/* context switches; of a process: from text those of its leader, else of all threads */
	uint64_t voluntary, nonvoluntary;
	/* TASK_IO */
	uint64_t rchar, wchar, read_bytes, write_bytes;
	/* TASK_SCHEDSTAT */
	uint64_t run_ns, wait_ns;

	/* What points elsewhere is at the end: all from `have` to here is compared as bytes. */
	struct bytes comm; /* TASK_STAT; raw bytes, borrowed from the version */
	struct bytes tty;  /* of tty_nr: "pts/0"; empty: none; borrowed from the source */
	struct bytes user; /* TASK_USER: name or number of uid; borrowed from the source */
};

/* What was read as text for one sample, mostly of the tasks that are on the screen. */
struct task_text {
	uint32_t have, denied; /* TASK_CGROUP, TASK_WCHAN, TASK_OOM, TASK_EXE */
	int32_t oom_score, oom_score_adj;
	struct bytes cgroup, wchan, exe; /* raw bytes, borrowed from the snapshot's arena */
};

bool task_is_kernel(const struct task *task);

/* A thread, not a process: read from a task directory. */
bool task_is_thread(const struct task *task);

/* The leader has exited and other threads live on: /proc shows it as a zombie. */
bool task_leader_exited(const struct task *task);

#endif
