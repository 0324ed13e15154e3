/* screen.c - see screen.h */
#include "ui/screen.h"

#include <stdio.h>

#include "base/macros.h"
#include "ui/app.h"
#include "ui/functionbar.h"
#include "ui/header.h"
#include "term/terminal.h"
#include "worker/inspector.h"

enum { BAR_FROM_LINES = 5 }; /* fewer lines than this are all for the list */

static void draw_status(struct app *app, int y)
{
	const int columns = canvas_columns(app->canvas);

	canvas_fill(app->canvas, y, 0, columns, STYLE_STATUS);
	(void)canvas_put(app->canvas, y, 0, columns,
			 app->message_is_error ? STYLE_ERROR : STYLE_STATUS,
			 bytes_of(app->message));
}

/* What narrows the list must never be forgotten: it is said as long as it holds. */
static void draw_filter(struct app *app, int y)
{
	const struct selection *selection = &app->settings->selection;
	char text[SELECTION_FILTER_MAX + 96];
	int length = 0;

	if (!selection->filter[0] && app->list.tagged.count == 0)
		return;
	if (selection->filter[0])
		length =
			snprintf(text, sizeof(text), " filter: %s (%zu of %zu) ", selection->filter,
				 view_matched(app->list.grid.view), app->list.grid.rows.count);
	if (app->list.tagged.count > 0)
		length += snprintf(text + length, sizeof(text) - (size_t)length, " %zu tagged ",
				   app->list.tagged.count);
	length = MIN(length, canvas_columns(app->canvas));
	(void)canvas_put(app->canvas, y, canvas_columns(app->canvas) - length, length, STYLE_STATUS,
			 bytes_of(text));
}

static void draw_last_line(struct app *app, int y)
{
	if (app->dialog.kind == DIALOG_PROMPT)
		return; /* it is drawn there */
	if (app->message[0]) {
		draw_status(app, y);
		return;
	}
	if (pane_is_open(&app->pane)) {
		functionbar_draw(app->canvas, y, FUNCTIONBAR_PANE);
		return;
	}
	functionbar_draw(app->canvas, y, app->settings->tree ? FUNCTIONBAR_TREE : FUNCTIONBAR_LIST);
	draw_filter(app, y);
}

static void draw_waiting(struct app *app, const struct rectangle *area)
{
	(void)canvas_put(app->canvas, area->y, area->x, area->columns, STYLE_DIM,
			 bytes_of("reading the processes ..."));
}

static void draw_list(struct app *app, uint64_t overdue_ns, const struct rectangle *header,
		      const struct rectangle *list)
{
	const struct header_state state = {
		.own_cpu_ns = app->own_cpu_ns,
		.overdue_ns = overdue_ns,
		.paused = app->paused,
		.stuck = (uint32_t)inspector_stuck(app->inspector),
		.events_lost = app->events_lost,
	};

	if (!world_now(app->world)) {
		draw_waiting(app, list);
		return;
	}
	header_draw(app->world, &state, app->canvas, header);
	list_draw(&app->list, app->canvas, list);
}

void screen_draw(struct app *app, uint64_t overdue_ns)
{
	const bool pane = pane_is_open(&app->pane);
	struct rectangle header, list;
	int lines, columns, bar;

	terminal_size(app->terminal, &lines, &columns);
	if (lines != canvas_lines(app->canvas) || columns != canvas_columns(app->canvas))
		canvas_resize(app->canvas, lines, columns);
	canvas_clear(app->canvas);
	bar = lines >= BAR_FROM_LINES || app->dialog.kind == DIALOG_PROMPT || app->message[0] ? 1
											      : 0;
	header = (struct rectangle){
		0, 0, app->header && !pane ? header_lines(app->world, lines, columns) : 0, columns
	};
	list = (struct rectangle){ header.lines, 0, lines - header.lines - bar, columns };
	if (pane)
		pane_draw(&app->pane, app->canvas, &list);
	else
		draw_list(app, overdue_ns, &header, &list);
	if (bar)
		draw_last_line(app, lines - 1);
	dialog_draw(&app->dialog, app->canvas,
		    app->dialog.kind == DIALOG_PAGER
			    ? &(struct rectangle){ 0, 0, lines - bar, columns }
			    : &list);
}
