/*
 * taskstats.h - messages of taskstats: the account of a thread that exits
 *
 * Bytes in, struct out: no I/O, no allocation, no state. The kernel's structure grows with its
 * version, at its end; version 15 alone put new members in between.
 */
#ifndef PROC_TASKSTATS_H
#define PROC_TASKSTATS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { TASKSTATS_COMM_MAX = 16 };

/* Times and sizes are those of the thread but for those of the group. */
struct taskstats_exit {
	int32_t tid;
	int32_t pid; /* of its process; 0: not told (before version 12) */
	char comm[TASKSTATS_COMM_MAX];
	uint32_t exit_code; /* as of wait(2) */
	uint32_t uid;
	int32_t ppid;
	bool is_last;	       /* of its process (version 12: else only where there is a group) */
	uint64_t cpu_ns;       /* exact; by ticks where the kernel was built without */
	uint64_t group_cpu_ns; /* of all threads of the process; 0: not told */
	uint64_t utime_ns, stime_ns; /* by ticks */
	uint64_t elapsed_ns;
	uint64_t peak_rss, peak_virt;
	uint64_t rchar, wchar, read_bytes, write_bytes;
	uint64_t minflt, majflt;
};

/*
 * Cuts off the next message; the datagram is aligned to 4. Returns 1; 0 at the end; or
 * -EBADMSG: the rest makes no sense and is empty then. Messages without an account are skipped.
 */
int taskstats_next(struct bytes *rest, struct taskstats_exit *ret);

#endif
