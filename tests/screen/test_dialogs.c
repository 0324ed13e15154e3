/* test_dialogs.c - menus, prompts and the help */
#include "../unit/test.h"

#include <stdio.h>

#include "program.h"
#include "script.h"

#define SMALL	"--proc @small -o pid,ppid,uid,state,nice,rss,cpu,time,command"
#define ALL	"1 700 801 802 850 900 910 960 970 980 1000 1010"
#define BY_NICE "1 700 801 802 850 900 910 960 980 1000 1010 970"
#define BY_RSS	"850 980 1 960 700 801 802 1000 970 1010 900 910"

/* clang-format off */
static const struct script scripts[] = {
	/* a menu */
	{ "F6 , .: the columns, those on the screen first", SMALL, {
		{ "F6", SCRIPT_TEXT, "Sort by" }, { "Home", SCRIPT_GOLDEN, "menu-sort" }, { "", SCRIPT_LOOKS, "menu-sort" },
		{ "Esc", SCRIPT_GONE, "Sort by" }, { ",", SCRIPT_TEXT, "Sort by" }, { "Esc", SCRIPT_GONE, "Sort by" },
		{ ".", SCRIPT_TEXT, "Sort by" } }, { 0 } },
	{ "sort: by what Enter is on", SMALL, {
		{ "F6 Home Down Down Down Down Down Enter", SCRIPT_ROWS, BY_RSS }, { "", SCRIPT_SORTED, "RSS" } }, { 0 } },
	{ "sort: by what is typed", SMALL, { { "F6 n i c e", SCRIPT_TEXT, "\u2500 nice \u2500" }, { "Enter", SCRIPT_SORTED, "NI" }, { "", SCRIPT_ROWS, BY_NICE } }, { 0 } },
	{ "sort: by a column that is not shown", SMALL, { { "F6 s t a r t Enter", SCRIPT_GONE, "Sort by" }, { "I", SCRIPT_GONE, "Sort by" } }, { 0 } },
	{ "sort: Esc leaves it", SMALL, { { "F6 Home Down Down Esc", SCRIPT_GONE, "Sort by" }, { "", SCRIPT_SORTED, "CPU%" }, { "", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "sort: by the mouse", SMALL, {
		{ "F6 Home", SCRIPT_TEXT, "number of the process" }, { "@click 9 10 5", SCRIPT_NOTHING, NULL }, { "@click 12 10 1", SCRIPT_NOTHING, NULL },
		{ "@click 12 10 1", SCRIPT_SORTED, "RSS" } }, { 0 } },
	{ "sort: in five rows", SMALL, { { "F6 Home", SCRIPT_GOLDEN, "menu-sort-20x5" }, { "Down Enter", SCRIPT_GONE, "number" } }, { .rows = 5, .cols = 20 } },

	/* marks */
	{ "u: users, one with Enter", SMALL, {
		{ "u", SCRIPT_TEXT, "[ ] 1001" }, { "1 0 0 1 Enter", SCRIPT_ROWS, "910 970 980" }, { "u", SCRIPT_TEXT, "[x] 1001" },
		{ "1 0 0 1 Space", SCRIPT_TEXT, "[ ] 1001" }, { "Esc", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "u: several with Space", SMALL, {
		{ "u", SCRIPT_TEXT, "[ ] 1001" }, { "1 0 0 1 Space r o o t Space", SCRIPT_TEXT, "[x] root" }, { "Enter", SCRIPT_ROWS, "1 700 910 970 980 1010" } }, { 0 } },
	{ "u: not at all", SMALL, { { "u", SCRIPT_TEXT, "[ ] 1001" }, { "Esc", SCRIPT_GONE, "[ ]" }, { "", SCRIPT_ROWS, ALL } }, { 0 } },

	/* columns */
	{ "F2 f S C", SMALL, {
		{ "F2", SCRIPT_GOLDEN, "menu-columns" }, { "Esc", SCRIPT_GONE, "Columns:" }, { "f", SCRIPT_TEXT, "Columns:" }, { "Esc", SCRIPT_GONE, "Columns:" },
		{ "S", SCRIPT_TEXT, "Columns:" }, { "Esc", SCRIPT_GONE, "Columns:" }, { "C", SCRIPT_TEXT, "Columns:" } }, { 0 } },
	{ "columns: one goes, one comes", SMALL, {
		{ "f p p i d Space", SCRIPT_TEXT, "[ ] ppid" }, { "Enter", SCRIPT_TITLES, "    PID    UID S" },
		{ "f p g r p Space", SCRIPT_TEXT, "[x] pgrp" }, { "Esc", SCRIPT_TITLES, "COMMAND" }, { "$", SCRIPT_TITLES, "PGRP" } }, { 0 } },
	{ "columns: moved", SMALL, {
		{ "f p p i d F8", SCRIPT_NOTHING, NULL }, { "Esc", SCRIPT_TITLES, "    PID    UID    PPID S" },
		{ "f p p i d F7 F7", SCRIPT_NOTHING, NULL }, { "Esc", SCRIPT_TITLES, "   PPID     PID    UID S" },
		{ "f p p i d ] ] [", SCRIPT_NOTHING, NULL }, { "Esc", SCRIPT_TITLES, "    PID    PPID    UID S" } }, { 0 } },
	{ "columns: the last one stays", "--proc @small -o pid", { { "f Space", SCRIPT_TEXT, "[ ] pid" }, { "Esc", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "columns: of what was not read before", SMALL, { { "f s w a p Space", SCRIPT_TEXT, "[x] swap" }, { "Esc", SCRIPT_GONE, "Columns:" }, { "$", SCRIPT_TEXT, "1.17M" } }, { 0 } },

	/* prompts */
	{ "d: time between samples", SMALL, { { "d", SCRIPT_LAST, "^Delay \\(seconds, or 500ms, 2s, 1m\\): +1.5$" }, { "C-u 5 Enter", SCRIPT_LAST, "F1Help" },
					     { "d", SCRIPT_LAST, ": +5$" } }, { 0 } },
	{ "d: not a time", SMALL, { { "d C-u x Enter", SCRIPT_LAST, "Delay.*: +x +[a-z0-9]" }, { "Backspace 2 s Enter", SCRIPT_LAST, "F1Help" }, { "d", SCRIPT_LAST, ": +2$" } }, { 0 } },
	{ "d: too short, too long, nothing", SMALL, { { "d C-u 0 Enter", SCRIPT_LAST, "Delay.*: +0 +[a-z0-9]" }, { "C-u 9 9 9 9 9 9 9 9 9 Enter", SCRIPT_LAST, "Delay.*: +9+ +[a-z0-9]" },
				       { "C-u Enter", SCRIPT_LAST, "Delay.*: +[a-z]" }, { "Esc", SCRIPT_LAST, "F1Help" }, { "d", SCRIPT_LAST, ": +1.5$" } }, { 0 } },
	{ "prompts: words and characters of all widths", SMALL, {
		{ "\\ a \u6f22 \u00e9", SCRIPT_LAST, "^Filter: +a\u6f22\u00e9$" }, { "Backspace Backspace", SCRIPT_LAST, "^Filter: +a$" },
		{ "C-a b C-e c", SCRIPT_LAST, "^Filter: +bac$" }, { "C-u", SCRIPT_LAST, "^Filter:$" } }, { 0 } },
	{ "prompts: what was typed before", SMALL, {
		{ "/ v i m Enter", SCRIPT_LAST, "search: vim" }, { "/ b a s h Enter", SCRIPT_LAST, "search: bash" }, { "/ Up", SCRIPT_LAST, "^Search: +bash$" },
		{ "Up", SCRIPT_LAST, "^Search: +vim$" }, { "Down", SCRIPT_LAST, "^Search: +bash$" } }, { 0 } },
	{ "filter: an expression, a broken one, a better one", SMALL, {
		{ "\\ p i d = 9 6 0", SCRIPT_ROWS, "960" }, { "Space o r Space x = 1", SCRIPT_LAST, "^Filter: +pid=960 or x=1 +no column \"x\"" },
		{ "", SCRIPT_ROWS, "960" }, { "Enter", SCRIPT_LAST, "^Filter: +pid=960 or x=1 +no column \"x\"" },
		{ "Backspace Backspace Backspace p i d = 1", SCRIPT_ROWS, "1 960" }, { "Enter", SCRIPT_LAST, "filter: pid=960 or pid=1 \\(2 of 15\\)" } }, { 0 } },
	{ "prompts: in twenty columns", SMALL, { { "d C-u x Enter", SCRIPT_LAST, "x" }, { "Esc", SCRIPT_LAST, "F1" } }, { .rows = 5, .cols = 20 } },

	/* help */
	{ "F1 h ?", SMALL, {
		{ "F1", SCRIPT_TEXT, "q or Esc leaves" }, { "q", SCRIPT_ROWS, ALL }, { "h", SCRIPT_TEXT, "q or Esc leaves" }, { "Esc", SCRIPT_ROWS, ALL },
		{ "?", SCRIPT_TEXT, "q or Esc leaves" }, { "F10", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "help: has all keys and columns", SMALL, {
		{ "F1", SCRIPT_TEXT, "moving" }, { "PgDn", SCRIPT_TEXT, "S-F3" }, { "End", SCRIPT_GONE, "S-F3" }, { "", SCRIPT_TEXT, "oomadj" },
		{ "PgUp Home", SCRIPT_TEXT, "moving" }, { "Space b Down k C-d C-u G g", SCRIPT_TEXT, "proctor" } }, { 0 } },
	{ "help: search", SMALL, {
		{ "F1 / f r e e z e", SCRIPT_TEXT, "freeze the order" }, { "Enter", SCRIPT_GONE, "Search:" }, { "/ o o m Enter", SCRIPT_TEXT, "oomadj" },
		{ "n N", SCRIPT_TEXT, "oomadj" }, { "/ n i l", SCRIPT_TEXT, "not found" }, { "Esc", SCRIPT_GONE, "not found" }, { "q", SCRIPT_ROWS, ALL } }, { 0 } },
	{ "help: aside, and by the wheel", SMALL, {
		{ "F1", SCRIPT_TEXT, "proctor" }, { "Right", SCRIPT_GONE, "proctor" }, { "Left", SCRIPT_TEXT, "proctor" },
		{ "@click 5 5 5", SCRIPT_GONE, "proctor" }, { "@click 5 5 4", SCRIPT_TEXT, "proctor" } }, { 0 } },
	{ "help: in five rows", SMALL, { { "F1", SCRIPT_TEXT, "proctor" }, { "End", SCRIPT_GONE, "proctor" }, { "q", SCRIPT_TEXT, "PID" } }, { .rows = 5, .cols = 20 } },

	{ "Ctrl-C ends it wherever one is: menu", SMALL, { { "F6", SCRIPT_TEXT, "Sort by" }, { "C-c", SCRIPT_LEFT, "130" } }, { 0 } },
	{ "Ctrl-C ends it wherever one is: prompt", SMALL, { { "/ a", SCRIPT_LAST, "^Search" }, { "C-c", SCRIPT_LEFT, "130" } }, { 0 } },
	{ "Ctrl-C ends it wherever one is: help", SMALL, { { "F1", SCRIPT_TEXT, "moving" }, { "C-c", SCRIPT_LEFT, "130" } }, { 0 } },
	{ "q is a letter in a prompt", SMALL, { { "/ q", SCRIPT_LAST, "^Search: +q" }, { "Esc", SCRIPT_LAST, "F1Help" }, { "q", SCRIPT_LEFT, "0" } }, { 0 } },
};
/* clang-format on */

static void test_script(void **state)
{
	script_run(*state);
}

/* A menu stays whole while the list below it changes, dies and is resized. */
static void test_menu_over_change(void **state)
{
	char words[1024];
	struct pt *pt;

	(void)state;
	(void)snprintf(words, sizeof(words), "--proc %s -d 0.1", program_copy_tree("small"));
	pt = program_list(words);
	pt_send(pt, "E u");
	pt_until(pt, "[ ] root", 0);
	program_hide("980", true);
	pt_until_gone(pt, "python3", 0);
	pt_until(pt, "[ ] root", 0);
	pt_resize(pt, 5, 20);
	pt_until_gone(pt, "Tasks", 0);
	pt_resize(pt, 40, 100);
	pt_until(pt, "Tasks 11", 0);
	pt_until(pt, "[ ] root", 0);
	pt_send(pt, "r o o t Enter");
	program_until_rows(pt, "1 700 1010");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(scripts) + 1];

	test_table(tests, ARRAY_LEN(scripts), scripts, sizeof(scripts[0]), test_script);
	tests[ARRAY_LEN(scripts)] = (struct CMUnitTest)cmocka_unit_test(test_menu_over_change);
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("dialogs", tests, NULL, NULL);
}
