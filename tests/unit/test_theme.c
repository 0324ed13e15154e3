#include "test.h"

#include <math.h>

#include "term/theme.h"

/* Luminance of one channel, 0 to 255, by the definition of WCAG. */
static double channel(int value)
{
	double v = value / 255.0;

	return v <= 0.03928 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Of a colour of the 256 that has the same value in every terminal: the cube and the greys. */
static double luminance(int colour)
{
	static const int steps[] = { 0, 95, 135, 175, 215, 255 };

	assert_in_range(colour, 16, 255);
	if (colour >= 232)
		return channel(8 + 10 * (colour - 232));
	colour -= 16;
	return 0.2126 * channel(steps[colour / 36]) + 0.7152 * channel(steps[colour / 6 % 6]) +
	       0.0722 * channel(steps[colour % 6]);
}

static double contrast(double a, double b)
{
	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static void test_sound(void **state)
{
	(void)state;
	for (int i = 0; i < STYLE_COUNT; i++) {
		assert_non_null(theme_table[i].name);
		for (int j = 0; j < i; j++)
			assert_string_not_equal(theme_table[i].name, theme_table[j].name);
		assert_in_range(theme_table[i].eight.text + 1, 0, 8);
		assert_in_range(theme_table[i].eight.ground + 1, 0, 8);
	}
}

/* On the terminal's ground: readable whether that is black or white. On our own: more so. */
static void test_readable(void **state)
{
	(void)state;
	for (int i = 0; i < STYLE_COUNT; i++) {
		struct theme_colours look = theme_table[i].many;

		if (look.text == THEME_DEFAULT) {
			assert_int_equal(look.ground, THEME_DEFAULT);
		} else if (look.ground == THEME_DEFAULT) {
			assert_true(contrast(luminance(look.text), 0.0) >= 3.7);
			assert_true(contrast(luminance(look.text), 1.0) >= 3.7);
		} else {
			assert_true(contrast(luminance(look.text), luminance(look.ground)) >= 4.5);
		}
		/* A ground without a colour for the text would be the user's text on ours. */
		assert_int_equal(theme_table[i].eight.ground != THEME_DEFAULT &&
					 theme_table[i].eight.text == THEME_DEFAULT,
				 0);
	}
}

static void test_not_hue_alone(void **state)
{
	/*
	 * What must not be overlooked without colours, and differs from plain text by more than
	 * a hue with them.
	 */
	static const enum style loud[] = {
		STYLE_TITLE,
		STYLE_TITLE_SORT,
		STYLE_SELECTED,
		STYLE_SELECTED_FOLLOW,
		STYLE_SELECTED_IDLE,
		STYLE_TAGGED,
		STYLE_NEW,
		STYLE_ALERT,
		STYLE_ERROR,
		STYLE_ESCAPED,
		STYLE_MATCH,
		STYLE_PROMPT,
		STYLE_DIALOG_SELECTED,
		STYLE_DIALOG_DANGER,
		STYLE_STATE_ZOMBIE,
		STYLE_STATE_DISK,
		STYLE_STATE_RUN,
	};
	static const enum style apart[][2] = {
		{ STYLE_TITLE, STYLE_TITLE_SORT },
		{ STYLE_SELECTED, STYLE_SELECTED_FOLLOW },
		{ STYLE_SELECTED, STYLE_SELECTED_IDLE },
		{ STYLE_ALERT, STYLE_ERROR },
		{ STYLE_SELECTED, STYLE_MATCH },
		{ STYLE_NEW, STYLE_GONE },
		{ STYLE_DIALOG_SELECTED, STYLE_DIALOG_DANGER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(loud); i++) {
		const struct theme_role *role = &theme_table[loud[i]];

		assert_int_not_equal(role->none, 0);
		assert_true(role->many.attributes != 0 || role->many.ground != THEME_DEFAULT);
		assert_true(role->eight.attributes != 0 || role->eight.ground != THEME_DEFAULT);
	}
	for (size_t i = 0; i < ARRAY_LEN(apart); i++)
		assert_int_not_equal(theme_table[apart[i][0]].none, theme_table[apart[i][1]].none);
}

/* The parts of one bar can be told apart by what they are made of. */
static void test_bars(void **state)
{
	static const enum style bars[][2] = {
		{ STYLE_BAR_USER, STYLE_BAR_IOWAIT },
		{ STYLE_BAR_MEM_USED, STYLE_BAR_MEM_CACHE },
		{ STYLE_BAR_SWAP, STYLE_BAR_SWAP },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bars); i++) {
		for (int a = (int)bars[i][0]; a <= (int)bars[i][1]; a++) {
			assert_in_range(theme_table[a].bar, '!', '~');
			for (int b = (int)bars[i][0]; b < a; b++)
				assert_int_not_equal(theme_table[a].bar, theme_table[b].bar);
		}
	}
}

static void test_look(void **state)
{
	(void)state;
	assert_int_equal(theme_look(STYLE_TITLE, 256).ground, theme_table[STYLE_TITLE].many.ground);
	assert_int_equal(theme_look(STYLE_TITLE, 16).ground, theme_table[STYLE_TITLE].eight.ground);
	assert_int_equal(theme_look(STYLE_TITLE, 0).ground, THEME_DEFAULT);
	assert_int_equal(theme_look(STYLE_TITLE, 0).attributes, theme_table[STYLE_TITLE].none);
	assert_int_equal(theme_look(STYLE_COUNT, 256).text, THEME_DEFAULT);
}

/* An escaped character stands out from the text around it, with any colours and over any ground. */
static void test_escaped(void **state)
{
	static const int colours[] = { 0, 8, 256 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(colours); i++) {
		for (int style = 0; style < STYLE_COUNT; style++) {
			struct theme_colours plain = theme_look((enum style)style, colours[i]);
			struct theme_colours escaped =
				theme_look_escaped((enum style)style, colours[i]);

			if (style == STYLE_ESCAPED)
				continue;
			assert_true(((plain.attributes ^ escaped.attributes) & THEME_REVERSE) ||
				    plain.text != escaped.text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),	      cmocka_unit_test(test_readable),
		cmocka_unit_test(test_not_hue_alone), cmocka_unit_test(test_bars),
		cmocka_unit_test(test_look),	      cmocka_unit_test(test_escaped),
	};

	return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
