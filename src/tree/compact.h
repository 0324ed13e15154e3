/*
 * compact.h - which branches of a forest look the same, and the children of each node
 *
 * Two nodes are of one class if they have the same text, stand for as many, and have
 * children of the same classes, as many of each, in whatever order. Classes are found from
 * the leaves upwards by the hash of what makes them up, so nobody compares all pairs:
 * O(n log n), iterative.
 */
#ifndef TREE_COMPACT_H
#define TREE_COMPACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

#define COMPACT_ROOT UINT32_MAX

struct compact_node {
	struct bytes text;
	uint32_t parent; /* an index that is smaller than its own, or COMPACT_ROOT */
	uint32_t count;	 /* it stands for so many, mostly 1 */
	bool alone;	 /* like no other */
	bool bold;	 /* for who draws it: also like no other */
};

/* Children that are drawn as one: the first of them, and how many they are. */
struct compact_group {
	uint32_t node;
	uint64_t count;
};

/* The groups below node i are groups[first[i]] up to, and without, groups[first[i] + used[i]]. */
struct compact {
	struct compact_group *groups;
	uint32_t *first, *used;
};

/* The nodes are borrowed. Groups are in the order of the nodes. compact_done() frees it. */
void compact_make(const struct compact_node *nodes, size_t count, struct compact *ret);
void compact_done(struct compact *compact);

#endif
