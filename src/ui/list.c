/* list.c - see list.h */
#include "ui/list.h"

#include <string.h>

#include "base/macros.h"

void list_init(struct list *list, struct settings *settings, const struct world *world)
{
	*list = (struct list){ .settings = settings, .world = world, .view = view_new() };
}

void list_done(struct list *list)
{
	view_free(list->view);
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

	return selection_match(row, &list->settings->selection);
}

static bool row_is_folded(const void *row, const void *context)
{
	const struct list *list = context;

	return marks_has(&list->folded, &((const struct row *)row)->identity);
}

static bool is_alive(const struct identity *identity, const void *context)
{
	return world_find(context, identity) != NULL;
}

static const struct row *row_of(const struct list *list, size_t line)
{
	size_t count;
	const struct view_line *lines = view_lines(list->view, &count);

	return line < count ? (const struct row *)list->rows.rows + lines[line].row : NULL;
}

static size_t line_of(const struct list *list, const struct identity *identity)
{
	size_t count;

	(void)view_lines(list->view, &count);
	for (size_t i = 0; i < count; i++) {
		const struct row *row = row_of(list, i);

		if (row && task_identity_equal(&row->identity, identity))
			return i;
	}
	return SIZE_MAX;
}

void list_cursor_moved(struct list *list)
{
	const struct row *row = row_of(list, list->widget.cursor);

	list->has_selected = row != NULL;
	if (row)
		list->selected = row->identity;
}

/*
 * In a tree, and where the order is frozen, lines hardly move and the cursor stays
 * with its process, at its place on the screen. In a list that is sorted anew with every
 * sample it stays at its line, unless it follows.
 */
static void place_cursor(struct list *list)
{
	size_t line = SIZE_MAX;

	(void)view_lines(list->view, &list->widget.count);
	if (list->has_selected && (list->follow || list->frozen || list->settings->tree))
		line = line_of(list, &list->selected);
	if (line != SIZE_MAX)
		tablewidget_follow(&list->widget, line);
	else
		tablewidget_go(&list->widget, list->widget.cursor);
	/* What was followed has ended: say so by not following another. */
	if (line == SIZE_MAX && list->has_selected && !world_find(list->world, &list->selected))
		list->follow = false;
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
	list->rows = (struct view_rows){ .row_size = sizeof(struct row),
					 .key = row_key,
					 .part = row_is_part };
	list->rows.rows = world_rows(list->world, &list->rows.count);
	list->rows.parents = world_parents(list->world);
	marks_sweep(&list->tagged, is_alive, list->world);
	marks_sweep(&list->folded, is_alive, list->world);
	view_update(list->view, &list->rows, &plan);
	place_cursor(list);
}

static enum style row_style(const void *subject, const struct view_line *line, const void *context)
{
	const struct list *list = context;
	const struct row *row = subject;

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

void list_draw(struct list *list, struct canvas *canvas, const struct rectangle *area)
{
	const struct tablewidget_content content = {
		.choices = &list->settings->columns,
		.keys = settings_keys(list->settings),
		.view = list->view,
		.rows = &list->rows,
		.tree = list->settings->tree,
		.sums = list->settings->sums,
		.now_ns = list->now_ns,
		.needle = bytes_of(list->search),
		.row_style = row_style,
		.cell_style = cell_style,
		.context = list,
		.cursor_style = list->follow ? STYLE_SELECTED_FOLLOW : STYLE_SELECTED,
	};

	tablewidget_draw(&list->widget, &content, canvas, area);
}

const struct row *list_selected(const struct list *list)
{
	return row_of(list, list->widget.cursor);
}

bool list_select(struct list *list, const struct identity *identity)
{
	size_t line = line_of(list, identity);

	if (line == SIZE_MAX)
		return false;
	tablewidget_go(&list->widget, line);
	list_cursor_moved(list);
	return true;
}

bool list_search(struct list *list, struct bytes needle, bool forward, bool here)
{
	size_t count;

	(void)view_lines(list->view, &count);
	for (size_t step = here ? 0 : 1; step < count + (here ? 0 : 1); step++) {
		size_t line =
			(list->widget.cursor + (forward ? step : count - step % count)) % count;

		if (!selection_contains(&list->settings->selection, row_of(list, line), needle))
			continue;
		tablewidget_go(&list->widget, line);
		list_cursor_moved(list);
		return true;
	}
	return false;
}

size_t list_shown(const struct list *list, struct identity *ret, size_t size)
{
	const size_t page = (size_t)MAX(list->widget.page, 1);
	size_t first = list->widget.top > page ? list->widget.top - page : 0;
	size_t count, taken = 0;

	(void)view_lines(list->view, &count);
	for (size_t i = first; i < count && i < list->widget.top + 2 * page && taken < size; i++) {
		const struct row *row = row_of(list, i);

		if (row)
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
	for (size_t i = 0; folded && i < list->rows.count; i++) {
		const struct row *row = (const struct row *)list->rows.rows + i;

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
	marks_set(&list->tagged, &row->identity, !marks_has(&list->tagged, &row->identity));
	tablewidget_move(&list->widget, 1);
	list_cursor_moved(list);
}

void list_tag_subtree(struct list *list)
{
	const struct row *root = list_selected(list);

	if (!root)
		return;
	for (size_t i = 0; i < list->rows.count; i++) {
		const struct row *row = (const struct row *)list->rows.rows + i;

		if (world_is_under(list->world, row, root))
			marks_set(&list->tagged, &row->identity, true);
	}
}
