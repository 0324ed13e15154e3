/*
 * treetext.h - a forest as a drawing, as pstree(1) makes it
 *
 *	sshd-+-sshd---bash---vim
 *	     `-2*[sshd---bash]
 *
 * The first child stands behind its parent, the others below it. Iterative: any depth and
 * width will do. Of a line that begins far to the right only the last branches are drawn,
 * behind a mark, so that deep trees do not grow with the square of their depth.
 */
#ifndef TREE_TREETEXT_H
#define TREE_TREETEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tree/compact.h"

enum {
	/* A line that begins behind this column is drawn from so many columns before it. */
	TREETEXT_INDENT_MAX = 2048,
	TREETEXT_INDENT_KEPT = 256,
};

struct treetext_style {
	size_t limit; /* columns of a line; 0: as many as it takes */
	bool rows;    /* each node on a line of its own, for those with arguments */
};

/*
 * Draws the nodes; their texts are clean. Branches are ASCII if text_is_ascii(). Errors are
 * those of the stream.
 */
void treetext_draw(FILE *out, const struct compact_node *nodes, size_t count,
		   const struct treetext_style *style);

#endif
