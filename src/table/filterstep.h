/*
 * filterstep.h - a filter as it is run: one step after the other, on a stack of truths
 *
 * Conditions put a truth on the stack, `not`, `and`, `or` take one or two off it and put
 * one back. Before the right side of an `and` (an `or`) there is a step that goes on behind
 * it where the left side has decided already. The steps of an expression that is the argument
 * of a relation stand directly behind the relation's own; they are run for all rows at once,
 * before any row is asked, and then it goes on behind them.
 */
#ifndef TABLE_FILTERSTEP_H
#define TABLE_FILTERSTEP_H

#include "table/filterlex.h"
#include "table/terms.h"

struct pattern;

enum { FILTERSTEP_DEPTH_MAX = 64 }; /* parentheses, nots and operators that wait for their end */

enum filterstep_kind {
	FILTERSTEP_COMPARE,  /* the cell of column with operand */
	FILTERSTEP_SEARCH,   /* in the cell of column for pattern */
	FILTERSTEP_RELATION, /* relation with argument, whose steps end with the step `to` */
	FILTERSTEP_NOT,
	FILTERSTEP_AND,
	FILTERSTEP_OR,
	FILTERSTEP_UNLESS_FALSE, /* goes on behind the step `to` if the top is false */
	FILTERSTEP_UNLESS_TRUE,
};

struct filterstep {
	enum filterstep_kind kind;
	enum filterlex_kind comparison;
	size_t to;
	const struct column *column; /* borrowed */
	struct value operand;	     /* its text is in struct filter, texts */
	struct pattern *pattern;     /* owned */
	const struct terms_relation *relation;
	struct terms_argument argument; /* likewise */
	uint8_t *related; /* owned: of which rows the relation holds; sets_capacity of them */
};

/* What filter_compile() makes and filter_match() runs. */
struct filter {
	struct filterstep *steps; /* owned, as are all pointers but the next */
	size_t count, capacity;
	char *texts; /* values without their quotes */
	size_t texts_length;
	char *scratch; /* the arguments of one row, joined */
	size_t scratch_size;
	uint32_t needs;
	const struct terms_family
		*family;	/* of the relations; NULL: there is none among the steps */
	struct terms_rows rows; /* of which the sets were made */
	uint8_t *meant;		/* by the argument at hand */
	size_t sets_capacity;
};

#endif
