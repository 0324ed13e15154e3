/*
 * treenodes.h - which rows a drawn tree shows, as nodes with their labels
 *
 * Roots are marked first, then lines of a view are chosen, then nodes are made:
 *
 *	treenodes_init(&tree, style, limit, world);
 *	treenodes_mark_root(&tree, row); ...	none: all is shown
 *	treenodes_choose(&tree, lines, count);
 *	treenodes_make(&tree, lines, count);
 *	... tree.nodes, tree.count ...
 *	treenodes_done(&tree);
 */
#ifndef TREE_TREENODES_H
#define TREE_TREENODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tree/compact.h"
#include "tree/treelabel.h"

struct arena;
struct row;
struct treestyle;
struct view_line;
struct world;

struct treenodes {
	const struct row *rows; /* of the world, borrowed */
	size_t row_count;
	bool has_roots;		    /* only what is below them is shown */
	struct compact_node *nodes; /* owned; a parent is in front of its children */
	size_t count, capacity;
	size_t matched; /* processes that are not there as context only */

	/* its own */
	const struct treestyle *style;
	struct treelabel label;
	struct arena *arena;
	unsigned char *marks; /* of each row */
	uint32_t *node_of;    /* of each row */
};

void treenodes_init(struct treenodes *tree, const struct treestyle *style, size_t limit,
		    const struct world *world);
void treenodes_done(struct treenodes *tree);

/* Only what is below the marked ones is shown; with style.parents also what is above them. */
void treenodes_mark_root(struct treenodes *tree, const struct row *row);

/* This one and its ancestors are shown in bold. */
void treenodes_mark_bold(struct treenodes *tree, const struct row *row);

/* Finds which of the lines are shown. */
void treenodes_choose(struct treenodes *tree, const struct view_line *lines, size_t count);
bool treenodes_has(const struct treenodes *tree, uint32_t row);

/* Makes the nodes, with their threads behind the children of each. */
void treenodes_make(struct treenodes *tree, const struct view_line *lines, size_t count);

#endif
