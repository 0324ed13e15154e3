/*
 * phrases.h - short texts that cells are made of and that no row holds
 *
 * A cell of text borrows its bytes, and a sort looks at all of them at once. What is
 * put together only when it is asked for ("exit 1", "traced by 4711") is kept here, each text
 * once, for as long as the program runs: there are few of them. Used by one thread.
 */
#ifndef PANES_PHRASES_H
#define PANES_PHRASES_H

#include "base/bytes.h"

enum { PHRASES_MAX = 65536 };

/*
 * The same text, which stays; with a NUL behind it. When there are PHRASES_MAX of them already,
 * "..." for one that is new.
 */
struct bytes phrases_keep(const char *text);

/* How many there are. */
size_t phrases_count(void);

/* Forgets them all: only where nothing that came from here is used any more. */
void phrases_done(void);

#endif
