/* pickers.c - see pickers.h */
#include "ui/pickers.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "ui/app.h"
#include "ui/front.h"

static void sort_done(void *context)
{
	struct app *app = context;
	const struct picker_item *item = picker_selected(&app->dialog.picker);
	const struct front front = front_of(app);

	if (item && !(front.keys->count > 0 &&
		      front.keys->of[0].column == &front.columns->columns[item->id]))
		front_sort_by(app, &front.columns->columns[item->id]);
}

static struct picker_item item_of(const struct front *front, const struct column *column)
{
	return (struct picker_item){ .label = column->name,
				     .detail = column->help,
				     .id = (size_t)(column - front->columns->columns) };
}

static bool is_shown(const struct front *front, const struct column *column)
{
	for (size_t i = 0; i < front->choices->count; i++) {
		if (front->choices->of[i].column == column)
			return true;
	}
	return false;
}

/* The columns on the screen first, in their order; then the others. */
static struct picker_item *make_column_items(const struct front *front)
{
	struct picker_item *items = die_calloc(front->columns->count, sizeof(*items));
	size_t count = 0;

	for (size_t i = 0; i < front->choices->count; i++) {
		items[count] = item_of(front, front->choices->of[i].column);
		items[count++].checked = true;
	}
	for (size_t i = 0; i < front->columns->count; i++) {
		if (!is_shown(front, &front->columns->columns[i]))
			items[count++] = item_of(front, &front->columns->columns[i]);
	}
	return items;
}

void pickers_sort(struct app *app)
{
	const struct front front = front_of(app);
	struct picker_item *items = make_column_items(&front);

	for (size_t i = 0; i < front.columns->count; i++)
		items[i].checked = false;
	dialog_open_picker(&app->dialog, &(struct dialog_choice){
						 .title = "Sort by",
						 .items = items,
						 .count = front.columns->count,
						 .actions.done = sort_done,
						 .context = app,
					 });
	if (front.keys->count > 0)
		(void)picker_select(&app->dialog.picker,
				    item_of(&front, front.keys->of[0].column).id);
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
	const struct front front = front_of(app);
	struct column_choices chosen = { .count = 0 };

	for (size_t i = 0; i < picker->count; i++) {
		if (picker->items[i].checked && chosen.count < COLUMN_CHOICES_MAX)
			chosen.of[chosen.count++] =
				choice_of(front.choices,
					  &front.columns->columns[picker->items[i].id]);
	}
	if (chosen.count == 0)
		/* a list without columns is no list: the last one stays until there is another */
		return;
	*front.choices = chosen;
	front_changed(app, true);
}

void pickers_columns(struct app *app)
{
	const struct front front = front_of(app);

	dialog_open_picker(&app->dialog, &(struct dialog_choice){
						 .title = "Columns: Space shows, F7 F8 move",
						 .items = make_column_items(&front),
						 .count = front.columns->count,
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
