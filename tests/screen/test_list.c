/*
 * test_list.c - every key of the list and what it does, the mouse, the first screen
 *
 * The captured tree "small" has no rates, so by CPU% its rows are in the order of
 * their numbers.
 */
#include "../unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#include "program.h"
#include "script.h"

#define SMALL	  "--proc @small"
#define COLUMNS	  "--proc @small -o pid,ppid,uid,state,nice,rss,cpu,time,command"
#define ALL	  "1 700 801 802 850 900 910 960 970 980 1000 1010"
#define BY_MEMORY "850 980 1 960 700 801 802 1000 970 1010 900 910"
#define BY_TIME	  "850 980 970 1 910 802 801 1000 960 1010 700 900"
#define SIX                \
	{                  \
		.rows = 12 \
	} /* then six rows are seen */

/*
 * The name begins with the keys of `proctor keys` that the row tries, up to ": ".
 */
/* clang-format off */
static const struct script keys[] = {
	{ "E", SMALL, { { "E", SCRIPT_LAST, "ended a moment ago are hidden" }, { "E", SCRIPT_LAST, "are shown" } }, { 0 } },
	{ "A", SMALL, { { "A", SCRIPT_TEXT, "Events: " }, { "q", SCRIPT_GONE, "Events: " } }, { 0 } },
	{ "\"", SMALL, { { "\" s s h d", SCRIPT_LAST, "^Tag all that match: +sshd +2 match" }, { "Enter", SCRIPT_LAST, "2 tagged" } }, { 0 } },
	{ "Down C-n M-j", SMALL, { { "Down", SCRIPT_CURSOR, "700" }, { "C-n", SCRIPT_CURSOR, "801" },
				   { "M-j", SCRIPT_CURSOR, "802" } }, { 0 } },
	{ "Up C-p M-k", SMALL, { { "End", SCRIPT_CURSOR, "1010" }, { "Up", SCRIPT_CURSOR, "1000" },
				 { "C-p", SCRIPT_CURSOR, "980" }, { "M-k", SCRIPT_CURSOR, "970" } }, { 0 } },
	{ "Up: not past the first line", SMALL, { { "Down", SCRIPT_CURSOR, "700" }, { "Up Up Up", SCRIPT_CURSOR, "/sbin/init" } }, { 0 } },
	{ "PgDn: the next lines", SMALL, { { "PgDn", SCRIPT_GONE, "/sbin/init" }, { "PgDn", SCRIPT_CURSOR, "1010" } }, SIX },
	{ "PgUp: back again", SMALL, { { "End", SCRIPT_CURSOR, "1010" }, { "PgUp PgUp", SCRIPT_CURSOR, "/sbin/init" } }, SIX },
	{ "C-d: half a page", SMALL, { { "C-d", SCRIPT_CURSOR, "850" } }, SIX },
	{ "C-u: half a page", SMALL, { { "C-d C-d", SCRIPT_CURSOR, "970" }, { "C-u", SCRIPT_CURSOR, "850" } }, SIX },
	{ "Home g", SMALL, { { "End Home", SCRIPT_CURSOR, "/sbin/init" }, { "End", SCRIPT_CURSOR, "1010" },
			     { "g", SCRIPT_CURSOR, "/sbin/init" } }, { 0 } },
	{ "End G", SMALL, { { "End", SCRIPT_CURSOR, "1010" }, { "Home", SCRIPT_CURSOR, "/sbin/init" }, { "G", SCRIPT_CURSOR, "1010" } }, { 0 } },

	{ "Right C-f M-l: the first column stays", COLUMNS, {
		{ "Right", SCRIPT_TITLES, "    PID    UID S  NI" },
		{ "C-f", SCRIPT_TITLES, "    PID   NI    RSS" },
		{ "M-l", SCRIPT_TITLES, "    PID RSS ▽CPU%" } }, { 0 } },
	{ "Left C-b M-h", COLUMNS, {
		{ "Right Right Right", SCRIPT_TITLES, "    PID RSS ▽CPU%" },
		{ "Left", SCRIPT_TITLES, "    PID   NI    RSS" },
		{ "C-b", SCRIPT_TITLES, "    PID    UID S" },
		{ "M-h", SCRIPT_TITLES, "    PID    PPID    UID" } }, { 0 } },
	{ "C-e $: the last column", COLUMNS, {
		{ "C-e", SCRIPT_TITLES, "    PID COMMAND" }, { "C-a", SCRIPT_TITLES, "UID S" },
		{ "$", SCRIPT_TITLES, "    PID COMMAND" } }, { 0 } },
	{ "C-a ^: the first columns", COLUMNS, {
		{ "C-e", SCRIPT_TITLES, "    PID COMMAND" }, { "C-a", SCRIPT_TITLES, "PPID    UID S" },
		{ "C-e", SCRIPT_TITLES, "    PID COMMAND" }, { "^", SCRIPT_TITLES, "PPID    UID S" } }, { 0 } },

	{ "M: memory", SMALL, { { "M", SCRIPT_ROWS, BY_MEMORY }, { "", SCRIPT_SORTED, "MEM%" } }, { 0 } },
	{ "T: time", SMALL, { { "T", SCRIPT_ROWS, BY_TIME }, { "", SCRIPT_SORTED, "TIME+" } }, { 0 } },
	{ "N: PID", SMALL, { { "M", SCRIPT_ROWS, BY_MEMORY }, { "N", SCRIPT_ROWS, ALL }, { "", SCRIPT_SORTED, "PID" } }, { 0 } },
	{ "P: CPU", SMALL, { { "M", SCRIPT_ROWS, BY_MEMORY }, { "P", SCRIPT_ROWS, ALL }, { "", SCRIPT_SORTED, "CPU%" } }, { 0 } },
	{ "I R: the other way", SMALL, {
		{ "N", SCRIPT_SORTED, "PID" },
		{ "I", SCRIPT_ROWS, "1010 1000 980 970 960 910 900 850 802 801 700 1" },
		{ "R", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "<: the column to the left", COLUMNS, { { "<", SCRIPT_SORTED, "RSS" }, { "<", SCRIPT_SORTED, "NI" } }, { 0 } },
	{ ">: the column to the right", COLUMNS, { { ">", SCRIPT_SORTED, "TIME+" }, { ">", SCRIPT_SORTED, "COMMAND" },
						   { ">", SCRIPT_SORTED, "COMMAND" } }, { 0 } },

	{ "/: search", SMALL, {
		{ "/ b a s h", SCRIPT_CURSOR, "802" }, { "", SCRIPT_LAST, "^Search: +bash" }, { "Enter", SCRIPT_LAST, "search: bash" } }, { 0 } },
	{ "/: what is typed goes on from the line, and is found in any case", SMALL, {
		{ "/ S S H D", SCRIPT_CURSOR, "700" }, { "Backspace Backspace Backspace Backspace V I M", SCRIPT_CURSOR, "960" } }, { 0 } },
	{ "/: nothing", SMALL, { { "/ n i l", SCRIPT_TEXT, "not found" }, { "Esc", SCRIPT_TEXT, "F1Help" } }, { 0 } },
	{ "F3: search", SMALL, { { "F3 v i m Enter", SCRIPT_CURSOR, "960" } }, { 0 } },
	{ "n: the next match", SMALL, {
		{ "/ s s h d Enter", SCRIPT_CURSOR, "700" }, { "n", SCRIPT_CURSOR, "801" }, { "n", SCRIPT_CURSOR, "700" } }, { 0 } },
	{ "N S-F3: the match before", SMALL, {
		{ "", SCRIPT_TEXT, "while" }, { "/ t r u e Enter", SCRIPT_CURSOR, "980" }, { "/ - Enter", SCRIPT_LAST, "search: -" },
		{ "N", SCRIPT_CURSOR, "970" }, { "S-F3", SCRIPT_CURSOR, "900" } }, { 0 } },
	{ "Esc: ends the search, then N sorts", SMALL, {
		{ "/ s s h d Enter", SCRIPT_LAST, "search: sshd" }, { "Esc", SCRIPT_LAST, "F1Help" },
		{ "N", SCRIPT_SORTED, "PID" } }, { 0 } },
	{ "\\: filter", SMALL, {
		{ "\\ s s h", SCRIPT_ROWS, "700 801" }, { "Enter", SCRIPT_LAST, "filter: ssh \\(2 of 15\\)$" } }, { 0 } },
	{ "F4: and away with it", SMALL, {
		{ "F4 v i m Enter", SCRIPT_ROWS, "960" }, { "F4", SCRIPT_LAST, "^Filter: +vim" }, { "Esc", SCRIPT_ROWS, ALL },
		{ "", SCRIPT_LAST, "F10Quit *$" } }, { 0 } },
	{ "0 1 2 3 4 5 6 7 8 9: go to a PID", SMALL, {
		{ "9 6 0", SCRIPT_CURSOR, "960" }, { "Enter", SCRIPT_LAST, "F1Help" },
		{ "1 0 1 0", SCRIPT_CURSOR, "1010" } }, { 0 } },
	{ "7: go to a PID that is not there", SMALL, { { "7 7", SCRIPT_TEXT, "no such" } }, { 0 } },

	{ "Space: tag and go on", SMALL, {
		{ "Space", SCRIPT_CURSOR, "700" }, { "", SCRIPT_LAST, " 1 tagged$" }, { "Space", SCRIPT_LAST, " 2 tagged$" },
		{ "Up Space", SCRIPT_LAST, " 1 tagged$" } }, { 0 } },
	{ "c: the process and all below", SMALL, { { "Down Down c", SCRIPT_LAST, " 5 tagged$" } }, { 0 } },
	{ "U: none", SMALL, { { "Down Down c", SCRIPT_LAST, " 5 tagged$" }, { "U", SCRIPT_LAST, "F10Quit *$" } }, { 0 } },
	{ "F: follow", SMALL, {
		{ "Down F", SCRIPT_FOLLOWING, "yes" }, { "M", SCRIPT_CURSOR, " 700 " }, { "I", SCRIPT_CURSOR, " 700 " },
		{ "F", SCRIPT_FOLLOWING, "no" } }, { 0 } },
	{ "Esc: stops following", SMALL, { { "F", SCRIPT_FOLLOWING, "yes" }, { "Esc", SCRIPT_FOLLOWING, "no" } }, { 0 } },
	{ "o: freeze", SMALL, { { "o", SCRIPT_LAST, "the order is frozen" }, { "o", SCRIPT_LAST, "free again" } }, { 0 } },

	{ "H: threads", SMALL, {
		{ "H", SCRIPT_ROWS, "1 700 801 802 850 850 850 850 850 900 910 910 910 960 970 980 1000 1010" },
		{ "", SCRIPT_LAST, "threads are rows" }, { "", SCRIPT_TITLES, " TID " }, { "", SCRIPT_TEXT, "worker-2" },
		{ "H", SCRIPT_ROWS, ALL } }, { .rows = 30 } },
	{ "K: kernel threads", SMALL, {
		{ "K", SCRIPT_ROWS, "1 2 15 16 700 801 802 850 900 910 960 970 980 1000 1010" }, { "", SCRIPT_LAST, "are shown" },
		{ "K", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "i: only the active", SMALL, { { "i", SCRIPT_ROWS, "980 1000" }, { "i", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "#: meters", SMALL, { { "#", SCRIPT_GONE, "Tasks" }, { "", SCRIPT_ROWS, ALL }, { "#", SCRIPT_TEXT, "Tasks 12" } }, { 0 } },
	{ "Z: pause", SMALL, { { "Z", SCRIPT_TEXT, "PAUSED" }, { "Z", SCRIPT_GONE, "PAUSED" } }, { 0 } },
	{ "C-l: draws anew", SMALL, { { "C-l", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "q", SMALL, { { "q", SCRIPT_LEFT, "0" } }, { 0 } },
	{ "F10", SMALL, { { "F10", SCRIPT_LEFT, "0" } }, { 0 } },
	{ "C-c", SMALL, { { "C-c", SCRIPT_LEFT, "130" } }, { 0 } },

	{ "@click on a line", SMALL, { { "@click 10 30 1", SCRIPT_CURSOR, " 802 " } }, { 0 } },
	{ "@click on a title, and again", SMALL, {
		{ "@click titles MEM% 1", SCRIPT_ROWS, BY_MEMORY },
		{ "@click titles MEM% 1", SCRIPT_ROWS, "900 910 1010 970 1000 802 801 700 960 1 980 850" },
		{ "@click titles TIME+ 1", SCRIPT_SORTED, "TIME+" } }, { 0 } },
	{ "@wheel", SMALL, { { "@click 8 30 5", SCRIPT_GONE, "/sbin/init" }, { "@click 8 30 4", SCRIPT_TEXT, "/sbin/init" } }, SIX },
	{ "@click on the function bar", SMALL, {
		{ "@click -1 45 1", SCRIPT_LAST, "F5List" }, { "@click -1 1 1", SCRIPT_TEXT, "q or Esc leaves" },
		{ "q", SCRIPT_TEXT, "F1Help" }, { "@click -1 67 1", SCRIPT_LEFT, "0" } }, { 0 } },
	{ "@click on nothing", SMALL, { { "@click 0 0 1", SCRIPT_CURSOR, "/sbin/init" }, { "@click 21 5 1", SCRIPT_CURSOR, "/sbin/init" },
					{ "@click 10 5 3", SCRIPT_CURSOR, "/sbin/init" } }, { 0 } },
};

/* The first screen, and others of that size. */
static const struct script screens[] = {
	{ "80x24", SMALL " -o -user", { { "", SCRIPT_GOLDEN, "list-80x24" }, { "", SCRIPT_LOOKS, "list-80x24" } }, { 0 } },
	{ "80x24, all rows as a tree", SMALL " -k -H -t -o -user,+tid", { { "", SCRIPT_GOLDEN, "tree-80x24" }, { "", SCRIPT_LOOKS, "tree-80x24" } }, { 0 } },
	{ "200x50", SMALL " -k -o pid,ppid,pgrp,session,uid,state,prio,nice,policy,nthreads,virt,rss,shr,swap,cpulife,mem,time,start,elapsed,oom,minflt,wchan,command",
	  { { "", SCRIPT_GOLDEN, "list-200x50" } }, { .rows = 50, .cols = 200 } },
	{ "40x10", SMALL " -o -user", { { "", SCRIPT_GOLDEN, "list-40x10" } }, { .rows = 10, .cols = 40 } },
	{ "20x5", SMALL " -o -user", { { "", SCRIPT_GOLDEN, "list-20x5" }, { "Down Down Down", SCRIPT_CURSOR, "802" } }, { .rows = 5, .cols = 20 } },
	{ "20x5, scrolled", SMALL " -o -user", { { "C-e", SCRIPT_GOLDEN, "list-20x5-end" } }, { .rows = 5, .cols = 20 } },
	{ "80x24 of the later tree", "--proc @small-later -o -user", { { "", SCRIPT_GOLDEN, "later-80x24" } }, { 0 } },
	{ "80x24 of an old kernel", "--proc @old-kernel -k -o pid,ppid,uid,state,nice,rss,read,priv,oomadj,time,command", { { "", SCRIPT_GOLDEN, "old-80x24" } }, { 0 } },
};
/* clang-format on */

static void test_script(void **state)
{
	script_run(*state);
}

/* Whether a row of the table above tries the key. */
static bool is_tried(const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const char *at = keys[i].name;
		size_t n;

		if (at[0] == '@')
			continue;
		for (; (n = strcspn(at, " ")) > 0; at += n + (at[n] == ' ')) {
			/* the word with the colon is the last one, unless it is the colon's own */
			bool last = n > 1 && at[n - 1] == ':';

			if (strlen(key) == n - last && memcmp(at, key, n - last) == 0)
				return true;
			if (last)
				break;
		}
	}
	return false;
}

/* These have rows in the other test programs. */
static bool is_tried_elsewhere(const char *key)
{
	static const char *const elsewhere[] = {
		"F5", "t", "V",	 "-", "+", "=",	 "*", "BS", "J", "u",	"F2",	 "f",
		"S",  "C", "F6", ",", ".", "F1", "h", "?",  "d", "C-z", "Enter",
	};

	for (size_t i = 0; i < ARRAY_LEN(elsewhere); i++) {
		if (strcmp(elsewhere[i], key) == 0)
			return true;
	}
	return false;
}

/* Nothing that `proctor keys` lists is left untried. */
static void test_all_keys(void **state)
{
	char command[1024], line[1024];
	const char *program = getenv("PROCTOR");
	size_t tried = 0;
	FILE *list;

	(void)state;
	(void)snprintf(command, sizeof(command), "'%s' keys -N -f tsv",
		       program == NULL ? "./proctor" : program);
	list = popen(command, "r");
	assert_non_null(list);
	while (fgets(line, sizeof(line), list) != NULL) {
		char *rest = line, *words, *word;

		/* the third field; the first two are the time and the interval */
		(void)strsep(&rest, "\t");
		(void)strsep(&rest, "\t");
		words = strsep(&rest, "\t");
		assert_non_null(rest);
		if (strcmp(words, "keys") == 0)
			continue;
		while ((word = strsep(&words, " ")) != NULL) {
			if (strcmp(word, "\\\\") == 0)
				word++; /* TSV escapes it */
			if (!is_tried(word) && !is_tried_elsewhere(word))
				fail_msg("no test presses %s", word);
			tried++;
		}
	}
	assert_int_equal(pclose(list), 0);
	assert_true(tried > 50);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(keys) + ARRAY_LEN(screens) + 1];

	test_table(tests, ARRAY_LEN(keys), keys, sizeof(keys[0]), test_script);
	test_table(tests + ARRAY_LEN(keys), ARRAY_LEN(screens), screens, sizeof(screens[0]),
		   test_script);
	tests[ARRAY_LEN(tests) - 1] = (struct CMUnitTest)cmocka_unit_test(test_all_keys);
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
