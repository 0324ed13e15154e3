/*
 * view.h - rows in the order in which they are shown: sorted, filtered, as a tree
 *
 * A view looks at rows that somebody else owns and computes which of them are
 * shown, in which order and at which depth. It knows columns, nothing of
 * processes. Everything in it is iterative and O(n log n) at the worst; a tree of
 * any depth or width is fine.
 */
#ifndef TABLE_VIEW_H
#define TABLE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/column.h"

#define VIEW_ROOT UINT32_MAX

/* The rows that a view looks at. All borrowed, valid until the next view_update(). */
struct view_rows {
	const void *rows; /* count rows of row_size bytes, in a stable order (by PID, say) */
	size_t row_size;
	size_t count;
	/*
	 * For each row the index of its parent row or VIEW_ROOT. There are no cycles
	 * in it (should there be one, a row of it is taken for a root). NULL: there is
	 * no tree.
	 */
	const uint32_t *parents;
	/*
	 * A number that stays with a row's subject from one update to the next, for the
	 * frozen order. NULL: the order cannot be frozen.
	 */
	uint64_t (*key)(const void *row);
	/*
	 * Whether the row is a part of its parent and not a child: a thread, whose numbers
	 * its process has already. Left out of sums. NULL: none is.
	 */
	bool (*part)(const void *row);
};

struct view_plan {
	struct column_keys keys; /* none: the order of the rows */
	bool tree;		 /* tree order, siblings by the keys; else flat */
	bool frozen;		 /* keep the order of the last update, new rows behind (o) */
	/* Rows to show; NULL: all. In a tree the ancestors of a match stay, as context. */
	bool (*match)(const void *row, const void *context);
	/* Whether the row's children are hidden; NULL: nothing is folded. Only asked in a tree. */
	bool (*folded)(const void *row, const void *context);
	const void *context;
};

struct view_line {
	uint32_t row;	/* index into the rows */
	uint16_t depth; /* 0 at the root; capped at UINT16_MAX */
	bool last;	/* the last of its siblings that are shown */
	bool context;	/* shown only because something below it matches */
	bool has_children;
	bool folded;
	uint32_t hidden; /* rows below it that folding hides */
	uint32_t parent; /* line of its parent, or VIEW_ROOT */
};

struct view;

struct view *view_new(void);
void view_free(struct view *view);

/* Computes the lines anew. Of rows and plan only the rows' keys are kept (for the frozen order). */
void view_update(struct view *view, const struct view_rows *rows, const struct view_plan *plan);

/* The lines of the last update, borrowed until the next one. */
const struct view_line *view_lines(const struct view *view, size_t *ret_count);

/* How many rows matched (without those shown as context only), folded ones included. */
size_t view_matched(const struct view *view);

/*
 * The sum of the column over the row and all its descendants (of the rows and
 * parents of the last update, which must still be there). Computed once a column
 * and update for all rows, so asking for every visible cell is cheap. A column
 * without COLUMN_SUMS gives the row's own value.
 */
struct value view_sum(struct view *view, const struct view_rows *rows, uint32_t row,
		      const struct column *column);

#endif
