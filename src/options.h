/*
 * options.h - the command line: one table of options, one of verbs, and those of some verbs
 *
 * Help, completion and the manual's lists follow from the tables (usage.h).
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "tree/treestyle.h"
#include "output/writer.h"
#include "panes/settings.h"

enum options_verb {
	OPTIONS_INTERACTIVE, /* no verb */
	OPTIONS_BATCH,	     /* -b */
	OPTIONS_EVENTS,	     /* -b --events */
	OPTIONS_EXEC,	     /* --exec */
	OPTIONS_LIST,
	OPTIONS_TREE,
	OPTIONS_CHAIN,
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
	const char *proc;		     /* borrowed from argv; NULL: /proc */
	const char *columns, *sort, *filter; /* as given; applied when the verb is known */
	const char *tree_root;		     /* NAME of `tree NAME`, else NULL */
	struct treestyle tree;		     /* of a tree that is drawn */
	const char *drawing; /* name of the last option that is only for drawings, or NULL */
	bool drawn;	     /* `tree` as a drawing, not as a table */
	char *const *exec;   /* the words behind --exec, NULL at the end; borrowed, or NULL */
	bool batch, threads, ended;	      /* -b, -H, --ended were given */
	const struct options_verb_row *about; /* the verb that was written, or NULL */
};

/* One row of a table, for help and completion. */
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

/* A verb, and the options that only it has: behind it, their letters and names come first. */
struct options_verb_row {
	const char *name;
	const char *arguments, *help;
	enum options_verb verb;
	/* Takes the words behind it, of which the last is NULL; as apply above. NULL: none. */
	int (*take)(char **words, struct options *options, char *error);
	const struct options_row *own;
	size_t own_count;
};

enum { OPTIONS_OWN_MAX = 16, OPTIONS_ERROR_MAX = 512 };

extern const struct options_verb_row options_verbs[];
extern const size_t options_verbs_count;

/*
 * Fills *ret, which options_done() empties also after an error. Returns 0, or -EINVAL with a whole
 * sentence in error.
 */
int options_parse(int argc, char **argv, struct options *ret, char error[OPTIONS_ERROR_MAX]);
void options_done(struct options *options);

#endif
