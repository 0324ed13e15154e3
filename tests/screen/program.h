/*
 * program.h - proctor itself for the tests of its screen, and what it looks at
 *
 * Captured trees do not change and have a clock of their own, so their screens are
 * exact but for the line of proctor's own cost. Live processes: helper.h.
 */
#ifndef SCREEN_PROGRAM_H
#define SCREEN_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "pt.h"

/*
 * Starts $PROCTOR with the words, which blanks separate; "@small" is the captured
 * tree tests/proc/small. Of the options argv is ignored. The time zone is UTC.
 */
struct pt *program_start(const char *words, struct pt_options options);

/* The same on 24 rows and 80 columns, and waits for the list. */
struct pt *program_list(const char *words);

/* Waits for the list: its titles and at least one row. */
void program_until_list(struct pt *pt);

/* The row of the titles; -1 where there is none. */
int program_title_row(struct pt *pt);

/*
 * The row that the cursor is on, by its colours (256 of them); -1 where there is
 * none. *ret_following, if not NULL, tells whether it follows its process.
 */
int program_cursor_row(struct pt *pt, bool *ret_following);

/* Waits until the line under the cursor contains the text. */
void program_until_cursor(struct pt *pt, const char *text);
void program_until_following(struct pt *pt, bool following);

/* Waits until the first words of the rows are these and no others: "1 700 801". */
void program_until_rows(struct pt *pt, const char *pids);

/* Waits until the title of a column looks like that of the column that sorts. */
void program_until_sorted_by(struct pt *pt, const char *title);

/* The column of the screen in which the title begins; fails if it is not there. */
int program_title_column(struct pt *pt, const char *title);

/* The terminal is the shell's again: main screen, nothing left on. Fails if not. */
void program_until_left(struct pt *pt);

/* A copy of a captured tree that a test may change, gone after the test. Its path. */
const char *program_copy_tree(const char *name);

/* Overwrites text in a file of the copy with other text of the same length, in place. */
void program_patch(const char *file, const char *from, const char *to);

/* Takes a process out of the copy, or puts it back. */
void program_hide(const char *pid, bool hidden);

/* For the row of each test: ends and removes whatever is left. */
int program_teardown(void **state);

#endif
