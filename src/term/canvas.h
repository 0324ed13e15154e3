/*
 * canvas.h - the screen as a grid of cells, before any terminal sees it
 *
 * Everything that the interface shows is put here first; terminal.c carries the
 * grid to the terminal, tests and --dump-screen write it as text. Text comes in
 * through canvas_put() alone, which cleans it: a cell never holds a byte that a
 * terminal could take for a command.
 *
 * Every function clips: coordinates and widths may lie anywhere, also outside.
 */
#ifndef TERM_CANVAS_H
#define TERM_CANVAS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/bytes.h"
#include "term/theme.h"

enum {
	CANVAS_MAX = 1000,	/* lines and columns at most */
	CANVAS_CELL_BYTES = 21, /* a base and TEXT_MARKS_MAX marks in UTF-8, and the NUL */
};

/* One column of one line. A wide character takes two: the second has width 0 and no text. */
struct canvas_cell {
	char utf8[CANVAS_CELL_BYTES]; /* clean, the rest is NUL */
	uint8_t width;		      /* 1, 2, or 0: the cell before it reaches over */
	uint8_t style;		      /* enum style */
	uint8_t escaped;	      /* 1: stands for something that cannot be shown */
};

/* Drawings of one column. Each has a form in Unicode and one in ASCII. */
enum glyph {
	GLYPH_LINE,	/* horizontal */
	GLYPH_BAR,	/* vertical */
	GLYPH_TOP_LEFT, /* corners of a box */
	GLYPH_TOP_RIGHT,
	GLYPH_BOTTOM_LEFT,
	GLYPH_BOTTOM_RIGHT,
	GLYPH_TEE_RIGHT, /* a vertical with a branch to the right, and so on */
	GLYPH_TEE_LEFT,
	GLYPH_TEE_DOWN,
	GLYPH_TEE_UP,
	GLYPH_CROSS,
	GLYPH_BRANCH,	  /* of a tree: a child with siblings behind it */
	GLYPH_BRANCH_END, /* the last child */
	GLYPH_UP,	  /* sorted, small first; or more above */
	GLYPH_DOWN,
	GLYPH_LEFT,
	GLYPH_RIGHT,
	GLYPH_FOLDED,
	GLYPH_ELLIPSIS,
	GLYPH_CHECK,
	GLYPH_BULLET,
	GLYPH_THUMB,  /* of a scroll bar */
	GLYPH_EIGHTH, /* block from below, 1/8 of a line; the next ones follow */
	GLYPH_EIGHTH2,
	GLYPH_EIGHTH3,
	GLYPH_EIGHTH4,
	GLYPH_EIGHTH5,
	GLYPH_EIGHTH6,
	GLYPH_EIGHTH7,
	GLYPH_FULL,
	GLYPH_COUNT
};

struct canvas;

/* Returns owned; all cells are blank. Sizes are held within 0..CANVAS_MAX. */
struct canvas *canvas_new(int lines, int columns);
void canvas_free(struct canvas *canvas); /* NULL is fine */

/* Another size, all blank, no cursor. */
void canvas_resize(struct canvas *canvas, int lines, int columns);

/* All cells blank in STYLE_NORMAL, no cursor. */
void canvas_clear(struct canvas *canvas);

int canvas_lines(const struct canvas *canvas);
int canvas_columns(const struct canvas *canvas);

/*
 * Writes text of any origin, cleaned, from (y, x) over at most max_width columns.
 * With x < 0 what lies left of the grid is left out. What would be cut in half at
 * the end, a wide character or an escape, is replaced by spaces.
 * Returns the columns from x on that are used up; 0 where the line is outside.
 */
int canvas_put(struct canvas *canvas, int y, int x, int max_width, enum style style,
	       struct bytes raw);

/* Blanks in that style. */
void canvas_fill(struct canvas *canvas, int y, int x, int width, enum style style);

/* Gives cells another style and leaves their text. */
void canvas_restyle(struct canvas *canvas, int y, int x, int width, enum style style);

/* One drawing in one cell. */
void canvas_glyph(struct canvas *canvas, int y, int x, enum style style, enum glyph glyph);

/* Columns of one line. */
struct canvas_span {
	int y;
	int x;
	int width;
};

/*
 * Marks with STYLE_MATCH each place where needle occurs, without regard to case,
 * in raw, which was drawn into the span by canvas_put(). An empty needle marks nothing.
 */
void canvas_highlight(struct canvas *canvas, struct canvas_span span, struct bytes raw,
		      struct bytes needle);

/*
 * Shows the terminal's cursor there: where text is typed, or where a screen
 * reader shall read. Outside the grid: hides it, as canvas_clear() does.
 */
void canvas_set_cursor(struct canvas *canvas, int y, int x);

/* Returns whether there is a cursor, and where. */
bool canvas_cursor(const struct canvas *canvas, int *ret_y, int *ret_x);

/* Borrowed until the canvas is resized; NULL outside the grid. */
const struct canvas_cell *canvas_cell(const struct canvas *canvas, int y, int x);

/* Makes one equal to the other, size and all. */
void canvas_copy(struct canvas *to, const struct canvas *from);

/* Whether line y looks the same in both, which have the same size. */
bool canvas_line_equal(const struct canvas *a, const struct canvas *b, int y);

/* As lines of text without the spaces at their ends. */
void canvas_dump(const struct canvas *canvas, FILE *out);

#endif
