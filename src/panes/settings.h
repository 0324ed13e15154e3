/*
 * settings.h - what is shown and how: the one state behind options, screen and batch
 */
#ifndef PANES_SETTINGS_H
#define PANES_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "panes/selection.h"
#include "table/column.h"

enum settings_color { SETTINGS_COLOR_AUTO, SETTINGS_COLOR_ALWAYS, SETTINGS_COLOR_NEVER };

/* The delay between two samples, in ns. */
#define SETTINGS_DELAY_DEFAULT UINT64_C(1500000000)
#define SETTINGS_DELAY_MIN     UINT64_C(50000000)
#define SETTINGS_DELAY_MAX     UINT64_C(86400000000000)

struct settings {
	struct column_choices columns;
	struct column_keys list_keys,
		tree_keys; /* a tree keeps its own order: PIDs, so that it stands still */
	struct selection selection;
	bool tree;	/* as a tree */
	bool threads;	/* threads as rows; see settings_set_threads() */
	bool added_tid; /* the column tid is there only because of them */
	bool sums;	/* cells are the sums of their subtrees */
	bool ended;	/* rows of processes that ended in the interval too */
	bool events;	/* batch: what happened, instead of rows */
	uint64_t delay_ns;
	uint64_t iterations; /* samples, then end; 0: until told */
	size_t top;	     /* rows of a sample; 0: all */
	size_t width;	     /* columns of a line of text; 0: as many as it takes */
	bool raw, noheadings;
	bool ascii, mouse, readonly;
	enum settings_color color;
	int source;	/* enum choose_source */
	int32_t follow; /* PID to begin at; 0: the first row */
};

/* The defaults of the interactive list. */
void settings_init(struct settings *settings);
void settings_done(struct settings *settings);

/* The sort keys of the list or of the tree, whichever is shown. */
struct column_keys *settings_keys(struct settings *settings);

/* Threads as rows need their numbers: shows the column tid with them, and hides it again. */
void settings_set_threads(struct settings *settings, bool threads);

/* enum task_file: what must be read of every task, and of those on the screen. */
uint32_t settings_needs_all(struct settings *settings);
uint32_t settings_needs_shown(const struct settings *settings);

/*
 * "2", "0.5", "500ms", "2s", "1m". Returns 0, or -EINVAL with what is accepted in error.
 */
int settings_delay_parse(const char *text, uint64_t *ret_ns, char *error, size_t error_size);

#endif
