/* input.c - see input.h */
#include "ui/input.h"

#include "ui/app.h"
#include "ui/commands.h"
#include "ui/front.h"
#include "ui/functionbar.h"
#include "ui/lookups.h"

enum { WHEEL_LINES = 3 };

static void press(struct app *app, const char *name)
{
	struct key key;

	if (name && key_parse(bytes_of(name), &key) == 0)
		input_key(app, key);
}

static void click(struct app *app, struct key key)
{
	const struct front front = front_of(app);
	const size_t title = tablewidget_title_at(&front.grid->widget, key.y, key.x);
	const size_t line = tablewidget_line_at(&front.grid->widget, key.y, key.x);

	if (key.y == canvas_lines(app->canvas) - 1) {
		press(app, functionbar_at(key.x, canvas_columns(app->canvas), front.is_pane));
	} else if (title != SIZE_MAX && title < front.choices->count) {
		front_sort_by(app, front.choices->of[title].column);
	} else if (line != SIZE_MAX) {
		tablewidget_go(&front.grid->widget, line);
		front_cursor_moved(app);
	}
}

static bool mouse(struct app *app, struct key key)
{
	if (!key_is_mouse(key))
		return false;
	if (key.code == KEY_CODE_WHEEL_UP || key.code == KEY_CODE_WHEEL_DOWN) {
		tablewidget_scroll(&front_of(app).grid->widget,
				   key.code == KEY_CODE_WHEEL_UP ? -WHEEL_LINES : WHEEL_LINES);
		front_cursor_moved(app);
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
	const bool pane = front_of(app).is_pane;
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
		if (!pane)
			lookups_pid_begin(app, (char)key.code);
		return;
	}
	command = commands_of_key(key, front_of(app).grid->search[0] != '\0');
	if (command && commands_is_of(command, pane))
		command->run(app);
}
