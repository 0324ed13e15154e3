/*
 * pt_keys.h - what a terminal sends when a key is pressed, by the name of the key
 *
 * Names: Up Down Left Right Home End PgUp PgDn Insert Delete F1 to F12, Enter Tab
 * Esc Space Backspace; in front of them or of a character: C- (control), S- (shift),
 * M- (alt), in this order "C-M-x" or any other.
 */
#ifndef SCREEN_PT_KEYS_H
#define SCREEN_PT_KEYS_H

#include <stdbool.h>
#include <stddef.h>

enum { PT_KEYS_MAX = 32 };

/*
 * Writes the bytes of one key for the terminal type; application says whether
 * the program has asked for the application's cursor keys. Returns the number of
 * bytes, or 0 if name is not the name of a key (one character is its own name).
 */
size_t pt_keys_encode(char dst[PT_KEYS_MAX], const char *name, const char *term, bool application);

#endif
