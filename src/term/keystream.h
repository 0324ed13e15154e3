/*
 * keystream.h - the bytes that a terminal sends, cut into keys
 *
 * Pure: bytes in, keys out, no terminal and no clock. Who reads the terminal
 * feeds it, and says when it has been quiet for so long that an ESC is the key
 * Esc and not the beginning of a sequence. What is no key (answers of the
 * terminal, unknown sequences, bytes that are not UTF-8) is swallowed whole and
 * never taken for keys.
 */
#ifndef TERM_KEYSTREAM_H
#define TERM_KEYSTREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "term/key.h"

enum {
	KEYSTREAM_BYTES = 512,	   /* that are kept; no sequence is nearly that long */
	KEYSTREAM_EXTRA_MAX = 48,  /* sequences that a terminal has of its own */
	KEYSTREAM_EXTRA_BYTES = 16 /* of the longest of them */
};

struct keystream_extra {
	char bytes[KEYSTREAM_EXTRA_BYTES];
	size_t n;
	struct key key;
};

struct keystream {
	char bytes[KEYSTREAM_BYTES];
	size_t n;
	bool in_string; /* within OSC, DCS and the like: skip up to their end */
	struct keystream_extra extra[KEYSTREAM_EXTRA_MAX];
	size_t extra_count;
};

void keystream_init(struct keystream *stream);

/*
 * Makes it know a sequence (from terminfo) of this key. One that does not begin
 * with ESC, or of a single byte, is ignored: it could be text.
 */
void keystream_learn(struct keystream *stream, struct bytes sequence, struct key key);

/* How many bytes it can take now. */
size_t keystream_room(const struct keystream *stream);

/* Copies the bytes, at most keystream_room() of them. */
void keystream_feed(struct keystream *stream, struct bytes bytes);

/*
 * Cuts off the next key. quiet: nothing came for longer than a terminal pauses
 * within a sequence. Returns 1 and fills *ret, or 0: needs more bytes, or quiet.
 */
int keystream_next(struct keystream *stream, bool quiet, struct key *ret);

/* Whether it waits for the rest of something: then `quiet` may bring a key. */
bool keystream_waits(const struct keystream *stream);

#endif
