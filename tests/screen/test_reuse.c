/*
 * test_reuse.c - what the user has chosen stays with the process that it was: it does not go to
 * another one that gets its number, and it does go on when the process changes
 */
#include "../unit/test.h"

#include <stdio.h>
#include <string.h>

#include "helper.h"
#include "program.h"
#include "script.h"

struct source_case {
	const char *name;
	const char *source;
};

static const struct source_case source_cases[] = {
	{ "text", "procfs" },
	{ "BPF, or text where it cannot run", "auto" },
};

/* Keys that go to a PID: "1 2 3 Enter". */
static void go_to(struct pt *pt, pid_t pid)
{
	char digits[16], keys[64] = "";
	size_t n = 0;

	(void)snprintf(digits, sizeof(digits), "%d", (int)pid);
	for (const char *at = digits; *at != '\0'; at++)
		n += (size_t)snprintf(keys + n, sizeof(keys) - n, "%c ", *at);
	(void)snprintf(keys + n, sizeof(keys) - n, "Enter");
	pt_send(pt, keys);
}

/* A list of the process and of four others, which are there for the whole test. */
static struct pt *start_list(const struct source_case *c, const char *more, pid_t pid)
{
	struct helper *swarm = helper_start("swarm 4 other");
	char words[256];
	/* wide and long: whoever started this test is above it in the tree */
	const struct pt_options wide = { .cols = 240, .rows = 60 };
	size_t n = (size_t)snprintf(words, sizeof(words),
				    "-d 0.1 --source=%s %s "
				    "-o pid,state,name=NAME:90,starttime,command -s pid -p %d",
				    c->source, more, (int)pid);
	struct pt *pt;

	for (size_t i = 0; i < 4; i++)
		n += (size_t)snprintf(words + n, sizeof(words) - n, ",%d",
				      (int)helper_number(swarm, "pid", i));
	assert_true(n < sizeof(words));
	pt = program_start(words, wide);
	program_until_list(pt);
	return pt;
}

/* Tags it, and follows it. */
static void choose(struct pt *pt, pid_t pid, const char *name)
{
	go_to(pt, pid);
	program_until_cursor(pt, name);
	pt_send(pt, "Space");
	pt_until(pt, "1 tagged", 0);
	go_to(pt, pid);
	program_until_cursor(pt, name);
	pt_send(pt, "F");
	program_until_following(pt, true);
}

/* Chosen under one name; then another process has the number, and is not chosen. */
static void reuse_chosen(struct pt *pt, struct helper *helper, const char *line,
			 const char *const names[2])
{
	choose(pt, helper_number(helper, "pid", 0), names[0]);
	helper_say(helper, line);
	pt_until(pt, names[1], 0);
	pt_until_gone(pt, "tagged", 0);
	program_until_following(pt, false);
}

static void test_reuse(void **state)
{
	static const char *const later[] = { "reuse-a", "reuse-b" };
	static const char *const in_a_tick[] = { "reuse-b", "reuse-d" };
	struct helper *helper = helper_start("reuse");
	struct pt *pt = start_list(*state, "", helper_number(helper, "pid", 0));

	pt_until(pt, "of-a", 0);
	reuse_chosen(pt, helper, "reuse\n", later);
	/* its command line is its own */
	pt_until(pt, "of-b", 0);
	reuse_chosen(pt, helper, "same-tick\n", in_a_tick);
	pt_until(pt, "of-d", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* In a tree the cursor stays with its process, and what is folded is folded for it. */
static void test_reuse_in_tree(void **state)
{
	static const char *const later[] = { "reuse-a", "reuse-b" };
	struct helper *helper = helper_start("reuse");
	struct pt *pt = start_list(*state, "-t", helper_number(helper, "pid", 0));

	pt_until(pt, "of-a", 0);
	reuse_chosen(pt, helper, "reuse\n", later);
	pt_until(pt, "of-b", 0);
	pt_send(pt, "o");
	pt_until(pt, "the order is frozen", 0);
	helper_say(helper, "reuse\n");
	pt_until(pt, "of-c", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* The same process under another name, in another session, of another parent and user. */
static void test_changes(void **state)
{
	struct helper *helper = helper_start("changer");
	const struct source_case *c = *state;
	pid_t pid = helper_number(helper, "pid", 0), parent = helper_number(helper, "parent", 0);
	char words[256], session[64];
	struct pt *pt;

	(void)snprintf(words, sizeof(words),
		       "-d 0.1 --source=%s -t -o pid,ppid,session,uid,name=NAME:90 -p %d,%d",
		       c->source, (int)pid, (int)parent);
	/* wide: whoever started this test is above it in the tree */
	pt = program_start(words, (struct pt_options){ .cols = 160 });
	program_until_list(pt);
	choose(pt, pid, "changer");
	helper_say(helper, "name\n");
	program_until_cursor(pt, "changed");
	helper_say(helper, "session\n");
	(void)snprintf(session, sizeof(session), "^ *%d +[0-9]+ +%d ", (int)pid, (int)pid);
	pt_until_row(pt, program_cursor_row(pt, NULL), session, 0);
	/* the parent, which is the row above it, goes */
	helper_say(helper, "parent\n");
	pt_until_gone(pt, "changer-parent", 0);
	program_until_cursor(pt, "changed");
	program_until_following(pt, true);
	pt_until(pt, "1 tagged", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

/* Beside a fork bomb keys are heard and the list goes on. */
static void test_forkbomb(void **state)
{
	const struct source_case *c = *state;
	struct pt *pt;
	char words[64];

	(void)helper_start("forkbomb 60");
	(void)snprintf(words, sizeof(words), "-d 0.2 -k --source=%s", c->source);
	pt = program_start(words, (struct pt_options){ .rows = 50, .cols = 120 });
	program_until_list(pt);
	pt_until(pt, "bomb", 0);
	for (int i = 0; i < 10; i++) {
		pt_send(pt, "End Space Up t");
		pt_until_row(pt, 49, i % 2 == 0 ? "F5List|tagged" : "F5Tree|tagged", 0);
	}
	pt_send(pt, "F1");
	pt_until(pt, "q or Esc leaves", 0);
	pt_send(pt, "q U");
	program_until_list(pt);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static size_t add(struct CMUnitTest *tests, CMUnitTestFunction check)
{
	test_table(tests, ARRAY_LEN(source_cases), source_cases, sizeof(source_cases[0]), check);
	return ARRAY_LEN(source_cases);
}

int main(void)
{
	static const CMUnitTestFunction checks[] = { test_reuse, test_reuse_in_tree, test_changes,
						     test_forkbomb };
	struct CMUnitTest tests[ARRAY_LEN(checks) * ARRAY_LEN(source_cases)];
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		count += add(tests + count, checks[i]);
	for (size_t i = 0; i < count; i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("reuse", tests, NULL, NULL);
}
