/*
 * filtererror.h - what is wrong with a filter, and where in its text
 */
#ifndef TABLE_FILTERERROR_H
#define TABLE_FILTERERROR_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum {
	FILTERERROR_MESSAGE_MAX = 256,
	FILTERERROR_QUOTE_MAX = 160, /* a word of at most 32 columns in a message */
};

/* In place of a place: it is the text as a whole. */
#define FILTERERROR_NOWHERE SIZE_MAX

struct filtererror {
	size_t at; /* byte of the text under which the caret belongs, or FILTERERROR_NOWHERE */
	/* the reason and what is accepted: one clean line */
	char message[FILTERERROR_MESSAGE_MAX];
};

/* Fills *error. Returns -EINVAL. */
int filtererror_set(struct filtererror *error, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A word of the text for a message, clean and cut to fit. Returns ret. */
const char *filtererror_quote(char ret[FILTERERROR_QUOTE_MAX], struct bytes word);

#endif
