#include "test.h"

#include <errno.h>

#include "term/key.h"

struct name_case {
	const char *name;
	uint32_t code;
	uint8_t modifiers;
	const char *shown; /* NULL: the same */
};

/* clang-format off */
static const struct name_case name_cases[] = {
	{ "a", 'a', 0, NULL },
	{ "A", 'A', 0, NULL },
	{ "<", '<', 0, NULL },
	{ "-", '-', 0, NULL },
	{ "C", 'C', 0, NULL },
	{ "F", 'F', 0, NULL },
	{ "\u00e9", 0xe9, 0, NULL },
	{ "\u65e5", 0x65e5, 0, NULL },
	{ "\U0001f600", 0x1f600, 0, NULL },
	{ "Space", ' ', 0, NULL },
	{ " ", ' ', 0, "Space" },
	{ "C-l", 'l', KEY_CONTROL, NULL },
	{ "C--", '-', KEY_CONTROL, NULL },
	{ "C-Space", ' ', KEY_CONTROL, NULL },
	{ "M-h", 'h', KEY_META, NULL },
	{ "C-M-x", 'x', KEY_CONTROL | KEY_META, NULL },
	{ "S-Tab", KEY_CODE_TAB, KEY_SHIFTED, NULL },
	{ "C-M-S-Up", KEY_CODE_UP, KEY_CONTROL | KEY_META | KEY_SHIFTED, NULL },
	{ "F1", KEY_CODE_F0 + 1, 0, NULL },
	{ "F12", KEY_CODE_F0 + 12, 0, NULL },
	{ "F13", KEY_CODE_F0 + 1, KEY_SHIFTED, "S-F1" },
	{ "F24", KEY_CODE_F0 + 12, KEY_SHIFTED, "S-F12" },
	{ "PgDn", KEY_CODE_PAGE_DOWN, 0, NULL },
	{ "PageDown", KEY_CODE_PAGE_DOWN, 0, "PgDn" },
	{ "Escape", KEY_CODE_ESCAPE, 0, "Esc" },
	{ "Return", KEY_CODE_ENTER, 0, "Enter" },
	{ "BS", KEY_CODE_BACKSPACE, 0, NULL },
	{ "MouseLeft", KEY_CODE_MOUSE_LEFT, 0, NULL },
	{ "WheelDown", KEY_CODE_WHEEL_DOWN, 0, NULL },
};
/* clang-format on */

static void test_name(void **state)
{
	const struct name_case *c = *state;
	char name[KEY_NAME_MAX];
	struct key key;

	assert_int_equal(key_parse(bytes_of(c->name), &key), 0);
	assert_int_equal(key.code, c->code);
	assert_int_equal(key.modifiers, c->modifiers);
	assert_string_equal(key_format(key, name), c->shown ? c->shown : c->name);
}

struct bad_case {
	const char *name;
	struct bytes text;
};

/* clang-format off */
static const struct bad_case bad_cases[] = {
	{ "empty", TEXT("") },
	{ "two characters", TEXT("ab") },
	{ "modifier alone", TEXT("C-") },
	{ "modifiers in another order", TEXT("M-C-a") },
	{ "shifted character", TEXT("S-a") },
	{ "F0", TEXT("F0") },
	{ "F25", TEXT("F25") },
	{ "F100", TEXT("F100") },
	{ "control character", TEXT("\t") },
	{ "NUL", TEXT("\0") },
	{ "C1 control", TEXT("\xc2\x9b") },
	{ "half a character", TEXT("\xc3") },
	{ "bad byte", TEXT("\xff") },
	{ "overlong", TEXT("\xc0\xaf") },
	{ "surrogate", TEXT("\xed\xa0\x80") },
	{ "beyond Unicode", TEXT("\xf4\x90\x80\x80") },
	{ "another case", TEXT("up") },
};
/* clang-format on */

static void test_bad(void **state)
{
	const struct bad_case *c = *state;
	struct key key, untouched;

	memset(&key, 0xa5, sizeof(key));
	untouched = key;
	assert_int_equal(key_parse(c->text, &key), -EINVAL);
	assert_memory_equal(&key, &untouched, sizeof(key));
}

/* Every character there is survives the way to bytes and back; nothing else is one. */
static void test_utf8(void **state)
{
	(void)state;
	for (uint32_t code = 1; code < 0x110010; code++) {
		char bytes[4];
		uint32_t back = 0;
		size_t n = key_utf8(code, bytes);
		bool valid = code < 0x110000 && !(code >= 0xd800 && code < 0xe000);

		assert_int_equal(n > 0, valid);
		if (!valid)
			continue;
		assert_int_equal(key_from_utf8((struct bytes){ bytes, n }, &back), n);
		assert_int_equal(back, code);
		if (n > 1)
			assert_int_equal(key_from_utf8((struct bytes){ bytes, n - 1 }, &back), 0);
	}
}

static void test_questions(void **state)
{
	struct key a = { .code = 'a' }, click = { .code = KEY_CODE_MOUSE_LEFT, .y = 3, .x = 4 };
	struct key same = { .code = KEY_CODE_MOUSE_LEFT };
	char name[KEY_NAME_MAX];

	(void)state;
	assert_true(key_is(a, 'a'));
	assert_true(key_is_text(a));
	assert_false(key_is_mouse(a));
	assert_true(key_is_mouse(click));
	assert_false(key_is_text(click));
	assert_true(key_same(click, same));
	a.modifiers = KEY_CONTROL;
	assert_false(key_is(a, 'a'));
	assert_false(key_is_text(a));
	assert_true(key_is_control(a, 'a'));
	assert_string_equal(key_format((struct key){ .code = 7 }, name), "?");
	assert_string_equal(key_format((struct key){ .code = UINT32_MAX }, name), "?");
}

int main(void)
{
	struct CMUnitTest names[ARRAY_LEN(name_cases)];
	struct CMUnitTest bad[ARRAY_LEN(bad_cases)];
	const struct CMUnitTest others[] = { cmocka_unit_test(test_utf8),
					     cmocka_unit_test(test_questions) };

	test_table(names, ARRAY_LEN(names), name_cases, sizeof(name_cases[0]), test_name);
	test_table(bad, ARRAY_LEN(bad), bad_cases, sizeof(bad_cases[0]), test_bad);
	return cmocka_run_group_tests_name("key names", names, NULL, NULL) +
	       cmocka_run_group_tests_name("key_parse refuses", bad, NULL, NULL) +
	       cmocka_run_group_tests_name("key", others, NULL, NULL);
}
