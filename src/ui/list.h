/*
 * list.h - the process list on the screen: order, cursor, marks, search
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include <stdbool.h>

#include "model/world.h"
#include "panes/settings.h"
#include "widgets/grid.h"
#include "ui/marks.h"

struct list {
	struct settings *settings; /* borrowed */
	const struct world *world; /* borrowed */
	struct grid grid;
	struct marks tagged, folded;
	struct identity selected; /* under the cursor */
	bool has_selected;
	bool follow; /* the cursor stays with its process */
	const struct row
		*followed_end; /* what it follows, if it ended in this interval; else NULL */
	bool frozen;	       /* the order stays, values live on */
	uint64_t now_ns;       /* CLOCK_REALTIME of the sample */
};

/* settings and world must live longer. */
void list_init(struct list *list, struct settings *settings, const struct world *world);
void list_done(struct list *list);

/* After a new sample, or when what is shown was changed. */
void list_update(struct list *list);

void list_draw(struct list *list, struct canvas *canvas, const struct rectangle *area);

/* The row under the cursor; NULL: none. */
const struct row *list_selected(const struct list *list);

/* Puts the cursor on that process. Returns whether it is among the lines. */
bool list_select(struct list *list, const struct identity *identity);

/* The cursor has been moved to a line by the widget's functions: what is there is selected now. */
void list_cursor_moved(struct list *list);

/* Goes to a row with the needle in name or command: grid_search(), with its flags. */
bool list_search(struct list *list, struct bytes needle, unsigned flags);

/* The living rows on the screen and a page around them. Returns how many were put into ret. */
size_t list_shown(const struct list *list, struct identity *ret, size_t size);

/* Folds or unfolds the row under the cursor; all that have children. */
void list_fold(struct list *list, bool folded);
void list_fold_all(struct list *list, bool folded);

/* Tags or untags the row, if it lives, under the cursor and moves on; with all below it. */
void list_tag(struct list *list);
void list_tag_subtree(struct list *list);

/*
 * How many of the lines the selection matches, without those that have ended and those that
 * are there only for what is below them. The second one tags them.
 */
size_t list_count_matching(const struct list *list, const struct selection *selection);
size_t list_tag_matching(struct list *list, const struct selection *selection);

#endif
