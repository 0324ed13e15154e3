#include "test_screen.h"

#include <locale.h>

#include "widgets/prompt.h"

struct edit_case {
	const char *name;
	const char *start;
	const char *keys;
	const char *want; /* the text, with | where the cursor is */
};

/* clang-format off */
static const struct edit_case edit_cases[] = {
	{ "typing", "", "a b Space c", "ab c|" },
	{ "typing in the middle", "ac", "Left b", "ab|c" },
	{ "UTF-8", "", "\u00e9 \u65e5 Left", "\u00e9|\u65e5" },
	{ "to the left and no further", "ab", "Left Left Left", "|ab" },
	{ "to the right and no further", "ab", "Home Right Right Right", "ab|" },
	{ "over a mark with its base", "xe\u0301", "Left", "x|e\u0301" },
	{ "Home, End", "abc", "Home x End y", "xabcy|" },
	{ "^A ^E", "abc", "C-a x C-e y", "xabcy|" },
	{ "^B ^F", "abc", "C-b C-b C-f x", "abx|c" },
	{ "by words", "one two  three", "M-b M-b", "one |two  three" },
	{ "by words to the right", "one two", "Home M-f C-Right C-Right", "one two|" },
	{ "BS", "abc", "Left BS", "a|c" },
	{ "BS at the beginning", "abc", "Home BS", "|abc" },
	{ "BS takes a base with its mark", "xe\u0301", "BS", "x|" },
	{ "Del", "abc", "Home Del", "|bc" },
	{ "Del at the end", "abc", "Del", "abc|" },
	{ "^D", "abc", "Home C-d", "|bc" },
	{ "^U", "abc def", "M-b C-u", "|def" },
	{ "^K", "abc def", "M-b C-k", "abc |" },
	{ "^W", "abc def  ", "C-w", "abc |" },
	{ "^W at the beginning", "abc", "Home C-w", "|abc" },
	{ "keys that mean nothing here", "abc", "F5 C-x M-z S-Tab Tab Ins PgUp MouseLeft", "abc|" },
	{ "not longer than the limit", "123456789", "0 1 2", "1234567890|" },
	{ "no half character at the limit", "123456789", "\u00e9", "123456789|" },
	{ "the start is cut at the limit", "123456789abcdef", "", "123456789a|" },
	{ "control characters are dropped", "a\tb\033[A\nc\177\xc2\x85\xff" "d", "", "ab[Acd|" },
	{ "Up without a history", "abc", "Up Down", "abc|" },
};
/* clang-format on */

static void type(void *widget, struct key key)
{
	(void)prompt_key(widget, key);
}

static void test_edit(void **state)
{
	const struct edit_case *c = *state;
	struct prompt prompt;
	char got[64];

	prompt_init(&prompt, "Text:", NULL,
		    10 + (strlen(c->start) > 15 || strchr(c->start, ' ') ? 40 : 0));
	prompt_set(&prompt, bytes_of(c->start));
	type_keys(c->keys, type, &prompt);
	(void)snprintf(got, sizeof(got), "%.*s|%s", (int)prompt.cursor, prompt.text,
		       prompt.text + prompt.cursor);
	assert_string_equal(got, c->want);
	assert_int_equal(prompt.length, strlen(prompt.text));
}

static void test_results(void **state)
{
	struct prompt prompt;

	(void)state;
	prompt_init(&prompt, "", NULL, 0);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = 'a' }), PROMPT_CHANGED);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = KEY_CODE_LEFT }),
			 PROMPT_EDITING);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = KEY_CODE_BACKSPACE }),
			 PROMPT_EDITING);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = KEY_CODE_DELETE }),
			 PROMPT_CHANGED);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = KEY_CODE_ENTER }), PROMPT_DONE);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = KEY_CODE_ESCAPE }),
			 PROMPT_CANCELLED);
	assert_int_equal(prompt_key(&prompt, (struct key){ .code = 'g', .modifiers = KEY_CONTROL }),
			 PROMPT_CANCELLED);
}

static void test_full(void **state)
{
	struct prompt prompt;

	(void)state;
	prompt_init(&prompt, "", NULL, 1000000);
	for (int i = 0; i < 3000; i++)
		(void)prompt_key(&prompt, (struct key){ .code = 0x1f600 });
	assert_int_equal(prompt.length, (PROMPT_BYTES - 1) / 4 * 4);
	assert_int_equal(strlen(prompt.text), prompt.length);
}

static void assert_text(const struct prompt *prompt, const char *want)
{
	assert_bytes_equal(prompt_text(prompt), bytes_of(want));
}

static void test_history(void **state)
{
	struct prompt_history history = { 0 };
	struct prompt prompt;

	(void)state;
	prompt_history_add(&history, bytes_of("one"));
	prompt_history_add(&history, bytes_of("two"));
	prompt_history_add(&history, bytes_of(""));
	prompt_history_add(&history, bytes_of("one"));
	assert_int_equal(history.count, 2);
	prompt_init(&prompt, "", &history, 0);
	type_keys("d r Up", type, &prompt);
	assert_text(&prompt, "one");
	type_keys("C-p Up Up", type, &prompt);
	assert_text(&prompt, "two");
	type_keys("Down", type, &prompt);
	assert_text(&prompt, "one");
	type_keys("C-n Down", type, &prompt);
	assert_text(&prompt, "dr");
	type_keys("x Enter", type, &prompt);
	assert_int_equal(history.count, 3);
	assert_string_equal(history.of[2], "drx");
	prompt_history_done(&history);
}

static void test_history_full(void **state)
{
	struct prompt_history history = { 0 };
	char text[16];

	(void)state;
	for (int i = 0; i < PROMPT_HISTORY_MAX + 7; i++) {
		(void)snprintf(text, sizeof(text), "%d", i);
		prompt_history_add(&history, bytes_of(text));
	}
	assert_int_equal(history.count, PROMPT_HISTORY_MAX);
	assert_string_equal(history.of[0], "7");
	prompt_history_add(&history, bytes_of("8"));
	assert_int_equal(history.count, PROMPT_HISTORY_MAX);
	assert_string_equal(history.of[0], "7");
	assert_string_equal(history.of[1], "9");
	assert_string_equal(history.of[PROMPT_HISTORY_MAX - 1], "8");
	prompt_history_done(&history);
}

struct draw_case {
	const char *name;
	const char *text;
	const char *keys;
	const char *error;
	int width;
	const char *want;
	int cursor; /* column; -1: none */
};

/* clang-format off */
static const struct draw_case draw_cases[] = {
	{ "label and text", "abc", "", "", 20, "Find: abc\n", 9 },
	{ "cursor in the middle", "abc", "Home Right", "", 20, "Find: abc\n", 7 },
	{ "error", "abc", "", "bad", 20, "Find: abc        bad\n", 9 },
	{ "long error", "abc", "", "not understood", 20, "Find: abc  not under\n", 9 },
	{ "scrolled to the cursor", "abcdefghij", "", "", 12, "Find: fghij\n", 11 },
	{ "scrolled back", "abcdefghij", "Home", "", 12, "Find: abcdef\n", 6 },
	{ "wide characters", "\u65e5\u672c\u8a9e", "", "", 11, "Find: \u672c\u8a9e\n", 10 },
	{ "narrow", "abc", "", "bad", 5, "Fi c\n", 4 },
	{ "narrower", "abc", "", "bad", 2, "c\n", 1 },
	{ "one column", "abc", "", "bad", 1, "\n", 0 },
	{ "none", "abc", "", "bad", 0, "\n", -1 },
	{ "negative", "abc", "", "bad", -3, "\n", -1 },
};
/* clang-format on */

static void test_draw(void **state)
{
	const struct draw_case *c = *state;
	struct canvas *canvas = canvas_new(1, 40);
	struct prompt prompt;
	int y = 0, x = -1;

	prompt_init(&prompt, "Find:", NULL, 0);
	prompt_set(&prompt, bytes_of(c->text));
	type_keys(c->keys, type, &prompt);
	prompt_set_error(&prompt, c->error);
	prompt_draw(&prompt, canvas, 0, 0, c->width);
	assert_screen(canvas, c->want);
	(void)canvas_cursor(canvas, &y, &x);
	assert_int_equal(x, c->cursor);
	canvas_free(canvas);
}

static void test_error(void **state)
{
	struct prompt prompt;
	char text[PROMPT_ERROR_BYTES * 2];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	prompt_init(&prompt, "", NULL, 0);
	prompt_set_error(&prompt, text);
	assert_int_equal(strlen(prompt.error), PROMPT_ERROR_BYTES - 1);
	type_keys("Left", type, &prompt);
	assert_int_equal(strlen(prompt.error), PROMPT_ERROR_BYTES - 1);
	type_keys("a", type, &prompt);
	assert_string_equal(prompt.error, "");
	prompt_set_error(&prompt, NULL);
	assert_string_equal(prompt.error, "");
}

int main(void)
{
	struct CMUnitTest edits[ARRAY_LEN(edit_cases)];
	struct CMUnitTest draws[ARRAY_LEN(draw_cases)];
	const struct CMUnitTest others[] = {
		cmocka_unit_test(test_results), cmocka_unit_test(test_full),
		cmocka_unit_test(test_history), cmocka_unit_test(test_history_full),
		cmocka_unit_test(test_error),
	};

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 77;
	test_table(edits, ARRAY_LEN(edits), edit_cases, sizeof(edit_cases[0]), test_edit);
	test_table(draws, ARRAY_LEN(draws), draw_cases, sizeof(draw_cases[0]), test_draw);
	return cmocka_run_group_tests_name("prompt_key", edits, NULL, NULL) +
	       cmocka_run_group_tests_name("prompt_draw", draws, NULL, NULL) +
	       cmocka_run_group_tests_name("prompt", others, NULL, NULL);
}
