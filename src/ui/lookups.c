/* lookups.c - see lookups.h */
#include "ui/lookups.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "table/filtererror.h"
#include "ui/app.h"
#include "ui/front.h"
#include "worker/sampler.h"

static void copy_text(const struct prompt *prompt, char *ret, size_t size)
{
	struct bytes text = prompt_text(prompt);
	size_t n = MIN(text.n, size - 1);

	memcpy(ret, text.p, n);
	ret[n] = '\0';
}

/* What is wrong, and where in the text. */
static void show_error(struct prompt *prompt, const struct filtererror *error)
{
	prompt_set_error(prompt, error->message);
	prompt_mark_error(prompt, error->at);
}

static void search_changed(void *context)
{
	struct app *app = context;
	char *search = front_of(app).grid->search;

	copy_text(&app->dialog.prompt, search, GRID_SEARCH_MAX);
	if (search[0] && !front_search(app, bytes_of(search), GRID_FORWARD | GRID_HERE))
		prompt_set_error(&app->dialog.prompt, "not found");
}

static void search_done(void *context)
{
	struct app *app = context;
	const char *search = front_of(app).grid->search;

	if (search[0])
		app_say(app, false, "search: %s   n next, N previous, Esc ends", search);
}

static void search_cancelled(void *context)
{
	front_of(context).grid->search[0] = '\0';
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

static void search_again(struct app *app, unsigned flags)
{
	const char *search = front_of(app).grid->search;

	if (!search[0])
		lookups_search(app);
	else if (!front_search(app, bytes_of(search), flags))
		app_say(app, true, "not found: %s", search);
}

void lookups_search_next(struct app *app)
{
	search_again(app, GRID_FORWARD);
}

void lookups_search_previous(struct app *app)
{
	search_again(app, 0);
}

static void filter_changed(void *context)
{
	struct app *app = context;
	struct filtererror error;

	/* Half an expression is none: the filter before it stays, and what is missing is told. */
	if (front_set_filter(app, prompt_text(&app->dialog.prompt), &error) < 0)
		show_error(&app->dialog.prompt, &error);
}

static void filter_done(void *context)
{
	struct app *app = context;
	struct filtererror error;

	if (front_set_filter(app, prompt_text(&app->dialog.prompt), &error) < 0) {
		dialog_stay(&app->dialog, error.message);
		prompt_mark_error(&app->dialog.prompt, error.at);
	}
}

static void filter_cancelled(void *context)
{
	struct filtererror error;

	(void)front_set_filter(context, bytes_of(""), &error); /* no filter is always right */
}

void lookups_filter(struct app *app)
{
	dialog_open_prompt(&app->dialog,
			   &(struct dialog_question){
				   .label = "Filter: ",
				   .text = front_of(app).filter,
				   .history = &app->filters,
				   .actions = { filter_changed, filter_done, filter_cancelled },
				   .context = app,
			   });
}

static int set_tagging(struct app *app, struct filtererror *error)
{
	struct bytes text = prompt_text(&app->dialog.prompt);
	int result = selection_filter_parse(&app->tagging, text, error);

	app->tagging.kernel = true;
	return result;
}

/* How many there are is told while it is typed, before anything is done. */
static void preview_tagging(struct app *app)
{
	char text[64];

	(void)snprintf(text, sizeof(text), "%zu match",
		       app->tagging.filter[0] ? list_count_matching(&app->list, &app->tagging) : 0);
	prompt_set_note(&app->dialog.prompt, text);
}

static void tagging_changed(void *context)
{
	struct app *app = context;
	struct filtererror error;

	if (set_tagging(app, &error) < 0) {
		show_error(&app->dialog.prompt, &error);
		return;
	}
	preview_tagging(app);
	app_request(app, selection_needs(&app->tagging) != 0);
	app_ask_commands(app);
}

static void tagging_done(void *context)
{
	struct app *app = context;
	struct filtererror error;

	if (set_tagging(app, &error) < 0) {
		dialog_stay(&app->dialog, error.message);
		prompt_mark_error(&app->dialog.prompt, error.at);
		return;
	}
	if (app->tagging.filter[0]) {
		const size_t count = list_tag_matching(&app->list, &app->tagging);

		app_say(app, false, "%zu tagged, %zu in all (U untags)", count,
			app->list.tagged.count);
	}
	selection_done(&app->tagging);
}

static void tagging_cancelled(void *context)
{
	selection_done(&((struct app *)context)->tagging);
}

/* Cells that were still to be read are there now, perhaps. */
static void tagging_refreshed(void *context)
{
	struct app *app = context;
	struct filtererror error;

	if (set_tagging(app, &error) == 0)
		preview_tagging(app);
}

void lookups_tag_matching(struct app *app)
{
	dialog_open_prompt(&app->dialog,
			   &(struct dialog_question){
				   .label = "Tag all that match: ",
				   .text = "",
				   .history = &app->filters,
				   .actions = { tagging_changed, tagging_done, tagging_cancelled,
						tagging_refreshed },
				   .context = app,
			   });
}

static bool was_pid(const void *subject, const void *context)
{
	const struct row *row = subject;

	return row->ending && row->task->tgid == *(const int32_t *)context;
}

/* One that has ended is found as long as it is shown. */
static bool select_ended(struct app *app, int32_t pid)
{
	struct grid *grid = &app->list.grid;
	const size_t line = grid_find(grid, was_pid, &pid);

	if (line == SIZE_MAX)
		return false;
	tablewidget_go(&grid->widget, line);
	list_cursor_moved(&app->list);
	prompt_set_note(&app->dialog.prompt, "has ended");
	return true;
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
	if (!row && select_ended(app, (int32_t)pid))
		return;
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
