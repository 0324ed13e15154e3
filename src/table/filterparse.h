/*
 * filterparse.h - from the text of an expression to the steps of a filter
 */
#ifndef TABLE_FILTERPARSE_H
#define TABLE_FILTERPARSE_H

#include "table/filterstep.h"

/*
 * Adds the steps to an empty filter, whose texts have room for the whole text. Returns 0, or
 * -EINVAL with *error; then some steps may be there.
 */
int filterparse_expression(struct filter *filter, struct bytes text, const struct terms *terms,
			   struct filtererror *error);

#endif
