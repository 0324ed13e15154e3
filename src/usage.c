/* usage.c - see usage.h */
#include "usage.h"

#include "options.h"

static void print_option(FILE *out, const struct options_row *row)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "--%s%s%s", row->name, row->argument ? "=" : "",
		       row->argument ? row->argument : "");
	(void)fprintf(out, "  %c%c %-17s %s\n", row->letter ? '-' : ' ',
		      row->letter ? row->letter : ' ', name, row->help);
}

static void print_verb_help(FILE *out, const struct options_verb_row *verb)
{
	(void)fprintf(out, "proctor %s - %s\n\nusage: proctor %s [OPTIONS] %s\n\noptions of %s:\n",
		      verb->name, verb->help, verb->name, verb->arguments, verb->name);
	for (size_t i = 0; i < verb->own_count; i++)
		print_option(out, &verb->own[i]);
	(void)fprintf(
		out,
		"\nThe letters and names above mean this only behind the word '%s'. All other "
		"options\nof `proctor --help` may stand anywhere.\n",
		verb->name);
}

void usage_print_help(FILE *out, const struct options_verb_row *about)
{
	if (about && about->own_count > 0) {
		print_verb_help(out, about);
		return;
	}
	(void)fputs(
		"proctor - a process explorer\n\n"
		"usage: proctor [OPTIONS] [PID]      interactive\n"
		"       proctor -b [OPTIONS]         one table a sample, to a log or a pipe\n"
		"       proctor [-b] [OPTIONS] --exec COMMAND...\n"
		"                                    start a command and watch what it starts\n",
		out);
	for (size_t i = 0; i < options_verbs_count; i++)
		(void)fprintf(out, "       proctor %-8s %-12s%s\n", options_verbs[i].name,
			      options_verbs[i].arguments, options_verbs[i].help);
	(void)fputs("\noptions:\n", out);
	for (size_t i = 0; i < options_table_count; i++)
		print_option(out, &options_table[i]);
	(void)fputs("\nSizes are powers of 1024, CPU% is of one CPU. A cell that has no value "
		    "shows why:\n"
		    "- does not apply, ? no permission, ... not read yet.\n"
		    "`proctor columns` lists the columns, `proctor keys` the keys, `proctor tree "
		    "--help`\nthe options of the tree; the manual has the rest.\n",
		    out);
}

static void list_option(FILE *out, const char *kind, const struct options_row *row)
{
	const char letter[2] = { row->letter, '\0' };

	(void)fprintf(out, "%s\t%s\t%s\t%s\t%s\n", kind, row->name, letter,
		      row->argument ? row->argument : "", row->help);
}

void usage_print_list(FILE *out)
{
	for (size_t i = 0; i < options_verbs_count; i++)
		(void)fprintf(out, "verb\t%s\t\t%s\t%s\n", options_verbs[i].name,
			      options_verbs[i].arguments, options_verbs[i].help);
	for (size_t i = 0; i < options_table_count; i++)
		list_option(out, "option", &options_table[i]);
	for (size_t i = 0; i < options_verbs_count; i++) {
		for (size_t k = 0; k < options_verbs[i].own_count; k++)
			list_option(out, options_verbs[i].name, &options_verbs[i].own[k]);
	}
}
