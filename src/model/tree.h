/*
 * tree.h - who is whose parent, from one sample
 *
 * PPIDs were read at slightly different moments, may name processes that we
 * cannot see, and in a captured tree may say anything. The result is a forest
 * without cycles: what has no parent among the rows is a root.
 */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include <stddef.h>

struct row;
struct hash;

/*
 * Sets parent, first_child and next_sibling of all processes among the rows
 * (threads have theirs already). by_pid finds the row of a process. Iterative, O(n).
 * A parent that started after its child is another process with a reused number:
 * the child is a root. Children are in the order of the rows.
 */
void tree_build(struct row *rows, size_t count, const struct hash *by_pid);

#endif
