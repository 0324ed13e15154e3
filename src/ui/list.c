/* list.c - see list.h */
#include "ui/list.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/ending.h"

void list_init(struct list *list, struct settings *settings, const struct world *world)
{
	*list = (struct list){ .settings = settings, .world = world };
	grid_init(&list->grid);
}

void list_done(struct list *list)
{
	grid_done(&list->grid);
	marks_done(&list->tagged);
	marks_done(&list->folded);
}

static uint64_t row_key(const void *row)
{
	const struct identity *identity = &((const struct row *)row)->identity;

	return hash_mix((uint64_t)identity->pid << 1 | identity->thread, identity->start);
}

static bool row_is_part(const void *row)
{
	return ((const struct row *)row)->is_thread;
}

static bool row_matches(const void *row, const void *context)
{
	const struct list *list = context;

	if (((const struct row *)row)->ending && !list->settings->ended)
		return false;
	return selection_match(row, &list->settings->selection);
}

static bool row_is_folded(const void *row, const void *context)
{
	const struct list *list = context;

	return marks_has(&list->folded, &((const struct row *)row)->identity);
}

/* What has ended is no aim for anything any more. */
static bool is_alive(const struct identity *identity, const void *context)
{
	return world_find(context, identity) != NULL;
}

/* A row that has ended may have others below it, and be folded. */
static bool is_there(const struct identity *identity, const void *context)
{
	return is_alive(identity, context) || world_find_ended(context, identity) != NULL;
}

static bool is_identity(const void *row, const void *context)
{
	return task_identity_equal(&((const struct row *)row)->identity, context);
}

void list_cursor_moved(struct list *list)
{
	const struct row *row = grid_selected(&list->grid);

	list->has_selected = row != NULL;
	if (row)
		list->selected = row->identity;
}

/* The cursor goes on to nobody else when what it followed is gone. */
static void watch_followed(struct list *list, bool is_shown)
{
	const struct row *row = NULL;

	if (list->follow && list->has_selected)
		row = world_find_ended(list->world, &list->selected);
	list->followed_end = row && row->ending->is_fresh ? row : NULL;
	if (list->has_selected && !is_shown && !world_find(list->world, &list->selected))
		list->follow = false;
}

/*
 * In a tree, and where the order is frozen, lines hardly move and the cursor stays
 * with its process, at its place on the screen. In a list that is sorted anew with every
 * sample it stays at its line, unless it follows.
 */
static void place_cursor(struct list *list)
{
	size_t line = SIZE_MAX;

	if (list->has_selected && (list->follow || list->frozen || list->settings->tree))
		line = grid_find(&list->grid, is_identity, &list->selected);
	if (line != SIZE_MAX)
		tablewidget_follow(&list->grid.widget, line);
	else
		tablewidget_go(&list->grid.widget, list->grid.widget.cursor);
	watch_followed(list, line != SIZE_MAX);
	list_cursor_moved(list);
}

void list_update(struct list *list)
{
	const struct settings *settings = list->settings;
	const struct view_plan plan = {
		.keys = *settings_keys(list->settings),
		.tree = settings->tree,
		.frozen = list->frozen,
		.match = row_matches,
		.folded = list->folded.count > 0 ? row_is_folded : NULL,
		.context = list,
	};

	if (!world_now(list->world))
		return;
	list->now_ns = world_now(list->world)->realtime_ns;
	list->grid.rows = (struct view_rows){ .row_size = sizeof(struct row),
					      .key = row_key,
					      .part = row_is_part };
	list->grid.rows.rows = world_rows(list->world, &list->grid.rows.count);
	list->grid.rows.parents = world_parents(list->world);
	marks_sweep(&list->tagged, is_alive, list->world);
	marks_sweep(&list->folded, is_there, list->world);
	grid_update(&list->grid, &plan);
	place_cursor(list);
}

static enum style row_style(const void *subject, const struct view_line *line, const void *context)
{
	const struct list *list = context;
	const struct row *row = subject;

	if (row->ending)
		return STYLE_GONE;
	if (marks_has(&list->tagged, &row->identity))
		return STYLE_TAGGED;
	if (line->context)
		return STYLE_CONTEXT;
	if (row->is_thread)
		return STYLE_THREAD;
	if (task_is_kernel(row->task))
		return STYLE_KERNEL;
	return row->born ? STYLE_NEW : STYLE_NORMAL;
}

static enum style state_style(char state, enum style style)
{
	switch (state) {
	case 'R':
		return STYLE_STATE_RUN;
	case 'D':
	case 'm':
		return STYLE_STATE_DISK;
	case 'Z':
	case 'X':
		return STYLE_STATE_ZOMBIE;
	case 'T':
	case 't':
		return STYLE_STATE_STOPPED;
	default:
		return style;
	}
}

static enum style cell_style(const void *subject, const struct column *column, enum style style,
			     const void *context)
{
	const struct row *row = subject;
	struct value value;

	(void)context;
	if (style != STYLE_NORMAL)
		return style;
	if (column->kind == VALUE_TEXT || column->kind == VALUE_LIST || column->kind == VALUE_ID)
		return style;
	value = column_value(column, row);
	if (value.kind == VALUE_STATE)
		return state_style((char)value.count, style);
	if (value.kind == VALUE_PERCENT && value.ratio >= 0.5)
		return STYLE_LARGE;
	if (value.kind == VALUE_INTEGER && value.integer < 0 && strcmp(column->name, "nice") == 0)
		return STYLE_CHANGED;
	/* What is nothing steps back, so that what is something stands out. */
	if (!value_is_there(value) || (value.kind == VALUE_PERCENT && value.ratio < 0.0005) ||
	    (value.kind == VALUE_BYTES && value.count == 0))
		return STYLE_DIM;
	return style;
}

/* How it ended, in front of its command. */
static enum style row_note(const void *subject, char ret[TABLEWIDGET_NOTE_MAX], const void *context)
{
	const struct ending *ending = ((const struct row *)subject)->ending;
	char text[ENDING_TEXT_MAX];

	(void)context;
	if (!ending)
		return STYLE_NORMAL;
	if (ending->count > 1 && ending->failures > 0)
		(void)snprintf(ret, TABLEWIDGET_NOTE_MAX, "[%u ended, %u failed] ", ending->count,
			       ending->failures);
	else if (ending->count > 1)
		(void)snprintf(ret, TABLEWIDGET_NOTE_MAX, "[%u ended] ", ending->count);
	else if (ending_text(ending, text) > 0)
		(void)snprintf(ret, TABLEWIDGET_NOTE_MAX, "[%s] ", text);
	return ending->failures > 0 || (ending->has_status && ending->status != 0) ? STYLE_CHANGED
										   : STYLE_GONE;
}

void list_draw(struct list *list, struct canvas *canvas, const struct rectangle *area)
{
	const struct tablewidget_content content = {
		.choices = &list->settings->columns,
		.keys = settings_keys(list->settings),
		.view = list->grid.view,
		.rows = &list->grid.rows,
		.tree = list->settings->tree,
		.sums = list->settings->sums,
		.now_ns = list->now_ns,
		.needle = bytes_of(list->grid.search),
		.row_style = row_style,
		.cell_style = cell_style,
		.note = row_note,
		.context = list,
		.cursor_style = list->follow ? STYLE_SELECTED_FOLLOW : STYLE_SELECTED,
	};

	tablewidget_draw(&list->grid.widget, &content, canvas, area);
}

const struct row *list_selected(const struct list *list)
{
	return grid_selected(&list->grid);
}

bool list_select(struct list *list, const struct identity *identity)
{
	size_t line = grid_find(&list->grid, is_identity, identity);

	if (line == SIZE_MAX)
		return false;
	tablewidget_go(&list->grid.widget, line);
	list_cursor_moved(list);
	return true;
}

/* What a row is searched for. */
struct sought {
	struct selection *selection;
	struct bytes needle;
};

static bool row_contains(const void *row, const void *context)
{
	const struct sought *sought = context;

	return selection_contains(sought->selection, row, sought->needle);
}

bool list_search(struct list *list, struct bytes needle, unsigned flags)
{
	const struct sought sought = { &list->settings->selection, needle };

	if (!grid_search(&list->grid, row_contains, &sought, flags))
		return false;
	list_cursor_moved(list);
	return true;
}

size_t list_shown(const struct list *list, struct identity *ret, size_t size)
{
	const size_t page = (size_t)MAX(list->grid.widget.page, 1);
	size_t first = list->grid.widget.top > page ? list->grid.widget.top - page : 0;
	size_t count, taken = 0;

	(void)view_lines(list->grid.view, &count);
	for (size_t i = first; i < count && i < list->grid.widget.top + 2 * page && taken < size;
	     i++) {
		const struct row *row = grid_row(&list->grid, i);

		if (row && !row->ending)
			ret[taken++] = row->identity;
	}
	return taken;
}

void list_fold(struct list *list, bool folded)
{
	const struct row *row = list_selected(list);

	if (row)
		marks_set(&list->folded, &row->identity, folded);
	list_update(list);
}

void list_fold_all(struct list *list, bool folded)
{
	marks_clear(&list->folded);
	for (size_t i = 0; folded && i < list->grid.rows.count; i++) {
		const struct row *row = (const struct row *)list->grid.rows.rows + i;

		if (row->first_child != ROW_NONE && row->parent != ROW_NONE)
			marks_set(&list->folded, &row->identity, true);
	}
	list_update(list);
}

void list_tag(struct list *list)
{
	const struct row *row = list_selected(list);

	if (!row)
		return;
	if (!row->ending)
		marks_set(&list->tagged, &row->identity, !marks_has(&list->tagged, &row->identity));
	tablewidget_move(&list->grid.widget, 1);
	list_cursor_moved(list);
}

void list_tag_subtree(struct list *list)
{
	const struct row *root = list_selected(list);

	if (!root)
		return;
	for (size_t i = 0; i < list->grid.rows.count; i++) {
		const struct row *row = (const struct row *)list->grid.rows.rows + i;

		if (!row->ending && world_is_under(list->world, row, root))
			marks_set(&list->tagged, &row->identity, true);
	}
}

/* A row that the user sees as one that matches: no ancestor beside it, and nothing dead. */
static const struct row *matching_row(const struct list *list, const struct selection *selection,
				      const struct view_line *line)
{
	const struct row *row = (const struct row *)list->grid.rows.rows + line->row;

	return !line->context && !row->ending && selection_match(row, selection) ? row : NULL;
}

size_t list_count_matching(const struct list *list, const struct selection *selection)
{
	size_t count, matching = 0;
	const struct view_line *lines = view_lines(list->grid.view, &count);

	for (size_t i = 0; i < count; i++)
		matching += matching_row(list, selection, &lines[i]) != NULL;
	return matching;
}

size_t list_tag_matching(struct list *list, const struct selection *selection)
{
	size_t count, matching = 0;
	const struct view_line *lines = view_lines(list->grid.view, &count);

	for (size_t i = 0; i < count; i++) {
		const struct row *row = matching_row(list, selection, &lines[i]);

		if (!row)
			continue;
		marks_set(&list->tagged, &row->identity, true);
		matching++;
	}
	return matching;
}
