/*
 * treeoptions.h - the options that `proctor tree` has of its own: those of pstree(1)
 */
#ifndef TREEOPTIONS_H
#define TREEOPTIONS_H

#include "options.h"

enum { TREEOPTIONS_COUNT = 11 };

extern const struct options_row treeoptions_table[TREEOPTIONS_COUNT];

#endif
