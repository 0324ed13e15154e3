/*
 * median.h - the middle of some numbers
 */
#ifndef BENCH_MEDIAN_H
#define BENCH_MEDIAN_H

#include <stddef.h>

/* Sorts them. There is one at least. */
double median_of(double *numbers, size_t count);

#endif
