/*
 * pidstat.h - /proc/PID/stat and /proc/PID/task/TID/stat: one line of numbers
 *
 * Bytes in, struct out: no I/O, no allocation, no state. The numbers are those of
 * proc(5), in its units, except where said.
 */
#ifndef PROC_PIDSTAT_H
#define PROC_PIDSTAT_H

#include <stdint.h>

#include "base/bytes.h"

/* Bits of flags that mean the same on every kernel. */
#define PIDSTAT_EXITING	   UINT32_C(0x00000004)
#define PIDSTAT_WQ_WORKER  UINT32_C(0x00000020)
#define PIDSTAT_FORKNOEXEC UINT32_C(0x00000040)
#define PIDSTAT_KTHREAD	   UINT32_C(0x00200000)

struct pidstat {
	int32_t pid;
	/* borrowed from the text: raw bytes between the first ( and the last ) */
	struct bytes comm;
	char state; /* the letter, also one that we do not know */
	int32_t ppid;
	int32_t pgrp;
	int32_t session;
	int32_t tty_nr;
	int32_t tpgid; /* -1: none */
	uint32_t flags;
	uint64_t minflt, cminflt, majflt, cmajflt;
	uint64_t utime, stime;	/* ticks; the whole thread group in /proc/PID/stat */
	int64_t cutime, cstime; /* ticks; of children waited for */
	int32_t priority;
	int32_t nice;
	uint32_t num_threads;
	uint64_t starttime; /* ticks after boot, in the reader's time namespace */
	uint64_t vsize;	    /* bytes */
	uint64_t rss;	    /* pages */
	uint64_t startcode; /* 1 where it is not permitted */
	int32_t processor;
	uint32_t rt_priority;
	uint32_t policy;
	uint64_t blkio_ticks;
	uint64_t guest_time; /* ticks, inside utime already */
	int32_t exit_code;   /* wait status; 0 too where it is not permitted */
};

/*
 * Parses the whole text of the file. Fields that an old kernel does not print
 * (from rt_priority on) are 0. Returns 0, -ENODATA (empty: the process is going
 * away) or -EBADMSG. *ret is set on 0 and else left alone.
 */
int pidstat_parse(struct bytes text, struct pidstat *ret);

#endif
