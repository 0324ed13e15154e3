/* relations.c - see relations.h */
#include "panes/relations.h"

#include "base/macros.h"
#include "model/world.h"

static const struct row *row_at(const struct row *row, uint32_t index)
{
	size_t count;

	return index == ROW_NONE ? NULL : &world_rows(row->world, &count)[index];
}

static const struct row *process_of(const void *subject)
{
	const struct row *row = subject;

	return row->is_thread ? row_at(row, row->process) : row;
}

static const struct row *parent_of(const struct row *row)
{
	return row_at(row, row->parent);
}

static const struct row *find(const struct row *row, const struct terms_argument *argument)
{
	if (!argument->is_number || argument->number > INT32_MAX)
		return NULL;
	return world_find_pid(row->world, (int32_t)argument->number);
}

static enum terms_truth truth_of(bool is_true)
{
	return is_true ? TERMS_TRUE : TERMS_FALSE;
}

/* The last one that can be seen has, or had, a parent: that and all above are unknown. */
static enum terms_truth not_above(const struct row *last)
{
	return last->task->ppid > 0 ? TERMS_UNKNOWN : TERMS_FALSE;
}

static enum terms_truth child_of(const void *subject, const struct terms_argument *argument)
{
	return truth_of((uint64_t)MAX(process_of(subject)->task->ppid, 0) == argument->number);
}

static enum terms_truth sibling_of(const void *subject, const struct terms_argument *argument)
{
	const struct row *row = process_of(subject);
	const struct row *other = find(row, argument);

	return truth_of(other && other != row && other->task->ppid == row->task->ppid);
}

static bool is_meant(const struct row *row, const struct terms_argument *argument)
{
	if (argument->is_number)
		return (uint64_t)row->task->tgid == argument->number;
	return bytes_same(row->task->comm, argument->text);
}

static enum terms_truth under(const void *subject, const struct terms_argument *argument)
{
	const struct row *row = process_of(subject);

	for (const struct row *above = parent_of(row); above; above = parent_of(row)) {
		if (is_meant(above, argument))
			return TERMS_TRUE;
		row = above;
	}
	/* Its number is known, though it cannot be seen. */
	if (argument->is_number && child_of(row, argument) == TERMS_TRUE)
		return TERMS_TRUE;
	return not_above(row);
}

static enum terms_truth above(const void *subject, const struct terms_argument *argument)
{
	const struct row *ancestor = process_of(subject);
	const struct row *row = find(ancestor, argument);

	if (!row)
		return TERMS_FALSE;
	while (parent_of(row)) {
		row = parent_of(row);
		if (row == ancestor)
			return TERMS_TRUE;
	}
	return not_above(row);
}

const struct terms_relation relations_all[] = {
	{ "child-of", "a PID", false, child_of },
	{ "sibling-of", "a PID", false, sibling_of },
	{ "under", "a PID or a name", true, under },
	{ "above", "a PID", false, above },
};

const size_t relations_count = ARRAY_LEN(relations_all);
