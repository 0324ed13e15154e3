/*
 * tablewidget.h - draws a table: titles, rows, branches; knows no processes
 *
 * The widget holds where one looks: cursor, first line, horizontal scroll. What
 * it draws is handed to it each time.
 */
#ifndef WIDGETS_TABLEWIDGET_H
#define WIDGETS_TABLEWIDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/column.h"
#include "table/view.h"
#include "term/canvas.h"

/* A part of the screen. */
struct rectangle {
	int y, x, lines, columns;
};

enum { TABLEWIDGET_NOTE_MAX = 96 };

/* What is to be drawn; all borrowed for the call. */
struct tablewidget_content {
	const struct column_choices *choices;
	const struct column_keys *keys; /* the first one's title is marked */
	struct view *view;
	const struct view_rows *rows;
	bool tree, sums;
	uint64_t now_ns;     /* CLOCK_REALTIME, for times */
	struct bytes needle; /* marked where it occurs in text; empty: nothing */
	/* The style of a row, and of one cell of it (which gets the row's to start from). */
	enum style (*row_style)(const void *row, const struct view_line *line, const void *context);
	enum style (*cell_style)(const void *row, const struct column *column, enum style style,
				 const void *context);
	/*
	 * A word on the row in front of the text of the growing column, which is none of its
	 * value. Writes it, "" for none (as it is at first), and returns its style. NULL: never.
	 */
	enum style (*note)(const void *row, char ret[TABLEWIDGET_NOTE_MAX], const void *context);
	const void *context;
	enum style cursor_style;
};

struct tablewidget {
	size_t top;    /* first line that is shown */
	size_t cursor; /* line under the cursor */
	size_t count;  /* lines of the content, as of the last call */
	int page;      /* lines that fit, as of the last drawing */
	int scroll;    /* columns that are scrolled out at the left, behind the frozen first one */
	struct {
		int x, width;
		size_t choice;
	} titles[COLUMN_CHOICES_MAX]; /* where they were drawn last, for clicks */
	size_t title_count;
	struct rectangle area; /* where it was drawn last */
};

/* Draws titles on the first line of the area and rows below; brings the cursor into view. */
void tablewidget_draw(struct tablewidget *widget, const struct tablewidget_content *content,
		      struct canvas *canvas, const struct rectangle *area);

/* Moves the cursor by so many lines, or to a line; it stays within the lines. */
void tablewidget_move(struct tablewidget *widget, long lines);
void tablewidget_go(struct tablewidget *widget, size_t line);

/* Moves what is shown, and the cursor only as far as it has to (wheel). */
void tablewidget_scroll(struct tablewidget *widget, long lines);

/* The cursor goes to another line and stays at its place on the screen, if it can. */
void tablewidget_follow(struct tablewidget *widget, size_t line);

/* The place in the choices of the title there, or the line there; SIZE_MAX: none. */
size_t tablewidget_title_at(const struct tablewidget *widget, int y, int x);
size_t tablewidget_line_at(const struct tablewidget *widget, int y, int x);

#endif
