/* options.c - see options.h */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/text.h"
#include "batch/formats.h"
#include "panes/processes.h"
#include "table/filtererror.h"

struct verb {
	const char *name; /* NULL: it is not written */
	const char *arguments, *help;
	enum options_verb verb;
};

/* clang-format off */
static const struct verb verbs[] = {
	{ "list",     "[PID...]",   "one snapshot of the processes, then end",              OPTIONS_LIST },
	{ "tree",     "[PID|NAME]", "one snapshot as a tree; of one process and all below", OPTIONS_TREE },
	{ "columns",  "",           "the columns: name, title, unit, what they mean",       OPTIONS_COLUMNS },
	{ "keys",     "",           "the keys of the interactive list",                     OPTIONS_KEYS },
	{ "options",  "",           "the options and verbs, for completions",               OPTIONS_OPTIONS },
	{ "features", "",           "where samples come from, and what this machine allows", OPTIONS_FEATURES },
};
/* clang-format on */

static int parse_number(const char *text, uint64_t max, uint64_t *ret)
{
	uint64_t number;

	if (bytes_to_u64(bytes_of(text), &number) < 0 || number == 0 || number > max)
		return -EINVAL;
	*ret = number;
	return 0;
}

static int bad_number(const char *what, const char *text, uint64_t max, char *error,
		      size_t error_size)
{
	(void)snprintf(error, error_size, "'%s' is no %s: a whole number from 1 to %llu", text,
		       what, (unsigned long long)max);
	return -EINVAL;
}

#define UNUSED_PARAMETERS (void)argument, (void)error, (void)error_size

#define FLAG(name, statement)                                                       \
	static int name(struct options *options, const char *argument, char *error, \
			size_t error_size)                                          \
	{                                                                           \
		UNUSED_PARAMETERS;                                                  \
		statement;                                                          \
		return 0;                                                           \
	}

FLAG(set_batch, options->batch = true)
FLAG(set_tree, options->settings.tree = true)
FLAG(set_threads, options->threads = true)
FLAG(set_kernel, options->settings.selection.kernel = true)
FLAG(set_active, options->settings.selection.active = true)
FLAG(set_raw, options->settings.raw = true)
FLAG(set_noheadings, options->settings.noheadings = true)
FLAG(set_ascii, options->settings.ascii = true)
FLAG(set_no_mouse, options->settings.mouse = false)
FLAG(set_readonly, options->settings.readonly = true)
FLAG(set_no_color, options->settings.color = SETTINGS_COLOR_NEVER)
FLAG(set_json, options->format = formats_find(bytes_of("json")))
FLAG(set_help, options->verb = OPTIONS_HELP)
FLAG(set_version, options->verb = OPTIONS_VERSION)
FLAG(set_columns, options->columns = argument)
FLAG(set_sort, options->sort = argument)
FLAG(set_proc, options->proc = argument)

static int set_iterations(struct options *options, const char *argument, char *error,
			  size_t error_size)
{
	const uint64_t max = UINT32_MAX;

	if (parse_number(argument, max, &options->settings.iterations) < 0)
		return bad_number("number of samples", argument, max, error, error_size);
	return 0;
}

static int set_top(struct options *options, const char *argument, char *error, size_t error_size)
{
	const uint64_t max = UINT32_MAX;
	uint64_t top;

	if (parse_number(argument, max, &top) < 0)
		return bad_number("number of rows", argument, max, error, error_size);
	options->settings.top = (size_t)top;
	return 0;
}

static int set_width(struct options *options, const char *argument, char *error, size_t error_size)
{
	const uint64_t max = 1000000;
	uint64_t width;

	if (parse_number(argument, max, &width) < 0)
		return bad_number("width", argument, max, error, error_size);
	options->settings.width = (size_t)width;
	return 0;
}

static int set_delay(struct options *options, const char *argument, char *error, size_t error_size)
{
	return settings_delay_parse(argument, &options->settings.delay_ns, error, error_size);
}

static int set_users(struct options *options, const char *argument, char *error, size_t error_size)
{
	if (!*argument) {
		(void)snprintf(error, error_size,
			       "no user given: names or numbers, !NAME excludes");
		return -EINVAL;
	}
	return selection_users_parse(&options->settings.selection, bytes_of(argument), error,
				     error_size);
}

/*
 * Who asks for a kernel thread by its number wants to see it. An empty word is a variable that a
 * script never set: it does not mean all.
 */
static int set_pids(struct options *options, const char *argument, char *error, size_t error_size)
{
	struct selection *selection = &options->settings.selection;

	if (!*argument) {
		(void)snprintf(error, error_size, "no PID given: numbers, 'self', or NUMBER+");
		return -EINVAL;
	}
	selection->kernel = true;
	return selection_pids_parse(selection, bytes_of(argument), error, error_size);
}

/*
 * The text and a caret under the place, on standard error: the reason, which is one line, comes
 * behind. Of a long text that is a piece which has the place in it.
 */
static void show_place(struct bytes text, size_t at)
{
	enum { BEFORE = 60, AROUND = 78 };
	struct bytes before = { text.p, MIN(at, text.n) };
	struct text_cluster cluster;

	while (text_width(before) > BEFORE && text_next(&before, &cluster) > 0)
		continue;
	text.n -= (size_t)(before.p - text.p);
	text.p = before.p;
	(void)fputs("  ", stderr);
	(void)text_write(stderr, text, AROUND);
	(void)fprintf(stderr, "\n%*s^\n", 2 + (int)text_width(before), "");
}

static int set_filter(struct options *options, const char *argument, char *error, size_t error_size)
{
	const struct bytes text = bytes_of(argument);
	struct filtererror reason;

	if (selection_filter_parse(&options->settings.selection, text, &reason) == 0)
		return 0;
	if (reason.at != FILTERERROR_NOWHERE)
		show_place(text, reason.at);
	(void)snprintf(error, error_size, "%s", reason.message);
	return -EINVAL;
}

static int set_format(struct options *options, const char *argument, char *error, size_t error_size)
{
	const struct writer_format *format = formats_find(bytes_of(argument));
	size_t length;

	if (format) {
		options->format = format;
		return 0;
	}
	length = (size_t)snprintf(error, error_size, "no format '%s': there are", argument);
	for (size_t i = 0; formats_all[i] && length < error_size; i++)
		length += (size_t)snprintf(error + length, error_size - length, " %s",
					   formats_all[i]->name);
	return -EINVAL;
}

static int set_time(struct options *options, const char *argument, char *error, size_t error_size)
{
	static const char *const names[] = { "iso", "epoch", "none" };
	static const enum writer_time times[] = { WRITER_TIME_ISO, WRITER_TIME_EPOCH,
						  WRITER_TIME_NONE };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(argument, names[i]) == 0) {
			options->time = times[i];
			return 0;
		}
	}
	(void)snprintf(error, error_size, "no time format '%s': there are iso epoch none",
		       argument);
	return -EINVAL;
}

static int set_color(struct options *options, const char *argument, char *error, size_t error_size)
{
	static const char *const names[] = { "auto", "always", "never" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(argument, names[i]) == 0) {
			options->settings.color = (enum settings_color)i;
			return 0;
		}
	}
	(void)snprintf(error, error_size, "no colour mode '%s': there are auto always never",
		       argument);
	return -EINVAL;
}

static int set_source(struct options *options, const char *argument, char *error, size_t error_size)
{
	static const char *const names[] = { "auto", "bpf", "procfs" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strcmp(argument, names[i]) == 0) {
			options->settings.source = (int)i; /* in the order of enum choose_source */
			return 0;
		}
	}
	(void)snprintf(error, error_size, "no source '%s': there are auto bpf procfs", argument);
	return -EINVAL;
}

/* clang-format off */
const struct options_row options_table[] = {
	{ 'b', "batch",      NULL,    "no terminal handling: print one table a sample, until ended or -n", set_batch },
	{ 'n', "iterations", "N",     "end after N samples", set_iterations },
	{ 'd', "delay",      "T",     "time between samples: seconds, 0.5, 500ms, 2s, 1m (not tenths as in htop)", set_delay },
	{ 'o', "columns",    "LIST",  "columns: pid,cpu or +swap,-tty; cpu=TITLE:WIDTH", set_columns },
	{ 's', "sort",       "LIST",  "sort keys: -cpu,+name (- large first, + small first)", set_sort },
	{ 'F', "filter",     "EXPR",  "only rows with that word in name or command line, or an expression: 'cpu > 5 and user = root'", set_filter },
	{ 'p', "pid",        "LIST",  "only these PIDs; self; 1234+ with all processes below it", set_pids },
	{ 'u', "user",       "LIST",  "only processes of these effective users; !root excludes", set_users },
	{ 't', "tree",       NULL,    "tree order", set_tree },
	{ 'H', "threads",    NULL,    "threads as rows, of processes that have several", set_threads },
	{ 'k', "kernel",     NULL,    "kernel threads too", set_kernel },
	{ 'i', "active",     NULL,    "only rows with activity in the interval", set_active },
	{ 'm', "top",        "N",     "the first N rows of each sample", set_top },
	{ 'f', "format",     "FMT",   "text, csv, tsv, json (one document), jsonl (one record a line)", set_format },
	{ 'J', "json",       NULL,    "the same as --format=json", set_json },
	{ 'r', "raw",        NULL,    "numbers in bytes, seconds and ratios in text too", set_raw },
	{ 'N', "noheadings", NULL,    "no line of titles", set_noheadings },
	{ 'w', "width",      "N",     "cut lines of text at N columns", set_width },
	{ 'T', "time",       "FMT",   "time of a sample: iso, epoch, none", set_time },
	{ 'C', "no-color",   NULL,    "no colours, as with NO_COLOR in the environment", set_no_color },
	{ 0,   "color",      "WHEN",  "auto, always, never", set_color },
	{ 'A', "ascii",      NULL,    "no line drawing, no Unicode", set_ascii },
	{ 'M', "no-mouse",   NULL,    "leave the mouse to the terminal", set_no_mouse },
	{ 'R', "readonly",   NULL,    "nothing that changes a process is reachable", set_readonly },
	{ 0,   "source",     "NAME",  "where samples come from: auto, bpf, procfs", set_source },
	{ 0,   "proc",       "DIR",   "another procfs, or a captured tree", set_proc },
	{ 'h', "help",       NULL,    "this text", set_help },
	{ 'V', "version",    NULL,    "the version", set_version },
};
/* clang-format on */

const size_t options_table_count = ARRAY_LEN(options_table);

/* getopt's own arrays, made of the table. The value of a long option is its place plus 256. */
struct getopt_tables {
	struct option longs[ARRAY_LEN(options_table) + 1];
	char shorts[2 * ARRAY_LEN(options_table) + 2];
};

static void make_tables(struct getopt_tables *tables)
{
	char *to = tables->shorts;

	*tables = (struct getopt_tables){ 0 };
	*to++ = ':'; /* a missing argument is told from an unknown option */
	for (size_t i = 0; i < ARRAY_LEN(options_table); i++) {
		const struct options_row *row = &options_table[i];

		tables->longs[i] = (struct option){
			.name = row->name,
			.has_arg = row->argument ? required_argument : no_argument,
			.val = 256 + (int)i,
		};
		if (!row->letter)
			continue;
		*to++ = row->letter;
		if (row->argument)
			*to++ = ':';
	}
}

/* Its place in the table; the table's length where there is none. */
static size_t find_row(int code)
{
	size_t i = 0;

	if (code >= 256)
		return (size_t)code - 256;
	while (i < ARRAY_LEN(options_table) &&
	       !(options_table[i].letter && options_table[i].letter == code))
		i++;
	return i;
}

static int refuse(char **argv, int code, char error[OPTIONS_ERROR_MAX])
{
	const size_t at = optopt ? find_row(optopt) : ARRAY_LEN(options_table);
	const struct options_row *row = at < ARRAY_LEN(options_table) ? &options_table[at] : NULL;
	const char *word = argv[optind - 1];

	if (row && code == ':')
		(void)snprintf(error, OPTIONS_ERROR_MAX, "option --%s needs an argument: %s, %s",
			       row->name, row->argument, row->help);
	else if (row && !row->argument)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "option --%s takes no argument",
			       row->name);
	else if (optopt)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "no option '-%c': see proctor --help",
			       optopt);
	else
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "no option '%s', or more than one: see proctor --help", word);
	return -EINVAL;
}

static int parse_words(int argc, char **argv, struct options *options,
		       char error[OPTIONS_ERROR_MAX])
{
	struct getopt_tables tables;
	int code;

	make_tables(&tables);
	optind = 0; /* all anew: 1 would go on in the word where the last call ended */
	opterr = 0;
	while ((code = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		const struct options_row *row;
		char reason[OPTIONS_ERROR_MAX - 64];

		if (code == '?' || code == ':')
			return refuse(argv, code, error);
		row = &options_table[find_row(code)];
		if (row->apply(options, optarg, reason, sizeof(reason)) < 0) {
			(void)snprintf(error, OPTIONS_ERROR_MAX, "--%s: %s", row->name, reason);
			return -EINVAL;
		}
	}
	return 0;
}

static int take_pids(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	for (; *words; words++) {
		if (set_pids(options, *words, error, OPTIONS_ERROR_MAX) < 0)
			return -EINVAL;
	}
	return 0;
}

static int take_tree_root(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	struct selection *selection = &options->settings.selection;
	uint64_t number;

	if (!words[0])
		return 0;
	if (words[1]) {
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "tree takes one PID or NAME, not also '%s'", words[1]);
		return -EINVAL;
	}
	if (bytes_to_u64(bytes_of(words[0]), &number) == 0 && number > 0 && number <= INT32_MAX)
		selection_pid_add(selection, (int32_t)number, true);
	else
		options->tree_root = words[0];
	selection->kernel = true; /* if it is asked for, or above what is */
	return 0;
}

static int take_verb(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	uint64_t pid;

	for (size_t i = 0; words[0] && i < ARRAY_LEN(verbs); i++) {
		if (strcmp(words[0], verbs[i].name) != 0)
			continue;
		options->verb = verbs[i].verb;
		if (options->verb == OPTIONS_TREE)
			options->settings.tree = true;
		if (verbs[i].verb == OPTIONS_LIST)
			return take_pids(words + 1, options, error);
		if (verbs[i].verb == OPTIONS_TREE)
			return take_tree_root(words + 1, options, error);
		if (!words[1])
			return 0;
		(void)snprintf(error, OPTIONS_ERROR_MAX, "%s takes no argument, not '%s'", words[0],
			       words[1]);
		return -EINVAL;
	}
	if (!words[0])
		return 0;
	if (bytes_to_u64(bytes_of(words[0]), &pid) < 0 &&
	    !bytes_equal(bytes_of(words[0]), "self")) {
		size_t length = (size_t)snprintf(error, OPTIONS_ERROR_MAX,
						 "no verb '%s': there are", words[0]);

		for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
			length += (size_t)snprintf(error + length, OPTIONS_ERROR_MAX - length,
						   " %s", verbs[i].name);
		(void)snprintf(error + length, OPTIONS_ERROR_MAX - length, ", or give a PID");
		return -EINVAL;
	}
	if (options->batch || !isatty(STDOUT_FILENO))
		return take_pids(words, options, error);
	if (pid == 0 || pid > INT32_MAX || words[1]) {
		(void)snprintf(error, OPTIONS_ERROR_MAX, "the list begins at one PID, not at '%s'",
			       words[1] ? words[1] : words[0]);
		return -EINVAL;
	}
	options->settings.follow = (int32_t)pid;
	return 0;
}

/* A list for -o or -s; the reason is told with the option's name. */
static int apply_list(const char *option, const char *list, struct settings *settings,
		      char error[OPTIONS_ERROR_MAX])
{
	char reason[OPTIONS_ERROR_MAX - 64];
	int result;

	if (strcmp(option, "columns") == 0)
		result = column_choices_parse(&processes_columns, bytes_of(list),
					      &settings->columns, reason, sizeof(reason));
	else
		result = column_keys_parse(&processes_columns, bytes_of(list),
					   settings_keys(settings), reason, sizeof(reason));
	if (result < 0)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "--%s: %s", option, reason);
	return result;
}

/* Lists are relative to the defaults of the verb, so they wait until it is known. */
static int apply_lists(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	struct settings *settings = &options->settings;
	int result = 0;

	if (options->verb == OPTIONS_LIST)
		result = apply_list("columns", PROCESSES_LIST_COLUMNS, settings, error);
	if (options->verb == OPTIONS_LIST && !settings->tree && result == 0)
		result = apply_list("sort", PROCESSES_LIST_SORT, settings, error);
	if (options->verb == OPTIONS_TREE)
		result = apply_list("columns", PROCESSES_TREE_COLUMNS, settings, error);
	if (result == 0 && options->threads)
		settings_set_threads(settings, true);
	if (result == 0 && options->columns)
		result = apply_list("columns", options->columns, settings, error);
	if (result == 0 && options->sort)
		result = apply_list("sort", options->sort, settings, error);
	/* A record stands alone: it says which process it is about, PID and start. */
	if (result == 0 && options->format && strncmp(options->format->name, "json", 4) == 0)
		result = apply_list("columns", "+pid,+starttime", settings, error);
	return result;
}

int options_parse(int argc, char **argv, struct options *ret, char error[OPTIONS_ERROR_MAX])
{
	*ret = (struct options){ .verb = OPTIONS_INTERACTIVE };
	settings_init(&ret->settings);
	if (parse_words(argc, argv, ret, error) < 0)
		return -EINVAL;
	if (ret->verb == OPTIONS_HELP || ret->verb == OPTIONS_VERSION)
		return 0;
	if (take_verb(argv + optind, ret, error) < 0)
		return -EINVAL;
	if (ret->verb == OPTIONS_INTERACTIVE && ret->batch)
		ret->verb = OPTIONS_BATCH;
	/* A pipe or a file wants lines, never escape sequences. */
	if (ret->verb == OPTIONS_INTERACTIVE && !isatty(STDOUT_FILENO))
		ret->verb = OPTIONS_LIST;
	return apply_lists(ret, error);
}

void options_done(struct options *options)
{
	settings_done(&options->settings);
}

void options_print_help(FILE *out)
{
	(void)fputs("proctor - a process explorer\n\n"
		    "usage: proctor [OPTIONS] [PID]      interactive\n"
		    "       proctor -b [OPTIONS]         one table a sample, to a log or a pipe\n",
		    out);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		(void)fprintf(out, "       proctor %-8s %-12s%s\n", verbs[i].name,
			      verbs[i].arguments, verbs[i].help);
	(void)fputs("\noptions:\n", out);
	for (size_t i = 0; i < ARRAY_LEN(options_table); i++) {
		const struct options_row *row = &options_table[i];
		char name[32];

		(void)snprintf(name, sizeof(name), "--%s%s%s", row->name, row->argument ? "=" : "",
			       row->argument ? row->argument : "");
		(void)fprintf(out, "  %c%c %-17s %s\n", row->letter ? '-' : ' ',
			      row->letter ? row->letter : ' ', name, row->help);
	}
	(void)fputs("\nSizes are powers of 1024, CPU% is of one CPU. A cell that has no value "
		    "shows why:\n"
		    "- does not apply, ? no permission, ... not read yet.\n"
		    "`proctor columns` lists the columns, `proctor keys` the keys; the manual has "
		    "the rest.\n",
		    out);
}

void options_print_list(FILE *out)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		(void)fprintf(out, "verb\t%s\t\t%s\t%s\n", verbs[i].name, verbs[i].arguments,
			      verbs[i].help);
	for (size_t i = 0; i < ARRAY_LEN(options_table); i++) {
		const struct options_row *row = &options_table[i];
		char letter[2] = { row->letter, '\0' };

		(void)fprintf(out, "option\t%s\t%s\t%s\t%s\n", row->name, letter,
			      row->argument ? row->argument : "", row->help);
	}
}
