/*
 * heading.h - reads tables of text by the titles above them, as a person does
 *
 * Of top, pidstat, and what htop, atop and proctor show on a screen.
 */
#ifndef BENCH_HEADING_H
#define BENCH_HEADING_H

#include <stdbool.h>
#include <stddef.h>

struct tally;

enum { HEADING_CPUS = 2 };

/* Zeroed: no titles were seen yet. */
struct heading {
	size_t cpu_count;
	size_t cpu_ends[HEADING_CPUS]; /* columns just behind the titles of CPU time */
	size_t name_begins;
};

/* Takes a line of ASCII, titles or a row. Returns whether it was titles. */
bool heading_line(struct heading *heading, const char *line, size_t length, struct tally *tally);

#endif
