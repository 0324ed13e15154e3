/*
 * pager.h - a text to read: help, a log, what a process has to say
 *
 * Pure: keys in, drawn onto a canvas. The lines are the caller's. Keys: arrows,
 * j k, PgUp PgDn, Space b, ^D ^U, Home End g G, the wheel, left and right where
 * lines are longer than the screen is wide; / searches while it is typed, n N go
 * on; q and Esc leave.
 */
#ifndef WIDGETS_PAGER_H
#define WIDGETS_PAGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "term/canvas.h"
#include "term/key.h"
#include "widgets/prompt.h"

struct pager_line {
	struct bytes text; /* borrowed, of any origin */
	enum style style;
	size_t head; /* bytes at its beginning in head_style: a key's name, a label */
	enum style head_style;
};

enum pager_result {
	PAGER_OPEN,
	PAGER_IGNORED, /* the key is none of its own: the caller's, perhaps */
	PAGER_CLOSED,
};

struct pager {
	const struct pager_line *lines; /* borrowed */
	size_t count;
	size_t top;    /* the first line that is seen */
	size_t left;   /* the first column that is seen */
	size_t height; /* lines that fit, the prompt's included */
	bool typing;   /* in the prompt */
	size_t origin; /* top when the search began */
	char needle[PROMPT_BYTES];
	size_t needle_length;
	size_t hit; /* the line found last; count: none */
	struct prompt prompt;
};

/* history is for what is searched, borrowed; NULL: none. Nothing is to be freed. */
void pager_init(struct pager *pager, struct prompt_history *history);

/* Other lines; stays where it is as far as there are as many. */
void pager_set_lines(struct pager *pager, const struct pager_line *lines, size_t count);

/* How many lines it is drawn in. Before the first key and after each change. */
void pager_set_height(struct pager *pager, int height);

enum pager_result pager_key(struct pager *pager, struct key key);

/* Fills height lines (those of pager_set_height()) of that width. */
void pager_draw(const struct pager *pager, struct canvas *canvas, int y, int x, int width);

#endif
