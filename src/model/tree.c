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

		if (row->parent == ROW_NONE || row->is_thread)
			continue;
		row->next_sibling = rows[row->parent].first_child;
		rows[row->parent].first_child = (uint32_t)i;
	}
}

/* Gives the next place to a row, and to its threads, which stand behind it. */
static uint32_t enter(struct row *rows, size_t count, uint32_t at, uint32_t place)
{
	rows[at].enter = place;
	rows[place++].walk = at;
	for (uint32_t i = at + 1; i < count && rows[i].is_thread; i++) {
		rows[i].enter = place;
		rows[place].walk = i;
		rows[i].leave = ++place;
	}
	return place;
}

/*
 * Down to the first child, else on to the next sibling of the row or of the nearest one
 * above it that has one.
 */
static uint32_t walk_from(struct row *rows, size_t count, uint32_t root, uint32_t place)
{
	uint32_t at = root;

	for (;;) {
		place = enter(rows, count, at, place);
		if (rows[at].first_child != ROW_NONE) {
			at = rows[at].first_child;
			continue;
		}
		while (rows[at].next_sibling == ROW_NONE && at != root) {
			rows[at].leave = place;
			at = rows[at].parent;
		}
		rows[at].leave = place;
		if (at == root)
			return place;
		at = rows[at].next_sibling;
	}
}

void tree_build(struct row *rows, size_t count, const struct hash *by_pid)
{
	uint32_t place = 0;

	for (size_t i = 0; i < count; i++) {
		if (!rows[i].is_thread && !rows[i].ending)
			rows[i].parent = parent_of(rows, &rows[i], by_pid);
	}
	cut_cycles(rows, count);
	link_children(rows, count);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].parent == ROW_NONE && !rows[i].is_thread)
			place = walk_from(rows, count, (uint32_t)i, place);
	}
}

bool tree_is_under(const struct row *row, const struct row *ancestor)
{
	return row->enter >= ancestor->enter && row->enter < ancestor->leave;
}

/* The chain of children: each has it as parent, and they go up in the order of the rows. */
static const char *verify_children(const struct row *rows, size_t count, uint32_t parent,
				   size_t *children)
{
	uint32_t place = rows[parent].enter + 1;

	for (uint32_t i = parent + 1; i < count && rows[i].is_thread; i++)
		place++;
	for (uint32_t at = rows[parent].first_child, last = ROW_NONE; at != ROW_NONE;
	     last = at, at = rows[at].next_sibling) {
		if (at >= count || rows[at].parent != parent || rows[at].is_thread)
			return "a child has another parent";
		if (last != ROW_NONE && at <= last)
			return "children are not in the order of the rows";
		if (rows[at].enter != place)
			return "the walk does not go on where the sibling before is left";
		place = rows[at].leave;
		++*children;
	}
	return rows[parent].leave == place ? NULL : "a row is not left behind its last child";
}

static const char *verify_thread(const struct row *rows, uint32_t at)
{
	const struct row *row = &rows[at];

	if (at == 0 || row->first_child != ROW_NONE || row->next_sibling != ROW_NONE)
		return "a thread has a place among the children";
	if (row->parent != (rows[at - 1].is_thread ? rows[at - 1].parent : at - 1))
		return "a thread does not stand behind its process";
	if (row->enter != rows[at - 1].enter + 1 || row->leave != row->enter + 1)
		return "a thread has not the place behind the row before";
	return NULL;
}

static const char *verify_place(const struct row *rows, size_t count, uint32_t at)
{
	const struct row *row = &rows[at];

	if (row->enter >= count || rows[row->enter].walk != at)
		return "the walk does not lead to a row by its place";
	if (row->leave <= row->enter || row->leave > count)
		return "a row is left before it is entered";
	if (row->parent != ROW_NONE &&
	    (row->parent >= count || rows[row->parent].enter >= row->enter))
		return "a parent is not before its child";
	return NULL;
}

/*
 * If each parent has a place before its children, no chain of parents comes back to where it
 * began; and who is a child once is in one chain only.
 */
const char *tree_verify(const struct row *rows, size_t count)
{
	size_t threads = 0, roots = 0, children = 0;
	const char *wrong = NULL;

	for (uint32_t at = 0; at < count && !wrong; at++)
		wrong = verify_place(rows, count, at);
	for (uint32_t at = 0; at < count && !wrong; at++) {
		wrong = rows[at].is_thread ? verify_thread(rows, at)
					   : verify_children(rows, count, at, &children);
		threads += rows[at].is_thread;
		roots += rows[at].parent == ROW_NONE;
	}
	if (!wrong && threads + roots + children != count)
		wrong = "a row is in no chain of children";
	return wrong;
}
