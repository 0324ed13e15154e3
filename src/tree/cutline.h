/*
 * cutline.h - one line of text after the other, each cut where it gets too wide
 *
 * A line that is cut has a '+' in its last column, as with pstree(1). All that is put is
 * clean text (base/text.h) or our own drawing. The line is kept until it ends, so memory
 * is that of the longest one.
 */
#ifndef TREE_CUTLINE_H
#define TREE_CUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/bytes.h"

struct cutline {
	FILE *out;    /* borrowed */
	size_t limit; /* columns; 0: as many as it takes */
	size_t column;
	bool cut; /* nothing more is taken */

	/* its own */
	char *text; /* owned */
	size_t length, capacity;
	size_t fits, fits_column; /* what is left when a '+' has to be put behind it */
	bool bold, fits_bold;
};

/* Appends clean text, whose width is that of text_width(). */
void cutline_put(struct cutline *line, struct bytes clean);
void cutline_put_string(struct cutline *line, const char *clean);

/* Appends blanks up to that column. */
void cutline_pad(struct cutline *line, size_t column);

/* Counts as if blanks stood up to that column, which nobody sees. */
void cutline_skip(struct cutline *line, size_t column);

/* Bold from here on, or no longer: escape sequences, so only for a terminal. */
void cutline_bold(struct cutline *line, bool bold);

/* Writes the line with a newline and begins the next one. Errors are those of the stream. */
void cutline_end(struct cutline *line);

void cutline_done(struct cutline *line);

#endif
