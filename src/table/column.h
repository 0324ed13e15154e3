/*
 * column.h - a column of a table: its names, what must be read for it, its getter
 *
 * One row of a column array is all there is to a column: help, manual page,
 * completion, column chooser, sort, filter and JSON keys follow from it.
 */
#ifndef TABLE_COLUMN_H
#define TABLE_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "table/value.h"

enum column_flags {
	COLUMN_DESCENDING = 1 << 0,  /* sorts from large to small at first */
	COLUMN_GROWS = 1 << 1,	     /* takes what is left of the line; last on it */
	COLUMN_SUMS = 1 << 2,	     /* adds up over a subtree (J) */
	COLUMN_TREE = 1 << 3,	     /* carries the branches in tree order */
	COLUMN_DEFAULT = 1 << 4,     /* shown without being asked for */
	COLUMN_STEADY =
		1 << 6, /* sorts by the digit that is shown: what moves behind it moves no row */
};

struct column {
	const char *name;  /* -o, filter, config, CSV, JSON: a contract */
	const char *title; /* on the screen; at most width columns */
	const char *help;  /* one lower-case phrase without a full stop */
	enum value_kind kind;
	uint32_t needs; /* what must be read for it; the bits belong to the table's owner */
	uint8_t flags;
	uint8_t width; /* columns on the screen; the least where it GROWS */
	/* The cell of one row. Never called on a row of another table; never fails. */
	struct value (*get)(const void *row);
	/*
	 * Asked before get: whether what the column needs is missing in that row, and
	 * why; a value that is there means that nothing is. NULL: never.
	 */
	struct value (*missing)(const void *row, uint32_t needs);
};

/* The cell of a row: what is missing, or what get says. All callers use this. */
struct value column_value(const struct column *column, const void *row);

/* A set of columns over rows of one kind. */
struct column_set {
	const char *name; /* "process" */
	const struct column *columns;
	size_t count;
};

/* Returns borrowed, or NULL where no column has that name. */
const struct column *column_find(const struct column_set *set, struct bytes name);

enum { COLUMN_TITLE_MAX = 24 }; /* bytes, with the NUL */

/* A column as it was chosen, perhaps with another title or width. */
struct column_choice {
	const struct column *column;
	char title
		[COLUMN_TITLE_MAX]; /* cleaned by the parser, perhaps cut; the column's own else */
	uint8_t width;
};

enum { COLUMN_CHOICES_MAX = 128 };

struct column_choices {
	struct column_choice of[COLUMN_CHOICES_MAX];
	size_t count;
};

/* The columns with COLUMN_DEFAULT, in their order. */
void column_choices_default(const struct column_set *set, struct column_choices *ret);

/*
 * Parses "pid,cpu=TITLE:WIDTH,+pss,-tty": plain names replace the list, + adds
 * to the end of it, - removes; "all" is every column. Starts from what *choices
 * holds. A column is in the list once: naming it again changes its title and
 * width. The title (which may hold a colon, no comma) and the width (1 to 255) may
 * each be left out. Returns 0, or -EINVAL with the reason, naming the word and
 * what is accepted, in error (a suggestion where a name is nearly one of ours),
 * clean and without a newline; then *choices is left alone.
 */
int column_choices_parse(const struct column_set *set, struct bytes list,
			 struct column_choices *choices, char *error, size_t error_size);

/* Writes the list as column_choices_parse() reads it. Returns the length, as snprintf(). */
size_t column_choices_format(const struct column_choices *choices, char *ret, size_t size);

/* OR of the needs of all of them. */
uint32_t column_choices_needs(const struct column_choices *choices);

enum { COLUMN_KEYS_MAX = 8 };

/* A sort key: a column and whether large comes first. */
struct column_key {
	const struct column *column;
	bool descending;
};

struct column_keys {
	struct column_key of[COLUMN_KEYS_MAX];
	size_t count;
};

/*
 * Parses "-cpu,+name,rss": - largest first, + smallest first, nothing: the
 * column's own way. A column named again is left out: it would decide nothing.
 * Errors as column_choices_parse().
 */
int column_keys_parse(const struct column_set *set, struct bytes list, struct column_keys *keys,
		      char *error, size_t error_size);

uint32_t column_keys_needs(const struct column_keys *keys);

#endif
