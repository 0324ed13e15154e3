/*
 * selection.h - which rows of the process list are wanted
 *
 * The same rules for the screen and for batch output: kernel threads, users,
 * PIDs, activity, and a filter: an expression (table/filter.h) or a word that is in
 * name or command line. A row passes if it passes all that are set.
 */
#ifndef PANES_SELECTION_H
#define PANES_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct family;
struct filter;
struct filtererror;
struct row;
struct world;

enum {
	SELECTION_USERS_MAX = 64,
	SELECTION_WORD_MAX = 256,   /* bytes of a word, with the NUL */
	SELECTION_FILTER_MAX = 768, /* of an expression */
};

struct selection_pid {
	int32_t pid;
	bool descendants; /* 1234+: with all below it, new ones included */
};

struct selection {
	bool kernel; /* kernel threads too */
	bool active; /* only rows with activity in the interval */
	struct {
		uint32_t uid;
		bool excluded;
	} users[SELECTION_USERS_MAX];
	size_t user_count;
	bool only_users;	    /* at least one of the users is not an exclusion */
	struct selection_pid *pids; /* owned */
	size_t pid_count, pid_capacity;
	struct family *family; /* owned: those with descendants, and these; NULL: there are none */
	size_t followed;       /* so many of the PIDs are known to the family */
	char filter[SELECTION_FILTER_MAX]; /* as it was given; "" passes all */
	struct filter *expression;	   /* owned; NULL: the filter is a word */

	char *joined; /* owned: a command line with spaces, for the search */
	size_t joined_size;
};

void selection_done(struct selection *selection);

/*
 * "root,!1000": effective users. Returns 0 or -EINVAL with the reason in error; then nothing
 * is changed.
 */
int selection_users_parse(struct selection *selection, struct bytes list, char *error,
			  size_t error_size);

/* "12,self,34+". The same returns. */
int selection_pids_parse(struct selection *selection, struct bytes list, char *error,
			 size_t error_size);

/*
 * A filter: filterlex_is_expression() tells expressions from words; quotes around a
 * whole word are not part of it. "" is none. Returns 0, or -EINVAL with *error; then
 * nothing is changed.
 */
int selection_filter_parse(struct selection *selection, struct bytes text,
			   struct filtererror *error);

void selection_pid_add(struct selection *selection, int32_t pid, bool descendants);

/* To be called after each update of the world: who came to be below those with a "+"? */
void selection_observe(struct selection *selection, const struct world *world);

/* Whether the row, or the process that it is a thread of, is of the family. */
bool selection_follows(const struct family *family, const struct row *row);

/* Whether a process with that number is among the PIDs that are set; false where none are. */
bool selection_has_pid(const struct selection *selection, int32_t pid);

/* Whether the user passes; one that is not known passes only where no users are set. */
bool selection_has_user(const struct selection *selection, bool known, uint32_t uid);

/* Whether the word is in that text; true where there is none. Not for expressions. */
bool selection_has_word(const struct selection *selection, struct bytes text);

/*
 * Whether a row (struct row) is wanted; context is the selection. The match of a struct
 * view_plan.
 */
bool selection_match(const void *row, const void *context);

/* Whether needle is in the row's name or command line, without regard to case. */
bool selection_contains(struct selection *selection, const void *row, struct bytes needle);

/* enum task_file: what must be read of all tasks for the selection to be made. */
uint32_t selection_needs(const struct selection *selection);

/* Whether the command line of every process is needed. */
bool selection_needs_commands(const struct selection *selection);

/* Whether rows that are not wanted have to be there: the filter asks for relations. */
bool selection_needs_relatives(const struct selection *selection);

#endif
