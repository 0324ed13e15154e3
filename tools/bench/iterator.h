/*
 * iterator.h - bare passes of the task iterator of the BPF source
 *
 * The program is the one that proctor loads; what it writes is read and thrown away.
 */
#ifndef BENCH_ITERATOR_H
#define BENCH_ITERATOR_H

#include <stdbool.h>
#include <stddef.h>

struct iterator;

/*
 * Loads it. Returns 0 and an owned *ret, or negative errno and the reason. What is
 * loaded ends with the process; renames the calling thread.
 */
int iterator_new(struct iterator **ret, char *reason, size_t reason_size);

/*
 * Reads one pass to its end. whole: everything of every task is written; otherwise
 * only what has changed since the last pass. Returns 0 or negative errno.
 */
int iterator_pass(struct iterator *iterator, bool whole);

#endif
