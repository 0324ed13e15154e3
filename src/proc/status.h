/*
 * status.h - /proc/PID/status: what stat does not have
 *
 * Every line is optional; what was there is in `have`.
 */
#ifndef PROC_STATUS_H
#define PROC_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum status_have {
	STATUS_UID = 1 << 0,
	STATUS_GID = 1 << 1,
	STATUS_VM = 1 << 2, /* VmRSS and its parts: not of kernel threads and zombies */
	STATUS_SWAP = 1 << 3,
	STATUS_SWITCHES = 1 << 4,
	STATUS_KTHREAD = 1 << 5,
	STATUS_TGID = 1 << 6,
	STATUS_PPID = 1 << 7,
	STATUS_TRACER = 1 << 8,
	STATUS_RSS_PARTS = 1 << 9, /* RssAnon, RssFile, RssShmem: 4.5 */
	STATUS_NSPID = 1 << 10,
	STATUS_NAME = 1 << 11,
	STATUS_THREADS = 1 << 12,
};

struct status {
	uint32_t have;	   /* enum status_have */
	struct bytes name; /* borrowed, still escaped as the kernel does: \n and \\ */
	int32_t tgid, ppid, tracer;
	uint32_t uid[4], gid[4]; /* real, effective, saved, file system */
	uint64_t vm_peak, vm_size, vm_lock, vm_hwm, vm_rss;	   /* bytes */
	uint64_t rss_anon, rss_file, rss_shmem;			   /* bytes */
	uint64_t vm_data, vm_stk, vm_exe, vm_lib, vm_pte, vm_swap; /* bytes */
	uint32_t threads;
	uint64_t voluntary, nonvoluntary; /* context switches; of that one thread only */
	int32_t nspid;			  /* the number in the innermost PID namespace */
	bool kthread;
};

/*
 * A group of lines is there if all of it is; STATUS_VM goes by VmRSS alone, the rest of
 * its fields are 0 where they are not printed. Unknown lines are skipped; a line that
 * we know with a value that makes no sense is -EBADMSG, an empty text -ENODATA. *ret is
 * set on 0 only.
 */
int status_parse(struct bytes text, struct status *ret);

#endif
