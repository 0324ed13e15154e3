#include "test.h"

#include <stdlib.h>

#include "base/text.h"
#include "table/branches.h"

enum { PLAIN, LAST };

#define LINE(parent_line, at_depth, is_last)                                    \
	{                                                                       \
		.parent = (parent_line), .depth = (at_depth), .last = (is_last) \
	}

/*
 * 0 root
 * 1 |- a
 * 2 |  |- b
 * 3 |  `- c
 * 4 |     `- d
 * 5 `- e
 * 6    `- f
 * 7 another root
 */
static const struct view_line lines[] = {
	LINE(VIEW_ROOT, 0, PLAIN), LINE(0, 1, PLAIN), LINE(1, 2, PLAIN), LINE(1, 2, LAST),
	LINE(3, 3, LAST),	   LINE(0, 1, LAST),  LINE(5, 2, LAST),	 LINE(VIEW_ROOT, 0, LAST),
};

struct branches_case {
	const char *name;
	uint32_t line, base;
	const char *ascii, *unicode;
	size_t width;
};

/* clang-format off */
static const struct branches_case branches_cases[] = {
	{ "a root has none", 0, 0, "", "", 0 },
	{ "the last root has none", 7, 0, "", "", 0 },
	{ "a child with siblings below", 1, 0, "|- ", "├─ ", 3 },
	{ "the last child", 5, 0, "`- ", "└─ ", 3 },
	{ "below one with siblings", 2, 0, "|  |- ", "│  ├─ ", 6 },
	{ "below the last one", 6, 0, "   `- ", "   └─ ", 6 },
	{ "three levels", 4, 0, "|     `- ", "│     └─ ", 9 },
	{ "levels above the base are left out", 4, 1, "   `- ", "   └─ ", 6 },
	{ "only its own corner", 4, 2, "`- ", "└─ ", 3 },
	{ "the base itself", 4, 3, "", "", 0 },
	{ "above the base", 1, 3, "", "", 0 },
};
/* clang-format on */

static void check_branches(const struct branches_case *c, const char *want)
{
	char text[BRANCHES_MAX];
	size_t width = 99;

	memset(text, 0xa5, sizeof(text));
	assert_int_equal(branches_format(lines, c->line, c->base, text, &width), strlen(want));
	assert_string_equal(text, want);
	assert_int_equal(width, c->width);
}

static void test_ascii(void **state)
{
	const struct branches_case *c = *state;

	text_set_ascii(true);
	check_branches(c, c->ascii);
}

static void test_unicode(void **state)
{
	const struct branches_case *c = *state;

	text_set_ascii(false);
	check_branches(c, c->unicode);
}

/* A chain in which each is the only child: only the last levels are drawn, behind a mark. */
struct deep_case {
	const char *name;
	uint32_t line, base;
	size_t width;
	bool cut;
};

static const struct deep_case deep_cases[] = {
	{ "as deep as is drawn", BRANCHES_LEVELS, 0, BRANCHES_LEVELS * 3, false },
	{ "one deeper", BRANCHES_LEVELS + 1, 0, BRANCHES_LEVELS * 3 + 1, true },
	{ "one deeper, but the base is one", BRANCHES_LEVELS + 1, 1, BRANCHES_LEVELS * 3, false },
	{ "far deeper", 29999, 0, BRANCHES_LEVELS * 3 + 1, true },
	{ "far deeper, near the base", 29999, 29998, 3, false },
};

static void test_deep(void **state)
{
	const struct deep_case *c = *state;
	struct view_line *chain = calloc(30000, sizeof(*chain));
	char text[BRANCHES_MAX];
	size_t width = 0, length;

	assert_non_null(chain);
	for (uint32_t i = 0; i < 30000; i++)
		chain[i] = (struct view_line)LINE(i > 0 ? i - 1 : VIEW_ROOT, (uint16_t)i, LAST);
	for (int ascii = 0; ascii < 2; ascii++) {
		text_set_ascii(ascii);
		length = branches_format(chain, c->line, c->base, text, &width);
		assert_int_equal(width, c->width);
		assert_int_equal(length, strlen(text));
		assert_true(length < BRANCHES_MAX);
		if (ascii)
			assert_int_equal(length, width);
		assert_int_equal(text[0] != ' ' && c->width > 3, c->cut);
	}
	free(chain);
}

/* The widest shapes, everywhere: the buffer holds them. */
static void test_longest(void **state)
{
	struct view_line chain[BRANCHES_LEVELS + 9];
	char text[BRANCHES_MAX];
	size_t width;

	(void)state;
	for (uint32_t i = 0; i < ARRAY_LEN(chain); i++)
		chain[i] = (struct view_line)LINE(i > 0 ? i - 1 : VIEW_ROOT, (uint16_t)i, PLAIN);
	text_set_ascii(false);
	assert_true(branches_format(chain, ARRAY_LEN(chain) - 1, 0, text, &width) < BRANCHES_MAX);
	assert_int_equal(strlen(text),
			 strlen("…") + (BRANCHES_LEVELS - 1) * strlen("│  ") + strlen("├─ "));
	assert_int_equal(width, BRANCHES_LEVELS * 3 + 1);
}

int main(void)
{
	struct CMUnitTest ascii[ARRAY_LEN(branches_cases)], unicode[ARRAY_LEN(branches_cases)];
	struct CMUnitTest deep[ARRAY_LEN(deep_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_longest) };
	int failed;

	test_table(ascii, ARRAY_LEN(ascii), branches_cases, sizeof(branches_cases[0]), test_ascii);
	test_table(unicode, ARRAY_LEN(unicode), branches_cases, sizeof(branches_cases[0]),
		   test_unicode);
	test_table(deep, ARRAY_LEN(deep), deep_cases, sizeof(deep_cases[0]), test_deep);
	failed = cmocka_run_group_tests_name("branches in ASCII", ascii, NULL, NULL);
	failed += cmocka_run_group_tests_name("branches in UTF-8", unicode, NULL, NULL);
	failed += cmocka_run_group_tests_name("deep branches", deep, NULL, NULL);
	failed += cmocka_run_group_tests_name("branches", others, NULL, NULL);
	return failed;
}
