/* options.c - see options.h */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"
#include "output/formats.h"
#include "listing.h"
#include "panes/events.h"
#include "panes/processes.h"
#include "table/filter.h"
#include "table/filterlex.h"
#include "treeoptions.h"

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
FLAG(set_ended, options->ended = true)
FLAG(set_events, options->settings.events = true)
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
FLAG(set_filter, options->filter = argument)

/* What it takes is left to parse_words(), which knows where the words are. */
FLAG(set_exec, (void)options)

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
	{ 0,   "ended",      NULL,    "rows of processes that ended in the interval too, and of those that came and went", set_ended },
	{ 0,   "events",     NULL,    "-b prints what happened instead of rows: fork, exec, exit and others", set_events },
	{ 0,   "exec",       NULL,    "all words behind it are a command: start it, watch it and all that it starts, sum up", set_exec },
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

/* Its tables; the value of a long option is its place in rows plus 256. */
struct getopt_tables {
	const struct options_row *rows[ARRAY_LEN(options_table) + OPTIONS_OWN_MAX];
	size_t count;
	struct option longs[ARRAY_LEN(options_table) + OPTIONS_OWN_MAX + 1];
	char shorts[2 * (ARRAY_LEN(options_table) + OPTIONS_OWN_MAX) + 3];
	char *shorts_end;
};

/* Its place in the table; the table's length where there is none. */
static size_t find_row(const struct getopt_tables *tables, int code)
{
	size_t i = 0;

	if (code >= 256)
		return (size_t)code - 256;
	while (i < tables->count && !(tables->rows[i]->letter && tables->rows[i]->letter == code))
		i++;
	return i;
}

static bool has_name(const struct getopt_tables *tables, const char *name)
{
	for (size_t i = 0; i < tables->count; i++) {
		if (strcmp(tables->rows[i]->name, name) == 0)
			return true;
	}
	return false;
}

/* What is in the tables already takes its letter and its name. */
static void add_row(struct getopt_tables *tables, const struct options_row *row)
{
	const bool is_new = row->letter && find_row(tables, row->letter) == tables->count;

	if (has_name(tables, row->name))
		return;
	tables->longs[tables->count] = (struct option){
		.name = row->name,
		.has_arg = row->argument ? required_argument : no_argument,
		.val = 256 + (int)tables->count,
	};
	tables->rows[tables->count++] = row;
	if (!is_new)
		return;
	*tables->shorts_end++ = row->letter;
	if (row->argument)
		*tables->shorts_end++ = ':';
}

/* verb: its own options come first; or NULL. */
static void make_tables(struct getopt_tables *tables, const struct options_verb_row *verb)
{
	*tables = (struct getopt_tables){ 0 };
	tables->shorts_end = tables->shorts;
	*tables->shorts_end++ = '-'; /* words come in their place: a verb changes what follows */
	*tables->shorts_end++ = ':'; /* a missing argument is told from an unknown option */
	for (size_t i = 0; verb && i < verb->own_count; i++)
		add_row(tables, &verb->own[i]);
	for (size_t i = 0; i < options_table_count; i++)
		add_row(tables, &options_table[i]);
}

static int refuse(const struct getopt_tables *tables, char **argv, int code,
		  const struct options *options, char error[OPTIONS_ERROR_MAX])
{
	const size_t at = optopt ? find_row(tables, optopt) : tables->count;
	const struct options_row *row = at < tables->count ? tables->rows[at] : NULL;
	const char *word = argv[optind - 1];
	const bool own = options->about && options->about->own_count > 0;
	const char *verb = own ? options->about->name : "", *blank = own ? " " : "";

	if (row && code == ':')
		(void)snprintf(error, OPTIONS_ERROR_MAX, "option --%s needs an argument: %s, %s",
			       row->name, row->argument, row->help);
	else if (row && !row->argument)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "option --%s takes no argument",
			       row->name);
	else if (optopt)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "no option '-%c': see proctor %s%s--help",
			       optopt, verb, blank);
	else
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "no option '%s', or more than one: see proctor %s%s--help", word,
			       verb, blank);
	return -EINVAL;
}

static const struct options_verb_row *find_verb(const char *name)
{
	for (size_t i = 0; i < options_verbs_count; i++) {
		if (strcmp(options_verbs[i].name, name) == 0)
			return &options_verbs[i];
	}
	return NULL;
}

static int check_exec(char **words, const struct options *options, char error[OPTIONS_ERROR_MAX])
{
	if (words[0])
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "--exec: '%s' in front of it does not fit: it takes no verb and no "
			       "PID",
			       words[0]);
	else if (!options->exec[0])
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "--exec: no command given: all words behind it are the command");
	else
		return 0;
	return -EINVAL;
}

static int apply_row(const struct options_row *row, struct options *options,
		     char error[OPTIONS_ERROR_MAX])
{
	char reason[OPTIONS_ERROR_MAX - 64];

	if (row->apply(options, optarg, reason, sizeof(reason)) == 0)
		return 0;
	(void)snprintf(error, OPTIONS_ERROR_MAX, "--%s: %s", row->name, reason);
	return -EINVAL;
}

/* words has room for as many as there are in argv, and gets those that are no options. */
static int parse_words(int argc, char **argv, char **words, struct options *options,
		       char error[OPTIONS_ERROR_MAX])
{
	struct getopt_tables tables;
	size_t count = 0;
	int code;

	make_tables(&tables, NULL);
	optind = 0; /* all anew: 1 would go on in the word where the last call ended */
	opterr = 0;
	while (!options->exec &&
	       (code = getopt_long(argc, argv, tables.shorts, tables.longs, NULL)) != -1) {
		if (code == 1) {
			words[count++] = optarg;
			options->about = count == 1 ? find_verb(optarg) : options->about;
			if (count == 1 && options->about)
				make_tables(&tables, options->about);
			continue;
		}
		if (code == '?' || code == ':')
			return refuse(&tables, argv, code, options, error);
		if (apply_row(tables.rows[find_row(&tables, code)], options, error) < 0)
			return -EINVAL;
		if (tables.rows[find_row(&tables, code)]->apply == set_exec)
			options->exec = argv + optind;
	}
	while (!options->exec && optind < argc)
		words[count++] = argv[optind++];
	if (count > 0 && !options->about)
		options->about = find_verb(words[0]);
	return options->exec ? check_exec(words, options, error) : 0;
}

static int take_pids(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	for (; *words; words++) {
		if (set_pids(options, *words, error, OPTIONS_ERROR_MAX) < 0)
			return -EINVAL;
	}
	return 0;
}

static int take_list(char **words, struct options *options, char *error)
{
	return take_pids(words, options, error);
}

static int take_tree_root(char **words, struct options *options, char *error)
{
	struct selection *selection = &options->settings.selection;
	uint64_t number;

	options->settings.tree = true;
	if (!words[0])
		return 0;
	if (words[1]) {
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "tree takes one PID or NAME, not also '%s'", words[1]);
		return -EINVAL;
	}
	if (bytes_equal(bytes_of(words[0]), "self"))
		selection_pid_add(selection, (int32_t)getpid(), true);
	else if (bytes_to_u64(bytes_of(words[0]), &number) == 0 && number > 0 &&
		 number <= INT32_MAX)
		selection_pid_add(selection, (int32_t)number, true);
	else
		options->tree_root = words[0];
	selection->kernel = true; /* if it is asked for, or above what is */
	return 0;
}

static int take_chain(char **words, struct options *options, char *error)
{
	const struct selection *selection = &options->settings.selection;

	if (!words[0]) {
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "chain takes a PID, or several: numbers, "
			       "or 'self'");
		return -EINVAL;
	}
	if (take_pids(words, options, error) < 0)
		return -EINVAL;
	for (size_t i = 0; i < selection->pid_count; i++) {
		if (!selection->pids[i].descendants)
			continue;
		(void)snprintf(error, OPTIONS_ERROR_MAX,
			       "chain goes upwards: '%d+' is what is below it",
			       selection->pids[i].pid);
		return -EINVAL;
	}
	return 0;
}

/* clang-format off */
const struct options_verb_row options_verbs[] = {
	{ "list",     "[PID...]",   "one snapshot of the processes, then end",              OPTIONS_LIST, take_list, NULL, 0 },
	{ "tree",     "[PID|NAME|USER]", "one snapshot drawn as a tree; of some processes and all below", OPTIONS_TREE, take_tree_root, treeoptions_table, TREEOPTIONS_COUNT },
	{ "chain",    "PID...",     "a process and its ancestors, up to the root",          OPTIONS_CHAIN, take_chain, NULL, 0 },
	{ "columns",  "",           "the columns: name, title, unit, what they mean",       OPTIONS_COLUMNS, NULL, NULL, 0 },
	{ "keys",     "",           "the keys of the interactive list",                     OPTIONS_KEYS, NULL, NULL, 0 },
	{ "options",  "",           "the options and verbs, for completions",               OPTIONS_OPTIONS, NULL, NULL, 0 },
	{ "features", "",           "where samples come from, and what this machine allows", OPTIONS_FEATURES, NULL, NULL, 0 },
};
/* clang-format on */

const size_t options_verbs_count = ARRAY_LEN(options_verbs);

static int refuse_word(const char *word, char error[OPTIONS_ERROR_MAX])
{
	size_t length =
		(size_t)snprintf(error, OPTIONS_ERROR_MAX, "no verb '%.200s': there are", word);

	for (size_t i = 0; i < options_verbs_count; i++)
		length += (size_t)snprintf(error + length, OPTIONS_ERROR_MAX - length, " %s",
					   options_verbs[i].name);
	(void)snprintf(error + length, OPTIONS_ERROR_MAX - length, ", or give a PID");
	return -EINVAL;
}

/* No verb: PIDs. */
static int take_numbers(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	uint64_t pid;

	if (bytes_to_u64(bytes_of(words[0]), &pid) < 0 && !bytes_equal(bytes_of(words[0]), "self"))
		return refuse_word(words[0], error);
	if (options->batch || options->settings.events || !isatty(STDOUT_FILENO))
		return take_pids(words, options, error);
	if (pid == 0 || pid > INT32_MAX || words[1]) {
		(void)snprintf(error, OPTIONS_ERROR_MAX, "the list begins at one PID, not at '%s'",
			       words[1] ? words[1] : words[0]);
		return -EINVAL;
	}
	options->settings.follow = (int32_t)pid;
	return 0;
}

static int take_words(char **words, struct options *options, char error[OPTIONS_ERROR_MAX])
{
	const struct options_verb_row *verb = options->about;

	if (!words[0] || options->exec)
		return 0;
	if (!verb)
		return take_numbers(words, options, error);
	options->verb = verb->verb;
	if (verb->take)
		return verb->take(words + 1, options, error);
	if (!words[1])
		return 0;
	(void)snprintf(error, OPTIONS_ERROR_MAX, "%s takes no argument, not '%s'", words[0],
		       words[1]);
	return -EINVAL;
}

/* The table that the verb is about. */
static const struct column_set *table_of(const struct options *options)
{
	switch (options->verb) {
	case OPTIONS_COLUMNS:
		return &listing_column_set;
	case OPTIONS_KEYS:
		return &listing_key_set;
	case OPTIONS_EVENTS:
		return &events_columns;
	default:
		return &processes_columns;
	}
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

/* A filter over a table that is not that of processes; the selection keeps it all the same. */
static int compile_filter(const struct column_set *table, struct bytes text,
			  struct selection *selection, struct filtererror *reason)
{
	const struct terms terms = { table, NULL, 0 };

	if (text.n >= SELECTION_FILTER_MAX)
		return filtererror_set(reason, FILTERERROR_NOWHERE,
				       "the filter is too long: at most %d bytes",
				       SELECTION_FILTER_MAX - 1);
	if (filterlex_is_expression(text) &&
	    filter_compile(text, &terms, &selection->expression, reason) < 0)
		return -EINVAL;
	(void)snprintf(selection->filter, sizeof(selection->filter), "%.*s", (int)text.n, text.p);
	return 0;
}

static int apply_filter(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	struct selection *selection = &options->settings.selection;
	const struct column_set *table = table_of(options);
	const struct bytes text = bytes_of(options->filter);
	struct filtererror reason;
	int result;

	if (table == &processes_columns)
		result = selection_filter_parse(selection, text, &reason);
	else
		result = compile_filter(table, text, selection, &reason);
	if (result == 0)
		return 0;
	if (reason.at != FILTERERROR_NOWHERE)
		show_place(text, reason.at);
	(void)snprintf(error, OPTIONS_ERROR_MAX, "--filter: %s", reason.message);
	return -EINVAL;
}

/* A list for -o or -s; the reason is told with the option's name. */
static int apply_list(const char *option, const char *list, struct options *options,
		      char error[OPTIONS_ERROR_MAX])
{
	struct settings *settings = &options->settings;
	const struct column_set *table = table_of(options);
	char reason[OPTIONS_ERROR_MAX - 64];
	int result;

	if (strcmp(option, "columns") == 0)
		result = column_choices_parse(table, bytes_of(list), &settings->columns, reason,
					      sizeof(reason));
	else
		result = column_keys_parse(table, bytes_of(list), settings_keys(settings), reason,
					   sizeof(reason));
	if (result < 0)
		(void)snprintf(error, OPTIONS_ERROR_MAX, "--%s: %s", option, reason);
	return result;
}

/* Columns and order of the verb, before those that were asked for. */
static int apply_defaults(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	struct settings *settings = &options->settings;
	const struct column_set *table = table_of(options);

	if (table != &processes_columns) {
		column_choices_default(table, &settings->columns);
		settings->list_keys.count = settings->tree_keys.count = 0;
		return 0;
	}
	switch (options->verb) {
	case OPTIONS_LIST:
		if (apply_list("columns", PROCESSES_LIST_COLUMNS, options, error) < 0)
			return -EINVAL;
		return settings->tree ? 0 : apply_list("sort", PROCESSES_LIST_SORT, options, error);
	case OPTIONS_CHAIN:
		/* A line of text has not more: no more has to be read. */
		return apply_list("columns",
				  options->format && strcmp(options->format->name, "text") != 0
					  ? "pid,ppid,start,user,name,exe,command"
					  : "pid,name,user",
				  options, error);
	case OPTIONS_TREE:
		/* Of a drawing these are names: those of the same name are side by side. */
		return apply_list(options->drawn ? "sort" : "columns",
				  options->drawn && options->tree.by_pid ? PROCESSES_TREE_SORT
				  : options->drawn			 ? "+name,+pid"
									 : PROCESSES_TREE_COLUMNS,
				  options, error);
	default:
		return 0;
	}
}

/* Lists are relative to the defaults of the verb, so they wait until it is known. */
static int apply_lists(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	struct settings *settings = &options->settings;
	int result = apply_defaults(options, error);

	if (result == 0 && options->threads)
		settings_set_threads(settings, true);
	if (result == 0 && options->columns)
		result = apply_list("columns", options->columns, options, error);
	if (result == 0 && options->sort)
		result = apply_list("sort", options->sort, options, error);
	/* A record stands alone: it says which process it is about, PID and start. */
	if (result == 0 && table_of(options) == &processes_columns && options->format &&
	    strncmp(options->format->name, "json", 4) == 0)
		result = apply_list("columns", "+pid,+starttime", options, error);
	if (result == 0 && options->filter)
		result = apply_filter(options, error);
	return result;
}

/* A tree is drawn unless a table or a record is asked for. */
static int choose_drawing(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	options->drawn = options->verb == OPTIONS_TREE && !options->columns && !options->format;
	options->tree.root = options->tree_root;
	if (options->drawn || !options->drawing)
		return 0;
	(void)snprintf(
		error, OPTIONS_ERROR_MAX,
		"--%s is for the drawn tree: it does not go with --columns, --format or --json",
		options->drawing);
	return -EINVAL;
}

/* Where no verb was written, options tell what is to be done. */
static int choose_verb(struct options *options, char error[OPTIONS_ERROR_MAX])
{
	if (options->exec) {
		options->verb = OPTIONS_EXEC;
	} else if (options->settings.events) {
		if (options->verb != OPTIONS_INTERACTIVE) {
			(void)snprintf(error, OPTIONS_ERROR_MAX,
				       "--events goes with -b, not with a verb");
			return -EINVAL;
		}
		options->verb = OPTIONS_EVENTS;
	} else if (options->verb == OPTIONS_INTERACTIVE && options->batch) {
		options->verb = OPTIONS_BATCH;
	} else if (options->verb == OPTIONS_INTERACTIVE && !isatty(STDOUT_FILENO)) {
		/* A pipe or a file wants lines, never escape sequences. */
		options->verb = OPTIONS_LIST;
	}
	options->settings.ended = options->ended || options->verb == OPTIONS_INTERACTIVE;
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret, char error[OPTIONS_ERROR_MAX])
{
	char **words = die_calloc((size_t)argc + 1, sizeof(words[0]));
	int result;

	*ret = (struct options){ .verb = OPTIONS_INTERACTIVE };
	settings_init(&ret->settings);
	result = parse_words(argc, argv, words, ret, error);
	if (result == 0 && ret->verb != OPTIONS_HELP && ret->verb != OPTIONS_VERSION) {
		result = take_words(words, ret, error);
		if (result == 0)
			result = choose_verb(ret, error);
		if (result == 0)
			result = choose_drawing(ret, error);
		if (result == 0)
			result = apply_lists(ret, error);
	}
	free(words);
	return result;
}

void options_done(struct options *options)
{
	settings_done(&options->settings);
}
