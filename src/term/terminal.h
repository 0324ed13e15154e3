/*
 * terminal.h - the terminal: takes a canvas, gives keys, and is given back whole
 *
 * Nothing here ever waits, apart from terminal_suspend(). The caller polls
 * terminal_pollfd() together with what else it waits for and then asks for keys
 * and flushes. Output that a slow terminal does not take is kept (one frame at
 * the most) and goes on when it does.
 *
 * The signals INT QUIT TSTP keep their keys; the caller reads TSTP, CONT and
 * WINCH from a signalfd and calls the function that each names below.
 *
 * The locale must be set before. One terminal a process.
 */
#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "term/canvas.h"
#include "term/key.h"

enum terminal_colours {
	TERMINAL_COLOURS_AUTO, /* as many as the terminal's description says */
	TERMINAL_COLOURS_NEVER,
	TERMINAL_COLOURS_ALWAYS, /* the same: curses sends none where the description has none */
};

struct terminal_options {
	enum terminal_colours colours; /* NO_COLOR is for the caller to look at */
	bool mouse;
};

struct terminal;

/*
 * Takes over the terminal that standard output, standard input or /dev/tty is,
 * in this order, and installs rescue.h. Returns 0, *ret is owned then; or a
 * negative errno with the reason, for people, in error: -ENOTTY no terminal,
 * -ENODEV TERM is unset, unknown or cannot place its cursor; then nothing has changed.
 */
int terminal_open(const struct terminal_options *options, struct terminal **ret, char *error,
		  size_t error_size);

/* Gives the terminal back as it was. NULL is fine. */
void terminal_close(struct terminal *terminal);

/*
 * What to poll for, and for how many ms at most (-1: any time) until terminal_key() must be
 * called again.
 */
struct pollfd terminal_pollfd(const struct terminal *terminal);
int terminal_patience_ms(const struct terminal *terminal);

/*
 * Cuts off the next key of what was typed. Returns 1 and fills *ret, 0: none now,
 * or -EIO: the terminal has gone, and the program should. Take a bounded number
 * at a time: whoever leans on a key must not keep the screen from being drawn.
 */
int terminal_key(struct terminal *terminal, struct key *ret);

/*
 * Brings the terminal to show the canvas; sends what differs only. Returns 0
 * (the rest may be under way still), -EAGAIN: the frame before is still under
 * way and nothing was drawn, draw again later; or -EIO: it has gone.
 */
int terminal_draw(struct terminal *terminal, const struct canvas *canvas);

/* Sends what is under way. Returns 0: nothing is left, -EAGAIN: poll, or -EIO: it has gone. */
int terminal_flush(struct terminal *terminal);

/* The size, 1 to CANVAS_MAX each. Either pointer may be NULL. */
void terminal_size(const struct terminal *terminal, int *ret_lines, int *ret_columns);

/* At SIGWINCH: asks for the size. Returns whether it is another one. */
bool terminal_resized(struct terminal *terminal);

/* The next draw sends everything (^L). */
void terminal_redraw(struct terminal *terminal);

void terminal_set_mouse(struct terminal *terminal, bool on);

/* 256, 8, or 0: none. */
int terminal_colours(const struct terminal *terminal);

/*
 * Gives the terminal back for a while (to run a program in it), takes it again. Redraw after
 * enter.
 */
void terminal_leave(struct terminal *terminal);
void terminal_enter(struct terminal *terminal);

/*
 * At SIGTSTP: gives the terminal back, stops the program, and takes it again when it is
 * continued.
 */
void terminal_suspend(struct terminal *terminal);

/* Async-signal-safe: rescue_now(). Needs no terminal. */
void terminal_restore_now(void);

#endif
