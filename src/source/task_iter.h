/*
 * task_iter.h - the records that the kernel side of the BPF source writes and the
 * user side reads
 *
 * Both sides include this, so it knows fixed-size types only and no other
 * header. The tasks come by number. One that is as it was when it was written last
 * gives its number with TASK_ITER_SAME, four bytes; any other one struct
 * task_iter_task, and the first thread of a process (pid == tgid) one struct
 * task_iter_group behind it. Records lie at any multiple of four bytes.
 *
 * How "as it was" is known: of each task two sums are kept (struct
 * task_iter_seen). The quick one is made of what changes when the task runs, and of
 * little else, so that it costs few cache misses: state, context switches, faults,
 * start, parent, priorities. Only if it differs, or the task may just be running, or is
 * a few seconds old, or every TASK_ITER_ROUNDS passes, is the whole record made, and it is
 * written only if its sum differs too. So what the
 * task does itself is seen at once, and what is done to a sleeper from outside
 * (memory taken from it, its control group, its session) after TASK_ITER_ROUNDS passes
 * at the latest.
 */
#ifndef SOURCE_TASK_ITER_H
#define SOURCE_TASK_ITER_H

enum {
	TASK_ITER_COMM = 16,
	TASK_ITER_LEVELS = 4, /* of PID namespaces inside each other; deeper readers take text */
	TASK_ITER_CPUS = 64,  /* whose parts of a counter are added; of more, the sum may lag */
	TASK_ITER_ROUNDS = 8, /* passes in which each task is looked at wholly once; 2^n */
};

/* In the place of the PID: the task is as it was. PIDs end at 2^22. */
#define TASK_ITER_SAME 0x80000000U

/* One thread. Times in ns; utime and stime are sampled by the tick, run_ns is exact. */
struct task_iter_task {
	unsigned int pid, tgid; /* in the PID namespace of the reader; 0: not visible there */
	unsigned int state, exit_state; /* the kernel's bits */
	unsigned int flags;
	int prio, static_prio;
	unsigned int rt_priority, policy, cpu;
	unsigned long long start_boottime;
	unsigned long long utime, stime, run_ns, wait_ns;
	unsigned long long minflt, majflt;
	unsigned long long voluntary, nonvoluntary;
	unsigned long long rchar, wchar, read_bytes, write_bytes;
	char comm[TASK_ITER_COMM]; /* NUL-padded; the kernel keeps no more */
};

/* What a process has once: behind its first thread. */
struct task_iter_group {
	unsigned int ppid, pgrp, session;
	unsigned int tty_nr; /* as stat prints it */
	unsigned int uid;    /* effective, in the initial user namespace */
	unsigned int nr_threads;
	unsigned int has_mm;
	unsigned int padding;		   /* 0 */
	unsigned long long pidfs_id;	   /* 0: this kernel has none */
	unsigned long long cgroup_id;	   /* version 2: the inode of its directory */
	unsigned long long cutime, cstime; /* children waited for */
	unsigned long long total_vm;	   /* pages */
	unsigned long long start_code;	   /* another one after exec */
	long long file_pages, anon_pages, shmem_pages, swap_pages;
	/* what its threads that have ended used, as in struct task_iter_task */
	unsigned long long utime, stime, run_ns;
	unsigned long long minflt, majflt;
	unsigned long long voluntary, nonvoluntary;
	unsigned long long rchar, wchar, read_bytes, write_bytes;
};

/* What the kernel side remembers of a task, in the slot of its number; 0: nothing. */
struct task_iter_seen {
	unsigned long long quick, whole;
};

_Static_assert(sizeof(struct task_iter_task) == 40 + 13 * 8 + TASK_ITER_COMM, "no padding");
_Static_assert(sizeof(struct task_iter_group) == 32 + 21 * 8, "no padding");

#endif
