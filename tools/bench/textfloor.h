/*
 * textfloor.h - bare reads of the stat files
 */
#ifndef BENCH_TEXTFLOOR_H
#define BENCH_TEXTFLOOR_H

#include <stdbool.h>
#include <stddef.h>

struct textfloor;

/*
 * Lists what there is: processes, or all threads of all. kept: opens them all, too.
 * Returns 0 and an owned *ret, or negative errno: -EMFILE where there may not be as
 * many descriptors. It lives as long as the process.
 */
int textfloor_new(bool threads, bool kept, struct textfloor **ret);

/* Reads them all once. */
void textfloor_pass(struct textfloor *textfloor);

#endif
