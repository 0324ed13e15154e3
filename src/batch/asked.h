/*
 * asked.h - processes that were asked for by their numbers, and are not there
 */
#ifndef BATCH_ASKED_H
#define BATCH_ASKED_H

#include <stddef.h>
#include <stdint.h>

struct world;

/*
 * Says on standard error which of them are not there. Returns RUN_DONE: all are; RUN_GONE, or
 * RUN_DENIED where there are processes that may not be read and only one was asked for.
 */
int asked_check(const struct world *world, const int32_t *pids, size_t count);

/*
 * The exit status after all was written to a stream: RUN_DONE where the reader has gone,
 * RUN_FAILED where it cannot be written, which is said; else result.
 */
int asked_finish(int error, int result);

#endif
