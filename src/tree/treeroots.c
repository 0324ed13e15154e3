/* treeroots.c - see treeroots.h */
#include "tree/treeroots.h"

#include <stdio.h>

#include "base/text.h"
#include "batch/run.h"
#include "tree/treenodes.h"
#include "tree/treestyle.h"
#include "model/world.h"
#include "sys/users.h"

static bool has_user(const struct row *row, uint32_t uid)
{
	return row->task->have & TASK_USER && row->task->uid == uid;
}

/* The topmost processes of that user; else nothing is marked. */
static size_t mark_user(struct treenodes *tree, const char *name)
{
	size_t found = 0;
	uint32_t uid;

	if (users_find(name, &uid) < 0)
		return 0;
	for (size_t i = 0; i < tree->row_count; i++) {
		const struct row *row = &tree->rows[i];

		if (row->is_thread || row->ending || !has_user(row, uid))
			continue;
		found++;
		if (row->parent == ROW_NONE || !has_user(&tree->rows[row->parent], uid))
			treenodes_mark_root(tree, row);
	}
	return found;
}

static size_t mark_name(struct treenodes *tree, const char *name)
{
	size_t found = 0;

	for (size_t i = 0; i < tree->row_count; i++) {
		const struct row *row = &tree->rows[i];

		if (row->is_thread || row->ending || !bytes_equal(row->task->comm, name))
			continue;
		treenodes_mark_root(tree, row);
		found++;
	}
	return found;
}

int treeroots_mark(struct treenodes *tree, const struct world *world, const int32_t *pids,
		   size_t count)
{
	const char *name = tree->style->root;

	for (size_t i = 0; i < count; i++) {
		const struct row *row = world_find_pid(world, pids[i]);

		tree->has_roots = true;
		if (row)
			treenodes_mark_root(tree, row);
	}
	if (!name || mark_name(tree, name) > 0 || mark_user(tree, name) > 0)
		return RUN_DONE;
	(void)fputs("proctor: no process and no user with processes has the name '", stderr);
	(void)text_write(stderr, bytes_of(name), SIZE_MAX);
	(void)fputs("'\n", stderr);
	return RUN_NOTHING;
}
