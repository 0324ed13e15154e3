#include "test.h"

#include <stdio.h>

#include "term/keystream.h"

struct stream_case {
	const char *name;
	struct bytes input;
	const char *keys;  /* as they come at once */
	const char *quiet; /* what comes more when nothing follows */
};

/* clang-format off */
static const struct stream_case stream_cases[] = {
	{ "text", TEXT("aZ<"), "a Z < ", "" },
	{ "UTF-8", TEXT("\u00e9\u65e5"), "\u00e9 \u65e5 ", "" },
	{ "half a character", TEXT("a\xe6\x97"), "a ", "" },
	{ "bad bytes are dropped", TEXT("\xff" "a\xc3" "b\x80"), "a b ", "" },
	{ "a C1 control is dropped", TEXT("\xc2\x9b" "A"), "A ", "" },
	{ "controls", TEXT("\x01\x0c\x1a\x1c\x1f"), "C-a C-l C-z C-\\ C-_ ", "" },
	{ "NUL is C-Space", TEXT("\0"), "C-Space ", "" },
	{ "Enter, Tab, BS", TEXT("\r\n\t\b\x7f"), "Enter Enter Tab BS BS ", "" },
	{ "Esc alone", TEXT("\033"), "", "Esc " },
	{ "Esc twice", TEXT("\033\033"), "", "Esc Esc " },
	{ "Esc twice, then text", TEXT("\033\033a"), "Esc M-a ", "" },
	{ "Alt", TEXT("\033x\033\u00e9\033\r"), "M-x M-\u00e9 M-Enter ", "" },
	{ "Alt and what begins sequences", TEXT("\033["), "", "M-[ " },
	{ "Alt O", TEXT("\033O"), "", "M-O " },
	{ "Alt ]", TEXT("\033]"), "", "M-] " },
	{ "arrows", TEXT("\033[A\033[B\033OC\033OD"), "Up Down Right Left ", "" },
	{ "Home and End, three ways", TEXT("\033[H\033OF\033[1~\033[4~\033[7~\033[8~"), "Home End Home End Home End ", "" },
	{ "editing keys", TEXT("\033[2~\033[3~\033[5~\033[6~"), "Ins Del PgUp PgDn ", "" },
	{ "F1 to F4", TEXT("\033OP\033OQ\033OR\033OS"), "F1 F2 F3 F4 ", "" },
	{ "F1 to F5 of the Linux console", TEXT("\033[[A\033[[E"), "F1 F5 ", "" },
	{ "F5 to F12", TEXT("\033[15~\033[17~\033[21~\033[24~"), "F5 F6 F10 F12 ", "" },
	{ "F13 and F20", TEXT("\033[25~\033[34~"), "S-F1 S-F8 ", "" },
	{ "xterm's modifiers", TEXT("\033[1;5A\033[1;2R\033[3;3~\033[1;8D"), "C-Up S-F3 M-Del C-M-S-Left ", "" },
	{ "old xterm's modifiers", TEXT("\033O5A"), "C-Up ", "" },
	{ "rxvt's modifiers", TEXT("\033[5$\033[6^\033[7@\033[a\033\033[A"), "S-PgUp C-PgDn C-S-Home S-Up M-Up ", "" },
	{ "keypad", TEXT("\033Oj\033Ok\033Oy\033OM"), "* + 9 Enter ", "" },
	{ "Shift-Tab", TEXT("\033[Z"), "S-Tab ", "" },
	{ "modifyOtherKeys", TEXT("\033[27;5;105~\033[27;2;13~"), "C-i S-Enter ", "" },
	{ "CSI u", TEXT("\033[97;5u\033[27u\033[65;2u"), "C-a Esc A ", "" },
	{ "click", TEXT("\033[<0;5;7M\033[<0;5;7m\033[<2;1;1M"), "MouseLeft@6,4 MouseRight@0,0 ", "" },
	{ "wheel", TEXT("\033[<64;1;1M\033[<65;300;200M\033[<66;1;1M"), "WheelUp@0,0 WheelDown@199,299 ", "" },
	{ "click with modifiers", TEXT("\033[<20;2;2M"), "C-S-MouseLeft@1,1 ", "" },
	{ "movement", TEXT("\033[<35;2;2M\033[<32;3;3M"), "", "" },
	{ "absurd click", TEXT("\033[<0;99999999999;0M"), "MouseLeft@0,9999 ", "" },
	{ "click with too few numbers", TEXT("\033[<0;5M"), "", "" },
	{ "old click", TEXT("\033[M !!\033[M`\"#"), "MouseLeft@0,0 WheelUp@2,1 ", "" },
	{ "half an old click", TEXT("\033[M !"), "", "" },
	{ "answer: attributes", TEXT("\033[?64;1;2ca"), "a ", "" },
	{ "answer: cursor", TEXT("\033[24;80Ra"), "a ", "" },
	{ "answer: mode", TEXT("\033[?2026;2$ya"), "a ", "" },
	{ "answer: colour, BEL", TEXT("\033]10;rgb:ffff/0000/0000\aa"), "a ", "" },
	{ "answer: colour, ST", TEXT("\033]10;rgb:ffff/0000/0000\033\\a"), "a ", "" },
	{ "answer: setting", TEXT("\033P1$r0m\033\\a"), "a ", "" },
	{ "string broken off by a key", TEXT("\033]10;\033[A"), "Up ", "" },
	{ "string without an end", TEXT("\033]10;abc"), "", "" },
	{ "string without an end, then Esc", TEXT("\033]10;abc\033"), "", "Esc " },
	{ "focus and paste", TEXT("\033[I\033[O\033[200~a\033[201~"), "a ", "" },
	{ "unknown sequences", TEXT("\033[99~\033[1;2;3;4;5;6;7z\033[>1c\033Oz"), "", "" },
	{ "broken off by a control", TEXT("\033[1\ra"), "Enter a ", "" },
	{ "broken off by another", TEXT("\033[1;5\033[B"), "Down ", "" },
	{ "half a sequence", TEXT("\033[1;5"), "", "" },
	{ "learnt", TEXT("\033[224za\033E"), "F1 a S-F2 ", "" },
	{ "half of a learnt one", TEXT("\033[224"), "", "" },
};
/* clang-format on */

static void init(struct keystream *stream)
{
	keystream_init(stream);
	keystream_learn(stream, bytes_of("\033[224z"), (struct key){ .code = KEY_CODE_F0 + 1 });
	keystream_learn(stream, bytes_of("\033E"),
			(struct key){ .code = KEY_CODE_F0 + 2, .modifiers = KEY_SHIFTED });
	keystream_learn(stream, bytes_of("a"), (struct key){ .code = KEY_CODE_UP });
	keystream_learn(stream, bytes_of("ab"), (struct key){ .code = KEY_CODE_UP });
}

/* Adds the names of all keys that there are to names. */
static void take(struct keystream *stream, bool quiet, char *names, size_t size)
{
	struct key key;

	while (keystream_next(stream, quiet, &key)) {
		char name[KEY_NAME_MAX], place[32] = "";

		if (key_is_mouse(key))
			(void)snprintf(place, sizeof(place), "@%d,%d", key.y, key.x);
		else
			assert_true(key.y == 0 && key.x == 0);
		(void)snprintf(names + strlen(names), size - strlen(names), "%s%s ",
			       key_format(key, name), place);
	}
}

/* However the bytes are cut into reads, the keys are the same. */
static void test_stream(void **state)
{
	const struct stream_case *c = *state;

	for (size_t chunk = 1; chunk <= c->input.n; chunk++) {
		struct keystream stream;
		struct bytes rest = c->input;
		char keys[256] = "", quiet[256] = "";

		init(&stream);
		while (rest.n > 0) {
			keystream_feed(&stream, bytes_take(&rest, chunk));
			take(&stream, false, keys, sizeof(keys));
		}
		take(&stream, true, quiet, sizeof(quiet));
		assert_string_equal(keys, c->keys);
		assert_string_equal(quiet, c->quiet);
		assert_false(keystream_waits(&stream));
	}
}

/* No input stops it, whatever it is: there is always room again. */
static void test_flood(void **state)
{
	static const char pieces[][8] = { "\033[", "1;",     "\033]", "a",  "\xc3",
					  "\033",  "\033[M", "<0;1;", "\a", "M" };
	struct keystream stream;
	uint32_t random = 1;
	struct key key;

	(void)state;
	init(&stream);
	for (int i = 0; i < 200000; i++) {
		random = random * 1103515245 + 12345;
		keystream_feed(&stream, bytes_of(pieces[(random >> 16) % ARRAY_LEN(pieces)]));
		while (keystream_next(&stream, false, &key))
			assert_true(key.code != KEY_CODE_NONE);
		assert_true(keystream_room(&stream) > 0);
	}
	while (keystream_next(&stream, true, &key))
		continue;
	assert_int_equal(keystream_room(&stream), KEYSTREAM_BYTES);
}

static void test_endless_sequence(void **state)
{
	struct keystream stream;
	struct key key;

	(void)state;
	init(&stream);
	keystream_feed(&stream, bytes_of("\033["));
	for (int i = 0; i < 2000; i++) {
		keystream_feed(&stream, bytes_of("1"));
		(void)keystream_next(&stream, false, &key);
		assert_true(keystream_room(&stream) > 0);
	}
}

int main(void)
{
	struct CMUnitTest streams[ARRAY_LEN(stream_cases)];
	const struct CMUnitTest others[] = { cmocka_unit_test(test_flood),
					     cmocka_unit_test(test_endless_sequence) };

	test_table(streams, ARRAY_LEN(streams), stream_cases, sizeof(stream_cases[0]), test_stream);
	return cmocka_run_group_tests_name("keystream", streams, NULL, NULL) +
	       cmocka_run_group_tests_name("keystream floods", others, NULL, NULL);
}
