/*
 * test_events.c - what happens to real processes: the journal of events, rows that have ended
 *
 * The processes are children of the test, so it knows how each of them ends. Samples are
 * an hour apart where a row shall stay as it is: what ends is seen when threads are shown and
 * hidden again, for that takes a sample out of turn.
 */
#include "../unit/test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"
#include "script.h"

enum { SIGNALLED = 1000 }; /* + the number of a signal: in place of an exit status */

struct child {
	char name[16];
	pid_t pid;
	int go; /* it ends when this is closed */
};

static struct child children[4];
static size_t child_count;

static void end_by(int how)
{
	if (how < SIGNALLED)
		_exit(how);
	(void)raise(how - SIGNALLED);
	_exit(99);
}

/* One with a name that no other process has, which waits and then ends like that. */
static struct child *start_child(int how)
{
	struct child *child = &children[child_count];
	int go[2], ready[2];
	char byte;

	assert_true(child_count < ARRAY_LEN(children));
	(void)snprintf(child->name, sizeof(child->name), "ev%zu-%d", child_count, (int)getpid());
	assert_int_equal(pipe2(go, O_CLOEXEC), 0);
	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	child->pid = fork();
	assert_true(child->pid >= 0);
	if (child->pid == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)prctl(PR_SET_NAME, child->name);
		(void)close(go[1]);
		for (size_t i = 0; i < child_count; i++)
			(void)close(children[i].go);
		(void)close(ready[0]);
		(void)close(ready[1]);
		(void)!read(go[0], &byte, 1);
		end_by(how);
	}
	(void)close(go[0]);
	(void)close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 0); /* it has its name */
	(void)close(ready[0]);
	child->go = go[1];
	child_count++;
	return child;
}

static void finish_child(struct child *child)
{
	if (child->go < 0)
		return;
	(void)close(child->go);
	child->go = -1;
	assert_int_equal(waitpid(child->pid, NULL, 0), child->pid);
}

static int teardown(void **state)
{
	while (child_count > 0)
		finish_child(&children[--child_count]);
	return program_teardown(state);
}

/* The list of one process, a sample an hour. */
static struct pt *start_on(const struct child *child, const char *options)
{
	char words[256], rows[16];
	struct pt *pt;

	(void)snprintf(words, sizeof(words), "-d 3600 %s", options);
	pt = program_list(words);
	pt_send(pt, "\\");
	pt_until(pt, "Filter:", 0);
	(void)snprintf(words, sizeof(words), "name=%s", child->name);
	pt_type(pt, words);
	pt_send(pt, "Enter");
	pt_until_gone(pt, "Filter:", 0);
	(void)snprintf(rows, sizeof(rows), "%d", (int)child->pid);
	program_until_rows(pt, rows);
	return pt;
}

/* Takes a sample out of turn, and one more without threads. */
static void sample(struct pt *pt)
{
	pt_send(pt, "H H");
}

static void open_events(struct pt *pt, const char *filter)
{
	pt_send(pt, "A");
	pt_until(pt, "Events: ", 0);
	pt_send(pt, "\\");
	pt_until(pt, "Filter:", 0);
	pt_type(pt, filter);
	pt_send(pt, "Enter");
	pt_until_gone(pt, "Filter:", 0);
	pt_until(pt, " of ", 0);
}

/* Whether the kernel tells of events here; where it does not, the pane says why. */
static bool has_events(struct pt *pt)
{
	bool has;

	pt_send(pt, "A");
	pt_until(pt, "Events: ", 0);
	has = !pt_has(pt, "no events: ");
	pt_send(pt, "q");
	pt_until_gone(pt, "Events: ", 0);
	return has;
}

/* "[exit 3]"; without events nobody knows how, but everybody that. */
static const char *how_it_ended(bool known, const char *how)
{
	return known ? how : "[ended]";
}

struct end_case {
	const char *name;
	int how;
	const char *note, *cell;
};

static const struct end_case end_cases[] = {
	{ "exit(0)", 0, "[exit 0]", "exit 0" },
	{ "exit(3)", 3, "[exit 3]", "exit 3" },
	{ "killed", SIGNALLED + SIGKILL, "[SIGKILL]", "SIGKILL" },
	{ "terminated", SIGNALLED + SIGTERM, "[SIGTERM]", "SIGTERM" },
};

static void test_ended_row(void **state)
{
	const struct end_case *c = *state;
	struct child *child = start_child(c->how);
	struct pt *pt = start_on(child, "-o pid,state,exit=HOW:20,name,command");
	const bool known = has_events(pt);
	char row[128];

	finish_child(child);
	sample(pt);
	pt_until(pt, how_it_ended(known, c->note), 0);
	(void)snprintf(row, sizeof(row), "^ *%d X %s +%s +\\%s ", (int)child->pid,
		       known ? c->cell : "ended", child->name, how_it_ended(known, c->note));
	pt_until_row(pt, program_title_row(pt) + 1, row, 0);
	/* it is no aim: neither for a tag nor for all that match */
	pt_send(pt, "Space \"");
	pt_until(pt, "Tag all that match:", 0);
	pt_type(pt, "pid>0");
	pt_until(pt, "0 match", 0);
	pt_send(pt, "Enter");
	pt_until(pt, "0 tagged, 0 in all", 0);
	pt_send(pt, "E");
	pt_until_gone(pt, how_it_ended(known, c->note), 0);
	program_until_rows(pt, "");
	pt_send(pt, "E");
	pt_until(pt, how_it_ended(known, c->note), 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* In a tree it stays where it was, below its parent. */
static void test_ended_in_tree(void **state)
{
	struct child *child = start_child(3);
	struct pt *pt = program_start("-t -d 3600", (struct pt_options){ .rows = 50, .cols = 200 });
	char digits[32], text[64];
	size_t length = 0;
	bool known;

	(void)state;
	program_until_list(pt);
	(void)snprintf(text, sizeof(text), "%d", (int)child->pid);
	for (const char *at = text; *at; at++)
		length += (size_t)snprintf(digits + length, sizeof(digits) - length, "%c ", *at);
	pt_send(pt, digits);
	pt_send(pt, "Enter");
	program_until_cursor(pt, text);
	known = has_events(pt);
	finish_child(child);
	sample(pt);
	program_until_cursor(pt, how_it_ended(known, "[exit 3]"));
	(void)snprintf(text, sizeof(text), "%d ", (int)child->pid);
	program_until_cursor(pt, text);
	/* sums and threads are no obstacle */
	pt_send(pt, "J");
	pt_until(pt, "sums of their subtrees", 0);
	program_until_cursor(pt, how_it_ended(known, "[exit 3]"));
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_followed(void **state)
{
	struct child *child = start_child(SIGNALLED + SIGKILL);
	struct pt *pt = start_on(child, "-o pid,state,command");
	const bool known = has_events(pt);
	char text[80];

	(void)state;
	pt_send(pt, "F");
	program_until_following(pt, true);
	finish_child(child);
	sample(pt);
	(void)snprintf(text, sizeof(text), "the followed process %d has ended%s", (int)child->pid,
		       known ? ": SIGKILL" : "");
	pt_until(pt, text, 0);
	program_until_cursor(pt, how_it_ended(known, "[SIGKILL]"));
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* Its birth, its name, its end: as it happens, and in this order. */
static void test_journal(void **state)
{
	struct pt *pt = program_list("-d 0.1");
	struct child *child;
	char filter[80], row[128];
	bool known;

	(void)state;
	known = has_events(pt);
	child = start_child(3);
	(void)snprintf(filter, sizeof(filter), "pid=%d", (int)child->pid);
	open_events(pt, filter);
	pt_until_row(pt, 0, "^Events: [0-9]+ of [0-9]+   filter: pid=[0-9]+", 0);
	pt_until_row(pt, 1, "TIME EVENT +PID NAME +DETAIL +PARENT", 0);
	(void)snprintf(row, sizeof(row), "^[0-9:]+\\.[0-9]+ fork +%d ", (int)child->pid);
	pt_until_row(pt, 2, row, 0);
	if (known) {
		(void)snprintf(row, sizeof(row), "^[0-9:]+\\.[0-9]+ comm +%d %s ", (int)child->pid,
			       child->name);
		pt_until_row(pt, 3, row, 0);
	}
	finish_child(child);
	(void)snprintf(row, sizeof(row), "^[0-9:]+\\.[0-9]+ exit +%d %s +%s", (int)child->pid,
		       child->name, known ? "exit 3 +test_events" : "-");
	pt_until_row(pt, known ? 4 : 3, row, 0);
	/* the cursor was at the end and is there again; whom it is about has gone */
	program_until_cursor(pt, "exit");
	pt_send(pt, "Enter");
	(void)snprintf(row, sizeof(row), "process %d has ended", (int)child->pid);
	pt_until(pt, row, 0);
	pt_send(pt, "Esc");
	pt_until_gone(pt, "Events: ", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_go_to_process(void **state)
{
	struct pt *pt = program_list("-d 0.1");
	struct child *child;
	char text[80];

	(void)state;
	(void)has_events(pt);
	child = start_child(0);
	(void)snprintf(text, sizeof(text), "pid=%d", (int)child->pid);
	open_events(pt, text);
	(void)snprintf(text, sizeof(text), " %d ", (int)child->pid);
	program_until_cursor(pt, text);
	pt_send(pt, "Enter");
	pt_until_gone(pt, "Events: ", 0);
	pt_until(pt, "F10Quit", 0);
	program_until_cursor(pt, text);
	program_until_following(pt, true);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* While nothing is sampled the pane can be used all the same. */
static void test_paused(void **state)
{
	struct pt *pt = program_list("-d 0.1");
	struct child *child;
	char text[80];

	(void)state;
	(void)has_events(pt);
	child = start_child(0);
	(void)snprintf(text, sizeof(text), "pid=%d", (int)child->pid);
	open_events(pt, text);
	(void)snprintf(text, sizeof(text), " %d ", (int)child->pid);
	program_until_cursor(pt, text);
	pt_send(pt, "Z");
	pt_until(pt, "paused", 0);
	finish_child(child);
	pt_send(pt, "Home");
	program_until_cursor(pt, "fork");
	pt_send(pt, "/ f o r k Enter");
	pt_until(pt, "search: fork", 0);
	assert_null(strstr(pt_row_text(pt, 3), "exit"));
	pt_send(pt, "Z");
	pt_until(pt, " exit ", 0);
	assert_int_equal(pt_quit(pt, "q q", 0), 0);
}

struct size_case {
	const char *name;
	const char *words;
	int rows, cols;
	const char *titles; /* a regular expression */
};

static const struct size_case size_cases[] = {
	{ "80x24", "", 24, 80, "TIME EVENT +PID NAME +DETAIL +PARENT" },
	{ "200x50", "", 50, 200, "TIME EVENT .* PARENT +PPID +UID +CPU +LIFE +PEAK +READ +WRITE$" },
	{ "40x10", "", 10, 40, "TIME EVENT +PID NAME" },
	{ "20x5", "", 5, 20, "TIME EVENT" },
	{ "ASCII", "--ascii", 24, 80, "\\^TIME EVENT +PID NAME" },
};

static void test_size(void **state)
{
	const struct size_case *c = *state;
	char words[64];
	struct child *child;
	struct pt *pt;

	(void)snprintf(words, sizeof(words), "-d 0.1 %s", c->words);
	pt = program_start(words, (struct pt_options){ .rows = c->rows, .cols = c->cols });
	program_until_list(pt);
	child = start_child(0);
	(void)snprintf(words, sizeof(words), "pid=%d", (int)child->pid);
	open_events(pt, words);
	pt_until_row(pt, 1, c->titles, 0);
	pt_until_row(pt, 2, "^[0-9:]+\\.[0-9]+ (fork|exec|comm)( |$)", 0);
	for (int row = 0; row < c->rows && c->words[0]; row++) {
		for (const char *at = pt_row_text(pt, row); *at; at++)
			assert_true(*at >= ' ' && *at < 0x7f);
	}
	/* every other size, and back */
	for (size_t i = 0; i < ARRAY_LEN(size_cases); i++) {
		const char *titles = size_cases[i].titles;

		pt_resize(pt, size_cases[i].rows, size_cases[i].cols);
		pt_until_row(pt, 1, titles[0] == '\\' ? titles + 2 : titles, 0);
	}
	pt_resize(pt, c->rows, c->cols);
	pt_until_row(pt, 1, c->titles, 0);
	assert_int_equal(pt_quit(pt, "q q", 0), 0);
}

/* clang-format off */
static const struct script scripts[] = {
	{ "events cannot be had of a captured tree", "--proc @small",
	  { { "A", SCRIPT_TEXT, "no events: " }, { "Esc", SCRIPT_GONE, "Events: " }, { "A", SCRIPT_TEXT, "F10Back" },
	    { "F10", SCRIPT_TEXT, "F10Quit" } }, { 0 } },
	{ "help of a pane", "--proc @small",
	  { { "A", SCRIPT_TEXT, "Events: " }, { "F1", SCRIPT_TEXT, "one line up" }, { "End", SCRIPT_TEXT, "largest resident memory of all its life" },
	    { "/ u n t a g", SCRIPT_TEXT, "not found" }, { "Esc", SCRIPT_GONE, "not found" }, { "q", SCRIPT_TEXT, "Events: " } }, { 0 } },
	{ "columns of a pane", "--proc @small",
	  { { "A", SCRIPT_TEXT, "EVENT" }, { "F2", SCRIPT_TEXT, "[x] event" }, { "Down Space Enter", SCRIPT_GONE, "EVENT" },
	    { "q", SCRIPT_TEXT, "COMMAND" } }, { 0 } },
	{ "order of a pane", "--proc @small",
	  { { "A", SCRIPT_TEXT, "EVENT" }, { ">", SCRIPT_TEXT, "EVENT" }, { "F6", SCRIPT_TEXT, "Sort by" },
	    { "Esc", SCRIPT_GONE, "Sort by" } }, { 0 } },
	{ "an error in the filter of a pane", "--proc @small",
	  { { "A", SCRIPT_TEXT, "EVENT" }, { "\\ r s s > 1", SCRIPT_TEXT, "no column" },
	    { "Enter", SCRIPT_TEXT, "no column" }, { "Esc", SCRIPT_TEXT, "F10Back" } }, { 0 } },
	{ "tagging what matches", "--proc @small",
	  { { "\" u i d = 1 0 0 1", SCRIPT_TEXT, "3 match" }, { "Enter", SCRIPT_TEXT, "3 tagged, 3 in all" },
	    { "\" s s h d Enter", SCRIPT_TEXT, "2 tagged, 5 in all" }, { "U \" z z z", SCRIPT_TEXT, "0 match" },
	    { "Enter", SCRIPT_TEXT, "0 tagged, 0 in all" } }, { 0 } },
	{ "tagging only what is shown", "--proc @small",
	  { { "\\ u i d = 1 0 0 1 Enter", SCRIPT_ROWS, "910 970 980" }, { "\" p i d < 9 7 5", SCRIPT_TEXT, "2 match" },
	    { "Enter", SCRIPT_TEXT, "2 tagged, 2 in all" }, { "\\ Esc", SCRIPT_TEXT, "2 tagged" } }, { 0 } },
	{ "tagging half an expression", "--proc @small",
	  { { "\" u i d >", SCRIPT_TEXT, "Tag all that match:" }, { "Enter", SCRIPT_TEXT, "Tag all that match:" },
	    { "Esc", SCRIPT_TEXT, "F10Quit" } }, { 0 } },
};
/* clang-format on */

static void test_script(void **state)
{
	script_run(*state);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_ended_in_tree), cmocka_unit_test(test_followed),
		cmocka_unit_test(test_journal),	      cmocka_unit_test(test_go_to_process),
		cmocka_unit_test(test_paused),
	};
	struct CMUnitTest tests[ARRAY_LEN(end_cases) + ARRAY_LEN(size_cases) + ARRAY_LEN(scripts) +
				ARRAY_LEN(others)];
	struct CMUnitTest *at = tests;

	test_table(at, ARRAY_LEN(scripts), scripts, sizeof(scripts[0]), test_script);
	at += ARRAY_LEN(scripts);
	test_table(at, ARRAY_LEN(end_cases), end_cases, sizeof(end_cases[0]), test_ended_row);
	at += ARRAY_LEN(end_cases);
	test_table(at, ARRAY_LEN(size_cases), size_cases, sizeof(size_cases[0]), test_size);
	at += ARRAY_LEN(size_cases);
	memcpy(at, others, sizeof(others));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = teardown;
	return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
