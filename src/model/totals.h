/*
 * totals.h - the machine as a whole over one interval
 */
#ifndef MODEL_TOTALS_H
#define MODEL_TOTALS_H

#include <stddef.h>
#include <stdint.h>

#include "snap/snapshot.h"

/*
 * Shares of the time of one CPU, or of all of them: each 0 to 1, sum 1 (0 before the second
 * sample).
 */
struct totals_cpu {
	uint32_t number; /* N of cpuN; UINT32_MAX: all of them */
	double user, nice, system, irq, softirq, steal, iowait, idle; /* guest is in user */
};

struct totals {
	size_t processes, threads,
		kernel_threads; /* threads of user processes, their first ones included */
	size_t running, sleeping, disk, stopped, zombie, idle,
		other;	       /* processes by state, kernel threads too */
	struct totals_cpu cpu; /* all */
	struct totals_cpu *cpus;
	size_t cpu_count, cpu_capacity;
	double busy;	     /* CPUs: 1.5 = one and a half */
	double rows;	     /* CPUs that the rows account for */
	double children;     /* CPUs of children that came and went, seen through their parents */
	double ended;	     /* CPUs of those that ended in the interval, told by their accounts */
	double interrupts;   /* CPUs: irq and softirq */
	double unattributed; /* busy - rows - ended - children - interrupts, at least 0 */
	size_t endings;	     /* processes that ended in the interval, as far as is known */
	size_t unseen;	     /* of these, those that came and went: they had no row */
	double forks, switches; /* a second */
};

/*
 * The shares of the interval between two samples of the kernel's counters.
 * Counters that went back count nothing. seconds 0: only the counts are set.
 */
void totals_cpus(struct totals *totals, const struct snapshot *before, const struct snapshot *now,
		 double seconds);

/* Counts the tasks of a snapshot by kind and state. */
void totals_tasks(struct totals *totals, const struct snapshot *now);

void totals_done(struct totals *totals);

#endif
