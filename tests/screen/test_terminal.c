/*
 * test_terminal.c - types of terminals, and sizes
 */
#include "../unit/test.h"

#include <stdlib.h>

#include "program.h"
#include "script.h"

#define SMALL "--proc @small -o -user"
#define TREE  SMALL " -t -k"

static const char *const c_locale[] = { "LC_ALL=C", NULL };
static const char *const no_color[] = { "NO_COLOR=1", NULL };
static const char *const empty_no_color[] = { "NO_COLOR=", NULL };

/* What the bytes that are sent may have in them. */
struct bytes_case {
	const char *name;
	const char *words;
	struct pt_options options;
	bool colour, mouse, other; /* other: not ASCII */
	const char *golden;
};

/* clang-format off */
static const struct bytes_case bytes_cases[] = {
	{ "xterm-256color", TREE, { .term = "xterm-256color" }, true, true, true, "term-utf8" },
	{ "screen-256color", TREE, { .term = "screen-256color" }, true, true, true, "term-utf8" },
	{ "tmux-256color", TREE, { .term = "tmux-256color" }, true, true, true, "term-utf8" },
	{ "linux", TREE, { .term = "linux" }, true, true, true, "term-utf8" },
	{ "vt100", TREE, { .term = "vt100", .allow = PT_LINT_PADDING }, false, false, true, "term-utf8" },
	{ "xterm-256color, LANG=C", TREE, { .term = "xterm-256color", .env = c_locale }, true, true, false, "term-ascii" },
	{ "screen-256color, LANG=C", TREE, { .term = "screen-256color", .env = c_locale }, true, true, false, "term-ascii" },
	{ "tmux-256color, LANG=C", TREE, { .term = "tmux-256color", .env = c_locale }, true, true, false, "term-ascii" },
	{ "linux, LANG=C", TREE, { .term = "linux", .env = c_locale }, true, true, false, "term-ascii" },
	{ "vt100, LANG=C", TREE, { .term = "vt100", .env = c_locale, .allow = PT_LINT_PADDING }, false, false, false, "term-ascii" },
	{ "--ascii", TREE " --ascii", { 0 }, true, true, false, "term-ascii" },
	{ "--no-color", TREE " --no-color", { 0 }, false, true, true, "term-utf8" },
	{ "NO_COLOR", TREE, { .env = no_color }, false, true, true, "term-utf8" },
	{ "NO_COLOR is empty", TREE, { .env = empty_no_color }, true, true, true, "term-utf8" },
	{ "NO_COLOR against --color=always", TREE " --color=always", { .env = no_color }, true, true, true, "term-utf8" },
	{ "--no-mouse", TREE " --no-mouse", { 0 }, true, false, true, "term-utf8" },
};
/* clang-format on */

/* Whether some sequence "ESC [ numbers m" sets a colour. */
static bool sets_colour(const char *bytes, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		size_t end = i + 2;

		if (bytes[i] != '\033' || bytes[i + 1] != '[')
			continue;
		while (end < n && strchr("0123456789;", bytes[end]) != NULL)
			end++;
		if (end >= n || bytes[end] != 'm')
			continue;
		for (const char *at = bytes + i + 1; at < bytes + end; at++) {
			long number = strtol(at + 1, NULL, 10);

			if ((*at == '[' || *at == ';') &&
			    ((number >= 30 && number < 39) || (number >= 40 && number < 49) ||
			     (number >= 90 && number < 108)))
				return true;
		}
	}
	return false;
}

static bool has_byte_above_ascii(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)bytes[i] >= 0x80)
			return true;
	}
	return false;
}

static void test_bytes(void **state)
{
	const struct bytes_case *c = *state;
	struct pt *pt = program_start(c->words, c->options);
	const char *bytes;
	size_t n;

	script_golden(pt, c->golden, false);
	/* keys that this terminal sends in its own way */
	pt_send(pt, "F5");
	pt_until(pt, "F5Tree", 0);
	pt_send(pt, "End F1");
	pt_until(pt, "q or Esc leaves", 0);
	pt_send(pt, "q");
	pt_until(pt, "F10Quit", 0);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
	bytes = pt_bytes(pt, &n);
	assert_int_equal(sets_colour(bytes, n), c->colour);
	assert_int_equal(has_byte_above_ascii(bytes, n), c->other);
	assert_int_equal(memmem(bytes, n, "\033[?1000h", 8) != NULL, c->mouse);
}

/* clang-format off */
static const struct script looks[] = {
	{ "colours: 256", TREE, { { "", SCRIPT_GOLDEN, "term-utf8" }, { "", SCRIPT_LOOKS, "looks-256" } }, { 0 } },
	{ "colours: 8", TREE, { { "", SCRIPT_GOLDEN, "term-utf8" }, { "", SCRIPT_LOOKS, "looks-8" } }, { .term = "linux" } },
	{ "colours: none", TREE, { { "", SCRIPT_GOLDEN, "term-utf8" }, { "", SCRIPT_LOOKS, "looks-none" } }, { .env = no_color } },
	{ "colours: vt100", TREE, { { "", SCRIPT_GOLDEN, "term-utf8" }, { "", SCRIPT_LOOKS, "looks-vt100" } },
	  { .term = "vt100", .allow = PT_LINT_PADDING } },
};

/* Where there can be no screen. */
static const struct refusal {
	const char *name;
	const char *term;
	const char *message;
} refusals[] = {
	{ "TERM=dumb", "dumb", "terminal type \"dumb\"" },
	{ "TERM=nosuch-terminal", "nosuch-terminal", "terminal type \"nosuch-terminal\"" },
	{ "TERM with a sequence in it", "\033[31mx", "terminal type \"?[31mx\"" },
	{ "TERM is empty", "", "TERM is not set" },
};
/* clang-format on */

static void test_refusal(void **state)
{
	const struct refusal *c = *state;
	struct pt *pt = program_start(SMALL, (struct pt_options){ .term = c->term });
	const char *bytes;
	size_t n;

	assert_int_equal(pt_quit(pt, NULL, 0), 2);
	if (!pt_has(pt, c->message))
		pt_fail(pt, "no \"%s\"", c->message);
	bytes = pt_bytes(pt, &n);
	assert_null(memchr(bytes, '\033', n));
}

static void test_no_term(void **state)
{
	static const char *const env[] = { "TERM", NULL };
	struct pt *pt = program_start(SMALL, (struct pt_options){ .env = env });

	(void)state;
	assert_int_equal(pt_quit(pt, NULL, 0), 2);
	assert_true(pt_has(pt, "TERM is not set"));
}

/* Sizes that are no sizes for a list; it lives, and is whole when there is room again. */
static const struct size_case {
	const char *name;
	int rows, cols;
} sizes[] = {
	{ "starts in 1 by 1", 1, 1 },	      { "starts in 5 by 2", 2, 5 },
	{ "starts in 1 by 60", 60, 1 },	      { "starts in 80 by 1", 1, 80 },
	{ "starts in 60 by 12", 12, 60 },     { "starts in 10 by 3", 3, 10 },
	{ "starts in 300 by 100", 100, 300 },
};

static bool is_drawn(struct pt *pt, const void *arg)
{
	(void)arg;
	return pt_alt_screen(pt) && pt_cell(pt, 0, 0).bg != PT_VT_DEFAULT;
}

static bool is_alternate(struct pt *pt, const void *arg)
{
	(void)arg;
	return pt_alt_screen(pt);
}

static void resize(struct pt *pt, int rows, int cols)
{
	pt_resize(pt, rows, cols);
	/* from now on whatever is drawn outside is a complaint */
	pt_quiet(pt, 60);
}

static void test_size(void **state)
{
	const struct size_case *c = *state;
	struct pt *pt =
		program_start(SMALL, (struct pt_options){ .rows = c->rows, .cols = c->cols });

	pt_until_true(pt, is_alternate, NULL, 0);
	pt_send(pt, "t F6 Esc");
	resize(pt, 24, 80);
	program_until_list(pt);
	pt_send(pt, "End");
	program_until_cursor(pt, " 970 ");
	resize(pt, 12, 60);
	pt_until_row(pt, 11, "F1Help", 0);
	program_until_cursor(pt, " 970 ");
	resize(pt, 2, 5);
	pt_until_true(pt, is_drawn, NULL, 0);
	pt_send(pt, "Home H / z Esc");
	resize(pt, 1, 1);
	pt_send(pt, "Down ?");
	resize(pt, 3, 30);
	pt_until(pt, "proctor", 0);
	pt_send(pt, "q");
	resize(pt, 40, 120);
	pt_until(pt, "Tasks 12", 0);
	program_until_cursor(pt, " 700 ");
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static void test_many_sizes(void **state)
{
	struct pt *pt = program_start(SMALL, (struct pt_options){ 0 });

	(void)state;
	program_until_list(pt);
	for (int i = 0; i < 200; i++)
		pt_resize(pt, 1 + i * 7 % 50, 1 + i * 13 % 130);
	resize(pt, 24, 80);
	program_until_rows(pt, "1 700 801 802 850 900 910 960 970 980 1000 1010");
	script_golden(pt, "list-80x24", false);
	/* 0 by 0 is what some terminals say at first */
	pt_resize(pt, 0, 0);
	resize(pt, 24, 80);
	program_until_rows(pt, "1 700 801 802 850 900 910 960 970 980 1000 1010");
	script_golden(pt, "list-80x24", false);
	assert_int_equal(pt_quit(pt, "q", 0), 0);
}

static const struct CMUnitTest others[] = {
	cmocka_unit_test(test_no_term),
	cmocka_unit_test(test_many_sizes),
};

static void test_looks(void **state)
{
	script_run(*state);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(bytes_cases) + ARRAY_LEN(looks) + ARRAY_LEN(refusals) +
				ARRAY_LEN(sizes) + ARRAY_LEN(others)];
	struct CMUnitTest *next = tests;

	test_table(next, ARRAY_LEN(bytes_cases), bytes_cases, sizeof(bytes_cases[0]), test_bytes);
	next += ARRAY_LEN(bytes_cases);
	test_table(next, ARRAY_LEN(looks), looks, sizeof(looks[0]), test_looks);
	next += ARRAY_LEN(looks);
	test_table(next, ARRAY_LEN(refusals), refusals, sizeof(refusals[0]), test_refusal);
	next += ARRAY_LEN(refusals);
	test_table(next, ARRAY_LEN(sizes), sizes, sizeof(sizes[0]), test_size);
	next += ARRAY_LEN(sizes);
	memcpy(next, others, sizeof(others));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		tests[i].teardown_func = program_teardown;
	return cmocka_run_group_tests_name("terminal", tests, NULL, NULL);
}
