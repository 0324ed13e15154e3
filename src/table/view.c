/* view.c - see view.h */
#include "table/view.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "table/order.h"

#define NO_ROW UINT32_MAX

/* How far the search for cycles has come with a row. */
enum visit {
	VISIT_NOT_YET,
	VISIT_ON_PATH, /* of the row that is looked at just now */
	VISIT_DONE,
};

/* What is known of one row. */
struct node {
	uint32_t parent;		    /* row, or VIEW_ROOT; free of cycles */
	uint32_t first_child, next_sibling; /* among those that are kept, in their order */
	uint32_t line;			    /* where it is shown, if it is */
	uint32_t pending;		    /* children whose sum is still to come */
	uint8_t visit;
	bool matches;
	bool kept; /* matches, or has something below it that does */
};

/* The sums of one column, one a row. */
struct sums {
	const struct column *column;
	struct value *values;
	size_t capacity;
};

struct view {
	struct order order;
	struct node *nodes; /* one a row */
	size_t count, nodes_capacity;
	struct view_line *lines;
	size_t line_count, lines_capacity;
	size_t matched;

	/* the rows' keys in the order of the last update, and their places in it */
	uint64_t *keys;
	size_t key_count, keys_capacity;
	struct hash places;

	/* asked for after the update, if at all */
	uint32_t *bottom_up; /* all rows, each before its parent */
	size_t bottom_up_capacity;
	bool has_bottom_up;
	struct sums *sums;
	size_t sum_count, sums_made, sums_capacity; /* valid, with memory, with room */
};

struct view *view_new(void)
{
	return die_calloc(1, sizeof(struct view));
}

void view_free(struct view *view)
{
	if (!view)
		return;
	for (size_t i = 0; i < view->sums_made; i++)
		free(view->sums[i].values);
	free(view->sums);
	free(view->bottom_up);
	hash_done(&view->places);
	free(view->keys);
	free(view->lines);
	free(view->nodes);
	order_done(&view->order);
	free(view);
}

static const void *row_at(const struct view_rows *rows, size_t row)
{
	return (const char *)rows->rows + row * rows->row_size;
}

/*
 * Walks up from a row to what is known already. Comes back with the row that it
 * met twice, or NO_ROW.
 */
static uint32_t find_cycle(struct node *nodes, uint32_t row)
{
	uint32_t at = row, met;

	while (at != VIEW_ROOT && nodes[at].visit == VISIT_NOT_YET) {
		nodes[at].visit = VISIT_ON_PATH;
		at = nodes[at].parent;
	}
	met = at != VIEW_ROOT && nodes[at].visit == VISIT_ON_PATH ? at : NO_ROW;
	for (at = row; at != VIEW_ROOT && nodes[at].visit == VISIT_ON_PATH; at = nodes[at].parent)
		nodes[at].visit = VISIT_DONE;
	return met;
}

/* Takes the parents over. There should be no cycle in them; one row of each becomes a root. */
static void set_parents(struct view *view, const struct view_rows *rows)
{
	struct node *nodes = view->nodes;

	for (size_t i = 0; i < rows->count; i++) {
		uint32_t parent = rows->parents ? rows->parents[i] : VIEW_ROOT;

		nodes[i].parent = parent < rows->count ? parent : VIEW_ROOT;
		nodes[i].visit = VISIT_NOT_YET;
	}
	for (size_t i = 0; i < rows->count; i++) {
		uint32_t met = find_cycle(nodes, (uint32_t)i);

		if (met != NO_ROW)
			nodes[met].parent = VIEW_ROOT;
	}
}

static void find_matches(struct view *view, const struct view_rows *rows,
			 const struct view_plan *plan)
{
	struct node *nodes = view->nodes;
	bool tree = plan->tree;

	view->matched = 0;
	for (size_t i = 0; i < rows->count; i++) {
		nodes[i].matches = !plan->match || plan->match(row_at(rows, i), plan->context);
		nodes[i].kept = nodes[i].matches && !tree;
		view->matched += nodes[i].matches;
	}
	for (size_t i = 0; tree && i < rows->count; i++) {
		/* up to the first that is kept: those above it are kept already */
		for (uint32_t at = (uint32_t)i;
		     nodes[i].matches && at != VIEW_ROOT && !nodes[at].kept; at = nodes[at].parent)
			nodes[at].kept = true;
	}
}

/* Brings what the last update knew back to its old place, and the rest behind it. */
static void restore_order(struct view *view, const struct view_rows *rows)
{
	struct order_entry *entries = view->order.entries;

	hash_clear(&view->places, view->key_count);
	for (size_t i = 0; i < view->key_count; i++)
		hash_put(&view->places, view->keys[i], (uint32_t)i);
	for (size_t i = 0; i < rows->count; i++) {
		uint32_t place = hash_get(&view->places, rows->key(row_at(rows, entries[i].row)));

		entries[i].absent = 0;
		entries[i].rank = place == HASH_NONE ? view->key_count + i : place;
	}
	order_by_rank(&view->order, rows->count);
}

static void remember_order(struct view *view, const struct view_rows *rows)
{
	view->key_count = rows->key ? rows->count : 0;
	view->keys =
		die_grow(view->keys, &view->keys_capacity, view->key_count, sizeof(view->keys[0]));
	for (size_t i = 0; i < view->key_count; i++)
		view->keys[i] = rows->key(row_at(rows, view->order.entries[i].row));
}

static struct view_line *add_line(struct view *view, uint32_t row)
{
	struct view_line *line = &view->lines[view->line_count];

	*line = (struct view_line){
		.row = row,
		.parent = VIEW_ROOT,
		.context = !view->nodes[row].matches,
	};
	view->nodes[row].line = (uint32_t)view->line_count++;
	return line;
}

static void list_rows(struct view *view)
{
	for (size_t i = 0; i < view->count; i++) {
		uint32_t row = view->order.entries[i].row;

		if (view->nodes[row].kept)
			add_line(view, row);
	}
	if (view->line_count > 0)
		view->lines[view->line_count - 1].last = true;
}

/* Chains the kept rows to their parents. Returns the first root. */
static uint32_t link_rows(struct view *view)
{
	struct node *nodes = view->nodes;
	uint32_t roots = NO_ROW;

	for (size_t i = 0; i < view->count; i++)
		nodes[i].first_child = NO_ROW;
	/* from the end: each goes in front of those that come behind it */
	for (size_t i = view->count; i-- > 0;) {
		uint32_t row = view->order.entries[i].row;
		uint32_t parent = nodes[row].parent;
		uint32_t *first = parent == VIEW_ROOT ? &roots : &nodes[parent].first_child;

		if (!nodes[row].kept)
			continue;
		nodes[row].next_sibling = *first;
		*first = row;
	}
	return roots;
}

/*
 * The kept row that comes behind all below this one, or NO_ROW at the end of
 * what is below top (VIEW_ROOT: of everything). *depth falls with each step up.
 */
static uint32_t row_behind(const struct node *nodes, uint32_t row, uint32_t top, uint32_t *depth)
{
	while (nodes[row].next_sibling == NO_ROW) {
		row = nodes[row].parent;
		if (row == top)
			return NO_ROW;
		(*depth)--;
	}
	return nodes[row].next_sibling;
}

static uint32_t count_below(const struct node *nodes, uint32_t top)
{
	uint32_t row = nodes[top].first_child, count = 0, depth = 0;

	for (; row != NO_ROW; count++) {
		uint32_t child = nodes[row].first_child;

		row = child != NO_ROW ? child : row_behind(nodes, row, top, &depth);
	}
	return count;
}

static void walk_tree(struct view *view, const struct view_rows *rows, const struct view_plan *plan)
{
	const struct node *nodes = view->nodes;
	uint32_t row = link_rows(view), depth = 0;

	while (row != NO_ROW) {
		const struct node *node = &nodes[row];
		struct view_line *line = add_line(view, row);

		line->depth = (uint16_t)MIN(depth, (uint32_t)UINT16_MAX);
		line->last = node->next_sibling == NO_ROW;
		line->parent = node->parent == VIEW_ROOT ? VIEW_ROOT : nodes[node->parent].line;
		line->has_children = node->first_child != NO_ROW;
		line->folded = line->has_children && plan->folded &&
			       plan->folded(row_at(rows, row), plan->context);
		if (line->has_children && !line->folded) {
			row = node->first_child;
			depth++;
			continue;
		}
		line->hidden = count_below(nodes, row);
		row = row_behind(nodes, row, VIEW_ROOT, &depth);
	}
}

static void reserve(struct view *view, size_t count)
{
	view->nodes = die_grow(view->nodes, &view->nodes_capacity, count, sizeof(view->nodes[0]));
	view->lines = die_grow(view->lines, &view->lines_capacity, count, sizeof(view->lines[0]));
}

void view_update(struct view *view, const struct view_rows *rows, const struct view_plan *plan)
{
	struct view_plan flat = *plan;

	view->count = rows->count;
	view->line_count = 0;
	view->sum_count = 0;
	view->has_bottom_up = false;
	reserve(view, rows->count);
	set_parents(view, rows);
	if (!rows->parents) {
		flat.tree = false;
		plan = &flat;
	}
	find_matches(view, rows, plan);
	order_by_keys(&view->order, rows->rows, rows->row_size, rows->count, &plan->keys);
	if (plan->frozen && rows->key)
		restore_order(view, rows);
	remember_order(view, rows);
	if (plan->tree)
		walk_tree(view, rows, plan);
	else
		list_rows(view);
}

const struct view_line *view_lines(const struct view *view, size_t *ret_count)
{
	*ret_count = view->line_count;
	return view->lines;
}

size_t view_matched(const struct view *view)
{
	return view->matched;
}

/* Leaves first, then each row as soon as the last of its children is through. */
static void find_bottom_up(struct view *view)
{
	struct node *nodes = view->nodes;
	size_t known = 0;

	view->bottom_up = die_grow(view->bottom_up, &view->bottom_up_capacity, view->count,
				   sizeof(view->bottom_up[0]));
	for (size_t i = 0; i < view->count; i++)
		nodes[i].pending = 0;
	for (size_t i = 0; i < view->count; i++) {
		if (nodes[i].parent != VIEW_ROOT)
			nodes[nodes[i].parent].pending++;
	}
	for (size_t i = 0; i < view->count; i++) {
		if (nodes[i].pending == 0)
			view->bottom_up[known++] = (uint32_t)i;
	}
	for (size_t i = 0; i < known; i++) {
		uint32_t parent = nodes[view->bottom_up[i]].parent;

		if (parent != VIEW_ROOT && --nodes[parent].pending == 0)
			view->bottom_up[known++] = parent;
	}
	view->has_bottom_up = true;
}

static void add_up(struct view *view, const struct view_rows *rows, struct sums *sums)
{
	const struct node *nodes = view->nodes;

	sums->values =
		die_grow(sums->values, &sums->capacity, view->count, sizeof(sums->values[0]));
	for (size_t i = 0; i < view->count; i++)
		sums->values[i] = column_value(sums->column, row_at(rows, i));
	for (size_t i = 0; i < view->count; i++) {
		uint32_t row = view->bottom_up[i], parent = nodes[row].parent;

		if (parent != VIEW_ROOT && !(rows->part && rows->part(row_at(rows, row))))
			sums->values[parent] = value_add(sums->values[parent], sums->values[row]);
	}
}

static const struct sums *find_sums(struct view *view, const struct view_rows *rows,
				    const struct column *column)
{
	struct sums *sums;

	for (size_t i = 0; i < view->sum_count; i++) {
		if (view->sums[i].column == column)
			return &view->sums[i];
	}
	if (!view->has_bottom_up)
		find_bottom_up(view);
	if (view->sum_count == view->sums_made) {
		view->sums = die_grow(view->sums, &view->sums_capacity, view->sums_made + 1,
				      sizeof(view->sums[0]));
		view->sums[view->sums_made++] = (struct sums){ 0 };
	}
	sums = &view->sums[view->sum_count++];
	sums->column = column;
	add_up(view, rows, sums);
	return sums;
}

struct value view_sum(struct view *view, const struct view_rows *rows, uint32_t row,
		      const struct column *column)
{
	if (row >= view->count)
		return value_none();
	if (!(column->flags & COLUMN_SUMS))
		return column_value(column, row_at(rows, row));
	return find_sums(view, rows, column)->values[row];
}
