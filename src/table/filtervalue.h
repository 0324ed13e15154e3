/*
 * filtervalue.h - the value that a column is compared with, from its text
 *
 * Amounts of bytes take k m g t (powers of 1024, either case), times ms s m h d
 * (none: seconds), percentages are plain (5 is 5 %, so is 5%), points in time are
 * dates of the local zone or seconds since 1970. All other numbers have no unit.
 */
#ifndef TABLE_FILTERVALUE_H
#define TABLE_FILTERVALUE_H

#include <stddef.h>

#include "table/column.h"

enum { FILTERVALUE_REASON_MAX = 160 };

/*
 * Sets *ret to a value of the column's kind; TEXT for a list, borrowed from text. Returns 0, or
 * -EINVAL with what is accepted in reason.
 */
int filtervalue_parse(const struct column *column, struct bytes text, struct value *ret,
		      char reason[FILTERVALUE_REASON_MAX]);

#endif
