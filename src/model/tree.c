/* tree.c - see tree.h */
#include "model/tree.h"

#include "base/hash.h"
#include "model/row.h"

/* While next_sibling is not needed for siblings yet it marks the walk that passed a row. */
enum { NOT_PASSED = 0 };

static uint32_t parent_of(const struct row *rows, const struct row *row, const struct hash *by_pid)
{
	const struct task *task = row->task;
	uint32_t parent;

	if (task->ppid <= 0 || task->ppid == task->identity.pid)
		return ROW_NONE;
	parent = hash_get(by_pid, (uint64_t)task->ppid);
	if (parent == HASH_NONE || rows[parent].task->identity.start > task->identity.start)
		return ROW_NONE;
	return parent;
}

/*
 * Goes up from each row and leaves its number on the way. Who meets his own number
 * has walked in a circle, and it is cut there; who meets another's has joined a
 * way that is known to end. Each row is passed once: O(n).
 */
static void cut_cycles(struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rows[i].next_sibling = NOT_PASSED;
	for (size_t i = 0; i < count; i++) {
		const uint32_t walk = (uint32_t)i + 1;
		uint32_t at = (uint32_t)i;

		while (rows[at].next_sibling == NOT_PASSED) {
			rows[at].next_sibling = walk;
			if (rows[at].parent == ROW_NONE)
				break;
			if (rows[rows[at].parent].next_sibling == walk) {
				rows[at].parent = ROW_NONE;
				break;
			}
			at = rows[at].parent;
		}
	}
}

static void link_children(struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		rows[i].next_sibling = ROW_NONE;
	/* From the last to the first, each in front of its siblings. */
	for (size_t i = count; i-- > 0;) {
		struct row *row = &rows[i];

		if (row->parent == ROW_NONE || task_is_thread(row->task))
			continue;
		row->next_sibling = rows[row->parent].first_child;
		rows[row->parent].first_child = (uint32_t)i;
	}
}

void tree_build(struct row *rows, size_t count, const struct hash *by_pid)
{
	for (size_t i = 0; i < count; i++) {
		if (!task_is_thread(rows[i].task))
			rows[i].parent = parent_of(rows, &rows[i], by_pid);
	}
	cut_cycles(rows, count);
	link_children(rows, count);
}
