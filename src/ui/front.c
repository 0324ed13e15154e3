/* front.c - see front.h */
#include "ui/front.h"

#include "panes/processes.h"
#include "table/filtererror.h"
#include "ui/app.h"

struct front front_of(struct app *app)
{
	struct pane *pane = &app->pane;

	if (pane_is_open(pane))
		return (struct front){ .grid = &pane->grid,
				       .columns = pane->content->columns,
				       .choices = &pane->choices,
				       .keys = &pane->keys,
				       .filter = pane->filter,
				       .is_pane = true };
	return (struct front){ .grid = &app->list.grid,
			       .columns = &processes_columns,
			       .choices = &app->settings->columns,
			       .keys = settings_keys(app->settings),
			       .filter = app->settings->selection.filter };
}

void front_cursor_moved(struct app *app)
{
	if (pane_is_open(&app->pane))
		pane_cursor_moved(&app->pane);
	else
		list_cursor_moved(&app->list);
}

void front_changed(struct app *app, bool now)
{
	if (pane_is_open(&app->pane)) {
		pane_update(&app->pane, app->pane.now_ns);
		app->dirty = true;
	} else {
		app_changed(app, now);
	}
}

void front_sort_by(struct app *app, const struct column *column)
{
	const struct front front = front_of(app);

	if (!column)
		return;
	grid_sort_by(front.keys, column);
	if (!front.is_pane)
		app->list.frozen = false;
	front_changed(app, false);
}

struct sought {
	const struct pane *pane;
	struct bytes needle;
};

static bool pane_row_contains(const void *row, const void *context)
{
	const struct sought *sought = context;

	return pane_contains(sought->pane, row, sought->needle);
}

bool front_search(struct app *app, struct bytes needle, unsigned flags)
{
	const struct sought sought = { &app->pane, needle };

	if (!pane_is_open(&app->pane))
		return list_search(&app->list, needle, flags);
	if (!grid_search(&app->pane.grid, pane_row_contains, &sought, flags))
		return false;
	pane_cursor_moved(&app->pane);
	return true;
}

int front_set_filter(struct app *app, struct bytes text, struct filtererror *error)
{
	int result = pane_is_open(&app->pane)
			     ? pane_set_filter(&app->pane, text, error)
			     : selection_filter_parse(&app->settings->selection, text, error);

	if (result == 0)
		front_changed(app, false);
	return result;
}
