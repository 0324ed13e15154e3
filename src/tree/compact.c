/* compact.c - see compact.h */
#include "tree/compact.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/hash.h"

struct classes {
	const struct compact_node *nodes;
	const uint32_t *first; /* of its children in kids; one more than there are nodes */
	uint32_t *kids;	       /* classes of the children, sorted where the node has one */
	uint32_t *of;	       /* of each node */
	uint32_t *slots;       /* open addressing: the node that stands for its class, plus 1 */
	uint64_t *hashes;      /* of the nodes */
	size_t mask;
	uint32_t last; /* the number of the class made last */
};

/* Children in the order of the nodes: counted, then put. */
static uint32_t *first_of_children(const struct compact_node *nodes, size_t count)
{
	uint32_t *first = die_calloc(count + 1, sizeof(first[0]));
	uint32_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (nodes[i].parent != COMPACT_ROOT)
			first[nodes[i].parent]++;
	}
	for (size_t i = 0; i <= count; i++) {
		const uint32_t own = first[i];

		first[i] = sum;
		sum += own;
	}
	return first;
}

static int compare_numbers(const void *a, const void *b)
{
	const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static uint64_t hash_of(const struct classes *classes, size_t at)
{
	const struct compact_node *node = &classes->nodes[at];
	uint64_t hash = node->count;

	for (size_t i = 0; i < node->text.n; i++)
		hash = hash * 31 + (unsigned char)node->text.p[i];
	hash = hash_mix(hash, node->text.n);
	for (uint32_t i = classes->first[at]; i < classes->first[at + 1]; i++)
		hash = hash_mix(hash, classes->kids[i]);
	return hash;
}

static bool looks_like(const struct classes *classes, size_t a, size_t b)
{
	const struct compact_node *left = &classes->nodes[a], *right = &classes->nodes[b];
	const uint32_t kids = classes->first[a + 1] - classes->first[a];

	if (left->count != right->count || left->text.n != right->text.n ||
	    kids != classes->first[b + 1] - classes->first[b])
		return false;
	return memcmp(left->text.p, right->text.p, left->text.n) == 0 &&
	       memcmp(classes->kids + classes->first[a], classes->kids + classes->first[b],
		      kids * sizeof(classes->kids[0])) == 0;
}

/* Its children have their classes, for they come behind it. */
static uint32_t class_of(struct classes *classes, size_t at)
{
	const struct compact_node *node = &classes->nodes[at];
	uint64_t slot;

	if (node->alone || node->bold)
		return ++classes->last;
	qsort(classes->kids + classes->first[at], classes->first[at + 1] - classes->first[at],
	      sizeof(classes->kids[0]), compare_numbers);
	classes->hashes[at] = hash_of(classes, at);
	for (slot = classes->hashes[at] & classes->mask; classes->slots[slot];
	     slot = (slot + 1) & classes->mask) {
		const size_t other = classes->slots[slot] - 1;

		if (classes->hashes[other] == classes->hashes[at] && looks_like(classes, at, other))
			return classes->of[other];
	}
	classes->slots[slot] = (uint32_t)at + 1;
	return ++classes->last;
}

/* Returns owned: the class of each node. */
static uint32_t *find_classes(const struct compact_node *nodes, size_t count, const uint32_t *first)
{
	struct classes classes = { .nodes = nodes, .first = first, .mask = 15 };
	uint32_t *filled = die_calloc(count + 1, sizeof(filled[0]));

	while (classes.mask < 2 * count)
		classes.mask = classes.mask * 2 + 1;
	classes.kids = die_calloc(count + 1, sizeof(classes.kids[0]));
	classes.of = die_calloc(count + 1, sizeof(classes.of[0]));
	classes.slots = die_calloc(classes.mask + 1, sizeof(classes.slots[0]));
	classes.hashes = die_calloc(count + 1, sizeof(classes.hashes[0]));
	for (size_t i = count; i-- > 0;) {
		const uint32_t parent = nodes[i].parent;

		classes.of[i] = class_of(&classes, i);
		if (parent != COMPACT_ROOT)
			classes.kids[first[parent] + filled[parent]++] = classes.of[i];
	}
	free(classes.kids);
	free(classes.slots);
	free(classes.hashes);
	free(filled);
	return classes.of;
}

void compact_make(const struct compact_node *nodes, size_t count, struct compact *ret)
{
	uint32_t *first = first_of_children(nodes, count);
	uint32_t *classes = find_classes(nodes, count, first);
	/*
	 * For each class the group that it has below a parent. Children of two parents come in
	 * between each other, so it is looked up by both.
	 */
	struct hash groups;

	hash_init(&groups, count);
	*ret = (struct compact){ .first = first };
	ret->groups = die_calloc(count + 1, sizeof(ret->groups[0]));
	ret->used = die_calloc(count + 1, sizeof(ret->used[0]));
	for (size_t i = 0; i < count; i++) {
		const uint32_t parent = nodes[i].parent;
		uint64_t key;
		uint32_t group;

		if (parent == COMPACT_ROOT)
			continue;
		key = (uint64_t)parent << 32 | classes[i];
		group = hash_get(&groups, key);
		if (group == HASH_NONE) {
			group = first[parent] + ret->used[parent]++;
			ret->groups[group].node = (uint32_t)i;
			hash_put(&groups, key, group);
		}
		ret->groups[group].count += nodes[i].count;
	}
	hash_done(&groups);
	free(classes);
}

void compact_done(struct compact *compact)
{
	free(compact->groups);
	free(compact->first);
	free(compact->used);
	*compact = (struct compact){ .groups = NULL };
}
