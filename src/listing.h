/*
 * listing.h - the verbs that print what there is: columns, keys, features
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdio.h>

#include "batch/writer.h"

struct procdir;
struct settings;

/*
 * All return 0, or negative errno: it could not be written. Of the settings only width and
 * noheadings matter.
 */
int listing_columns(const struct writer_format *format, const struct settings *settings, FILE *out);
int listing_keys(const struct writer_format *format, const struct settings *settings, FILE *out);
int listing_features(struct procdir *procdir, FILE *out);

#endif
