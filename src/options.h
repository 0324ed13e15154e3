/*
 * options.h - the command line: one table of options, one of verbs
 *
 * Help, completion and the manual's list follow from the two tables.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "batch/writer.h"
#include "panes/settings.h"

enum options_verb {
	OPTIONS_INTERACTIVE, /* no verb */
	OPTIONS_BATCH,	     /* -b */
	OPTIONS_LIST,
	OPTIONS_TREE,
	OPTIONS_COLUMNS,
	OPTIONS_KEYS,
	OPTIONS_OPTIONS,
	OPTIONS_FEATURES,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_VERB_COUNT
};

struct options {
	enum options_verb verb;
	struct settings settings;
	const struct writer_format *format; /* NULL: not asked for */
	enum writer_time time;
	const char *proc;	    /* borrowed from argv; NULL: /proc */
	const char *columns, *sort; /* as given; applied when the verb is known */
	const char *tree_root;	    /* NAME of `tree NAME`, else NULL */
	bool batch, threads;	    /* -b, -H were given */
};

/* One row of the table, for help and completion. */
struct options_row {
	char letter;	      /* '\0': none */
	const char *name;     /* long form */
	const char *argument; /* NULL: it takes none */
	const char *help;     /* one phrase, lower case, no full stop */
	/* Returns 0 or -EINVAL with what is wrong, and what is accepted, in error. */
	int (*apply)(struct options *options, const char *argument, char *error, size_t error_size);
};

extern const struct options_row options_table[];
extern const size_t options_table_count;

enum { OPTIONS_ERROR_MAX = 512 };

/*
 * Fills *ret, which options_done() empties also after an error. Returns 0, or -EINVAL with a whole
 * sentence in error.
 */
int options_parse(int argc, char **argv, struct options *ret, char error[OPTIONS_ERROR_MAX]);
void options_done(struct options *options);

/* The text of --help. */
void options_print_help(FILE *out);

/* A line an option or verb, tab-separated, for completions: kind, name, letter, argument, help. */
void options_print_list(FILE *out);

#endif
