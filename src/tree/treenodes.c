/* treenodes.c - see treenodes.h */
#include "tree/treenodes.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "tree/treestyle.h"
#include "model/row.h"
#include "model/world.h"
#include "table/view.h"

enum {
	MARK_ROOT = 1 << 0,
	MARK_ABOVE = 1 << 1, /* an ancestor of a root */
	MARK_BOLD = 1 << 2,
	MARK_SHOWN = 1 << 3,
	MARK_THREADS = 1 << 4, /* not there for the sake of others only */
};

void treenodes_init(struct treenodes *tree, const struct treestyle *style, size_t limit,
		    const struct world *world)
{
	*tree = (struct treenodes){ .style = style, .arena = arena_new() };
	tree->rows = world_rows(world, &tree->row_count);
	tree->label = (struct treelabel){ .style = style, .arena = tree->arena, .limit = limit };
	tree->marks = die_calloc(tree->row_count + 1, sizeof(tree->marks[0]));
	tree->node_of = die_calloc(tree->row_count + 1, sizeof(tree->node_of[0]));
}

void treenodes_done(struct treenodes *tree)
{
	treelabel_done(&tree->label);
	arena_free(tree->arena);
	free(tree->marks);
	free(tree->node_of);
	free(tree->nodes);
}

/* The row and those above it, up to one that has the mark: each is marked once. */
static void mark_upwards(struct treenodes *tree, uint32_t at, unsigned char mark)
{
	while (at != ROW_NONE && !(tree->marks[at] & mark)) {
		tree->marks[at] |= mark;
		at = tree->rows[at].parent;
	}
}

void treenodes_mark_root(struct treenodes *tree, const struct row *row)
{
	tree->has_roots = true;
	tree->marks[row - tree->rows] |= MARK_ROOT;
	if (tree->style->parents)
		mark_upwards(tree, row->parent, MARK_ABOVE);
}

void treenodes_mark_bold(struct treenodes *tree, const struct row *row)
{
	mark_upwards(tree, (uint32_t)(row - tree->rows), MARK_BOLD);
}

/* Below a root: or it is one, or its parent in the view is. */
static bool is_below(const struct treenodes *tree, const bool *below, const struct view_line *line)
{
	return !tree->has_roots || tree->marks[line->row] & MARK_ROOT ||
	       (line->parent != VIEW_ROOT && below[line->parent]);
}

void treenodes_choose(struct treenodes *tree, const struct view_line *lines, size_t count)
{
	bool *below = die_calloc(count + 1, sizeof(below[0]));

	for (size_t i = 0; i < count; i++) {
		below[i] = is_below(tree, below, &lines[i]);
		if (below[i] && !lines[i].context) {
			tree->marks[lines[i].row] |= MARK_THREADS;
			tree->matched++;
		}
		if (below[i] || tree->marks[lines[i].row] & MARK_ABOVE)
			tree->marks[lines[i].row] |= MARK_SHOWN;
	}
	free(below);
}

bool treenodes_has(const struct treenodes *tree, uint32_t row)
{
	return tree->marks[row] & MARK_SHOWN;
}

static void add(struct treenodes *tree, struct compact_node node)
{
	tree->nodes = die_grow(tree->nodes, &tree->capacity, tree->count + 1, sizeof(node));
	tree->nodes[tree->count] = node;
	tree->count++;
}

static void add_process(struct treenodes *tree, uint32_t at)
{
	const struct row *row = &tree->rows[at];
	const bool is_shown = row->parent != ROW_NONE && treenodes_has(tree, row->parent);

	tree->node_of[at] = (uint32_t)tree->count;
	add(tree,
	    (struct compact_node){
		    .text = treelabel_process(&tree->label, row,
					      row->parent == ROW_NONE ? NULL
								      : &tree->rows[row->parent]),
		    .parent = is_shown ? tree->node_of[row->parent] : COMPACT_ROOT,
		    .count = 1,
		    .alone = tree->style->apart || tree->style->pids || tree->style->arguments,
		    .bold = tree->marks[at] & MARK_BOLD,
	    });
}

/* The first thread is the process. */
static void add_threads(struct treenodes *tree, uint32_t at)
{
	const struct row *process = &tree->rows[at];
	const bool alone = tree->style->apart || tree->style->pids;

	if (!alone && !tree->style->thread_names) {
		if (process->task->num_threads > 1)
			add(tree, (struct compact_node){
					  .text = treelabel_thread(&tree->label, process, NULL),
					  .parent = tree->node_of[at],
					  .count = process->task->num_threads - 1 });
		return;
	}
	for (size_t i = at + 1;
	     i < tree->row_count && tree->rows[i].is_thread && tree->rows[i].process == at; i++) {
		if (tree->rows[i].identity.pid == process->identity.pid)
			continue;
		add(tree, (struct compact_node){
				  .text = treelabel_thread(&tree->label, process, &tree->rows[i]),
				  .parent = tree->node_of[at],
				  .count = 1,
				  .alone = alone });
	}
}

void treenodes_make(struct treenodes *tree, const struct view_line *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (treenodes_has(tree, lines[i].row))
			add_process(tree, lines[i].row);
	}
	for (size_t i = 0; i < count && !tree->style->no_threads; i++) {
		if (tree->marks[lines[i].row] & MARK_THREADS)
			add_threads(tree, lines[i].row);
	}
}
