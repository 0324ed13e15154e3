/*
 * contenders.h - the programs that are measured
 */
#ifndef BENCH_CONTENDERS_H
#define BENCH_CONTENDERS_H

#include <stdbool.h>

#include "launch.h"

/* The first is proctor with the source that it chooses, the second proctor with text. */
enum contenders_id {
	CONTENDERS_PROCTOR,
	CONTENDERS_TEXT,
	CONTENDERS_TOP,
	CONTENDERS_HTOP,
	CONTENDERS_BTOP,
	CONTENDERS_ATOP,
	CONTENDERS_PIDSTAT,
	CONTENDERS_GLANCES,
	CONTENDERS_COUNT,
};

enum contenders_mode {
	CONTENDERS_SCREEN,  /* processes on a terminal */
	CONTENDERS_THREADS, /* and their threads, each on a row */
	CONTENDERS_BATCH,   /* all rows as text, into a pipe */
};

/* Borrowed. */
const char *contenders_name(enum contenders_id id);

/* Keys that end it; NULL: SIGINT does. */
const char *contenders_quit(enum contenders_id id, enum contenders_mode mode);

/* Whether it is here and can do that at all. */
bool contenders_can(enum contenders_id id, enum contenders_mode mode);

/* Where proctor is; borrowed for good. */
void contenders_set_path(const char *path);

/* Writes the command line; what it points to is not owned. */
void contenders_fill(enum contenders_id id, enum contenders_mode mode, struct launch *launch);

#endif
