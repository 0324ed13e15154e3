/*
 * usage.h - what --help says, and the list of options for completions and manual
 */
#ifndef USAGE_H
#define USAGE_H

#include <stdio.h>

struct options_verb_row;

/* The text of --help; of a verb that has options of its own, about that one. NULL: of no verb. */
void usage_print_help(FILE *out, const struct options_verb_row *about);

/*
 * A line an option or verb, tab-separated: kind, name, letter, argument, help. The kind is
 * "verb", "option", or the name of the verb that has an option of its own.
 */
void usage_print_list(FILE *out);

#endif
