/*
 * scenario.h - all programs in turn on the same swarm, and the floors beside them
 */
#ifndef BENCH_SCENARIO_H
#define BENCH_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contenders.h"
#include "floor.h"

struct choices;

enum scenario_kind {
	SCENARIO_PROCESSES,
	SCENARIO_BATCH,	 /* the same, as text into a pipe */
	SCENARIO_BEFORE, /* the same, again, with what SCENARIO_HIDDEN is compared with */
	SCENARIO_HIDDEN, /* and one process more, of many threads that are not shown */
	SCENARIO_THREADS,
};

enum { SCENARIO_TITLE_MAX = 96 };

/* Medians, in the units of the table. */
struct scenario_figures {
	bool there; /* it was measured */
	int error;  /* negative errno: it was tried and failed; 0: it did not, or was not tried */
	bool quit;  /* it always ended by its key */
	double cpu; /* ms a refresh */
	double rss, peak; /* MB */
	double first;	  /* ms to the first full screen; 0: none was seen */
	double bytes;	  /* a refresh */
	size_t kept;	  /* files of /proc/PID held open */
	double bpf;	  /* MB */
};

struct scenario {
	enum scenario_kind kind;
	size_t processes; /* of the swarm */
	char title[SCENARIO_TITLE_MAX];
	/* All processes that were there meanwhile: what differs much is others' doing. */
	size_t least, most;
	struct scenario_figures of[CONTENDERS_COUNT];
	double floors[FLOOR_KINDS];		     /* ms a pass; 0: not measured */
	char reasons[FLOOR_KINDS][FLOOR_REASON_MAX]; /* why not */
};

/* Measures; kind, processes and title are filled in before. */
void scenario_run(const struct choices *choices, struct scenario *scenario);

#endif
