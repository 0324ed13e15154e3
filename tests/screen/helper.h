/*
 * helper.h - live processes in a wanted state, for tests of the screen: mkproc
 */
#ifndef SCREEN_HELPER_H
#define SCREEN_HELPER_H

#include <stddef.h>
#include <sys/types.h>

struct helper;

/*
 * mkproc with these words, once it is ready. Skips the test where it cannot be had
 * here. It ends with the test.
 */
struct helper *helper_start(const char *words);

/* The number behind key= in its n-th line that has one; fails without it. */
pid_t helper_number(const struct helper *helper, const char *key, size_t n);

/* The whole of what it has printed. */
const char *helper_text(const struct helper *helper);
void helper_say(struct helper *helper, const char *line);
void helper_end(struct helper *helper);
void helper_end_all(void);

#endif
