/*
 * text.h - the one place where bytes of unknown origin become something that a
 * terminal may see
 *
 * Names, command lines, paths and cgroups are bytes that other users chose. The
 * reader here cuts them into clean clusters: what a terminal shows in one place,
 * with a width that is known for certain. Nothing else is ever drawn or printed
 * to a terminal. The policy:
 *
 *   UTF-8 is decoded strictly; an invalid byte becomes U+FFFD, one a byte;
 *   C0, C1, DEL, bidirectional and other format characters, private use,
 *   unassigned, noncharacters and all that is made to be invisible (selectors,
 *   fillers) become an escape that can be seen: \n \t \r \e \xNN \u{202e};
 *   a mark without a base becomes U+FFFD; at most TEXT_MARKS_MAX marks stay on
 *   one base, the rest is dropped;
 *   a code point on whose width our Unicode library and wcwidth(3) do not agree,
 *   or whose width depends on its neighbours (regional indicators, skin tones),
 *   becomes U+FFFD: the columns behind it would move;
 *   where the terminal is not UTF-8 (see text_set_ascii), everything that is not
 *   ASCII becomes '?'.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/bytes.h"

enum {
	TEXT_MARKS_MAX = 4,
	TEXT_CLUSTER_MAX = 32, /* bytes of the longest cluster */
};

/* One clean cluster: a base with its marks, or one escape such as \x1b. */
struct text_cluster {
	char utf8[TEXT_CLUSTER_MAX]; /* clean, NUL-terminated */
	unsigned char length;	     /* bytes */
	unsigned char width; /* columns: 1 or 2, more for an escape (all of it ASCII then) */
	bool escaped;	     /* stands for something else: an escape, U+FFFD or '?' */
};

/* ASCII only from now on (a terminal or locale without UTF-8, --ascii). Set once, at start. */
void text_set_ascii(bool ascii);
bool text_is_ascii(void);

/* Cuts the next cluster off *rest. Returns 1 and fills *ret, or 0 at the end. */
int text_next(struct bytes *rest, struct text_cluster *ret);

/* Several clean clusters: as many as stand as they are in the text, or one that does not. */
struct text_part {
	struct bytes bytes; /* borrowed from the text, or from the cluster below */
	size_t width;
	struct text_cluster cluster;
};

/*
 * Cuts the next part off *rest, of at most max_width columns. Returns 1 and fills *ret; 0 at
 * the end, or where the next cluster would pass max_width: nothing more fits then.
 */
int text_next_part(struct bytes *rest, size_t max_width, struct text_part *ret);

/* The columns that all of it takes when cleaned. */
size_t text_width(struct bytes raw);

/*
 * Writes the cleaned text, cut where the next cluster would pass max_width
 * columns. Returns the columns written. A wide character that would be cut in
 * half is left out.
 */
size_t text_write(FILE *out, struct bytes raw, size_t max_width);

/*
 * Whether needle is in raw, without regard to case (full Unicode case folding
 * where the needle is UTF-8, ASCII else). An empty needle is in everything.
 */
bool text_contains(struct bytes raw, struct bytes needle);

#endif
