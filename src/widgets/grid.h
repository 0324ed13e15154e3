/*
 * grid.h - a table on the screen: rows, their order, the cursor, what is searched for
 *
 * What the list of processes and every pane have in common. Knows no kind of rows.
 */
#ifndef WIDGETS_GRID_H
#define WIDGETS_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "table/view.h"
#include "widgets/tablewidget.h"

enum { GRID_SEARCH_MAX = 256 };

struct grid {
	struct view *view; /* owned */
	struct view_rows rows;
	struct tablewidget widget;
	char search[GRID_SEARCH_MAX]; /* what n and N look for; "": nothing */
};

/* A question to a row. */
typedef bool (*grid_test)(const void *row, const void *context);

void grid_init(struct grid *grid);
void grid_done(struct grid *grid);

/* Computes the lines anew. */
void grid_update(struct grid *grid, const struct view_plan *plan);

/* The row of a line, of the line under the cursor; NULL: there is none. */
const void *grid_row(const struct grid *grid, size_t line);
const void *grid_selected(const struct grid *grid);

/* The first line whose row passes; SIZE_MAX: none. */
size_t grid_find(const struct grid *grid, grid_test test, const void *context);

/*
 * Puts the cursor on the next (forward) or previous line whose row passes, from the cursor on
 * (its own line included if `here`), around the end. Returns whether there is one.
 */
bool grid_search(struct grid *grid, grid_test test, const void *context, unsigned flags);

enum grid_search_flags { GRID_FORWARD = 1 << 0, GRID_HERE = 1 << 1 };

/* Moves the columns under the first one; to where the last one begins. */
void grid_scroll(struct grid *grid, int columns);
void grid_scroll_end(struct grid *grid, const struct column_choices *choices);

/* Sorts by that column, its own way; again: the other way round. */
void grid_sort_by(struct column_keys *keys, const struct column *column);

/* The column beside the one that sorts, step to the right; NULL: there is none. */
const struct column *grid_sort_neighbour(const struct column_choices *choices,
					 const struct column_keys *keys, int step);

#endif
