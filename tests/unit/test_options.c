#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "options.h"
#include "panes/processes.h"
#include "treeoptions.h"
#include "usage.h"

enum { WORDS_MAX = 16, TEXT_MAX = 2048 };

/* A command line without the program's name; words are separated by spaces. */
struct parse_case {
	const char *name;
	const char *line;
	const char *want; /* parts of the outcome, see describe(), or of the message, after a '!' */
};

static const char *const verb_names[OPTIONS_VERB_COUNT] = {
	[OPTIONS_INTERACTIVE] = "interactive",
	[OPTIONS_BATCH] = "batch",
	[OPTIONS_LIST] = "list",
	[OPTIONS_TREE] = "tree",
	[OPTIONS_CHAIN] = "chain",
	[OPTIONS_EVENTS] = "events",
	[OPTIONS_EXEC] = "exec",
	[OPTIONS_COLUMNS] = "columns",
	[OPTIONS_KEYS] = "keys",
	[OPTIONS_OPTIONS] = "options",
	[OPTIONS_FEATURES] = "features",
	[OPTIONS_HELP] = "help",
	[OPTIONS_VERSION] = "version",
};

/* clang-format off */
static const struct parse_case cases[] = {
	/* Standard output is no terminal: without a verb it is a list. */
	{ "nothing", "", "verb=list| columns=pid,ppid,user," },
	{ "list", "list", "verb=list| sort=+pid | kernel=0 |pids= " },
	{ "list PIDs", "list 12 self+ 34+,56", "verb=list|pids=12,self+,34+,56 | kernel=1 " },
	{ "a PID alone", "12", "verb=list|pids=12 " },
	{ "the same PID twice", "-p 12 12", "pids=12,12 " },
	{ "tree", "tree", "verb=tree| tree=1 | drawn=1 |sort=+name,+pid |style= " },
	{ "tree as a table", "tree -o pid,name", "verb=tree| tree=1 | drawn=0 |columns=pid,name |sort=+pid " },
	{ "tree as records", "tree -J", " drawn=0 |format=json |columns=pid,user,state,command,starttime " },
	{ "tree as a table of text", "tree -f text", " drawn=0 |columns=pid,user,state,command " },
	{ "tree self", "tree self", "pids=self+ |root= " },
	{ "tree PID", "tree 12", "verb=tree|pids=12+ |root= " },
	{ "tree NAME", "tree sshd", "verb=tree|pids= |root=sshd " },
	{ "the letters of pstree behind the verb", "tree -pgsulacTt 12",
	  "verb=tree|pids=12+ | drawn=1 |style=arguments,apart,pgids,unlimited,pids,parents,thread-names,no-threads,users " },
	{ "their names", "tree --show-pids --show-pgids --show-parents --uid-changes --long --arguments --compact-not"
	  " --hide-threads --thread-names", "style=arguments,apart,pgids,unlimited,pids,parents,thread-names,no-threads,users " },
	{ "siblings by number", "tree -n", "style=by-pid |sort=+pid | iterations=0 " },
	{ "siblings as one likes", "tree --sort=-rss", " drawn=1 |sort=-rss " },
	{ "highlight", "tree --highlight 12 34", "pids=34+ | highlight=12 " },
	{ "the same letters before the verb", "-p 12 -n 3 -s -rss -T epoch -u 0 tree 34",
	  "pids=12,34+ |users=0 |iterations=3 |sort=-rss |time=1 |style= " },
	{ "their long names mean the same behind it", "tree --pid=12 --user=0 --iterations=3 --time=epoch",
	  "pids=12 |users=0 |iterations=3 |time=1 |style= " },
	{ "other letters behind it", "tree -kAw80 -F word", " kernel=1 | ascii=1 |width=80 |filter=word |style= " },
	{ "letters of the tree in a table that mean something there", "tree -nT -o pid", " drawn=0 |columns=pid " },
	{ "behind -- no letters", "-- tree -p", "root=-p " },
	{ "an argument that looks like the verb", "-F tree -p 12", "verb=list|pids=12 |filter=tree " },
	{ "chain", "chain 12", "verb=chain|pids=12 |columns=pid,name,user " },
	{ "chain of several", "chain 12 34,self", "pids=12,34,self " },
	{ "chain as records", "chain -J 12", "columns=pid,ppid,start,user,name,exe,command,starttime " },
	{ "chain with columns", "chain -o pid,rss 12", "columns=pid,rss " },
	{ "ended", "--ended -b", "verb=batch| ended=1 " },
	{ "not ended", "-b", " ended=0 " },
	{ "events", "--events", "verb=events| events=1 " },
	{ "events in batch", "-b --events -n 2", "verb=events|iterations=2 " },
	{ "events have columns of their own", "-b --events -s +pid", "verb=events|sort=+pid " },
	{ "a command", "-n 2 --exec ls -n 3 --batch", "verb=exec|iterations=2 |exec=ls,-n,3,--batch " },
	{ "a command in batch", "-b --exec ls", "verb=exec|exec=ls " },
	{ "tree NAME that begins as a number", "tree 7z", "root=7z " },
	{ "batch", "-b", "verb=batch|delay=1500 |iterations=0 |columns=pid,user,prio," },
	{ "batch with PIDs", "-b 12", "verb=batch|pids=12 " },
	{ "a verb beats -b", "-b list", "verb=list" },
	{ "columns", "columns -J", "verb=columns|format=json " },
	{ "help wins", "--help frobnicate", "verb=help" },
	{ "version", "-V", "verb=version" },
	{ "behind --", "list -- 12", "verb=list|pids=12 " },
	{ "options behind the verb", "list -k 12 -H", "pids=12 | kernel=1 | threads=1 " },

	{ "short ones together", "-bkHitrNAMR", "verb=batch| kernel=1 | threads=1 | active=1 | tree=1 | raw=1 "
	  "| noheadings=1 | ascii=1 | mouse=0 | readonly=1 " },
	{ "long ones", "--batch --kernel --threads --active --tree --raw --noheadings --ascii --no-mouse --readonly",
	  "verb=batch| kernel=1 | threads=1 | active=1 | tree=1 | raw=1 | noheadings=1 | ascii=1 | mouse=0 | readonly=1 " },
	{ "arguments in the word", "-bn2 -d0.5 -m10 -w80", "iterations=2 |delay=500 |top=10 |width=80 " },
	{ "arguments behind =", "--iterations=2 --delay=1m --top=10 --width=80",
	  "iterations=2 |delay=60000 |top=10 |width=80 " },
	{ "the last one counts", "-b -n 2 -n 3 -f csv -f tsv", "iterations=3 |format=tsv " },
	{ "shortened", "--iter=4 --noh list", "iterations=4 | noheadings=1 " },
	{ "no colour", "-C", "color=2 " },
	{ "colour always", "--color=always", "color=1 " },
	{ "time", "-T epoch", "time=1 " },
	{ "no time", "--time=none", "time=2 " },
	{ "another procfs", "--proc=DIR list", "proc=DIR " },
	{ "the source that there is", "--source=procfs list", "verb=list" },
	{ "filter", "-F word", "filter=word " },
	{ "users", "-u 0,!12", "users=0,!12 " },

	{ "columns of one's own", "list -o pid,cpu", "columns=pid,cpu " },
	{ "columns more and less", "list -o +swap,-tty,-user,-command",
	  "columns=pid,ppid,state,nice,virt,rss,cpulife,mem,start,time,swap " },
	{ "they are relative to those of the verb", "-o +swap tree", "columns=pid,user,state,command,swap " },
	{ "threads show their numbers", "list -H -o pid,cpu", "columns=pid,cpu " },
	{ "unless columns are chosen", "list -H", "columns=pid,tid,ppid," },
	{ "sort", "list -s -rss,name", "sort=-rss,+name " },
	{ "a tree keeps its own order", "-s -rss tree", "sort=-rss " },
	{ "columns of another table", "columns -o name,help -s -name", "columns=name,help |sort=-name " },
	{ "the others of that table", "keys", "columns=keys,command,help |sort= " },
	{ "a filter over another table", "columns -F kind=bytes", "verb=columns|filter=kind=bytes " },
	{ "batch is by CPU", "-b", "sort=-cpu" },

	{ "no option", "--frobnicate", "!no option '--frobnicate'|--help" },
	{ "no letter", "-Z", "!no option '-Z'" },
	{ "no letter behind others", "-bZ", "!no option '-Z'" },
	{ "two could be meant", "--no-", "!'--no-'|more than one" },
	{ "no argument", "-n", "!--iterations needs an argument" },
	{ "no argument, long", "--columns", "!--columns needs an argument" },
	{ "an argument too many", "--batch=1", "!--batch takes no argument" },
	{ "no verb", "frobnicate", "!no verb 'frobnicate'|list tree chain columns keys options features|PID" },
	{ "no argument of a verb", "keys x", "!keys takes no argument" },
	{ "two roots", "tree 1 2", "!one PID or NAME|'2'" },
	{ "no option of a tree", "tree --frobnicate", "!no option '--frobnicate'|proctor tree --help" },
	{ "no letter of a tree", "tree -Z", "!no option '-Z'|proctor tree --help" },
	{ "no argument of a tree's option", "tree --highlight", "!--highlight needs an argument: PID" },
	{ "no PID to highlight", "tree --highlight x", "!--highlight: no PID 'x'" },
	{ "an argument too many for a tree's option", "tree --long=3", "!--long takes no argument" },
	{ "a drawing is no table", "tree -u -o pid", "!--uid-changes is for the drawn tree|--columns" },
	{ "a drawing is no record", "tree --highlight 1 -J", "!--highlight is for the drawn tree" },
	{ "letters of the tree with another verb", "list -l", "!no option '-l'" },
	{ "chain of nobody", "chain", "!chain takes a PID" },
	{ "chain of a name", "chain sshd", "!no PID 'sshd'" },
	{ "chain downwards", "chain 12+", "!chain goes upwards|'12+'" },
	{ "events of a verb", "list --events", "!--events goes with -b" },
	{ "no command", "-b --exec", "!--exec: no command" },
	{ "a verb in front of a command", "list --exec ls", "!--exec: 'list' in front" },
	{ "a PID in front of a command", "12 -b --exec ls", "!--exec: '12' in front" },
	{ "an argument of --exec", "--exec=ls", "!--exec takes no argument" },
	{ "no column of that table", "columns -o pid", "!--columns: no column \"pid\"|column table" },
	{ "no column of that table to sort by", "keys -s rss", "!--sort: no column \"rss\"" },
	{ "no number", "-n x", "!--iterations: 'x'|from 1 to 4294967295" },
	{ "zero", "-m 0", "!--top: '0'|from 1 to" },
	{ "too wide", "-w 1000001", "!--width: '1000001'|1000000" },
	{ "no delay", "-d now", "!--delay: no delay 'now'|0.05" },
	{ "no column", "list -o pid,cpuu", "!--columns: no column \"cpuu\"|\"cpu\"" },
	{ "no sort key", "list -s rsss", "!--sort: no column \"rsss\"|\"rss\"" },
	{ "no user", "-u no-such-user", "!--user: no user 'no-such-user'" },
	{ "no format", "-f yaml", "!--format: no format 'yaml'|text csv tsv json jsonl" },
	{ "no time format", "-T rfc", "!--time: no time format 'rfc'|iso epoch none" },
	{ "no colour mode", "--color=some", "!--color: no colour mode 'some'|auto always never" },
	{ "no source", "--source=giraffe", "!--source: no source 'giraffe'|procfs" },
	{ "no PID", "-p 12x", "!--pid: no PID '12x'|self" },
	{ "PID zero", "list 0", "!no PID '0'" },
	{ "a PID too large", "list 2147483648", "!no PID '2147483648'" },
};
/* clang-format on */

static void add(char *text, const char *front, const char *word)
{
	const size_t used = strlen(text);

	(void)snprintf(text + used, TEXT_MAX - used, "%s%s", front, word);
}

static void add_number(char *text, const char *name, uint64_t number)
{
	char digits[64];

	(void)snprintf(digits, sizeof(digits), " %s=%llu ", name, (unsigned long long)number);
	add(text, "", digits);
}

static void describe_selection(const struct selection *selection, char *text)
{
	char word[64];

	add(text, "pids=", "");
	for (size_t i = 0; i < selection->pid_count; i++) {
		(void)snprintf(word, sizeof(word), "%d", selection->pids[i].pid);
		add(text, i > 0 ? "," : "", selection->pids[i].pid == getpid() ? "self" : word);
		add(text, "", selection->pids[i].descendants ? "+" : "");
	}
	add(text, " users=", "");
	for (size_t i = 0; i < selection->user_count; i++) {
		(void)snprintf(word, sizeof(word), "%s%u", selection->users[i].excluded ? "!" : "",
			       selection->users[i].uid);
		add(text, i > 0 ? "," : "", word);
	}
	add(text, " filter=", selection->filter);
	add(text, " ", "");
	add_number(text, "kernel", selection->kernel);
	add_number(text, "active", selection->active);
}

static void describe_columns(struct settings *settings, char *text)
{
	const struct column_keys *keys = settings_keys(settings);

	add(text, " columns=", "");
	for (size_t i = 0; i < settings->columns.count; i++)
		add(text, i > 0 ? "," : "", settings->columns.of[i].column->name);
	add(text, "  sort=", "");
	for (size_t i = 0; i < keys->count; i++) {
		add(text, i > 0 ? "," : "", keys->of[i].descending ? "-" : "+");
		add(text, "", keys->of[i].column->name);
	}
	add(text, " ", "");
}

static void add_flag(char *text, bool flag, const char *name)
{
	if (flag)
		add(text, text[strlen(text) - 1] == '=' ? "" : ",", name);
}

static void describe_tree(const struct treestyle *style, char *text)
{
	add(text, " style=", "");
	add_flag(text, style->arguments, "arguments");
	add_flag(text, style->apart, "apart");
	add_flag(text, style->pgids, "pgids");
	add_flag(text, style->unlimited, "unlimited");
	add_flag(text, style->by_pid, "by-pid");
	add_flag(text, style->pids, "pids");
	add_flag(text, style->parents, "parents");
	add_flag(text, style->thread_names, "thread-names");
	add_flag(text, style->no_threads, "no-threads");
	add_flag(text, style->users, "users");
	add(text, " ", "");
	add_number(text, "highlight", (uint64_t)style->highlight);
}

static void describe_exec(char *const *words, char *text)
{
	add(text, " exec=", "");
	for (; words && *words; words++)
		add_flag(text, true, *words);
	add(text, " ", "");
}

static void describe(struct options *options, char *text)
{
	struct settings *settings = &options->settings;

	text[0] = '\0';
	add(text, "verb=", verb_names[options->verb]);
	describe_selection(&settings->selection, text);
	describe_columns(settings, text);
	add(text, " format=", options->format ? options->format->name : "-");
	add(text, " root=", options->tree_root ? options->tree_root : "");
	add(text, " proc=", options->proc ? options->proc : "");
	add(text, " ", "");
	describe_tree(&options->tree, text);
	describe_exec(options->exec, text);
	add_number(text, "drawn", options->drawn);
	add_number(text, "ended", settings->ended);
	add_number(text, "events", settings->events);
	add_number(text, "time", options->time);
	add_number(text, "iterations", settings->iterations);
	add_number(text, "delay", settings->delay_ns / NS_PER_MS);
	add_number(text, "top", settings->top);
	add_number(text, "width", settings->width);
	add_number(text, "tree", settings->tree);
	add_number(text, "threads", settings->threads);
	add_number(text, "raw", settings->raw);
	add_number(text, "noheadings", settings->noheadings);
	add_number(text, "ascii", settings->ascii);
	add_number(text, "mouse", settings->mouse);
	add_number(text, "readonly", settings->readonly);
	add_number(text, "color", settings->color);
}

static void assert_has_parts(const char *text, const char *parts)
{
	struct bytes rest = bytes_of(parts);

	while (rest.n > 0) {
		struct bytes part = bytes_next(&rest, '|');
		char word[TEXT_MAX];

		(void)snprintf(word, sizeof(word), "%.*s", (int)part.n, part.p);
		if (!strstr(text, word)) {
			print_error("\"%s\" is not in: %s\n", word, text);
			fail();
		}
	}
}

/* getopt changes the order of the words, but not the words. */
static int split(char *line, char **words)
{
	int count = 0;
	char *end;

	words[count++] = line; /* stands for the program's name */
	for (char *word = line; word && *word && count < WORDS_MAX; word = end) {
		end = strchr(word, ' ');
		if (end)
			*end++ = '\0';
		words[count++] = word;
	}
	words[count] = NULL;
	return count;
}

/* Not on a terminal, where the test may be run by hand. */
static int parse(int count, char **words, struct options *options, char *error)
{
	const int kept = dup(STDOUT_FILENO), null = open("/dev/null", O_WRONLY);
	int result;

	assert_true(kept >= 0 && null >= 0 && fflush(stdout) == 0);
	assert_true(dup2(null, STDOUT_FILENO) >= 0);
	result = options_parse(count, words, options, error);
	assert_true(dup2(kept, STDOUT_FILENO) >= 0);
	(void)close(kept);
	(void)close(null);
	return result;
}

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	char line[TEXT_MAX], text[TEXT_MAX], error[OPTIONS_ERROR_MAX] = "";
	char *words[WORDS_MAX + 1];
	struct options options;
	int count, result;

	(void)snprintf(line, sizeof(line), "%s", c->line);
	count = split(line, words);
	result = parse(count, words, &options, error);
	if (c->want[0] == '!') {
		assert_int_equal(result, -EINVAL);
		assert_has_parts(error, c->want + 1);
	} else {
		if (result < 0)
			print_error("%s\n", error);
		assert_int_equal(result, 0);
		describe(&options, text);
		assert_has_parts(text, c->want);
	}
	options_done(&options);
}

/* An empty word is a variable of a script that was not set. */
static void test_empty_words(void **state)
{
	static const char *const wanting[] = { "-p", "-u", "-n", "-d", "-o",
					       "-s", "-f", "-T", "-m", "-w" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wanting); i++) {
		char option[8], empty[] = "", program[] = "proctor", error[OPTIONS_ERROR_MAX] = "";
		char *words[] = { program, option, empty, NULL };
		struct options options;

		(void)snprintf(option, sizeof(option), "%s", wanting[i]);
		if (options_parse(3, words, &options, error) != -EINVAL) {
			print_error("%s takes an empty word\n", option);
			fail();
		}
		assert_true(error[0] == '-' && error[1] == '-');
		options_done(&options);
	}
}

/* The tables: what help, manual and completions are made of. */
static void check_table(const struct options_row *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct options_row *row = &table[i];

		assert_true(row->name && row->name[0] && row->help && row->help[0]);
		assert_true(row->help[strlen(row->help) - 1] != '.');
		assert_non_null(row->apply);
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(row->name, table[k].name);
			assert_true(!row->letter || row->letter != table[k].letter);
		}
	}
}

static void test_table_sound(void **state)
{
	(void)state;
	check_table(options_table, options_table_count);
	for (size_t i = 0; i < options_verbs_count; i++) {
		const struct options_verb_row *verb = &options_verbs[i];

		assert_true(verb->own_count <= OPTIONS_OWN_MAX);
		assert_true(verb->help[0] && verb->help[strlen(verb->help) - 1] != '.');
		check_table(verb->own, verb->own_count);
	}
}

static void test_lists(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_non_null(out);
	usage_print_help(out, NULL);
	usage_print_list(out);
	assert_int_equal(fclose(out), 0);
	for (size_t i = 0; i < options_table_count; i++) {
		char line[128];

		(void)snprintf(line, sizeof(line), "  --%s", options_table[i].name);
		assert_non_null(strstr(text, line + 1));
		(void)snprintf(line, sizeof(line), "\noption\t%s\t", options_table[i].name);
		assert_non_null(strstr(text, line));
	}
	for (size_t i = 0; i < TREEOPTIONS_COUNT; i++) {
		char line[128];

		(void)snprintf(line, sizeof(line), "\ntree\t%s\t", treeoptions_table[i].name);
		assert_non_null(strstr(text, line));
	}
	free(text);
}

/* Help of a verb with options of its own is about these. */
static void test_help_of_verb(void **state)
{
	char tree[] = "tree", help[] = "--help", program[] = "proctor", error[OPTIONS_ERROR_MAX];
	char *behind[] = { program, tree, help, NULL }, *before[] = { program, help, tree, NULL };
	char **const lines[] = { behind, before };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct options options;
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		assert_non_null(out);
		assert_int_equal(options_parse(3, lines[i], &options, error), 0);
		assert_int_equal(options.verb, OPTIONS_HELP);
		usage_print_help(out, options.about);
		assert_int_equal(fclose(out), 0);
		assert_non_null(strstr(text, "usage: proctor tree"));
		for (size_t k = 0; k < TREEOPTIONS_COUNT; k++)
			assert_non_null(strstr(text, treeoptions_table[k].name));
		free(text);
		options_done(&options);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_empty_words),
		cmocka_unit_test(test_table_sound),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_help_of_verb),
	};
	int failed;

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_parse);
	failed = cmocka_run_group_tests_name("options_parse", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("options", others, NULL, NULL);
}
