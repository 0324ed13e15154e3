/*
 * help.h - the help screen, made of the tables of commands, keys and columns
 */
#ifndef UI_HELP_H
#define UI_HELP_H

#include <stdbool.h>
#include <stddef.h>

struct app;

enum { HELP_KEYS_MAX = 64 };

/* A command and its keys, or the heading of a group. */
struct help_line {
	bool heading;
	char keys[HELP_KEYS_MAX];
	const char *help;
};

/* Opens it with these commands and all columns of what is in front. */
void help_open(struct app *app, const struct help_line *commands, size_t count);

#endif
