#include "test_screen.h"

#include <limits.h>
#include <locale.h>

#include "base/text.h"

struct put_case {
	const char *name;
	struct bytes text;
	int y, x, width;
	int used;
	const char *want; /* the screen of 2 lines and 8 columns, full of dots before */
};

/* clang-format off */
static const struct put_case put_cases[] = {
	{ "plain", TEXT("abc"), 0, 1, 8, 3, ".abc....\n........\n" },
	{ "cut at the width", TEXT("abcdef"), 0, 0, 3, 3, "abc.....\n........\n" },
	{ "cut at the edge", TEXT("abcdef"), 1, 5, 100, 3, "........\n.....abc\n" },
	{ "largest width", TEXT("ab"), 1, 7, INT_MAX, 1, "........\n.......a\n" },
	{ "nothing", TEXT(""), 0, 0, 8, 0, "........\n........\n" },
	{ "no width", TEXT("abc"), 0, 0, 0, 0, "........\n........\n" },
	{ "negative width", TEXT("abc"), 0, 0, -5, 0, "........\n........\n" },
	{ "above", TEXT("abc"), -1, 0, 8, 0, "........\n........\n" },
	{ "below", TEXT("abc"), 2, 0, 8, 0, "........\n........\n" },
	{ "right of it", TEXT("abc"), 0, 8, 8, 0, "........\n........\n" },
	{ "far right", TEXT("abc"), 0, INT_MAX, INT_MAX, 0, "........\n........\n" },
	{ "begins left of it", TEXT("abcdef"), 0, -2, 4, 4, "cd......\n........\n" },
	{ "all left of it", TEXT("abc"), 0, -3, 3, 3, "........\n........\n" },
	{ "far left", TEXT("abc"), 0, INT_MIN, 3, 3, "........\n........\n" },
	{ "wide", TEXT("\u65e5\u672c"), 0, 1, 8, 4, ".\u65e5\u672c...\n........\n" },
	{ "wide, cut in half by the width", TEXT("\u65e5\u672c"), 0, 0, 3, 3, "\u65e5 .....\n........\n" },
	{ "wide, cut in half by the edge", TEXT("\u65e5"), 0, 7, 9, 1, ".......\n........\n" },
	{ "wide, cut in half on the left", TEXT("\u65e5x"), 0, -1, 9, 3, " x......\n........\n" },
	{ "marks stay on their base", TEXT("e\u0301x"), 0, 0, 8, 2, "e\u0301x......\n........\n" },
	{ "escape", TEXT("a\033[m"), 0, 0, 8, 5, "a\\e[m...\n........\n" },
	{ "escape that does not fit", TEXT("ab\033"), 0, 0, 3, 3, "ab .....\n........\n" },
	{ "NUL, newline", TEXT("\0\n"), 0, 0, 8, 6, "\\x00\\n..\n........\n" },
	{ "bad UTF-8", TEXT("a\xff" "b"), 0, 0, 8, 3, "a\ufffd" "b.....\n........\n" },
};
/* clang-format on */

static struct canvas *dotted(int lines, int columns)
{
	struct canvas *canvas = canvas_new(lines, columns);

	for (int y = 0; y < lines; y++) {
		for (int x = 0; x < columns; x++)
			(void)canvas_put(canvas, y, x, 1, STYLE_DIM, bytes_of("."));
	}
	return canvas;
}

static void test_put(void **state)
{
	const struct put_case *c = *state;
	struct canvas *canvas = dotted(2, 8);

	assert_int_equal(canvas_put(canvas, c->y, c->x, c->width, STYLE_ALERT, c->text), c->used);
	assert_screen(canvas, c->want);
	canvas_free(canvas);
}

static void test_over_wide(void **state)
{
	struct canvas *canvas = dotted(1, 6);

	(void)state;
	(void)canvas_put(canvas, 0, 0, 6, STYLE_NORMAL, bytes_of("\u65e5\u672c\u8a9e"));
	(void)canvas_put(canvas, 0, 1, 1, STYLE_ALERT, bytes_of("x"));
	assert_screen(canvas, " x\u672c\u8a9e\n");
	(void)canvas_put(canvas, 0, 2, 1, STYLE_ALERT, bytes_of("y"));
	assert_screen(canvas, " xy \u8a9e\n");
	(void)canvas_put(canvas, 0, 3, 2, STYLE_ALERT, bytes_of("\u65e5"));
	assert_screen(canvas, " xy\u65e5\n");
	canvas_fill(canvas, 0, 4, 1, STYLE_TITLE);
	assert_screen(canvas, " xy\n");
	assert_int_equal(style_at(canvas, 0, 4), STYLE_TITLE);
	canvas_glyph(canvas, 0, 1, STYLE_TREE, GLYPH_BRANCH);
	assert_screen(canvas, " \u251cy\n");
	canvas_free(canvas);
}

static void test_styles(void **state)
{
	struct canvas *canvas = dotted(1, 6);

	(void)state;
	(void)canvas_put(canvas, 0, 0, 6, STYLE_GOOD, bytes_of("a\tb"));
	assert_int_equal(style_at(canvas, 0, 1), STYLE_GOOD);
	assert_int_equal(canvas_cell(canvas, 0, 0)->escaped, 0);
	assert_int_equal(canvas_cell(canvas, 0, 1)->escaped, 1);
	assert_int_equal(canvas_cell(canvas, 0, 2)->escaped, 1);
	assert_int_equal(canvas_cell(canvas, 0, 3)->escaped, 0);
	canvas_restyle(canvas, 0, -1, INT_MAX, STYLE_SELECTED);
	assert_int_equal(style_at(canvas, 0, 5), STYLE_SELECTED);
	assert_int_equal(canvas_cell(canvas, 0, 1)->escaped, 1);
	assert_screen(canvas, "a\\tb..\n");
	canvas_free(canvas);
}

/* Whatever the size, nothing is written outside: the sanitizer and the dump would tell. */
static void test_sizes(void **state)
{
	static const int sizes[] = { -1, 0, 1, 2, 3, 1000, 1001 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes) * ARRAY_LEN(sizes); i++) {
		int lines = sizes[i / ARRAY_LEN(sizes)], columns = sizes[i % ARRAY_LEN(sizes)];
		struct canvas *canvas = canvas_new(lines, columns);
		struct canvas *copy = canvas_new(0, 0);

		for (int at = -2; at < 3; at++) {
			(void)canvas_put(canvas, at, at, 5, STYLE_NORMAL, bytes_of("\u65e5\033x"));
			canvas_fill(canvas, at, at, 2, STYLE_NORMAL);
			canvas_glyph(canvas, at, at, STYLE_TREE, GLYPH_LINE);
			canvas_restyle(canvas, at, at, 5, STYLE_DIM);
			canvas_set_cursor(canvas, at, at);
		}
		assert_in_range(canvas_lines(canvas), 0, CANVAS_MAX);
		assert_in_range(canvas_columns(canvas), 0, CANVAS_MAX);
		assert_null(canvas_cell(canvas, canvas_lines(canvas), 0));
		assert_null(canvas_cell(canvas, 0, -1));
		canvas_copy(copy, canvas);
		for (int y = 0; y < canvas_lines(canvas); y++)
			assert_true(canvas_line_equal(copy, canvas, y));
		canvas_free(copy);
		canvas_free(canvas);
	}
}

static void test_cursor(void **state)
{
	struct canvas *canvas = canvas_new(2, 4);
	int y = 7, x = 7;

	(void)state;
	assert_false(canvas_cursor(canvas, &y, &x));
	canvas_set_cursor(canvas, 1, 3);
	assert_true(canvas_cursor(canvas, &y, &x));
	assert_int_equal(y, 1);
	assert_int_equal(x, 3);
	canvas_set_cursor(canvas, 1, 4);
	assert_false(canvas_cursor(canvas, &y, &x));
	canvas_set_cursor(canvas, 0, 0);
	canvas_clear(canvas);
	assert_false(canvas_cursor(canvas, &y, &x));
	canvas_free(canvas);
}

struct highlight_case {
	const char *name;
	const char *text;
	const char *needle;
	struct canvas_span span;
	const char *marks; /* of 12 columns: ^ where it is a match */
};

/* clang-format off */
static const struct highlight_case highlight_cases[] = {
	{ "once", "abcdef", "cd", { 0, 0, 12 }, "  ^^        " },
	{ "another case", "abCDef", "cd", { 0, 0, 12 }, "  ^^        " },
	{ "every time", "xaxxa", "x", { 0, 2, 10 }, "  ^ ^^      " },
	{ "overlapping", "aaa", "aa", { 0, 0, 12 }, "^^          " },
	{ "all", "abc", "abc", { 0, 0, 12 }, "^^^         " },
	{ "none", "abc", "x", { 0, 0, 12 }, "            " },
	{ "empty needle", "abc", "", { 0, 0, 12 }, "            " },
	{ "cut by the span", "abcabc", "abc", { 0, 1, 4 }, " ^^^        " },
	{ "behind wide characters", "\u65e5\u672cx", "x", { 0, 0, 12 }, "    ^       " },
	{ "a wide character", "a\u65e5\u672c", "\u65e5", { 0, 0, 12 }, " ^^         " },
	{ "behind an escape", "\033ab", "b", { 0, 0, 12 }, "   ^        " },
	{ "outside", "abc", "b", { 3, 0, 12 }, "            " },
	{ "left of the grid", "abc", "b", { 0, -1, 12 }, "^           " },
	{ "no width", "abc", "b", { 0, 0, 0 }, "            " },
};
/* clang-format on */

static void test_highlight(void **state)
{
	const struct highlight_case *c = *state;
	struct canvas *canvas = canvas_new(1, 12);
	char marks[13] = "";

	(void)canvas_put(canvas, c->span.y, c->span.x, c->span.width, STYLE_NORMAL,
			 bytes_of(c->text));
	canvas_highlight(canvas, c->span, bytes_of(c->text), bytes_of(c->needle));
	for (int x = 0; x < 12; x++)
		marks[x] = style_at(canvas, 0, x) == STYLE_MATCH ? '^' : ' ';
	assert_string_equal(marks, c->marks);
	canvas_free(canvas);
}

/* Every drawing has both forms, each of one column. */
static void test_glyphs(void **state)
{
	struct canvas *canvas = canvas_new(1, 1);

	(void)state;
	for (int ascii = 0; ascii < 2; ascii++) {
		text_set_ascii(ascii);
		for (int glyph = 0; glyph < GLYPH_COUNT; glyph++) {
			const struct canvas_cell *cell = canvas_cell(canvas, 0, 0);

			canvas_glyph(canvas, 0, 0, STYLE_NORMAL, (enum glyph)glyph);
			assert_int_equal(text_width(bytes_of(cell->utf8)), 1);
			if (ascii)
				assert_in_range(cell->utf8[0], '!', '~');
		}
	}
	text_set_ascii(false);
	canvas_free(canvas);
}

int main(void)
{
	struct CMUnitTest puts[ARRAY_LEN(put_cases)];
	struct CMUnitTest highlights[ARRAY_LEN(highlight_cases)];
	const struct CMUnitTest others[] = {
		cmocka_unit_test(test_over_wide), cmocka_unit_test(test_styles),
		cmocka_unit_test(test_sizes),	  cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_glyphs),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 77;
	test_table(puts, ARRAY_LEN(puts), put_cases, sizeof(put_cases[0]), test_put);
	test_table(highlights, ARRAY_LEN(highlights), highlight_cases, sizeof(highlight_cases[0]),
		   test_highlight);
	return cmocka_run_group_tests_name("canvas_put", puts, NULL, NULL) +
	       cmocka_run_group_tests_name("canvas_highlight", highlights, NULL, NULL) +
	       cmocka_run_group_tests_name("canvas", others, NULL, NULL);
}
