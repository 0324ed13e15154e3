/*
 * pt_vt.h - the emulated terminal of the harness: libvterm and what we watch on it
 *
 * It is fed token by token (pt_lint.h), so that each token can be blamed: a
 * character that wraps in the alternate screen, and a relative movement past an
 * edge, are drawn outside of what the program has.
 */
#ifndef SCREEN_PT_VT_H
#define SCREEN_PT_VT_H

#include <stdbool.h>
#include <stddef.h>

#include "pt_lint.h"

struct pt_vt; /* opaque */

enum {
	PT_VT_CELL_MAX = 40, /* bytes of the text of a cell, and its NUL */
	PT_VT_DEFAULT = -1,  /* the terminal's own colour */
	PT_VT_RGB = 1 << 24, /* | red << 16 | green << 8 | blue */
};

struct pt_vt_cell {
	/* UTF-8; " " if blank; "" in the right half of a wide character, whose width is 0 */
	char text[PT_VT_CELL_MAX];
	int width;
	bool bold, underline, italic, blink, reverse, strike;
	int fg, bg; /* PT_VT_DEFAULT, 0 to 255, or PT_VT_RGB | value */
};

/* Returns owned, or NULL. */
struct pt_vt *pt_vt_new(int rows, int cols);
void pt_vt_free(struct pt_vt *vt);

/*
 * Feeds one token. Returns NULL, or why it went outside. While strict is false
 * (the program may not yet know the size) nothing is ever outside.
 */
const char *pt_vt_feed(struct pt_vt *vt, const struct pt_lint_token *token, bool strict);

/* A size below 1 by 1 is taken as 1. */
void pt_vt_resize(struct pt_vt *vt, int rows, int cols);
void pt_vt_size(const struct pt_vt *vt, int *ret_rows, int *ret_cols);

/* Bytes that the emulator would have answered: each of them is an answer to a query. */
size_t pt_vt_answered(const struct pt_vt *vt);

bool pt_vt_alternate(const struct pt_vt *vt);
bool pt_vt_cursor_visible(const struct pt_vt *vt);
bool pt_vt_mouse(const struct pt_vt *vt);
const char *pt_vt_title(const struct pt_vt *vt);
size_t pt_vt_bells(const struct pt_vt *vt);
void pt_vt_cursor(const struct pt_vt *vt, int *ret_row, int *ret_col);

/* False outside of the screen. */
bool pt_vt_cell(const struct pt_vt *vt, int row, int col, struct pt_vt_cell *ret);

/* A row as UTF-8 without the blanks at its end; the caller frees it. */
char *pt_vt_row(const struct pt_vt *vt, int row);

/* All rows, each with a newline; the caller frees it. */
char *pt_vt_text(const struct pt_vt *vt);

/*
 * The looks of all cells: one character a cell (space: as the terminal is), and
 * below it what each stands for. The caller frees it.
 */
char *pt_vt_looks(const struct pt_vt *vt);

#endif
