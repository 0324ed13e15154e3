/*
 * filter.h - an expression that rows pass or not: cpu > 5 and (user = root or rss > 1g)
 *
 *   or      a or b    a || b
 *   and     a and b   a && b     binds more closely
 *   not     not a     !a         most closely of all
 *   COLUMN = != < <= > >= VALUE  (== is = too)
 *   COLUMN ~ !~ PATTERN          text, lists, states, numbers that are names
 *   RELATION(ARGUMENT)           what the owner of the rows offers: under(1), not under(sshd),
 *                                under(user = root and child-of(1))
 *
 * Values are those of filtervalue.h, and compare as their kind does: numbers as
 * numbers, text byte by byte; a list is its elements with a blank between them.
 *
 * There are three truths. A comparison with a cell that has no value (pending,
 * denied, does not apply) is unknown, with != and !~ too: what is not known is not
 * unequal. `not` of unknown is unknown; a row passes if the whole is true.
 *
 * An argument is a number, a name (a word, or in quotes), or an expression, which is what it
 * is if it could be one by filterlex_is_expression(); it means rows. Relations are made out
 * for all rows once for each version of them (struct terms_rows), in O(n) for each; so all rows
 * are to be there when the first one is asked, and their cells the same as long as the
 * version is.
 *
 * What is a plain word and no expression, filterlex_is_expression() tells. Text,
 * nesting and the work of a pattern are bounded; nothing here recurses.
 */
#ifndef TABLE_FILTER_H
#define TABLE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "table/filtererror.h"
#include "table/terms.h"

enum { FILTER_TEXT_MAX = 4096 }; /* bytes of an expression */

struct filter;

/*
 * Returns 0 with *ret, owned (the text is copied), or -EINVAL with what is wrong, and what is
 * accepted, in *error.
 */
int filter_compile(struct bytes text, const struct terms *terms, struct filter **ret,
		   struct filtererror *error);
void filter_free(struct filter *filter);

/* Whether the row passes. Uses memory of the filter: one thread at a time. */
bool filter_match(struct filter *filter, const void *row);

/* OR of the needs of its columns. */
uint32_t filter_needs(const struct filter *filter);

/* Whether it asks for relations, so that rows other than those shown have to be there. */
bool filter_relates(const struct filter *filter);

#endif
