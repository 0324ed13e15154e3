/*
 * listing.h - the verbs that print what there is: columns, keys, features
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdio.h>

#include "batch/writer.h"

struct procdir;

/* All return the exit status. */
int listing_columns(const struct writer_format *format, FILE *out);
int listing_keys(const struct writer_format *format, FILE *out);
int listing_features(const struct procdir *procdir, FILE *out);

#endif
