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

/*
 * A line of the screen as text that ends with a NUL: what is not ASCII is a space. Returns its
 * length; without a terminal emulator 0.
 */
size_t rows_line(const struct rows *rows, int line, char *ret, size_t size);

#endif
