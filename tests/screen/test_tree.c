/*
 * test_tree.c - the tree: folding, sums, filters, and a tree that changes
 */
#include "../unit/test.h"

#include <stdio.h>

#include "program.h"
#include "script.h"

#define TREE	"--proc @small -t"
#define IN_TREE "1 700 801 802 900 960 1000 1010 850 910 980 970"
#define LIST	"1 700 801 802 850 900 910 960 970 980 1000 1010"

/* clang-format off */
static const struct script scripts[] = {
	{ "F5 t V", "--proc @small", {
		{ "F5", SCRIPT_ROWS, IN_TREE }, { "", SCRIPT_LAST, "F5List" }, { "t", SCRIPT_ROWS, LIST }, { "", SCRIPT_LAST, "F5Tree" },
		{ "V", SCRIPT_ROWS, IN_TREE } }, { 0 } },
	{ "kernel threads are a tree of their own", TREE, {
		{ "K", SCRIPT_ROWS, "1 700 801 802 900 960 1000 1010 850 910 980 2 15 16 970" } }, { 0 } },
	{ "the cursor stays with its process", "--proc @small", {
		{ "1 0 0 0 Enter", SCRIPT_CURSOR, "1000" }, { "t", SCRIPT_ROWS, IN_TREE }, { "", SCRIPT_CURSOR, "1000" } }, { 0 } },
	{ "siblings by memory", TREE, {
		{ "M", SCRIPT_ROWS, "1 850 980 700 801 802 960 1000 900 1010 910 970" }, { "", SCRIPT_SORTED, "MEM%" } }, { 0 } },
	{ "siblings by PID, the other way", TREE, {
		{ "", SCRIPT_SORTED, "PID" }, { "I", SCRIPT_ROWS, "970 1 980 910 850 700 1010 801 802 1000 960 900" },
		{ "I", SCRIPT_ROWS, IN_TREE } }, { 0 } },
	{ "- and + =", TREE, {
		{ "8 0 1 Enter", SCRIPT_CURSOR, "801" }, { "-", SCRIPT_ROWS, "1 700 801 1010 850 910 980 970" }, { "", SCRIPT_CURSOR, "\u229e sshd" },
		{ "+", SCRIPT_ROWS, IN_TREE }, { "-", SCRIPT_ROWS, "1 700 801 1010 850 910 980 970" }, { "=", SCRIPT_ROWS, IN_TREE } }, { 0 } },
	{ "*: all, and all again", TREE, {
		{ "*", SCRIPT_ROWS, "1 700 850 910 980 970" }, { "*", SCRIPT_ROWS, IN_TREE } }, { 0 } },
	{ "BS: into the parent", TREE, {
		{ "9 6 0 Enter", SCRIPT_CURSOR, "960" }, { "Backspace", SCRIPT_CURSOR, "802" }, { "", SCRIPT_ROWS, "1 700 801 802 1010 850 910 980 970" },
		{ "Backspace", SCRIPT_CURSOR, "801" }, { "", SCRIPT_ROWS, "1 700 801 1010 850 910 980 970" } }, { 0 } },
	{ "a fold in a fold is kept", TREE, {
		{ "8 0 2 Enter", SCRIPT_CURSOR, "802" }, { "-", SCRIPT_ROWS, "1 700 801 802 1010 850 910 980 970" },
		{ "Up Up", SCRIPT_CURSOR, " 700" }, { "-", SCRIPT_ROWS, "1 700 850 910 980 970" },
		{ "+", SCRIPT_ROWS, "1 700 801 802 1010 850 910 980 970" } }, { 0 } },
	{ "J: sums", TREE, {
		{ "Down J", SCRIPT_LAST, "sums of their subtrees" }, { "", SCRIPT_CURSOR, "33.6M" },
		{ "J", SCRIPT_CURSOR, "7.03M" } }, { 0 } },
	{ "sums of what is folded", TREE, { { "Down J -", SCRIPT_CURSOR, "33.6M" } }, { 0 } },
	{ "the filter keeps ancestors", TREE " -o -user", {
		{ "\\ v i m Enter", SCRIPT_ROWS, "1 700 801 802 960" }, { "", SCRIPT_LAST, "filter: vim \\(1 of 15\\)" }, { "", SCRIPT_GOLDEN, "tree-filter" },
		{ "", SCRIPT_LOOKS, "tree-filter" },
		{ "t", SCRIPT_ROWS, "960" } }, { 0 } },
	{ "the filter of an orphan", TREE, { { "\\ o r p h a n Enter", SCRIPT_ROWS, "970" } }, { 0 } },
	{ "a filter that leaves nothing", TREE, { { "\\ n i l Enter", SCRIPT_ROWS, "" }, { "", SCRIPT_LAST, "filter: nil \\(0 of 15\\)" },
						  { "Down Up - + * Space c F BSpace", SCRIPT_ROWS, "" } }, { 0 } },
	{ "tags of a subtree that is folded", TREE, { { "Down - c", SCRIPT_LAST, " 7 tagged$" } }, { 0 } },
	{ "ASCII", "--proc @small --ascii -t -o -user", { { "8 0 1 Enter -", SCRIPT_TEXT, "+ sshd" }, { "", SCRIPT_GOLDEN, "tree-ascii" } }, { 0 } },
	{ "threads below their process", TREE, { { "H", SCRIPT_TEXT, "halfdead-2" }, { "", SCRIPT_TITLES, " TID " } }, { .rows = 30, .cols = 100 } },
	{ "a cycle of parents", "--proc @cycle -t -k -o pid,ppid,command", { { "", SCRIPT_GOLDEN, "tree-cycle" },
		{ "* * J End", SCRIPT_LAST, "sums" }, { "", SCRIPT_CURSOR, "below-none" } }, { 0 } },
	{ "hidepid", "--proc @hidepid -t -o pid,ppid,uid,command", { { "", SCRIPT_GOLDEN, "tree-hidepid" } }, { 0 } },
};
/* clang-format on */

static void test_script(void **state)
{
	script_run(*state);
}

/*
 * The program on a copy of the tree that a test changes, ten times a second. What has ended
 * is gone at once.
 */
static struct pt *start_on_copy(const char *options)
{
	char words[1024];
	struct pt *pt;

	(void)snprintf(words, sizeof(words), "--proc %s -d 0.1 %s", program_copy_tree("small"),
		       options);
	pt = program_list(words);
	pt_send(pt, "E");
	pt_until(pt, "are hidden", 0);
	return pt;
}

static void test_death_in_tree(void **state)
{
	struct pt *pt = start_on_copy("-t");

	(void)state;
	pt_send(pt, "8 0 2 Enter");
	program_until_cursor(pt, " 802 ");
	/* its children are orphans then */
	program_hide("802", true);
	program_until_rows(pt, "1 700 801 1010 850 910 980 900 960 970 1000");
	program_hide("802", false);
	program_until_rows(pt, IN_TREE);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* Sorted by time, 960 comes first as soon as its time does, but for a frozen order. */
static void test_frozen(void **state)
{
	char words[1024];
	struct pt *pt;

	(void)state;
	(void)snprintf(words, sizeof(words), "--proc %s -d 0.1", program_copy_tree("small"));
	program_hide("970", true);
	pt = program_list(words);
	pt_send(pt, "E");
	pt_until(pt, "are hidden", 0);
	pt_send(pt, "T");
	program_until_rows(pt, "850 980 1 910 802 801 1000 960 1010 700 900");
	pt_send(pt, "o");
	pt_until(pt, "the order is frozen", 0);
	program_patch("960/stat", " 12 3 ", " 99 9 ");
	pt_until(pt, "0:01.08", 0);
	program_until_rows(pt, "850 980 1 910 802 801 1000 960 1010 700 900");
	/* one that is new comes last; one that went leaves no gap */
	program_hide("970", false);
	program_until_rows(pt, "850 980 1 910 802 801 1000 960 1010 700 900 970");
	program_hide("1000", true);
	program_until_rows(pt, "850 980 1 910 802 801 960 1010 700 900 970");
	pt_send(pt, "o");
	program_until_rows(pt, "850 980 970 1 960 910 802 801 1010 700 900");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_paused(void **state)
{
	struct pt *pt = start_on_copy("");

	(void)state;
	pt_send(pt, "Z");
	pt_until(pt, "PAUSED", 0);
	program_hide("970", true);
	pt_until_gone(pt, "(Z goes on)", 0);
	/* time for many samples has passed while the message stood there */
	program_until_rows(pt, LIST);
	pt_send(pt, "Down M");
	program_until_sorted_by(pt, "MEM%");
	pt_send(pt, "Z");
	program_until_rows(pt, "850 980 1 960 700 801 802 1000 1010 900 910");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* Whom the cursor, a tag and a fold belong to goes away. */
static void test_death_of_the_marked(void **state)
{
	struct pt *pt = start_on_copy("-t");

	(void)state;
	pt_send(pt, "9 6 0 Enter");
	program_until_cursor(pt, " 960 ");
	pt_send(pt, "Space Up F");
	program_until_following(pt, true);
	pt_until(pt, "1 tagged", 0);
	program_hide("960", true);
	program_until_rows(pt, "1 700 801 802 900 1000 1010 850 910 980 970");
	program_until_following(pt, false);
	pt_until_gone(pt, "1 tagged", 0);
	program_hide("960", false);
	program_until_rows(pt, IN_TREE);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_follow(void **state)
{
	struct pt *pt = start_on_copy("");

	(void)state;
	pt_send(pt, "T 9 6 0 Enter");
	program_until_cursor(pt, " 960 ");
	pt_send(pt, "F");
	program_until_following(pt, true);
	program_patch("960/stat", " 12 3 ", " 99 9 ");
	program_until_rows(pt, "850 980 970 1 960 910 802 801 1000 1010 700 900");
	program_until_cursor(pt, " 960 ");
	pt_send(pt, "F");
	program_until_following(pt, false);
	/* then the cursor stays at its line */
	program_patch("960/stat", " 99 9 ", " 00 0 ");
	program_until_rows(pt, "850 980 970 1 910 802 801 1000 1010 700 900 960");
	program_until_cursor(pt, " 910 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

int main(void)
{
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_death_in_tree), cmocka_unit_test(test_frozen),
		cmocka_unit_test(test_paused),	      cmocka_unit_test(test_death_of_the_marked),
		cmocka_unit_test(test_follow),
	};
	struct CMUnitTest tests[ARRAY_LEN(scripts) + ARRAY_LEN(others)];

	test_table(tests, ARRAY_LEN(scripts), scripts, sizeof(scripts[0]), test_script);
	memcpy(tests + ARRAY_LEN(scripts), others, sizeof(others));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
