/*
 * relations.h - how processes hang together, as functions of filter expressions
 *
 * The rows are struct row. A thread stands where its process does. Where the
 * chain of parents ends at one that cannot be seen, what is above it is unknown.
 */
#ifndef PANES_RELATIONS_H
#define PANES_RELATIONS_H

#include <stddef.h>

#include "table/terms.h"

/*
 * child-of(PID), sibling-of(PID) (another one with the same parent), under(PID) and under("name")
 * (below it, at any depth), above(PID) (an ancestor of it).
 */
extern const struct terms_relation relations_all[];
extern const size_t relations_count;

#endif
