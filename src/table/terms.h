/*
 * terms.h - what a filter expression may talk of: columns, and relations between rows
 *
 * A relation is asked of a row and of what its argument means: under(user = root) asks
 * whether one of the rows above is meant by "user = root". Which rows are meant, and of
 * which the relation holds, are two sets over all rows. The filter makes them once for each
 * version of the rows, in O(n), and then looks up its row.
 */
#ifndef TABLE_TERMS_H
#define TABLE_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/column.h"

enum terms_truth { TERMS_FALSE, TERMS_UNKNOWN, TERMS_TRUE };

/* What stands in the parentheses of a relation. */
struct terms_argument {
	enum {
		TERMS_NUMBER,	  /* digits without quotes: number */
		TERMS_NAME,	  /* another word, or what is in quotes: text */
		TERMS_EXPRESSION, /* a filter in the filter */
	} kind;
	uint64_t number;
	struct bytes text;
};

/* All rows that may be related. */
struct terms_rows {
	const void *rows;
	size_t count, size; /* the next one is so many bytes behind */
	/* Both the same: the rows are the same. Where they come from, and its version. */
	const void *owner;
	uint64_t version;
};

/* How rows are found, and meant. A set is an enum terms_truth for each row. */
struct terms_family {
	/* All rows among which that one is. Borrowed until their version changes. */
	void (*rows)(const void *row, struct terms_rows *ret);
	/*
	 * The index of the row that stands for that one, mostly itself; of a thread its process.
	 * Rows that do not stand for themselves are never meant.
	 */
	size_t (*place)(const void *row);
	/* Sets *ret, which is false of all, to the rows with that number or name. */
	void (*mean)(const struct terms_rows *rows, const struct terms_argument *argument,
		     uint8_t *ret);
};

/* A relation between a row and others. */
struct terms_relation {
	const char *name;
	/*
	 * Sets *ret, which is false of all, to the rows of which it holds that one that is meant
	 * is related to them. In O(n), without recursion.
	 */
	void (*relate)(const struct terms_rows *rows, const struct terms_argument *argument,
		       const uint8_t *meant, uint8_t *ret);
};

/* The names that an expression may use; all borrowed for as long as the filter lives. */
struct terms {
	const struct column_set *columns;
	const struct terms_family *family; /* NULL: there are no relations */
	const struct terms_relation *relations;
	size_t relation_count;
};

#endif
