/*
 * sibling.h - programs that are built beside the benchmark
 */
#ifndef BENCH_SIBLING_H
#define BENCH_SIBLING_H

#include <stddef.h>

enum { SIBLING_PATH_MAX = 512 };

/* Writes its path. Returns 0 or negative errno: it was not built. */
int sibling_path(const char *name, char ret[SIBLING_PATH_MAX]);

#endif
