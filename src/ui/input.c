/* input.c - see input.h */
#include "ui/input.h"

#include "panes/processes.h"
#include "ui/app.h"
#include "ui/commands.h"
#include "ui/functionbar.h"
#include "ui/lookups.h"
#include "ui/pickers.h"

enum { WHEEL_LINES = 3 };

static void press(struct app *app, const char *name)
{
	struct key key;

	if (name && key_parse(bytes_of(name), &key) == 0)
		input_key(app, key);
}

static void click(struct app *app, struct key key)
{
	struct tablewidget *widget = &app->list.widget;
	size_t title = tablewidget_title_at(widget, key.y, key.x);
	size_t line = tablewidget_line_at(widget, key.y, key.x);

	if (key.y == canvas_lines(app->canvas) - 1) {
		press(app, functionbar_at(key.x, canvas_columns(app->canvas)));
	} else if (title != SIZE_MAX && title < app->settings->columns.count) {
		pickers_sort_by(app, app->settings->columns.of[title].column);
	} else if (line != SIZE_MAX) {
		tablewidget_go(widget, line);
		list_cursor_moved(&app->list);
	}
}

static bool mouse(struct app *app, struct key key)
{
	if (!key_is_mouse(key))
		return false;
	if (key.code == KEY_CODE_WHEEL_UP || key.code == KEY_CODE_WHEEL_DOWN) {
		tablewidget_scroll(&app->list.widget,
				   key.code == KEY_CODE_WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES);
		list_cursor_moved(&app->list);
	} else if (key.code == KEY_CODE_MOUSE_LEFT) {
		click(app, key);
	}
	return true;
}

static bool is_digit(struct key key)
{
	return key_is_text(key) && key.code >= '0' && key.code <= '9';
}

void input_key(struct app *app, struct key key)
{
	const struct command *command;

	app->dirty = true;
	/* Ctrl-C ends the program wherever one is. */
	if (key_is_control(key, 'c')) {
		app->quit = true;
		return;
	}
	if (dialog_key(&app->dialog, key) || mouse(app, key))
		return;
	if (is_digit(key)) {
		lookups_pid_begin(app, (char)key.code);
		return;
	}
	command = commands_of_key(key, app->list.search[0] != '\0');
	if (command)
		command->run(app);
}
