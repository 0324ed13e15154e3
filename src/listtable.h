/*
 * listtable.h - prints a table whose rows are all there: filtered, sorted, with chosen columns
 */
#ifndef LISTTABLE_H
#define LISTTABLE_H

#include <stdio.h>

#include "output/writer.h"
#include "table/view.h"

struct settings;

/*
 * The settings' columns and keys are those of the set, and so is the filter of their selection: an
 * expression, or a word that is in one of the texts of a row. Returns how many rows pass, or
 * negative errno: it could not be written.
 */
int listtable_print(const struct column_set *set, const struct view_rows *rows,
		    const struct writer_format *format, struct settings *settings, FILE *out);

#endif
