/*
 * key.h - a key or a click, and its name
 *
 * Names are what the key table, the help and --keys files are written in: "a",
 * "<", "F5", "C-l", "M-h", "S-Tab", "C-Up", "Space", "MouseLeft". The modifiers
 * stand in front in the order C- M- S-; S- only where the key is not a character
 * (a capital letter is its own character).
 */
#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

/* Codes below are characters (Unicode). Not KEY_UP and so on: those names are macros of curses. */
enum key_code {
	KEY_CODE_NONE = 0,
	KEY_CODE_FIRST = 0x110000,
	KEY_CODE_UP = KEY_CODE_FIRST,
	KEY_CODE_DOWN,
	KEY_CODE_LEFT,
	KEY_CODE_RIGHT,
	KEY_CODE_HOME,
	KEY_CODE_END,
	KEY_CODE_PAGE_UP,
	KEY_CODE_PAGE_DOWN,
	KEY_CODE_INSERT,
	KEY_CODE_DELETE,
	KEY_CODE_BACKSPACE,
	KEY_CODE_TAB,
	KEY_CODE_ENTER,
	KEY_CODE_ESCAPE,
	KEY_CODE_MOUSE_LEFT,
	KEY_CODE_MOUSE_MIDDLE,
	KEY_CODE_MOUSE_RIGHT,
	KEY_CODE_WHEEL_UP,
	KEY_CODE_WHEEL_DOWN,
	/* F1 is KEY_CODE_F0 + 1; up to F12, F13 is S-F1 and so on: so the terminals have it. */
	KEY_CODE_F0,
	KEY_CODE_LAST = KEY_CODE_F0 + 12
};

enum key_modifier {
	KEY_SHIFTED = 1 << 0,
	KEY_META = 1 << 1, /* Alt */
	KEY_CONTROL = 1 << 2,
};

struct key {
	uint32_t code;
	uint8_t modifiers; /* enum key_modifier */
	int16_t y;	   /* of a click or wheel: the cell, from 0; else 0 */
	int16_t x;
};

enum { KEY_NAME_MAX = 32 };

/*
 * Returns 0 and fills *ret, or -EINVAL: no key has that name. Other usual names (PageUp,
 * Escape, Return) are known.
 */
int key_parse(struct bytes name, struct key *ret);

/*
 * (Not key_name(): that is a function of curses.) Writes the name into ret (KEY_NAME_MAX bytes)
 * and returns it; "?" for what is no key.
 */
const char *key_format(struct key key, char *ret);

/* The same key, wherever the mouse is. */
bool key_same(struct key a, struct key b);

/* Whether the key writes a character: no control character, no modifiers. */
bool key_is_text(struct key key);

bool key_is_mouse(struct key key);

/* Shorthand: whether the key is this one without modifiers. */
bool key_is(struct key key, uint32_t code);

/* Whether it is that character with Ctrl. */
bool key_is_control(struct key key, char letter);

/*
 * Writes the character as UTF-8 (at most 4 bytes, no NUL) and returns the length; 0 where there
 * is none.
 */
size_t key_utf8(uint32_t code, char *ret);

/*
 * Reads one UTF-8 character. Returns its length, 0 where more bytes are needed, -EILSEQ where
 * p[0] begins none.
 */
int key_from_utf8(struct bytes bytes, uint32_t *ret);

#endif
