/*
 * relations.h - how processes hang together, as functions of filter expressions
 *
 * The rows are struct row. A thread stands where its process does. Those that have
 * ended are asked and meant like others. What the argument means is a PID, a short name, or
 * an expression; a relation holds of a process if
 *
 *	child-of	its parent is meant
 *	sibling-of	another child of its parent is meant
 *	under		a process above it is meant, at any depth, not itself
 *	above		a process below it is meant, at any depth, not itself
 *
 * Where the chain of parents ends at one that cannot be seen (another user's, where
 * the kernel hides those; outside of our PID namespace; not in a captured tree), that one
 * and all above it may be anybody: unknown. Its number is known all the same, so
 * child-of(PID) is true or false; and who is outside of our namespace has no number here
 * (PPID 0), nor has what is above him. PID 1 and the kernel's own processes are known to have
 * nothing above them. Processes that cannot be seen are nobody's children.
 */
#ifndef PANES_RELATIONS_H
#define PANES_RELATIONS_H

#include <stddef.h>

#include "table/terms.h"

extern const struct terms_family relations_family;
extern const struct terms_relation relations_all[];
extern const size_t relations_count;

#endif
