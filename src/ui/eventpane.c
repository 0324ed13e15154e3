/* eventpane.c - see eventpane.h */
#include "ui/eventpane.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/ending.h"
#include "model/journal.h"
#include "panes/events.h"
#include "ui/app.h"

/* Start times of processes are told in clock ticks, those of events exactly. */
#define TICK_NS (20 * NS_PER_MS)

static uint64_t entry_key(const void *row)
{
	return ((const struct journal_entry *)row)->sequence;
}

static void tell_rows(void *context, struct view_rows *ret)
{
	const struct app *app = context;
	const struct journal *journal = world_journal(app->world);

	if (!world_now(app->world))
		return;
	ret->rows = journal->of;
	ret->row_size = sizeof(journal->of[0]);
	ret->count = journal->count;
	ret->key = entry_key;
}

static bool tell_state(void *context, char ret[PANE_NOTE_MAX])
{
	const struct app *app = context;
	const struct event_list *events = world_events(app->world);

	if (!world_now(app->world)) {
		(void)snprintf(ret, PANE_NOTE_MAX, "...");
		return false;
	}
	if (!events->on) {
		(void)snprintf(ret, PANE_NOTE_MAX, "no events: %s",
			       events->why ? events->why : "not asked for");
		return true;
	}
	if (app->events_lost > 0)
		(void)snprintf(ret, PANE_NOTE_MAX, "%llu lost%s",
			       (unsigned long long)app->events_lost, app->paused ? ", paused" : "");
	else
		(void)snprintf(ret, PANE_NOTE_MAX, "%s", app->paused ? "paused" : "");
	return app->events_lost > 0;
}

/* Only what it was is coloured, and how it went: a screen of failures is to be read, too. */
static enum style kind_style(const struct journal_entry *entry)
{
	switch (entry->kind) {
	case EVENT_FORK:
		return STYLE_DIM;
	case EVENT_EXEC:
		return STYLE_GOOD;
	case EVENT_COREDUMP:
		return STYLE_ALERT;
	case EVENT_EXIT:
		return !entry->is_polled && entry->value != 0 ? STYLE_CHANGED : STYLE_NORMAL;
	case EVENT_UID:
	case EVENT_GID:
	case EVENT_PTRACE:
		return STYLE_LARGE;
	default:
		return STYLE_NORMAL;
	}
}

/* What is not known steps back, as what is nothing does. */
static enum style cell_style(const void *row, const struct column *column, enum style style,
			     const void *context)
{
	const struct value value = column_value(column, row);

	(void)context;
	if (!value_is_there(value) || (value.kind == VALUE_BYTES && value.count == 0))
		return STYLE_DIM;
	if (strcmp(column->name, "event") == 0 || strcmp(column->name, "detail") == 0)
		return kind_style(row);
	return style;
}

/* Whether the process may be the one of the entry: the PID may have been used again since. */
static bool is_the_same(const struct row *row, const struct journal_entry *entry)
{
	const struct snapshot *now = world_now(row->world);
	const uint64_t age =
		now->boottime_ns > row->task->start_ns ? now->boottime_ns - row->task->start_ns : 0;

	return now->realtime_ns - MIN(age, now->realtime_ns) <= entry->realtime_ns + TICK_NS;
}

static void go_to_process(void *context, const void *row)
{
	struct app *app = context;
	const struct journal_entry *entry = row;
	const struct row *process = world_find_pid(app->world, entry->pid);

	if (!process || process->ending || !is_the_same(process, entry)) {
		app_say(app, false, "process %d has ended", entry->pid);
	} else if (!list_select(&app->list, &process->identity)) {
		app_say(app, true,
			"process %d is not among the lines of the list: a filter or a "
			"fold hides it",
			entry->pid);
	} else {
		/* The cursor is to be found there, wherever the next sample sorts it to. */
		app->list.follow = true;
		pane_close(&app->pane);
		app_changed(app, false);
	}
}

void eventpane_open(struct app *app)
{
	app->event_content = (struct pane_content){
		.title = "Events",
		.columns = &events_columns,
		.order = "time",
		.tail = true,
		.rows = tell_rows,
		.note = tell_state,
		.cell_style = cell_style,
		.enter = go_to_process,
		.context = app,
	};
	pane_open(&app->pane, &app->event_content);
	pane_update(&app->pane, world_now(app->world) ? world_now(app->world)->realtime_ns : 0);
}
