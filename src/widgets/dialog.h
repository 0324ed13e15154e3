/*
 * dialog.h - what lies over the list while something is asked: a line editor, a
 * list to pick from, or a text to read
 *
 * One at a time. The caller says what happens when it changes, is done or is
 * cancelled; the context is handed through.
 */
#ifndef WIDGETS_DIALOG_H
#define WIDGETS_DIALOG_H

#include <stdbool.h>

#include "widgets/pager.h"
#include "widgets/picker.h"
#include "widgets/prompt.h"

struct rectangle;

enum dialog_kind { DIALOG_NONE, DIALOG_PROMPT, DIALOG_PICKER, DIALOG_PAGER };

/*
 * Any may be NULL. `done` may open another dialog; a `done` that wants to stay open calls
 * dialog_stay().
 */
struct dialog_actions {
	void (*changed)(void *context);
	void (*done)(void *context);
	void (*cancelled)(void *context);
	void (*refreshed)(void *context); /* what is asked about has changed: a new sample */
};

struct dialog {
	enum dialog_kind kind;
	struct dialog_actions actions;
	void *context;
	bool stays; /* done was refused: an error is shown */
	struct prompt prompt;
	struct picker picker;
	struct picker_item *items; /* owned while a picker is open */
	char *texts;		   /* owned: what the items' labels are made of */
	struct pager pager;
	struct pager_line *lines; /* owned while a pager is open */
	struct prompt_history pager_searches;
};

void dialog_done(struct dialog *dialog);

/* A question for a line of text. label and history (NULL: none) are borrowed. */
struct dialog_question {
	const char *label;
	const char *text; /* what is in it at first */
	struct prompt_history *history;
	struct dialog_actions actions;
	void *context;
};

/* A list to pick from. items and texts (which may be NULL) are taken. */
struct dialog_choice {
	const char *title;
	struct picker_item *items;
	size_t count;
	char *texts;
	unsigned flags; /* enum picker_flags */
	struct dialog_actions actions;
	void *context;
};

void dialog_open_prompt(struct dialog *dialog, const struct dialog_question *question);
void dialog_open_picker(struct dialog *dialog, const struct dialog_choice *choice);

/* Takes lines and texts. */
void dialog_open_pager(struct dialog *dialog, struct pager_line *lines, size_t count, char *texts);

void dialog_close(struct dialog *dialog);
void dialog_stay(struct dialog *dialog, const char *error);

/* What the open dialog, if there is one, asks about has changed. */
void dialog_refresh(struct dialog *dialog);

/* A key for the open dialog. Returns whether it was used. */
bool dialog_key(struct dialog *dialog, struct key key);

/*
 * Draws it: a prompt on the last line, a picker at the left of the area, a pager
 * over all of the area.
 */
void dialog_draw(struct dialog *dialog, struct canvas *canvas, const struct rectangle *area);

#endif
