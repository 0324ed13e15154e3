/*
 * listing.h - the verbs that print what there is: columns, keys, features
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdio.h>

#include "output/writer.h"
#include "table/column.h"

struct procdir;
struct settings;

/* What is said of a column, and of a key. */
extern const struct column_set listing_column_set, listing_key_set;

/*
 * Both print the rows that pass the filter of the settings' selection (an expression over the set
 * above, or a word that is in one of its texts), with the settings' columns of that set, in their
 * order. Return how many these are, or negative errno: they could not be written.
 */
int listing_columns(const struct writer_format *format, struct settings *settings, FILE *out);
int listing_keys(const struct writer_format *format, struct settings *settings, FILE *out);

/* Returns 0. */
int listing_features(struct procdir *procdir, FILE *out);

#endif
