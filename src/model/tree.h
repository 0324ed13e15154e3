/*
 * tree.h - who is whose parent, from one sample
 *
 * PPIDs were read at slightly different moments, may name processes that we
 * cannot see, and in a captured tree may say anything. The result is a forest
 * without cycles: what has no parent among the rows is a root.
 *
 * A walk through the forest gives each row a place, and the place behind all that is
 * below it, so that "below" is two comparisons however deep the tree is.
 */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include <stdbool.h>
#include <stddef.h>

struct row;
struct hash;

/*
 * Sets parent, first_child and next_sibling of all processes among the rows, and the walk
 * (enter, leave, walk) of all rows. Threads, which stand behind their process, and those that
 * have ended, whose parent is known by more than its number, have their parent (or
 * ROW_NONE) already; by_pid finds that of the others. The rest is ROW_NONE before. Iterative,
 * O(n). A parent that started after its child is another process with a reused number:
 * the child is a root. Children are in the order of the rows.
 */
void tree_build(struct row *rows, size_t count, const struct hash *by_pid);

/* A row below another (or the same), by parents. O(1). */
bool tree_is_under(const struct row *row, const struct row *ancestor);

/*
 * Looks at every link and every place, with no more memory than the rows. NULL: all is as
 * tree_build() says; else what is not. For tests.
 */
const char *tree_verify(const struct row *rows, size_t count);

#endif
