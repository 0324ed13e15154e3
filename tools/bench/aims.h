/*
 * aims.h - what proctor is meant to reach, beside what was measured
 */
#ifndef BENCH_AIMS_H
#define BENCH_AIMS_H

#include <stdbool.h>
#include <stddef.h>

struct scenario;

/*
 * Prints a line an aim, to standard output: those only for which there are figures.
 * root: whether the programs ran as root, for the aims differ.
 */
void aims_print(const struct scenario *scenarios, size_t count, bool root);

#endif
