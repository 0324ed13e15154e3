/* dialog.c - see dialog.h */
#include "widgets/dialog.h"

#include <stdlib.h>

#include "base/macros.h"
#include "widgets/tablewidget.h"

void dialog_close(struct dialog *dialog)
{
	free(dialog->items);
	free(dialog->texts);
	free(dialog->lines);
	dialog->items = NULL;
	dialog->texts = NULL;
	dialog->lines = NULL;
	dialog->kind = DIALOG_NONE;
}

void dialog_done(struct dialog *dialog)
{
	dialog_close(dialog);
	prompt_history_done(&dialog->pager_searches);
}

static void open_dialog(struct dialog *dialog, enum dialog_kind kind, struct dialog_actions actions,
			void *context)
{
	dialog_close(dialog);
	dialog->kind = kind;
	dialog->actions = actions;
	dialog->context = context;
	dialog->stays = false;
}

void dialog_open_prompt(struct dialog *dialog, const struct dialog_question *question)
{
	open_dialog(dialog, DIALOG_PROMPT, question->actions, question->context);
	prompt_init(&dialog->prompt, question->label, question->history, 200);
	prompt_set(&dialog->prompt, bytes_of(question->text));
}

void dialog_open_picker(struct dialog *dialog, const struct dialog_choice *choice)
{
	open_dialog(dialog, DIALOG_PICKER, choice->actions, choice->context);
	dialog->items = choice->items;
	dialog->texts = choice->texts;
	picker_init(&dialog->picker, choice->title, choice->items, choice->count, choice->flags);
}

void dialog_open_pager(struct dialog *dialog, struct pager_line *lines, size_t count, char *texts)
{
	open_dialog(dialog, DIALOG_PAGER, (struct dialog_actions){ 0 }, NULL);
	dialog->lines = lines;
	dialog->texts = texts;
	pager_init(&dialog->pager, &dialog->pager_searches);
	pager_set_lines(&dialog->pager, lines, count);
}

void dialog_stay(struct dialog *dialog, const char *error)
{
	dialog->stays = true;
	prompt_set_error(&dialog->prompt, error);
}

static void act(struct dialog *dialog, void (*action)(void *context))
{
	if (action)
		action(dialog->context);
}

void dialog_refresh(struct dialog *dialog)
{
	if (dialog->kind != DIALOG_NONE)
		act(dialog, dialog->actions.refreshed);
}

/* The action is called while the text can still be read; it may say that the dialog stays. */
static void end(struct dialog *dialog, void (*action)(void *context))
{
	enum dialog_kind kind = dialog->kind;

	dialog->stays = false;
	dialog->kind = DIALOG_NONE;
	act(dialog, action);
	if (dialog->stays)
		dialog->kind = kind;
	else if (dialog->kind == DIALOG_NONE)
		dialog_close(dialog);
}

static void prompt_was_typed(struct dialog *dialog, enum prompt_result result)
{
	if (result == PROMPT_CHANGED)
		act(dialog, dialog->actions.changed);
	else if (result == PROMPT_DONE)
		end(dialog, dialog->actions.done);
	else if (result == PROMPT_CANCELLED)
		end(dialog, dialog->actions.cancelled);
}

static void picker_was_used(struct dialog *dialog, enum picker_result result)
{
	if (result == PICKER_CHANGED)
		act(dialog, dialog->actions.changed);
	else if (result == PICKER_DONE)
		end(dialog, dialog->actions.done);
	else if (result == PICKER_CANCELLED)
		end(dialog, dialog->actions.cancelled);
}

bool dialog_key(struct dialog *dialog, struct key key)
{
	switch (dialog->kind) {
	case DIALOG_PROMPT:
		prompt_was_typed(dialog, prompt_key(&dialog->prompt, key));
		return true;
	case DIALOG_PICKER:
		picker_was_used(dialog, picker_key(&dialog->picker, key));
		return true;
	case DIALOG_PAGER:
		if (pager_key(&dialog->pager, key) == PAGER_CLOSED)
			dialog_close(dialog);
		return true;
	case DIALOG_NONE:
	default:
		return false;
	}
}

static void draw_picker(struct dialog *dialog, struct canvas *canvas, const struct rectangle *area)
{
	struct picker_place place = { .y = area->y, .x = area->x };
	int height, width;

	picker_wish(&dialog->picker, &height, &width);
	place.height = MIN(height, area->lines);
	place.width = MIN(MAX(width, area->columns / 4), area->columns);
	picker_set_place(&dialog->picker, place);
	picker_draw(&dialog->picker, canvas);
}

void dialog_draw(struct dialog *dialog, struct canvas *canvas, const struct rectangle *area)
{
	const int last = canvas_lines(canvas) - 1;

	switch (dialog->kind) {
	case DIALOG_PROMPT:
		canvas_fill(canvas, last, 0, canvas_columns(canvas), STYLE_NORMAL);
		prompt_draw(&dialog->prompt, canvas, last, 0, canvas_columns(canvas));
		break;
	case DIALOG_PICKER:
		draw_picker(dialog, canvas, area);
		break;
	case DIALOG_PAGER:
		for (int y = area->y; y < area->y + area->lines; y++)
			canvas_fill(canvas, y, area->x, area->columns, STYLE_NORMAL);
		pager_set_height(&dialog->pager, area->lines);
		pager_draw(&dialog->pager, canvas, area->y, area->x, area->columns);
		break;
	case DIALOG_NONE:
	default:
		break;
	}
}
