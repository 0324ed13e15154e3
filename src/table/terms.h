/*
 * terms.h - what a filter expression may talk of: columns, and relations of a row
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
	struct bytes text;
	bool is_number; /* it is digits without quotes: number */
	uint64_t number;
};

/* A relation between a row and something that its argument names. */
struct terms_relation {
	const char *name;
	const char *takes; /* "a PID", for messages */
	bool takes_text;   /* other than a number too */
	enum terms_truth (*holds)(const void *row, const struct terms_argument *argument);
};

/* The names that an expression may use; all borrowed for as long as the filter lives. */
struct terms {
	const struct column_set *columns;
	const struct terms_relation *relations;
	size_t relation_count;
};

#endif
