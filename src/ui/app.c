/* app.c - see app.h */
#include "ui/app.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/macros.h"
#include "model/ending.h"
#include "source/source.h"
#include "worker/inspector.h"
#include "worker/sampler.h"

enum { SHOWN_MAX = 3 * CANVAS_MAX };

#define MESSAGE_NS (4 * NS_PER_SECOND)

void app_say(struct app *app, bool is_error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(app->message, sizeof(app->message), format, arguments);
	va_end(arguments);
	app->message_is_error = is_error;
	app->message_until_ns = clock_monotonic() + MESSAGE_NS;
	app->dirty = true;
}

static int compare_identities(const void *a, const void *b)
{
	const struct identity *x = a, *y = b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

void app_request(struct app *app, bool now)
{
	struct identity shown[SHOWN_MAX];
	const struct source_request request = {
		.needs = settings_needs_all(app->settings) | selection_needs(&app->tagging),
		.needs_shown = settings_needs_shown(app->settings),
		.threads = app->settings->threads,
		.shown = shown,
		.shown_count = list_shown(&app->list, shown, SHOWN_MAX),
	};

	qsort(shown, request.shown_count, sizeof(shown[0]), compare_identities);
	sampler_request(app->sampler, &request, now);
}

static void ask_command(struct app *app, const struct row *row, bool watched)
{
	if (world_ask_command(app->world, row, clock_monotonic(), watched))
		inspector_ask(app->inspector, &row->identity);
}

static bool sorts_by_command(const struct app *app)
{
	return column_keys_needs(settings_keys(app->settings)) & TASK_COMMAND;
}

void app_ask_commands(struct app *app)
{
	struct identity shown[SHOWN_MAX];
	size_t count = list_shown(&app->list, shown, SHOWN_MAX);
	size_t row_count;
	const struct row *rows = world_rows(app->world, &row_count);

	for (size_t i = 0; i < count; i++) {
		const struct row *row = shown[i].thread ? NULL : world_find(app->world, &shown[i]);

		if (row && !row->ending)
			ask_command(app, row, true);
	}
	if (!selection_needs_commands(&app->settings->selection) && !app->list.grid.search[0] &&
	    !sorts_by_command(app) && app->dialog.kind != DIALOG_PROMPT)
		return;
	for (size_t i = 0; i < row_count; i++) {
		if (!rows[i].is_thread && !rows[i].ending)
			ask_command(app, &rows[i], false);
	}
}

void app_changed(struct app *app, bool now)
{
	list_update(&app->list);
	app_request(app, now);
	app_ask_commands(app);
	app->dirty = true;
}

/* It may have been what the user was waiting for. */
static void tell_of_followed(struct app *app)
{
	const struct row *row = app->list.followed_end;
	char how[ENDING_TEXT_MAX];

	if (!row)
		return;
	(void)ending_text(row->ending, how);
	app_say(app, true, "the followed process %d has ended%s%s", row->identity.pid,
		row->ending->has_status ? ": " : "", row->ending->has_status ? how : "");
}

void app_world_changed(struct app *app)
{
	list_update(&app->list);
	if (pane_is_open(&app->pane))
		pane_update(&app->pane, world_now(app->world)->realtime_ns);
	dialog_refresh(&app->dialog);
	tell_of_followed(app);
}
