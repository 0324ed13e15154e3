/*
 * tally.h - CPU time that a monitor gives to names, added up over its refreshes
 */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H

#include <stdbool.h>
#include <stddef.h>

/* What a monitor may say of the whole machine. */
enum tally_part {
	TALLY_BUSY,
	TALLY_ROWS,
	TALLY_ENDED,
	TALLY_CHILDREN,
	TALLY_INTERRUPTS,
	TALLY_UNATTRIBUTED,
	TALLY_PARTS
};

/* Sums over all refreshes; of CPU time in percent of one CPU. */
struct tally {
	size_t refreshes;
	double named;		/* of all rows */
	double storm;		/* of these, of the storm: its processes and their parents */
	double of[TALLY_PARTS]; /* where has_parts */
	bool has_parts;
	bool has_lost;
	double lost; /* events */
};

/* A row: name is what stands in the column of names or commands. Not NUL-terminated. */
void tally_row(struct tally *tally, const char *name, size_t length, double percent);

/* The mean of a sum. */
double tally_mean(const struct tally *tally, double sum);

#endif
