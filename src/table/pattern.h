/*
 * pattern.h - a regular expression, compiled once and searched for in many texts
 *
 * Perl's language (PCRE2). Texts are bytes from outside: what is valid UTF-8 in
 * them counts as characters, what is not matches nothing. A dot is any
 * character and $ is the very end, for a name may hold a newline. The work of one
 * search is bounded, and a pattern that has been given up in many texts gets less
 * and less for the next ones, so that no expression can make the program hang.
 */
#ifndef TABLE_PATTERN_H
#define TABLE_PATTERN_H

#include <stddef.h>

#include "base/bytes.h"

enum { PATTERN_REASON_MAX = 128 };

/* Why it could not be compiled. */
struct pattern_error {
	size_t at; /* byte of the expression */
	char reason[PATTERN_REASON_MAX];
};

struct pattern;

/* Returns 0 with *ret, owned, or -EINVAL with *error. */
int pattern_compile(struct bytes expression, struct pattern **ret, struct pattern_error *error);
void pattern_free(struct pattern *pattern);

/* Whether it matches anywhere in the text: 1, 0, or -E2BIG where that takes too much to tell. */
int pattern_search(struct pattern *pattern, struct bytes text);

#endif
