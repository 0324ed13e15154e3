/*
 * stormrun.h - monitors in turn beside a storm of processes that live a millisecond
 */
#ifndef BENCH_STORMRUN_H
#define BENCH_STORMRUN_H

#include <stdbool.h>
#include <stddef.h>

#include "tally.h"

struct choices;

enum {
	STORMRUN_RATE = 5000, /* of the steady storm, processes a second */
	STORMRUN_MONITORS_MAX = 16,
};

/* The first few, by which aims are told; there are more. */
enum stormrun_monitor {
	STORMRUN_NONE,
	STORMRUN_SCREEN,
	STORMRUN_TEXT_SCREEN,
	STORMRUN_RECORDS,
	STORMRUN_TEXT_RECORDS,
	STORMRUN_NOBODY_SCREEN,
	STORMRUN_NOBODY_RECORDS,
};

struct stormrun_figures {
	bool there;
	bool absent;  /* it is not installed */
	int error;    /* negative errno: it was tried and failed */
	double busy;  /* percent of one CPU: what was not idle */
	double ticks; /* the same by the kernel's ticks */
	double forks; /* of the storm, a second */
	double own;   /* CPU of the monitor, percent of one CPU */
	struct tally tally;
};

struct stormrun {
	bool steady; /* with a rate, forks only; else as fast as it can, with exec */
	struct stormrun_figures of[STORMRUN_MONITORS_MAX];
};

size_t stormrun_monitor_count(void);

/* What it is called in the report, with how it is run. Borrowed. */
const char *stormrun_monitor_name(size_t monitor);

/* What a process of the storm is. */
const char *stormrun_program(void);

/* Measures; steady is filled in before. Returns 0 or negative errno: there is no storm. */
int stormrun_run(const struct choices *choices, struct stormrun *run);

#endif
