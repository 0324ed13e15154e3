/*
 * rows.h - how many rows of processes a terminal shows
 */
#ifndef BENCH_ROWS_H
#define BENCH_ROWS_H

#include <stddef.h>

struct rows;

struct rows *rows_new(int lines, int columns);
void rows_free(struct rows *rows);

/* What the program wrote. */
void rows_feed(struct rows *rows, const char *bytes, size_t size);

/*
 * Rows with a number among their first words, behind frames and spaces: a process
 * by its PID. Without a terminal emulator: about that.
 */
int rows_count(const struct rows *rows);

#endif
