/*
 * picker.h - a list to choose from: signals, users, columns, settings
 *
 * Pure: keys in, selection out, drawn onto a canvas. The items are the caller's;
 * the picker checks, unchecks and (where they may be ordered) exchanges them.
 *
 * Keys: arrows, PgUp, PgDn, Home, End; typing finds (a label that begins so, else
 * one that contains it), Tab finds the next one, BS takes back; Space checks where
 * several may be chosen; [ ] or F7 F8 move the item where they are ordered; Enter,
 * Esc; click, click again, wheel.
 */
#ifndef WIDGETS_PICKER_H
#define WIDGETS_PICKER_H

#include <stdbool.h>
#include <stddef.h>

#include "term/canvas.h"
#include "term/key.h"

struct picker_item {
	const char *label;  /* borrowed, as the rest; of any origin */
	const char *detail; /* shown beside it where there is room; NULL: none */
	bool checked;
	bool heading; /* a title within the list: cannot be chosen */
	size_t id;    /* the caller's; stays with the item when it is moved */
};

enum picker_flags {
	PICKER_MULTI = 1 << 0, /* Space checks; boxes are drawn */
	PICKER_ORDER = 1 << 1, /* items may be moved */
};

enum picker_result {
	PICKER_OPEN,	/* nothing that the caller must know of */
	PICKER_MOVED,	/* another item is selected */
	PICKER_CHANGED, /* an item was checked, unchecked or moved */
	PICKER_DONE,
	PICKER_CANCELLED,
};

enum { PICKER_FIND_BYTES = 32 };

/* Where it is on the canvas. */
struct picker_place {
	int y;
	int x;
	int height;
	int width;
};

struct picker {
	const char *title;
	struct picker_item *items; /* borrowed */
	size_t count;
	unsigned flags; /* enum picker_flags */
	struct picker_place place;
	size_t selected; /* index; 0 where there is no item */
	size_t top;	 /* the first item that is seen */
	char find[PICKER_FIND_BYTES];
	bool find_failed; /* nothing is like it */
};

/* Selects the first item that can be. Nothing is to be freed. */
void picker_init(struct picker *picker, const char *title, struct picker_item *items, size_t count,
		 unsigned flags);

/*
 * Gives it a rectangle, before the first key and after each change of the size. A frame is
 * drawn where there is room.
 */
void picker_set_place(struct picker *picker, struct picker_place place);

/* Items have come or gone (the array may be another one): keeps the selection by its id. */
void picker_set_items(struct picker *picker, struct picker_item *items, size_t count);

/* Selects the first item with that id. Returns whether there is one. */
bool picker_select(struct picker *picker, size_t id);

/* The selected item, borrowed; NULL where none can be. */
struct picker_item *picker_selected(const struct picker *picker);

enum picker_result picker_key(struct picker *picker, struct key key);

/* Fills its whole rectangle. */
void picker_draw(const struct picker *picker, struct canvas *canvas);

/* The smallest rectangle, frame and all, in which everything is seen. */
void picker_wish(const struct picker *picker, int *ret_height, int *ret_width);

#endif
