/*
 * kstat.h - /proc/stat: the kernel's own counters
 *
 * The counters of one CPU may go back (iowait, hot-plug) and CPUs come and go:
 * whoever subtracts must saturate.
 */
#ifndef PROC_KSTAT_H
#define PROC_KSTAT_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct kstat_cpu {
	uint32_t number; /* N of cpuN; UINT32_MAX for the sum line */
	/* ticks; guest is in user too, guest_nice in nice */
	uint64_t user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice;
};

struct kstat {
	struct kstat_cpu all;
	uint64_t ctxt;	    /* context switches */
	uint64_t btime;	    /* seconds since 1970 */
	uint64_t processes; /* forks and clones since boot */
	uint64_t procs_running, procs_blocked;
	uint64_t intr, softirq; /* interrupts */
	size_t cpu_count;	/* cpuN lines in the text, also those that did not fit */
};

/*
 * Fills at most cpus_size CPUs in the order of the text (cpus may be NULL with
 * 0). Unknown lines are skipped; a missing "cpu" line is -EBADMSG, an empty text
 * -ENODATA. *ret and cpus are set on 0 only (call with a larger array when
 * ret->cpu_count > cpus_size).
 */
int kstat_parse(struct bytes text, struct kstat_cpu *cpus, size_t cpus_size, struct kstat *ret);

#endif
