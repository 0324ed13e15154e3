/*
 * commands.h - what can be done in the list: one row a command; and the keys, one
 * row a binding
 *
 * Function bar, help, `proctor keys` and the manual are made of the two tables.
 */
#ifndef UI_COMMANDS_H
#define UI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "term/key.h"

struct app;

/* Where a command has a meaning. */
enum command_place {
	COMMAND_LIST,
	COMMAND_PANE,
	COMMAND_BOTH,
};

struct command {
	const char *name;
	const char *label; /* on the function bar; NULL: it is not there */
	const char *help;  /* one lower-case phrase without a full stop */
	void (*run)(struct app *app);
	enum command_place place;
};

/* Whether it has a meaning there. */
bool commands_is_of(const struct command *command, bool pane);

/* When a binding holds. */
enum command_when {
	COMMAND_ALWAYS,
	COMMAND_SEARCHING /* something is searched for: n and N are the search's */
};

struct command_binding {
	const char *key;     /* as key_parse() reads it */
	const char *command; /* its name */
	enum command_when when;
};

/* The group of commands that help shows together. A row with no run is a heading. */
extern const struct command commands_table[];
extern const size_t commands_table_count;

/* In the order in which they are looked at. */
extern const struct command_binding commands_bindings[];
extern const size_t commands_bindings_count;

/* NULL: there is none. */
const struct command *commands_find(const char *name);
const struct command *commands_of_key(struct key key, bool searching);

enum { COMMAND_KEYS_MAX = 64 }; /* as HELP_KEYS_MAX */

/* Writes the names of all keys of a command, "F3 /", and returns ret. */
const char *commands_keys(const struct command *command, char ret[COMMAND_KEYS_MAX]);

#endif
