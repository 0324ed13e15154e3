/*
 * front.h - what the keys go to: the list, or the pane that lies over it
 *
 * Commands that make sense for any table ask here what they are about.
 */
#ifndef UI_FRONT_H
#define UI_FRONT_H

#include <stdbool.h>

#include "base/bytes.h"

struct app;
struct column;
struct column_choices;
struct column_keys;
struct column_set;
struct filtererror;
struct grid;

/* All borrowed. */
struct front {
	struct grid *grid;
	const struct column_set *columns;
	struct column_choices *choices;
	struct column_keys *keys;
	const char *filter; /* "": none */
	bool is_pane;
};

struct front front_of(struct app *app);

/* The cursor was moved by the functions of the grid or of its widget. */
void front_cursor_moved(struct app *app);

/* What is shown, or its order, was changed. now: it needs a sample at once. */
void front_changed(struct app *app, bool now);

/* Sorts by that column; again: the other way round. */
void front_sort_by(struct app *app, const struct column *column);

/* As grid_search(), with its flags. */
bool front_search(struct app *app, struct bytes needle, unsigned flags);

/* Returns 0, or -EINVAL with *error; then the filter stays as it was. */
int front_set_filter(struct app *app, struct bytes text, struct filtererror *error);

#endif
