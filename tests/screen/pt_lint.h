/*
 * pt_lint.h - judges the bytes that a program sends to its terminal
 *
 * A list of what may be sent, not of what may not: printable characters, and the
 * sequences that ncurses takes from the terminfo entries xterm, tmux, screen,
 * linux and vt100. Whatever else comes (a query, a title, a raw 0x9b, half a
 * UTF-8 character) is a complaint. It does not ask the emulator, so the two can
 * check each other.
 *
 * The stream is cut into tokens (one character, one control or one sequence),
 * which are handed on, so that the emulator can be watched token by token.
 */
#ifndef SCREEN_PT_LINT_H
#define SCREEN_PT_LINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PT_LINT_TITLE = 1 << 0,	    /* OSC 0, 1 and 2 */
	PT_LINT_INVISIBLE = 1 << 1, /* bidirectional, zero-width, private use characters */
	PT_LINT_PADDING = 1 << 2,   /* NUL, as padding for an old terminal */
};

enum {
	PT_LINT_TOKEN_MAX = 512, /* a longer sequence is a complaint of its own */
	PT_LINT_REASON_MAX = 320,
};

enum pt_lint_kind {
	PT_LINT_TEXT,	  /* one character */
	PT_LINT_CONTROL,  /* one C0 character */
	PT_LINT_SEQUENCE, /* from ESC to its end */
	PT_LINT_GARBAGE,  /* not in the list; complained about */
};

struct pt_lint_token {
	enum pt_lint_kind kind;
	const char *bytes; /* valid during the call only */
	size_t n;
	char final;	    /* of a CSI sequence without a prefix, else 0 */
	unsigned argument;  /* its first argument, 0 if it has none */
	bool emulator_skip; /* well-formed, but the emulator would not find its end */
};

/* What the program has switched on and not off again. */
struct pt_lint_modes {
	bool alternate;
	bool cursor_hidden;
	bool mouse;
	bool mouse_sgr;
	bool paste;
	bool focus;
	bool application_cursor;
	bool application_keypad;
	bool insert;
	bool shifted;	   /* line-drawing characters in use */
	bool reverse_all;  /* the screen is inverted, as half of a flash */
	bool synchronized; /* mode 2026: the terminal holds back what is drawn */
	bool no_wrap;
	bool coloured; /* the last SGR left a colour or an attribute */
	bool region;   /* scrolling is limited to some rows */
};

struct pt_lint {
	unsigned allow;
	int rows, cols; /* positions beyond are a complaint */
	struct pt_lint_modes modes;
	uint64_t offset; /* bytes seen */
	size_t complaints;
	char reason[PT_LINT_REASON_MAX]; /* of the first complaint, with its place */

	/* the token that is under way */
	char token[PT_LINT_TOKEN_MAX];
	size_t n;
	bool swallow; /* a string that is not allowed, until its end */
};

typedef void (*pt_lint_fn)(void *arg, const struct pt_lint_token *token);

/* Sets everything to the start of a run. allow is PT_LINT_ bits. */
void pt_lint_init(struct pt_lint *lint, unsigned allow, int rows, int cols);

/* Reads n bytes more and calls fn for each token that they complete. */
void pt_lint_feed(struct pt_lint *lint, const char *bytes, size_t n, pt_lint_fn fn, void *arg);

/* To be called at the end of the stream: a token that has no end is a complaint. */
void pt_lint_finish(struct pt_lint *lint);

/* Notes a complaint found elsewhere about the bytes of a token. */
void pt_lint_complain(struct pt_lint *lint, const char *bytes, size_t n, const char *why);

/* Writes bytes as C would: "\e[2J\x9b". Returns dst, always terminated. */
char *pt_lint_quote(char *dst, size_t size, const char *bytes, size_t n);

#endif
