/* relations.c - see relations.h */
#include "panes/relations.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/world.h"

static void family_rows(const void *subject, struct terms_rows *ret)
{
	const struct world *world = ((const struct row *)subject)->world;

	ret->rows = world_rows(world, &ret->count);
	ret->size = sizeof(struct row);
	ret->owner = world;
	ret->version = world_version(world);
}

static size_t family_place(const void *subject)
{
	return ((const struct row *)subject)->process;
}

static bool is_meant(const struct row *row, const struct terms_argument *argument)
{
	/* What stands for several that came and went has a number below 0. */
	if (argument->kind == TERMS_NUMBER)
		return row->identity.pid > 0 && (uint64_t)row->identity.pid == argument->number;
	return bytes_same(row->task->comm, argument->text);
}

static void family_mean(const struct terms_rows *rows, const struct terms_argument *argument,
			uint8_t *ret)
{
	const struct row *row = rows->rows;

	for (size_t i = 0; i < rows->count; i++) {
		if (!row[i].is_thread && is_meant(&row[i], argument))
			ret[i] = TERMS_TRUE;
	}
}

const struct terms_family relations_family = { family_rows, family_place, family_mean };

static bool has_no_parent(const struct task *task)
{
	return task->ppid <= 0 && (task->identity.pid == 1 || task_is_kernel(task));
}

/* Whether the parent is meant, of a row that has none among the rows. */
static enum terms_truth hidden_parent(const struct row *row, const struct terms_argument *argument)
{
	if (argument->kind == TERMS_NUMBER)
		return (uint64_t)MAX(row->task->ppid, 0) == argument->number ? TERMS_TRUE
									     : TERMS_FALSE;
	return has_no_parent(row->task) ? TERMS_FALSE : TERMS_UNKNOWN;
}

/* Whether that parent or one above it is meant. */
static enum terms_truth hidden_ancestor(const struct row *row,
					const struct terms_argument *argument)
{
	const enum terms_truth parent = hidden_parent(row, argument);

	return row->task->ppid > 0 ? MAX(parent, TERMS_UNKNOWN) : parent;
}

static void child_of(const struct terms_rows *rows, const struct terms_argument *argument,
		     const uint8_t *meant, uint8_t *ret)
{
	const struct row *row = rows->rows;

	for (size_t i = 0; i < rows->count; i++) {
		if (!row[i].is_thread)
			ret[i] = row[i].parent == ROW_NONE
					 ? (uint8_t)hidden_parent(&row[i], argument)
					 : meant[row[i].parent];
	}
}

/* From parents to children: what holds of the parent holds of the child. */
static void under(const struct terms_rows *rows, const struct terms_argument *argument,
		  const uint8_t *meant, uint8_t *ret)
{
	const struct row *row = rows->rows;

	for (size_t place = 0; place < rows->count; place++) {
		const uint32_t i = row[place].walk, parent = row[i].parent;

		if (row[i].is_thread)
			continue;
		ret[i] = parent == ROW_NONE ? (uint8_t)hidden_ancestor(&row[i], argument)
					    : MAX(meant[parent], ret[parent]);
	}
}

/* Something in the tree of that root is, or may be, meant; and what is above the root is hidden. */
static bool may_hang_below(const struct row *root, uint8_t meant, uint8_t below)
{
	return root->task->ppid > 0 && MAX(meant, below) != TERMS_FALSE;
}

/* Those whose parents are hidden may be below any process outside of their own tree. */
static void add_hidden(const struct terms_rows *rows, const uint8_t *meant, uint8_t *ret)
{
	const struct row *row = rows->rows;
	size_t trees = 0;
	bool own = false;

	for (size_t i = 0; i < rows->count; i++)
		trees += row[i].parent == ROW_NONE && may_hang_below(&row[i], meant[i], ret[i]);
	for (size_t place = 0; place < rows->count && trees > 0; place++) {
		const uint32_t i = row[place].walk;

		if (row[i].parent == ROW_NONE)
			own = may_hang_below(&row[i], meant[i], ret[i]);
		if (trees > own && !row[i].is_thread)
			ret[i] = MAX(ret[i], TERMS_UNKNOWN);
	}
}

/* From children to parents. */
static void above(const struct terms_rows *rows, const struct terms_argument *argument,
		  const uint8_t *meant, uint8_t *ret)
{
	const struct row *row = rows->rows;

	(void)argument;
	for (size_t place = rows->count; place-- > 0;) {
		const uint32_t i = row[place].walk, parent = row[i].parent;

		if (!row[i].is_thread && parent != ROW_NONE)
			ret[parent] = MAX(ret[parent], MAX(meant[i], ret[i]));
	}
	add_hidden(rows, meant, ret);
}

/* How many children of one parent are meant, and of how many that is unknown. */
struct brood {
	uint32_t meant, unknown;
};

/*
 * The brood that a row belongs to: of its parent; behind those, where the parent is
 * hidden, of the first row that has the same PPID. -1: it has no parent.
 */
static int64_t brood_of(const struct terms_rows *rows, size_t i, struct hash *hidden)
{
	const struct row *row = (const struct row *)rows->rows + i;
	const uint64_t ppid = (uint64_t)MAX(row->task->ppid, 0);
	uint32_t first;

	if (row->parent != ROW_NONE)
		return row->parent;
	if (has_no_parent(row->task))
		return -1;
	first = hash_get(hidden, ppid);
	if (first == HASH_NONE) {
		first = (uint32_t)i;
		hash_put(hidden, ppid, first);
	}
	return (int64_t)rows->count + first;
}

static uint8_t sibling_truth(const struct row *row, const struct brood *brood, uint8_t self)
{
	const bool is_hidden = row->parent == ROW_NONE && row->task->ppid <= 0;

	/* Outside of our namespace there is more than one parent, and all have number 0. */
	if (brood->meant > (self == TERMS_TRUE))
		return is_hidden ? TERMS_UNKNOWN : TERMS_TRUE;
	return brood->unknown > (self == TERMS_UNKNOWN) ? TERMS_UNKNOWN : TERMS_FALSE;
}

static void sibling_of(const struct terms_rows *rows, const struct terms_argument *argument,
		       const uint8_t *meant, uint8_t *ret)
{
	const struct row *row = rows->rows;
	struct brood *broods = die_calloc(2 * rows->count + 1, sizeof(broods[0]));
	struct hash hidden;

	(void)argument;
	hash_init(&hidden, 16);
	for (size_t i = 0; i < rows->count; i++) {
		const int64_t at = row[i].is_thread ? -1 : brood_of(rows, i, &hidden);

		if (at < 0)
			continue;
		broods[at].meant += meant[i] == TERMS_TRUE;
		broods[at].unknown += meant[i] == TERMS_UNKNOWN;
	}
	for (size_t i = 0; i < rows->count; i++) {
		const int64_t at = row[i].is_thread ? -1 : brood_of(rows, i, &hidden);

		if (at >= 0)
			ret[i] = sibling_truth(&row[i], &broods[at], meant[i]);
	}
	hash_done(&hidden);
	free(broods);
}

const struct terms_relation relations_all[] = {
	{ "child-of", child_of },
	{ "sibling-of", sibling_of },
	{ "under", under },
	{ "above", above },
};

const size_t relations_count = ARRAY_LEN(relations_all);
