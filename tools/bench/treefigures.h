/*
 * treefigures.h - what the program that times trees (treetime.c) says, and the aims of it
 */
#ifndef BENCH_TREEFIGURES_H
#define BENCH_TREEFIGURES_H

/* ms of CPU, medians, of 20,000 processes; 0: not measured. */
struct treefigures {
	double update;
	double descendants; /* of PID 1 */
};

/* Runs it, prints its table. Returns 0 or negative errno: it is not there, or failed. */
int treefigures_run(struct treefigures *ret);

/* Rows of the table of aims: what there are figures for. */
void treefigures_aims(const struct treefigures *figures);

#endif
