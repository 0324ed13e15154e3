/*
 * prompt.h - a line of text that the user types
 *
 * Pure: keys in, text out, drawn onto a canvas. Keys: the arrows, Home, End,
 * ^A ^E ^B ^F, M-b M-f by words, BS, Del, ^D, ^U ^K ^W, Up and Down (^P ^N) for
 * what was typed before, Enter, Esc or ^G. What has no character (pasted control
 * characters and the like) is dropped.
 */
#ifndef WIDGETS_PROMPT_H
#define WIDGETS_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "term/canvas.h"
#include "term/key.h"

enum {
	PROMPT_BYTES = 1024,
	PROMPT_ERROR_BYTES = 160,
	PROMPT_HISTORY_MAX = 50,
};

/* What was typed before, oldest first. Zeroed memory is an empty one. */
struct prompt_history {
	char *of[PROMPT_HISTORY_MAX]; /* owned */
	size_t count;
};

/* Copies the text to the end; one that is there already moves. Empty texts are not kept. */
void prompt_history_add(struct prompt_history *history, struct bytes text);
void prompt_history_done(struct prompt_history *history);

enum prompt_result {
	PROMPT_EDITING, /* the text is as it was */
	PROMPT_CHANGED,
	PROMPT_DONE,
	PROMPT_CANCELLED,
};

struct prompt {
	const char *label;		/* borrowed; drawn before the text */
	struct prompt_history *history; /* borrowed; NULL: none */
	size_t limit;			/* bytes at most */
	char text[PROMPT_BYTES];	/* NUL-terminated */
	size_t length;
	size_t cursor;			/* byte, always between two characters */
	char error[PROMPT_ERROR_BYTES]; /* "" : none */
	bool is_note;			/* it is no error, only a word on the text */
	size_t error_at;		/* byte of the text that is wrong; SIZE_MAX: none of them */
	size_t recalled;	  /* entry of the history that is shown; its count: the draft */
	char draft[PROMPT_BYTES]; /* what was typed before looking into the history */
};

/* limit 0: as much as fits. Nothing is to be freed. */
void prompt_init(struct prompt *prompt, const char *label, struct prompt_history *history,
		 size_t limit);

/* Replaces the text (as far as it fits) and puts the cursor behind it. */
void prompt_set(struct prompt *prompt, struct bytes text);

/* The text, borrowed until the next key. */
struct bytes prompt_text(const struct prompt *prompt);

/* What is wrong with the text, cut to fit; "" or NULL: nothing. A change of the text clears it. */
void prompt_set_error(struct prompt *prompt, const char *error);

/* The byte of the text at which the error is; one beyond the end: something is missing. */
void prompt_mark_error(struct prompt *prompt, size_t at);

/* A word on the text, in place of an error. */
void prompt_set_note(struct prompt *prompt, const char *note);

/* DONE adds the text to the history. */
enum prompt_result prompt_key(struct prompt *prompt, struct key key);

/* Label, text (scrolled so that the cursor is seen) and error; places the canvas's cursor. */
void prompt_draw(const struct prompt *prompt, struct canvas *canvas, int y, int x, int width);

#endif
