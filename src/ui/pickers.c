/* pickers.c - see pickers.h */
#include "ui/pickers.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "panes/processes.h"
#include "ui/app.h"

void pickers_sort_by(struct app *app, const struct column *column)
{
	struct column_keys *keys = settings_keys(app->settings);

	if (keys->count > 0 && keys->of[0].column == column)
		keys->of[0].descending = !keys->of[0].descending;
	else
		keys->of[0] = (struct column_key){ column, column->flags & COLUMN_DESCENDING };
	keys->count = 1;
	app->list.frozen = false;
	app_changed(app, false);
}

static void sort_done(void *context)
{
	struct app *app = context;
	const struct picker_item *item = picker_selected(&app->dialog.picker);
	const struct column_keys *keys = settings_keys(app->settings);

	if (item &&
	    !(keys->count > 0 && keys->of[0].column == &processes_columns.columns[item->id]))
		pickers_sort_by(app, &processes_columns.columns[item->id]);
}

/* The columns on the screen first, in their order; then the others. */
static struct picker_item *make_column_items(const struct column_choices *choices)
{
	struct picker_item *items = die_calloc(processes_columns.count, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < choices->count; i++) {
		const struct column *column = choices->of[i].column;

		items[count++] =
			(struct picker_item){ .label = column->name,
					      .detail = column->help,
					      .checked = true,
					      .id = (size_t)(column - processes_columns.columns) };
	}
	for (size_t i = 0; i < processes_columns.count; i++) {
		const struct column *column = &processes_columns.columns[i];
		bool there = false;

		for (size_t k = 0; k < choices->count && !there; k++)
			there = choices->of[k].column == column;
		if (!there)
			items[count++] = (struct picker_item){ .label = column->name,
							       .detail = column->help,
							       .id = i };
	}
	return items;
}

void pickers_sort(struct app *app)
{
	struct picker_item *items = make_column_items(&app->settings->columns);

	for (size_t i = 0; i < processes_columns.count; i++)
		items[i].checked = false;
	dialog_open_picker(&app->dialog, &(struct dialog_choice){
						 .title = "Sort by",
						 .items = items,
						 .count = processes_columns.count,
						 .actions.done = sort_done,
						 .context = app,
					 });
	if (settings_keys(app->settings)->count > 0)
		(void)picker_select(&app->dialog.picker,
				    (size_t)(settings_keys(app->settings)->of[0].column -
					     processes_columns.columns));
}

/* The same choice as before where there was one: its title and width were perhaps chosen too. */
static struct column_choice choice_of(const struct column_choices *choices,
				      const struct column *column)
{
	struct column_choice choice = { .column = column, .width = column->width };

	for (size_t i = 0; i < choices->count; i++) {
		if (choices->of[i].column == column)
			return choices->of[i];
	}
	(void)strncat(choice.title, column->title, sizeof(choice.title) - 1);
	return choice;
}

static void columns_changed(void *context)
{
	struct app *app = context;
	const struct picker *picker = &app->dialog.picker;
	struct column_choices chosen = { .count = 0 };

	for (size_t i = 0; i < picker->count; i++) {
		if (picker->items[i].checked && chosen.count < COLUMN_CHOICES_MAX)
			chosen.of[chosen.count++] =
				choice_of(&app->settings->columns,
					  &processes_columns.columns[picker->items[i].id]);
	}
	if (chosen.count == 0)
		/* a list without columns is no list: the last one stays until there is another */
		return;
	app->settings->columns = chosen;
	app_changed(app, true);
}

void pickers_columns(struct app *app)
{
	dialog_open_picker(&app->dialog,
			   &(struct dialog_choice){
				   .title = "Columns: Space shows, F7 F8 move",
				   .items = make_column_items(&app->settings->columns),
				   .count = processes_columns.count,
				   .flags = PICKER_MULTI | PICKER_ORDER,
				   .actions.changed = columns_changed,
				   .context = app,
			   });
}

enum { NAME_MAX_BYTES = 64 };

static bool is_chosen(const struct selection *selection, uint32_t uid)
{
	for (size_t i = 0; i < selection->user_count; i++) {
		if (selection->users[i].uid == uid && !selection->users[i].excluded)
			return true;
	}
	return false;
}

/* The users that processes run under now. */
static size_t collect_users(const struct app *app, struct picker_item *items, char *texts,
			    size_t size)
{
	size_t row_count, count = 0;
	const struct row *rows = world_rows(app->world, &row_count);

	for (size_t i = 0; i < row_count && count < size; i++) {
		const struct task *task = rows[i].task;
		bool known = !(task->have & TASK_USER);
		char *label = texts + count * NAME_MAX_BYTES;
		size_t n = MIN(task->user.n, (size_t)NAME_MAX_BYTES - 1);

		for (size_t k = 0; k < count && !known; k++)
			known = items[k].id == task->uid;
		if (known)
			continue;
		memcpy(label, task->user.p, n);
		label[n] = '\0';
		items[count++] =
			(struct picker_item){ .label = label,
					      .id = task->uid,
					      .checked = is_chosen(&app->settings->selection,
								   task->uid) };
	}
	return count;
}

static int compare_items(const void *a, const void *b)
{
	const struct picker_item *x = a, *y = b;

	return strcmp(x->label, y->label);
}

static void users_changed(void *context)
{
	struct app *app = context;
	const struct picker *picker = &app->dialog.picker;
	struct selection *selection = &app->settings->selection;

	selection->user_count = 0;
	for (size_t i = 0; i < picker->count && selection->user_count < SELECTION_USERS_MAX; i++) {
		if (!picker->items[i].checked)
			continue;
		selection->users[selection->user_count].excluded = false;
		selection->users[selection->user_count++].uid = (uint32_t)picker->items[i].id;
	}
	selection->only_users = selection->user_count > 0;
	app_changed(app, false);
}

/* Enter on a user without a mark means just that one. */
static void users_done(void *context)
{
	struct app *app = context;
	struct picker *picker = &app->dialog.picker;
	struct picker_item *item = picker_selected(picker);

	for (size_t i = 0; i < picker->count; i++) {
		if (picker->items[i].checked)
			return;
	}
	if (item && app->settings->selection.user_count == 0) {
		item->checked = true;
		users_changed(app);
	}
}

void pickers_user(struct app *app)
{
	struct picker_item *items = die_calloc(SELECTION_USERS_MAX, sizeof(*items));
	char *texts = die_calloc(SELECTION_USERS_MAX, NAME_MAX_BYTES);
	size_t count = collect_users(app, items, texts, SELECTION_USERS_MAX);

	qsort(items, count, sizeof(*items), compare_items);
	dialog_open_picker(&app->dialog,
			   &(struct dialog_choice){
				   .title = "Users: Space marks",
				   .items = items,
				   .count = count,
				   .texts = texts,
				   .flags = PICKER_MULTI,
				   .actions = { .changed = users_changed, .done = users_done },
				   .context = app,
			   });
}
