/* lookups.c - see lookups.h */
#include "ui/lookups.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "table/filtererror.h"
#include "ui/app.h"
#include "worker/sampler.h"

static void copy_text(const struct prompt *prompt, char *ret, size_t size)
{
	struct bytes text = prompt_text(prompt);
	size_t n = MIN(text.n, size - 1);

	memcpy(ret, text.p, n);
	ret[n] = '\0';
}

static void search_changed(void *context)
{
	struct app *app = context;
	struct list *list = &app->list;

	copy_text(&app->dialog.prompt, list->search, sizeof(list->search));
	if (list->search[0] && !list_search(list, bytes_of(list->search), true, true))
		prompt_set_error(&app->dialog.prompt, "not found");
}

static void search_done(void *context)
{
	struct app *app = context;

	if (app->list.search[0])
		app_say(app, false, "search: %s   n next, N previous, Esc ends", app->list.search);
}

static void search_cancelled(void *context)
{
	struct app *app = context;

	app->list.search[0] = '\0';
}

void lookups_search(struct app *app)
{
	dialog_open_prompt(&app->dialog,
			   &(struct dialog_question){
				   .label = "Search: ",
				   .text = "",
				   .history = &app->searches,
				   .actions = { search_changed, search_done, search_cancelled },
				   .context = app,
			   });
}

static void search_again(struct app *app, bool forward)
{
	struct list *list = &app->list;

	if (!list->search[0])
		lookups_search(app);
	else if (!list_search(list, bytes_of(list->search), forward, false))
		app_say(app, true, "not found: %s", list->search);
}

void lookups_search_next(struct app *app)
{
	search_again(app, true);
}

void lookups_search_previous(struct app *app)
{
	search_again(app, false);
}

static int set_filter(struct app *app, struct bytes text, struct filtererror *error)
{
	int result = selection_filter_parse(&app->settings->selection, text, error);

	if (result == 0)
		app_changed(app, false);
	return result;
}

static void filter_changed(void *context)
{
	struct app *app = context;
	struct filtererror error;

	/* Half an expression is none: the filter before it stays, and what is missing is told. */
	if (set_filter(app, prompt_text(&app->dialog.prompt), &error) < 0)
		prompt_set_error(&app->dialog.prompt, error.message);
}

static void filter_done(void *context)
{
	struct app *app = context;
	struct filtererror error;

	if (set_filter(app, prompt_text(&app->dialog.prompt), &error) < 0)
		dialog_stay(&app->dialog, error.message);
}

static void filter_cancelled(void *context)
{
	struct filtererror error;

	(void)set_filter(context, bytes_of(""), &error); /* no filter at all is always right */
}

void lookups_filter(struct app *app)
{
	dialog_open_prompt(&app->dialog,
			   &(struct dialog_question){
				   .label = "Filter: ",
				   .text = app->settings->selection.filter,
				   .history = &app->filters,
				   .actions = { filter_changed, filter_done, filter_cancelled },
				   .context = app,
			   });
}

/* Goes to the process as soon as its whole number is typed. */
static void pid_changed(void *context)
{
	struct app *app = context;
	struct bytes text = prompt_text(&app->dialog.prompt);
	const struct row *row;
	uint64_t pid;

	if (bytes_to_u64(text, &pid) < 0 || pid > INT32_MAX) {
		if (text.n > 0)
			prompt_set_error(&app->dialog.prompt, "digits of a PID");
		return;
	}
	row = world_find_pid(app->world, (int32_t)pid);
	if (!row || !list_select(&app->list, &row->identity))
		prompt_set_error(&app->dialog.prompt, row ? "hidden by a filter" : "no such PID");
}

void lookups_pid(struct app *app)
{
	dialog_open_prompt(&app->dialog, &(struct dialog_question){
						 .label = "PID: ",
						 .text = "",
						 .actions.changed = pid_changed,
						 .context = app,
					 });
}

void lookups_pid_begin(struct app *app, char digit)
{
	const char text[2] = { digit, '\0' };

	lookups_pid(app);
	prompt_set(&app->dialog.prompt, bytes_of(text));
	pid_changed(app);
}

static void delay_done(void *context)
{
	struct app *app = context;
	char text[64], error[160];

	copy_text(&app->dialog.prompt, text, sizeof(text));
	if (settings_delay_parse(text, &app->settings->delay_ns, error, sizeof(error)) < 0)
		dialog_stay(&app->dialog, error);
	else
		sampler_interval(app->sampler, app->settings->delay_ns);
}

void lookups_delay(struct app *app)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%g", (double)app->settings->delay_ns / 1e9);
	dialog_open_prompt(&app->dialog, &(struct dialog_question){
						 .label = "Delay (seconds, or 500ms, 2s, 1m): ",
						 .text = text,
						 .actions.done = delay_done,
						 .context = app,
					 });
}
