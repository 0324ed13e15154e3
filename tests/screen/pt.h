/*
 * pt.h - runs a program on a pseudo-terminal and looks at its screen
 *
 * A test starts the program, sends keys and waits until the screen shows what it
 * should. Nothing sleeps: every wait reads the terminal and returns as soon as
 * its condition holds. A wait that is not fulfilled in time fails the test with a
 * picture of the screen.
 *
 *	struct pt *pt = pt_start(&(struct pt_options){ .argv = argv });
 *
 *	pt_until(pt, "F10Quit", 0);
 *	pt_send(pt, "Down F5");
 *	pt_until_row(pt, 3, "^ *1 root", 0);
 *	assert_int_equal(pt_quit(pt, "q", 0), 0);
 *	pt_free(pt);
 *
 * At its end pt_quit() checks what no test should have to ask for:
 *   each byte sent is one that we mean to send (pt_lint.h), and no query among
 *   them; nothing was drawn outside of the screen; alternate screen, mouse
 *   reporting, bracketed paste, keypad and colours are off again, the cursor is
 *   visible and the settings of the terminal (termios) are those of the start.
 *
 * Failures print and call cmocka's fail(): only for use inside of a test. Put
 * pt_teardown in its row: it ends what a failed test has left. Times are in ms; 0
 * is the default (20 s), and PT_TIMEOUT_FACTOR=N in the environment stretches all.
 */
#ifndef SCREEN_PT_H
#define SCREEN_PT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "pt_lint.h"
#include "pt_vt.h"

struct pt; /* opaque */

/* Checks that a test can do without. */
enum {
	PT_SKIP_LINT = 1 << 0,	   /* bytes and queries */
	PT_SKIP_RESTORED = 1 << 1, /* modes and termios at the end */
	PT_SKIP_GRID = 1 << 2,	   /* drawing outside */
};

struct pt_options {
	const char *const *argv; /* argv[0] is looked up in PATH; ends with NULL */
	const char *const *env; /* "NAME=VALUE" sets, "NAME" removes; ends with NULL; may be NULL */
	const char *term;	/* NULL: xterm-256color */
	int rows, cols;		/* 0: 24 and 80 */
	unsigned allow;		/* PT_LINT_TITLE and the like: pt_lint.h */
	unsigned skip;		/* PT_SKIP_ */
	int timeout_ms;		/* of every wait that gives 0; 0: 20 s */
	bool raw_size;		/* rows and cols as given, be they 0 */
};

typedef bool (*pt_condition_fn)(struct pt *pt, const void *arg);

/*
 * Starts the program as leader of a session of its own, in UTF-8 (LC_ALL is
 * C.UTF-8), without LINES and COLUMNS; it dies with the test program. Never NULL.
 */
struct pt *pt_start(const struct pt_options *options);

/* Ends the program, if it still runs, and frees all; takes NULL. For cmocka: all terminals. */
void pt_free(struct pt *pt);
int pt_teardown(void **state);

/*
 * Sends words that are separated by spaces: names of keys ("F5", "Up", "C-c",
 * "M-x", "Enter": pt_keys.h), and else the characters of the word.
 */
void pt_send(struct pt *pt, const char *words);

/* Sends text as it is; the second one in brackets if the program asked for them. */
void pt_type(struct pt *pt, const char *text);
void pt_paste(struct pt *pt, const char *text);
void pt_write(struct pt *pt, const void *bytes, size_t n);

/*
 * Presses and releases a button (1 left, 2 middle, 3 right, 4 wheel up, 5 wheel
 * down) in a cell, counted from 0. Fails if the program does not listen to the mouse.
 */
void pt_click(struct pt *pt, int row, int col, int button);

/* Tells the new size to the kernel, which signals the program, and to the emulator. */
void pt_resize(struct pt *pt, int rows, int cols);
void pt_signal(struct pt *pt, int signal);

/* The terminal goes away, as when its window is closed. Only pt_end and pt_free may follow. */
void pt_hangup(struct pt *pt);

/*
 * Waits until the condition holds; true if it does. False when the time is over
 * or the program has ended without it. This one does not fail the test.
 */
bool pt_holds(struct pt *pt, pt_condition_fn condition, const void *arg, int timeout_ms);

/* These fail the test: text anywhere, text nowhere, a row that matches an extended regex. */
void pt_until(struct pt *pt, const char *text, int timeout_ms);
void pt_until_gone(struct pt *pt, const char *text, int timeout_ms);
void pt_until_row(struct pt *pt, int row, const char *regex, int timeout_ms);
void pt_until_true(struct pt *pt, pt_condition_fn condition, const void *arg, int timeout_ms);

/* Waits until nothing was written for so long, or fails. Then it is known to know its size. */
void pt_quiet(struct pt *pt, int quiet_ms);
void pt_drain(struct pt *pt); /* reads what there is, without waiting */

/* The text of a row without the blanks at its end; borrowed until the next call. */
const char *pt_row_text(struct pt *pt, int row);
bool pt_find(struct pt *pt, const char *text, int *ret_row, int *ret_col);
bool pt_has(struct pt *pt, const char *text);
struct pt_vt_cell pt_cell(struct pt *pt, int row, int col);
void pt_cursor(struct pt *pt, int *ret_row, int *ret_col);
bool pt_alt_screen(const struct pt *pt);
const char *pt_title(const struct pt *pt);
pid_t pt_pid(const struct pt *pt);

/* Bytes that the program has written since the mark, which is at first the start. */
void pt_mark(struct pt *pt);
size_t pt_bytes_count(const struct pt *pt);

/* All that it has written (the first 16 MiB); borrowed until the next read. */
const char *pt_bytes(const struct pt *pt, size_t *ret_n);

/* The whole screen as pt_vt_text() and pt_vt_looks() write it; the caller frees it. */
char *pt_text(const struct pt *pt);
char *pt_looks(const struct pt *pt);

/*
 * Waits for the end of the program and for its last byte. Returns its exit
 * status, or minus the number of the signal that killed it. Fails in the end of time.
 */
int pt_end(struct pt *pt, int timeout_ms);

/* NULL, or what the checks found wrong with a program that has ended. Borrowed. */
const char *pt_complaint(struct pt *pt);

/* pt_send() (words may be NULL), pt_end() and the checks, which fail the test. */
int pt_quit(struct pt *pt, const char *words, int timeout_ms);

/* Prints the screen and the last bytes to standard error. */
void pt_dump(struct pt *pt);

/* Prints the message and the dump, and fails the test. */
__attribute__((format(printf, 2, 3), noreturn)) void pt_fail(struct pt *pt, const char *format,
							     ...);

#endif
