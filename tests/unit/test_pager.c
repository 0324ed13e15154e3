#include "test_screen.h"

#include <locale.h>

#include "widgets/pager.h"

enum { LINE_COUNT = 20 };

struct fixture {
	char texts[LINE_COUNT][16];
	struct pager_line lines[LINE_COUNT];
	struct pager pager;
	enum pager_result result;
};

/* Twenty lines "line 0" to "line 19". */
static void set_up(struct fixture *f, int height)
{
	memset(f, 0, sizeof(*f));
	for (int i = 0; i < LINE_COUNT; i++) {
		(void)snprintf(f->texts[i], sizeof(f->texts[i]), "line %d", i);
		f->lines[i] = (struct pager_line){ bytes_of(f->texts[i]), STYLE_NORMAL, 4,
						   STYLE_KEY_NAME };
	}
	pager_init(&f->pager, NULL);
	pager_set_height(&f->pager, height);
	pager_set_lines(&f->pager, f->lines, LINE_COUNT);
}

static void type(void *widget, struct key key)
{
	struct fixture *f = widget;

	f->result = pager_key(&f->pager, key);
}

struct key_case {
	const char *name;
	const char *keys;
	size_t top;
	size_t hit; /* LINE_COUNT: none */
	enum pager_result result;
};

/* In six lines. */
/* clang-format off */
static const struct key_case key_cases[] = {
	{ "at first", "", 0, LINE_COUNT, PAGER_OPEN },
	{ "down", "Down j", 2, LINE_COUNT, PAGER_OPEN },
	{ "up", "Down Down k", 1, LINE_COUNT, PAGER_OPEN },
	{ "up at the top", "Up", 0, LINE_COUNT, PAGER_OPEN },
	{ "page down", "PgDn", 5, LINE_COUNT, PAGER_OPEN },
	{ "page down to the end", "Space Space Space Space", 14, LINE_COUNT, PAGER_OPEN },
	{ "page up", "End b", 9, LINE_COUNT, PAGER_OPEN },
	{ "half a page", "C-d C-d C-u", 2, LINE_COUNT, PAGER_OPEN },
	{ "wheel", "WheelDown WheelDown WheelUp", 3, LINE_COUNT, PAGER_OPEN },
	{ "the end", "G", 14, LINE_COUNT, PAGER_OPEN },
	{ "the beginning", "G g", 0, LINE_COUNT, PAGER_OPEN },
	{ "q", "q", 0, LINE_COUNT, PAGER_CLOSED },
	{ "Esc", "Esc", 0, LINE_COUNT, PAGER_CLOSED },
	{ "a key of somebody else", "F5", 0, LINE_COUNT, PAGER_IGNORED },
	{ "a key with Alt of somebody else", "M-q", 0, LINE_COUNT, PAGER_IGNORED },
	{ "search while typing", "/ 1", 0, 1, PAGER_OPEN },
	{ "more typed, further on", "/ 1 2", 11, 12, PAGER_OPEN },
	{ "taken back, back again", "/ 1 2 BS", 0, 1, PAGER_OPEN },
	{ "in another case", "/ L I N E Space 7", 6, 7, PAGER_OPEN },
	{ "nothing found", "/ x", 0, LINE_COUNT, PAGER_OPEN },
	{ "q within the search is a character", "/ q", 0, LINE_COUNT, PAGER_OPEN },
	{ "searched from where it is", "PgDn / 1", 9, 10, PAGER_OPEN },
	{ "Esc goes back", "Down / 1 9 Esc", 1, LINE_COUNT, PAGER_OPEN },
	{ "n", "/ 1 Enter n n", 9, 11, PAGER_OPEN },
	{ "n around the end", "/ 1 9 Enter n", 14, 19, PAGER_OPEN },
	{ "N around the beginning", "/ 1 Enter N", 14, 19, PAGER_OPEN },
	{ "n without a search", "n", 0, LINE_COUNT, PAGER_OPEN },
};
/* clang-format on */

static void test_key(void **state)
{
	const struct key_case *c = *state;
	struct fixture f;

	set_up(&f, 6);
	type_keys(c->keys, type, &f);
	assert_int_equal(f.pager.top, c->top);
	assert_int_equal(f.pager.hit, c->hit);
	assert_int_equal(f.result, c->result);
}

struct draw_case {
	const char *name;
	const char *keys;
	int height, width;
	const char *want; /* of 4 lines and 12 columns, drawn from column 2 on */
};

/* clang-format off */
static const struct draw_case draw_cases[] = {
	{ "at first", "", 3, 10, "##line 0\n##line 1\n##line 2\n############\n" },
	{ "at the end", "End", 3, 10, "##line 17\n##line 18\n##line 19\n############\n" },
	{ "narrow", "", 2, 3, "##lin#######\n##lin#######\n############\n############\n" },
	{ "aside", "Right", 2, 10, "##\n##\n############\n############\n" },
	{ "aside and back", "Right Left Left", 1, 10, "##line 0\n############\n############\n############\n" },
	{ "searching", "/ 1", 4, 10, "##line 0\n##line 1\n##line 2\n##Searc 1\n" },
	{ "no lines to draw in", "Down", 0, 10, "############\n############\n############\n############\n" },
	{ "no columns", "Down", 3, 0, "############\n############\n############\n############\n" },
	{ "one line, searching", "/ 1", 1, 10, "##Searc 1\n############\n############\n############\n" },
};
/* clang-format on */

static void test_draw(void **state)
{
	const struct draw_case *c = *state;
	struct canvas *canvas = canvas_new(4, 12);
	struct fixture f;

	for (int y = 0; y < 4; y++)
		(void)canvas_put(canvas, y, 0, 12, STYLE_DIM, bytes_of("############"));
	set_up(&f, c->height);
	type_keys(c->keys, type, &f);
	pager_draw(&f.pager, canvas, 0, 2, c->width);
	assert_screen(canvas, c->want);
	canvas_free(canvas);
}

static void test_styles(void **state)
{
	struct canvas *canvas = canvas_new(4, 12);
	struct fixture f;
	int y, x;

	(void)state;
	set_up(&f, 4);
	type_keys("/ e Space 2 Enter", type, &f);
	pager_draw(&f.pager, canvas, 0, 0, 12);
	assert_int_equal(style_at(canvas, 0, 0), STYLE_KEY_NAME);
	assert_int_equal(style_at(canvas, 0, 5), STYLE_NORMAL);
	assert_int_equal(style_at(canvas, 2, 2), STYLE_KEY_NAME);
	assert_int_equal(style_at(canvas, 2, 3), STYLE_MATCH);
	assert_int_equal(style_at(canvas, 2, 5), STYLE_MATCH);
	assert_int_equal(style_at(canvas, 2, 6), STYLE_NORMAL);
	assert_int_equal(style_at(canvas, 3, 3), STYLE_KEY_NAME);
	assert_true(canvas_cursor(canvas, &y, &x));
	assert_int_equal(y, 2);
	canvas_free(canvas);
}

/*
 * Aside by eight columns: characters that are cut in half leave a blank, the head keeps its
 * style.
 */
static void test_aside(void **state)
{
	const struct pager_line line = { bytes_of("123456\u65e5\u672cx\u8a9eend"), STYLE_GOOD, 12,
					 STYLE_KEY_NAME };
	const struct pager_line half = { bytes_of("1234567\u65e5end"), STYLE_GOOD, 0,
					 STYLE_KEY_NAME };
	struct pager_line lines[] = { line, half };
	struct canvas *canvas = canvas_new(2, 12);
	struct pager pager;

	(void)state;
	pager_init(&pager, NULL);
	pager_set_height(&pager, 2);
	pager_set_lines(&pager, lines, 2);
	(void)pager_key(&pager, (struct key){ .code = KEY_CODE_RIGHT });
	pager_draw(&pager, canvas, 0, 0, 12);
	assert_screen(canvas, "\u672cx\u8a9eend\n end\n");
	assert_int_equal(style_at(canvas, 0, 0), STYLE_KEY_NAME);
	assert_int_equal(style_at(canvas, 0, 2), STYLE_GOOD);
	canvas_free(canvas);
}

static void test_fewer_lines(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f, 6);
	type_keys("End", type, &f);
	pager_set_lines(&f.pager, f.lines, 8);
	assert_int_equal(f.pager.top, 2);
	pager_set_height(&f.pager, 100);
	assert_int_equal(f.pager.top, 0);
	pager_set_lines(&f.pager, NULL, 0);
	type_keys("Down PgDn End / a Enter n N Up Right", type, &f);
	assert_int_equal(f.pager.top, 0);
}

int main(void)
{
	struct CMUnitTest keys[ARRAY_LEN(key_cases)];
	struct CMUnitTest draws[ARRAY_LEN(draw_cases)];
	const struct CMUnitTest others[] = {
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_aside),
		cmocka_unit_test(test_fewer_lines),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 77;
	test_table(keys, ARRAY_LEN(keys), key_cases, sizeof(key_cases[0]), test_key);
	test_table(draws, ARRAY_LEN(draws), draw_cases, sizeof(draw_cases[0]), test_draw);
	return cmocka_run_group_tests_name("pager_key", keys, NULL, NULL) +
	       cmocka_run_group_tests_name("pager_draw", draws, NULL, NULL) +
	       cmocka_run_group_tests_name("pager", others, NULL, NULL);
}
