/*
 * pane.h - a table that fills the screen: any columns over any rows
 *
 * Who opens it says what the rows are; cursor, order, search, filter and drawing are
 * here. The first line of its area is its own: title, how many, what narrows them.
 */
#ifndef WIDGETS_PANE_H
#define WIDGETS_PANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/column.h"
#include "widgets/grid.h"

struct filter;
struct filtererror;

enum { PANE_FILTER_MAX = 768, PANE_NOTE_MAX = 160 };

/* What a pane shows. Of the functions only `rows` has to be there; each gets the context. */
struct pane_content {
	const char *title; /* "Events" */
	const struct column_set *columns;
	/*
	 * The column by which the rows come in order already, small first: it sorts at first.
	 * NULL: they come in no order that a column tells.
	 */
	const char *order;
	/* What is new comes at the end: as long as the cursor is there, it stays there. */
	bool tail;
	/* The rows as they are now, borrowed until the next call. With a key where they move. */
	void (*rows)(void *context, struct view_rows *ret);
	/* A word on their state, "" for none. Returns whether it is an alert. */
	bool (*note)(void *context, char ret[PANE_NOTE_MAX]);
	/* As those of struct tablewidget_content, with the context of the content. */
	enum style (*row_style)(const void *row, const struct view_line *line, const void *context);
	enum style (*cell_style)(const void *row, const struct column *column, enum style style,
				 const void *context);
	/* Enter: the row under the cursor. */
	void (*enter)(void *context, const void *row);
	void *context;
};

struct pane {
	const struct pane_content *content; /* borrowed; NULL: not open */
	struct grid grid;
	struct column_choices choices;
	struct column_keys keys;
	char filter[PANE_FILTER_MAX]; /* "": none */
	struct filter *expression;    /* owned; NULL: the filter is a word, or none */
	uint64_t selected;	      /* the key of the row under the cursor */
	bool has_selected, at_end;
	uint64_t now_ns; /* CLOCK_REALTIME, for times */
};

/* Zeroed memory is one that is not open. It opens with the columns that are shown by default. */
void pane_open(struct pane *pane, const struct pane_content *content);
void pane_close(struct pane *pane);
bool pane_is_open(const struct pane *pane);

/* The rows, or how they are to be shown, have changed. */
void pane_update(struct pane *pane, uint64_t now_ns);

/* The cursor has been moved by the grid's or the widget's functions. */
void pane_cursor_moved(struct pane *pane);

/* The row under the cursor is entered, if the content can do that. */
void pane_enter(struct pane *pane);

/*
 * An expression over the columns, or a word that is in a cell of text or is an ID; "" passes
 * all. Returns 0, or -EINVAL with *error; then the filter before it stays. Then pane_update().
 */
int pane_set_filter(struct pane *pane, struct bytes text, struct filtererror *error);

/* Whether a cell of text has the needle in it, or one that is a name (a PID) is it. */
bool pane_contains(const struct pane *pane, const void *row, struct bytes needle);

void pane_draw(struct pane *pane, struct canvas *canvas, const struct rectangle *area);

#endif
