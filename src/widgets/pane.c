/* pane.c - see pane.h */
#include "widgets/pane.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "table/filter.h"
#include "table/filterlex.h"

void pane_open(struct pane *pane, const struct pane_content *content)
{
	pane_close(pane);
	pane->content = content;
	pane->at_end = content->tail;
	grid_init(&pane->grid);
	column_choices_default(content->columns, &pane->choices);
	if (content->order)
		grid_sort_by(&pane->keys, column_find(content->columns, bytes_of(content->order)));
}

void pane_close(struct pane *pane)
{
	if (!pane->content)
		return;
	grid_done(&pane->grid);
	filter_free(pane->expression);
	*pane = (struct pane){ 0 };
}

bool pane_is_open(const struct pane *pane)
{
	return pane->content != NULL;
}

/* A list is searched argument by argument. */
static bool cell_contains(struct value value, struct bytes needle)
{
	char digits[VALUE_FORMAT_MAX];

	if (value.kind == VALUE_TEXT || value.kind == VALUE_LIST)
		return text_contains(value.text, needle);
	if (value.kind != VALUE_ID)
		return false;
	return bytes_compare((struct bytes){ digits, value_format_raw(digits, value) }, needle) ==
	       0;
}

bool pane_contains(const struct pane *pane, const void *row, struct bytes needle)
{
	for (size_t i = 0; i < pane->choices.count; i++) {
		if (cell_contains(column_value(pane->choices.of[i].column, row), needle))
			return true;
	}
	return false;
}

/* Only the memory of the filter changes. */
static bool row_matches(const void *row, const void *context)
{
	const struct pane *pane = context;

	if (pane->expression)
		return filter_match(pane->expression, row);
	return pane_contains(pane, row, filterlex_plain(bytes_of(pane->filter)));
}

int pane_set_filter(struct pane *pane, struct bytes text, struct filtererror *error)
{
	const struct terms terms = { .columns = pane->content->columns };
	struct filter *expression = NULL;

	if (text.n >= sizeof(pane->filter))
		return filtererror_set(error, FILTERERROR_NOWHERE,
				       "the filter is too long: at most %zu bytes",
				       sizeof(pane->filter) - 1);
	if (filterlex_is_expression(text) && filter_compile(text, &terms, &expression, error) < 0)
		return -EINVAL;
	filter_free(pane->expression);
	pane->expression = expression;
	if (text.n > 0)
		memcpy(pane->filter, text.p, text.n);
	pane->filter[text.n] = '\0';
	return 0;
}

/* The rows come in this order by themselves, ties and all. */
static bool is_in_order(const struct pane *pane)
{
	const char *order = pane->content->order;

	return pane->keys.count == 0 || (order && !pane->keys.of[0].descending &&
					 strcmp(pane->keys.of[0].column->name, order) == 0);
}

static bool follows_end(const struct pane *pane)
{
	return pane->content->tail && pane->at_end && is_in_order(pane);
}

static bool is_selected(const void *row, const void *context)
{
	const struct pane *pane = context;

	return pane->grid.rows.key(row) == pane->selected;
}

void pane_cursor_moved(struct pane *pane)
{
	const void *row = grid_selected(&pane->grid);

	pane->at_end = pane->grid.widget.cursor + 1 >= pane->grid.widget.count;
	pane->has_selected = row && pane->grid.rows.key;
	if (pane->has_selected)
		pane->selected = pane->grid.rows.key(row);
}

/* At the end if that is followed; else what is looked at stays at its place on the screen. */
static void place_cursor(struct pane *pane)
{
	struct tablewidget *widget = &pane->grid.widget;
	size_t line = SIZE_MAX;

	if (!follows_end(pane) && pane->has_selected && pane->grid.rows.key)
		line = grid_find(&pane->grid, is_selected, pane);
	if (line != SIZE_MAX)
		tablewidget_follow(widget, line);
	else
		tablewidget_go(widget, follows_end(pane) ? widget->count : widget->cursor);
	pane_cursor_moved(pane);
}

void pane_update(struct pane *pane, uint64_t now_ns)
{
	const struct view_plan plan = {
		.keys = is_in_order(pane) ? (struct column_keys){ .count = 0 } : pane->keys,
		.match = pane->filter[0] ? row_matches : NULL,
		.context = pane,
	};

	pane->now_ns = now_ns;
	pane->grid.rows = (struct view_rows){ 0 };
	pane->content->rows(pane->content->context, &pane->grid.rows);
	grid_update(&pane->grid, &plan);
	place_cursor(pane);
}

void pane_enter(struct pane *pane)
{
	const void *row = grid_selected(&pane->grid);

	if (row && pane->content->enter)
		pane->content->enter(pane->content->context, row);
}

/* What the rows say of themselves stands at the right, and gives way to nothing else. */
static void draw_status(const struct pane *pane, struct canvas *canvas,
			const struct rectangle *area)
{
	char text[PANE_FILTER_MAX + 128], note[PANE_NOTE_MAX] = "";
	const size_t all = pane->grid.rows.count;
	bool is_alert = false;
	int width, room;

	if (pane->content->note)
		is_alert = pane->content->note(pane->content->context, note);
	if (pane->filter[0])
		(void)snprintf(text, sizeof(text), "%s: %zu of %zu   filter: %s",
			       pane->content->title, view_matched(pane->grid.view), all,
			       pane->filter);
	else
		(void)snprintf(text, sizeof(text), "%s: %zu", pane->content->title, all);
	canvas_fill(canvas, area->y, area->x, area->columns, STYLE_STATUS);
	width = (int)MIN(text_width(bytes_of(note)), (size_t)area->columns);
	room = area->columns - (width > 0 ? width + 2 : 0);
	(void)canvas_put(canvas, area->y, area->x, room, STYLE_STATUS, bytes_of(text));
	(void)canvas_put(canvas, area->y, area->x + area->columns - width, width,
			 is_alert ? STYLE_ERROR : STYLE_STATUS, bytes_of(note));
}

void pane_draw(struct pane *pane, struct canvas *canvas, const struct rectangle *area)
{
	const struct pane_content *from = pane->content;
	const struct tablewidget_content content = {
		.choices = &pane->choices,
		.keys = &pane->keys,
		.view = pane->grid.view,
		.rows = &pane->grid.rows,
		.now_ns = pane->now_ns,
		.needle = bytes_of(pane->grid.search),
		.row_style = from->row_style,
		.cell_style = from->cell_style,
		.context = from->context,
		.cursor_style = follows_end(pane) ? STYLE_SELECTED_FOLLOW : STYLE_SELECTED,
	};
	struct rectangle table = *area;

	/* With two lines the rows are worth more than what is said of them. */
	if (area->lines > 2) {
		draw_status(pane, canvas, area);
		table.y++;
		table.lines--;
	}
	tablewidget_draw(&pane->grid.widget, &content, canvas, &table);
}
