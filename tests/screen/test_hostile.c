/*
 * test_hostile.c - what other users' processes may do, and how they may be: names,
 * locked memory, deaths, storms. The bytes are checked at the end of each.
 */
#include "../unit/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "helper.h"
#include "program.h"
#include "script.h"

#define COLUMNS "-k -o pid,name=NAME:24,ppid,state,nice,time,command"
#define ROWS	"1 100 101 102 103 104 105 106 107 111 113 114 115 116 118 119 120 121 122"

static const char *const c_locale[] = { "LC_ALL=C", NULL };

/* clang-format off */
static const struct script scripts[] = {
	{ "captured", "--proc @hostile " COLUMNS, { { "", SCRIPT_ROWS, ROWS }, { "", SCRIPT_GOLDEN, "hostile" }, { "", SCRIPT_LOOKS, "hostile" } }, { .rows = 32, .cols = 140 } },
	{ "captured, as a tree", "--proc @hostile -t " COLUMNS, { { "", SCRIPT_ROWS, ROWS }, { "", SCRIPT_GOLDEN, "hostile-tree" } }, { .rows = 32, .cols = 140 } },
	{ "captured, ASCII", "--proc @hostile --ascii " COLUMNS, { { "", SCRIPT_ROWS, ROWS }, { "", SCRIPT_GOLDEN, "hostile-ascii" } }, { .rows = 32, .cols = 140 } },
	/* not xterm: in this locale ncurses uses its REP, with which libvterm goes past the edge */
	{ "captured, LANG=C", "--proc @hostile " COLUMNS, { { "", SCRIPT_ROWS, ROWS }, { "", SCRIPT_GOLDEN, "hostile-ascii" } },
	  { .rows = 32, .cols = 140, .term = "screen-256color", .env = c_locale } },
	{ "captured, in 41 columns", "--proc @hostile " COLUMNS, { { "$", SCRIPT_TITLES, "PID COMMAND" }, { "", SCRIPT_ROWS, ROWS }, { "Left", SCRIPT_ROWS, ROWS },
	  { "C-a Right", SCRIPT_ROWS, ROWS } }, { .rows = 32, .cols = 41 } },
	{ "all columns", "--proc @hostile -k -o pid,tid,ppid,pgrp,session,tty,uid,state,prio,nice,policy,rtprio,nthreads,cpu,ncpu,chld,wait,utime,stime,time,start,"
	  "elapsed,mem,rss,virt,shr,priv,swap,growth,minflt,majflt,read,write,rchar,wchar,vcs,nvcs,processor,wchan,cgroup,name,command,exe,oom,oomadj",
	  { { "", SCRIPT_ROWS, ROWS }, { "t J H", SCRIPT_ROWS, ROWS }, { "End $", SCRIPT_CURSOR, "122" } }, { .rows = 40, .cols = 300 } },
	{ "search with what is no pattern", "--proc @hostile " COLUMNS, { { "", SCRIPT_TEXT, "R 1 1" }, { "/ )", SCRIPT_CURSOR, "105" }, { "Esc", SCRIPT_LAST, "F1" },
	  { "\\ . * [ (", SCRIPT_ROWS, "" }, { "Esc", SCRIPT_ROWS, ROWS } }, { .rows = 32, .cols = 140 } },
};
/* clang-format on */

static void test_script(void **state)
{
	script_run(*state);
}

/* What is pasted is text too: it is neither keys nor bytes for the terminal. */
static void test_paste(void **state)
{
	struct pt *pt = program_list("--proc @small");

	(void)state;
	pt_send(pt, "/");
	pt_until(pt, "Search:", 0);
	pt_type(pt, "\xff\xc0\xaf\x9b"
		    "31m\xc2\x9bz\xe2\x80\xae");
	pt_until(pt, "z", 0);
	pt_send(pt, "Esc");
	pt_until(pt, "F10Quit", 0);
	/* sequences that nobody knows, cut and whole, and a report of the mouse from far away */
	pt_type(pt, "\033[999;999;999x\033]0;title\007\033P1$r0m\033\\\033[<0;9999;9999M\033[M   ");
	pt_send(pt, "Home Down");
	program_until_cursor(pt, " 700 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* "-p 1,2,3" of the first numbers behind pid= that a helper has told. */
static size_t select_pids(const struct helper *helper, char *words, size_t size)
{
	const char *at = helper_text(helper);
	size_t n = (size_t)snprintf(words, size, "-p "), count = 0;

	while ((at = strstr(at, "pid=")) != NULL) {
		at += strlen("pid=");
		n += (size_t)snprintf(words + n, size - n, "%s%ld", count++ > 0 ? "," : "",
				      strtol(at, NULL, 10));
		assert_true(n < size);
	}
	return count;
}

struct alignment {
	int column; /* of the states */
	size_t count;
};

/* As many rows as processes, and in each a state stands below the title of the states. */
static bool is_aligned(struct pt *pt, const void *arg)
{
	const struct alignment *want = arg;
	int row = program_title_row(pt) + 1;
	size_t count = 0;

	for (; strspn(pt_row_text(pt, row), " 0123456789") > 3; row++, count++) {
		struct pt_vt_cell before = pt_cell(pt, row, want->column - 1);
		struct pt_vt_cell state = pt_cell(pt, row, want->column);
		struct pt_vt_cell behind = pt_cell(pt, row, want->column + 1);

		if (strcmp(before.text, " ") != 0 || strcmp(behind.text, " ") != 0 ||
		    strstr("SRDIZTt", state.text) == NULL)
			return false;
	}
	return count == want->count;
}

static void test_names(void **state)
{
	struct helper *helper = helper_start("names");
	struct alignment want = { 0 };
	char words[2048] = "-o pid,name=NAME:24,state,ppid,command ";
	struct pt *pt;

	(void)state;
	want.count = select_pids(helper, words + strlen(words), sizeof(words) - strlen(words));
	assert_true(want.count > 30);
	pt = program_start(words, (struct pt_options){ .rows = 60, .cols = 120 });
	program_until_list(pt);
	want.column = program_title_column(pt, " S ") + 1;
	pt_until_true(pt, is_aligned, &want, 0);
	pt_until(pt, "R 1 1", 0);
	pt_send(pt, "J K /");
	pt_type(pt, ".*[(");
	pt_until_row(pt, 59, "Search", 0);
	pt_send(pt, "Enter");
	pt_until_true(pt, is_aligned, &want, 0);
	/* command lines in all places of the right edge */
	for (int cols = 119; cols > 60; cols -= 7) {
		pt_resize(pt, 60, cols);
		pt_quiet(pt, 50);
		pt_until_true(pt, is_aligned, &want, 0);
	}
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* Names and programs that change all the time. */
static void test_changing_names(void **state)
{
	struct helper *rename = helper_start("rename 1000");
	struct helper *exec = helper_start("exec-loop");
	char words[256];
	struct pt *pt;

	(void)state;
	(void)snprintf(words, sizeof(words), "-d 0.1 -o pid,name,state,time,command -p %d,%d",
		       helper_number(rename, "pid", 0), helper_number(exec, "pid", 0));
	pt = program_list(words);
	for (int i = 0; i < 10; i++) {
		pt_send(pt, "t");
		pt_until(pt, i % 2 == 0 ? "F5List" : "F5Tree", 0);
	}
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static bool is_other(struct pt *pt, const void *arg)
{
	char *text = pt_text(pt);
	bool other = strcmp(text, arg) != 0;

	free(text);
	return other;
}

/* Waits for a screen that is not the one of now: a burner is on it, whose time goes on. */
static void until_tick(struct pt *pt)
{
	char *text = pt_text(pt);

	pt_until_true(pt, is_other, text, 0);
	free(text);
}

/*
 * Whoever reads the command line of one of these sleeps for ever. The list goes on,
 * tells which one it is, and can be left.
 */
static void test_wedge(void **state)
{
	struct helper *wedge = helper_start("wedge 2");
	struct helper *burner = helper_start("burner");
	pid_t first = helper_number(wedge, "pid", 0);
	char words[256], row[64], burning[64];
	struct pt *pt;

	(void)state;
	(void)snprintf(words, sizeof(words), "-d 0.2 -o pid,state,time,command -s pid -p %d,%d,%d",
		       first, helper_number(wedge, "pid", 1), helper_number(burner, "pid", 0));
	(void)snprintf(row, sizeof(row), "^ *%d m ", first);
	pt = program_list(words);
	pt_until_row(pt, program_title_row(pt) + 1, row, 0);
	(void)snprintf(burning, sizeof(burning), "^ *%d R .*/", helper_number(burner, "pid", 0));
	pt_until_row(pt, program_title_row(pt) + 3, burning, 0);
	for (int i = 0; i < 6; i++) {
		until_tick(pt);
		pt_send(pt, "t");
		pt_until(pt, i % 2 == 0 ? "F5List" : "F5Tree", 0);
	}
	helper_say(wedge, "release\n");
	(void)snprintf(row, sizeof(row), "^ *%d S .*/", first);
	pt_until_row(pt, program_title_row(pt) + 1, row, 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_quit_while_wedged(void **state)
{
	struct helper *wedge = helper_start("wedge");
	char words[256];
	struct pt *pt;

	(void)state;
	(void)snprintf(words, sizeof(words), "-d 0.2 -o pid,state,command -p %d",
		       helper_number(wedge, "pid", 0));
	pt = program_list(words);
	pt_until_row(pt, program_title_row(pt) + 1, " m ", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* The one under the cursor, followed and tagged, is killed. */
static void test_death(void **state)
{
	struct helper *swarm = helper_start("swarm 4 victim");
	char words[256], pid[16];
	struct pt *pt;

	(void)state;
	(void)select_pids(swarm, words, sizeof(words));
	(void)strncat(words, " -d 0.1 -o pid,state,command -s pid", 64);
	pt = program_list(words);
	pt_send(pt, "# Down Space Up F"); /* without the header, which has a Z too */
	program_until_following(pt, true);
	pt_until(pt, "1 tagged", 0);
	assert_int_equal(kill(helper_number(swarm, "pid", 1), SIGKILL), 0);
	/* mkproc does not wait for it */
	pt_until(pt, " Z ", 0);
	program_until_following(pt, true);
	helper_end(swarm);
	pt_until_gone(pt, " Z ", 0);
	pt_until_gone(pt, "tagged", 0);
	(void)snprintf(pid, sizeof(pid), "%d", (int)pt_pid(pt));
	pt_send(pt, "Down Up c U F T t - + *");
	pt_until(pt, "F5List", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* 500 children a second, none of which lives long, while keys are pressed. */
static void test_storm(void **state)
{
	struct pt *pt;

	(void)state;
	(void)helper_start("storm 500 30");
	pt = program_start("-d 0.1 -k", (struct pt_options){ .rows = 50, .cols = 120 });
	program_until_list(pt);
	for (int i = 0; i < 40; i++) {
		pt_send(pt, "End Space Up t");
		pt_until_row(pt, 49, i % 2 == 0 ? "F5List|tagged" : "F5Tree|tagged", 0);
		pt_send(pt, i % 4 == 0 ? "H c Home F" : "* I M #");
	}
	pt_send(pt, "F1");
	pt_until(pt, "q or Esc leaves", 0);
	pt_send(pt, "q U");
	program_until_list(pt);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_changing_names),
		cmocka_unit_test(test_wedge),
		cmocka_unit_test(test_quit_while_wedged),
		cmocka_unit_test(test_death),
		cmocka_unit_test(test_storm),
	};
	struct CMUnitTest tests[ARRAY_LEN(scripts) + ARRAY_LEN(others)];

	test_table(tests, ARRAY_LEN(scripts), scripts, sizeof(scripts[0]), test_script);
	memcpy(tests + ARRAY_LEN(scripts), others, sizeof(others));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
