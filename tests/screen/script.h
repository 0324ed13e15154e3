/*
 * script.h - keys and what is to be seen after them, as rows of a table
 *
 * A script starts the program, goes through its steps, ends it with SIGTERM unless it
 * has ended, and has everything checked that pt_quit() checks.
 */
#ifndef SCREEN_SCRIPT_H
#define SCREEN_SCRIPT_H

#include "pt.h"

enum { SCRIPT_STEPS_MAX = 8 };

enum script_check {
	SCRIPT_NOTHING,	  /* wait for nothing */
	SCRIPT_TEXT,	  /* the text is on the screen */
	SCRIPT_GONE,	  /* it is not */
	SCRIPT_CURSOR,	  /* the line under the cursor contains it */
	SCRIPT_ROWS,	  /* these PIDs are the rows, in this order */
	SCRIPT_SORTED,	  /* the column with this title sorts */
	SCRIPT_TITLES,	  /* the line of titles contains it */
	SCRIPT_FOLLOWING, /* "yes" or "no" */
	SCRIPT_LAST,	  /* the last line matches the regular expression */
	SCRIPT_GOLDEN,	  /* the text of the screen is golden/NAME.txt */
	SCRIPT_LOOKS,	  /* and its looks golden/NAME.looks */
	SCRIPT_LEFT,	  /* the program has ended, with this status */
};

struct script_step {
	const char *keys; /* of pt_send(), or one line of it: "@click ROW TITLE|COLUMN BUTTON" */
	enum script_check check;
	const char *want;
};

struct script {
	const char *name;
	const char *words; /* of program_start() */
	struct script_step steps[SCRIPT_STEPS_MAX];
	struct pt_options options;
};

void script_run(const struct script *script);

/* Waits until the screen is that of the golden file; with PT_UPDATE=1 writes it. */
void script_golden(struct pt *pt, const char *name, bool looks);

#endif
