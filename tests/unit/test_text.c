#include "test.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

struct clean_case {
	const char *name;
	struct bytes raw;
	const char *want;
	size_t width;
	size_t most; /* columns that text_write() may use */
};

#define ALL  SIZE_MAX
#define FFFD "\xef\xbf\xbd"

/* clang-format off */
static const struct clean_case clean_cases[] = {
	{ "nothing", TEXT(""), "", 0, ALL },
	{ "plain", TEXT("bash -c 'a b'"), "bash -c 'a b'", 13, ALL },
	{ "spaces at both ends stay", TEXT("  a  "), "  a  ", 5, ALL },
	{ "percent signs mean nothing", TEXT("%n%s%999999c"), "%n%s%999999c", 12, ALL },

	{ "CSI", TEXT("\x1b[2J"), "\\e[2J", 5, ALL },
	{ "OSC 52", TEXT("\x1b]52;c;aGk=\x07"), "\\e]52;c;aGk=\\x07", 16, ALL },
	{ "newline, tab, carriage return", TEXT("a\nb\tc\rd"), "a\\nb\\tc\\rd", 10, ALL },
	{ "other C0", TEXT("\v\f\b\a"), "\\x0b\\x0c\\x08\\x07", 16, ALL },
	{ "NUL", TEXT("a\0b"), "a\\x00b", 6, ALL },
	{ "DEL", TEXT("\x7f"), "\\x7f", 4, ALL },
	{ "C1 in UTF-8", TEXT("\xc2\x9b" "2J"), "\\u{9b}2J", 8, ALL },
	{ "C1 as raw byte", TEXT("\x9b" "2J"), FFFD "2J", 3, ALL },
	{ "a backslash is itself", TEXT("\\n"), "\\n", 2, ALL },

	{ "umlaut", TEXT("M\xc3\xbcller"), "M\xc3\xbcller", 6, ALL },
	{ "wide", TEXT("\xe4\xb8\xad\xe6\x96\x87"), "\xe4\xb8\xad\xe6\x96\x87", 4, ALL },
	{ "emoji", TEXT("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80", 2, ALL },
	{ "U+FFFD itself", TEXT(FFFD), FFFD, 1, ALL },

	{ "byte FF", TEXT("a\xff" "b"), "a" FFFD "b", 3, ALL },
	{ "lone continuation", TEXT("\x80"), FFFD, 1, ALL },
	{ "overlong slash", TEXT("\xc0\xaf"), FFFD FFFD, 2, ALL },
	{ "surrogate", TEXT("\xed\xa0\x80"), FFFD FFFD FFFD, 3, ALL },
	{ "beyond U+10FFFF", TEXT("\xf4\x90\x80\x80"), FFFD FFFD FFFD FFFD, 4, ALL },
	{ "cut at the end", TEXT("ab\xe4\xb8"), "ab" FFFD FFFD, 4, ALL },
	{ "cut in the midst", TEXT("\xe4\xb8x"), FFFD FFFD "x", 3, ALL },

	{ "mark on ASCII", TEXT("e\xcc\x81x"), "e\xcc\x81x", 2, ALL },
	{ "mark on a wide one", TEXT("\xe4\xb8\xad\xcc\x81"), "\xe4\xb8\xad\xcc\x81", 2, ALL },
	{ "mark first", TEXT("\xcc\x81" "a"), FFFD "a", 2, ALL },
	{ "mark behind an escape has no base", TEXT("\n\xcc\x81"), "\\n" FFFD, 3, ALL },
	{ "four marks stay", TEXT("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84"), "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84", 1, ALL },
	{ "the fifth and sixth go", TEXT("e\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86x"),
	  "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84x", 2, ALL },
	{ "spacing mark, of disputed width", TEXT("\xe0\xa4\x95\xe0\xa4\xbe"), "\xe0\xa4\x95" FFFD, 2, ALL },

	{ "right-to-left override", TEXT("a\xe2\x80\xae" "b"), "a\\u{202e}b", 10, ALL },
	{ "isolates", TEXT("\xe2\x81\xa6\xe2\x81\xa9"), "\\u{2066}\\u{2069}", 16, ALL },
	{ "Arabic letter mark", TEXT("\xd8\x9c"), "\\u{61c}", 7, ALL },
	{ "zero width joiner", TEXT("a\xe2\x80\x8d" "b"), "a\\u{200d}b", 10, ALL },
	{ "byte order mark", TEXT("\xef\xbb\xbf"), "\\u{feff}", 8, ALL },
	{ "soft hyphen", TEXT("\xc2\xad"), "\\u{ad}", 6, ALL },
	{ "variation selector", TEXT("\xe2\x9d\xa4\xef\xb8\x8f"), "\xe2\x9d\xa4\\u{fe0f}", 9, ALL },
	{ "Hangul filler, which shows nothing", TEXT("\xe3\x85\xa4"), "\\u{3164}", 8, ALL },
	{ "number sign, a format character that shows", TEXT("\xd8\x80"), "\\u{600}", 7, ALL },
	{ "line separator", TEXT("\xe2\x80\xa8"), "\\u{2028}", 8, ALL },
	{ "tag", TEXT("\xf3\xa0\x80\x81"), "\\u{e0001}", 9, ALL },
	{ "private use", TEXT("\xee\x80\x80"), "\\u{e000}", 8, ALL },
	{ "noncharacter", TEXT("\xef\xbf\xbe"), "\\u{fffe}", 8, ALL },
	{ "unassigned", TEXT("\xcd\xb8"), "\\u{378}", 7, ALL },
	{ "the last code point", TEXT("\xf4\x8f\xbf\xbf"), "\\u{10ffff}", 10, ALL },
	{ "flag", TEXT("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"), FFFD FFFD, 2, ALL },
	{ "skin tone", TEXT("\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"), "\xf0\x9f\x91\x8d" FFFD, 3, ALL },
	{ "conjoining vowel", TEXT("\xe1\x84\x80\xe1\x85\xa1"), "\xe1\x84\x80" FFFD, 3, ALL },

	{ "cut", TEXT("abcdef"), "abc", 6, 3 },
	{ "cut to nothing", TEXT("abc"), "", 3, 0 },
	{ "fits to the column", TEXT("abc"), "abc", 3, 3 },
	{ "wide at the end: half of it fits", TEXT("a\xe4\xb8\xad"), "a", 3, 2 },
	{ "wide at the end: it fits", TEXT("a\xe4\xb8\xad"), "a\xe4\xb8\xad", 3, 3 },
	{ "an escape is not cut", TEXT("ab\x1b" "c"), "ab", 5, 3 },
	{ "what follows a cut escape is not pulled up", TEXT("a\x01" "b"), "a", 6, 4 },
	{ "the mark of the last column stays", TEXT("abe\xcc\x81x"), "abe\xcc\x81", 4, 3 },
};
/* clang-format on */

static void test_clean(void **state)
{
	const struct clean_case *c = *state;
	char *text = NULL;
	size_t size = 0, written;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	written = text_write(out, c->raw, c->most);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text, c->want);
	assert_int_equal(size, strlen(c->want));
	assert_int_equal(written, text_width(bytes_of(c->want)));
	assert_int_equal(text_width(c->raw), c->width);
	free(text);
}

struct cluster_case {
	const char *name;
	struct bytes raw;
	const char *want; /* the first cluster */
	unsigned char width;
	bool escaped;
	size_t left; /* bytes behind it */
};

/* clang-format off */
static const struct cluster_case cluster_cases[] = {
	{ "cluster: ASCII", TEXT("ab"), "a", 1, false, 1 },
	{ "cluster: ASCII before another base", TEXT("a\xc3\xbc"), "a", 1, false, 2 },
	{ "cluster: with a mark", TEXT("a\xcc\x81" "b"), "a\xcc\x81", 1, false, 1 },
	{ "cluster: dropped marks are taken, too", TEXT("a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"),
	  "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 1, false, 0 },
	{ "cluster: the longest", TEXT("\xf0\x9f\x98\x80\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90"),
	  "\xf0\x9f\x98\x80\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90\xf0\x9e\xa3\x90", 2, false, 0 },
	{ "cluster: wide", TEXT("\xe4\xb8\xad"), "\xe4\xb8\xad", 2, false, 0 },
	{ "cluster: escape", TEXT("\x1b[m"), "\\e", 2, true, 2 },
	{ "cluster: invalid", TEXT("\xe4\xb8"), FFFD, 1, true, 1 },
};
/* clang-format on */

static void test_cluster(void **state)
{
	const struct cluster_case *c = *state;
	struct text_cluster cluster;
	struct bytes rest = c->raw;

	assert_int_equal(text_next(&rest, &cluster), 1);
	assert_string_equal(cluster.utf8, c->want);
	assert_int_equal(cluster.length, strlen(c->want));
	assert_int_equal(cluster.width, c->width);
	assert_int_equal(cluster.escaped, c->escaped);
	assert_int_equal(rest.n, c->left);
}

/* clang-format off */
static const struct clean_case ascii_cases[] = {
	{ "ASCII only: plain", TEXT("a~ b"), "a~ b", 4, ALL },
	{ "ASCII only: a code point is one question mark", TEXT("M\xc3\xbcller \xe4\xb8\xad"), "M?ller ?", 8, ALL },
	{ "ASCII only: so is a mark", TEXT("e\xcc\x81"), "e?", 2, ALL },
	{ "ASCII only: so is an invalid byte", TEXT("\xff\xfe"), "??", 2, ALL },
	{ "ASCII only: and a control character of C1", TEXT("\xc2\x9b"), "?", 1, ALL },
	{ "ASCII only: escapes are ASCII", TEXT("\x1b\n"), "\\e\\n", 4, ALL },
};
/* clang-format on */

static void test_ascii(void **state)
{
	assert_false(text_is_ascii());
	text_set_ascii(true);
	assert_true(text_is_ascii());
	test_clean(state);
	text_set_ascii(false);
}

struct contains_case {
	const char *name;
	struct bytes raw;
	struct bytes needle;
	bool want;
};

/* clang-format off */
static const struct contains_case contains_cases[] = {
	{ "contains: nothing in nothing", TEXT(""), TEXT(""), true },
	{ "contains: nothing in something", TEXT("a"), TEXT(""), true },
	{ "contains: something in nothing", TEXT(""), TEXT("a"), false },
	{ "contains: the whole", TEXT("bash"), TEXT("bash"), true },
	{ "contains: begin", TEXT("bash"), TEXT("ba"), true },
	{ "contains: end", TEXT("bash"), TEXT("sh"), true },
	{ "contains: longer than the text", TEXT("ba"), TEXT("bash"), false },
	{ "contains: not", TEXT("bash"), TEXT("bs"), false },
	{ "contains: a false start", TEXT("aaab"), TEXT("aab"), true },
	{ "contains: case of both", TEXT("FireFox"), TEXT("fIREf"), true },
	{ "contains: @ is no large `", TEXT("@"), TEXT("`"), false },
	{ "contains: [ is no large {", TEXT("["), TEXT("{"), false },
	{ "contains: umlauts", TEXT("GR\xc3\x9cN"), TEXT("gr\xc3\xbcn"), true },
	{ "contains: sharp s is ss", TEXT("STRASSE"), TEXT("stra\xc3\x9f" "e"), true },
	{ "contains: ss is sharp s", TEXT("Stra\xc3\x9f" "e"), TEXT("SS"), true },
	{ "contains: the end of one folded letter", TEXT("\xc3\x9fx"), TEXT("sx"), true },
	{ "contains: Greek final sigma", TEXT("\xce\x9f\xce\xa3"), TEXT("\xce\xbf\xcf\x82"), true },
	{ "contains: Kelvin sign is a k", TEXT("\xe2\x84\xaa"), TEXT("K"), true },
	{ "contains: Cyrillic not", TEXT("\xd0\xb6"), TEXT("\xd0\xb7"), false },
	{ "contains: no UTF-8, ASCII case", TEXT("\xff" "ABC"), TEXT("abc"), true },
	{ "contains: no UTF-8, the very byte", TEXT("a\xff" "b"), TEXT("\xff" "B"), true },
	{ "contains: an odd byte elsewhere", TEXT("\xff GR\xc3\x9cN"), TEXT("gr\xc3\xbcn"), true },
	{ "contains: an odd byte is no letter", TEXT("\xff"), TEXT("\xc3\xbf"), false },
	{ "contains: no UTF-8, other byte", TEXT("a\xff" "b"), TEXT("\xfe"), false },
	{ "contains: needle with NUL", TEXT("a\0b"), TEXT("\0B"), true },
};
/* clang-format on */

static void test_contains(void **state)
{
	const struct contains_case *c = *state;

	assert_int_equal(text_contains(c->raw, c->needle), c->want);
}

/* A hostile text is cleaned in one pass, whatever it is made of. */
static void test_long(void **state)
{
	enum { MARKS = 1000 * 1000 };
	char *raw = malloc(1 + 2 * MARKS);
	struct text_cluster cluster;
	struct bytes rest = { raw, 1 + 2 * MARKS };

	(void)state;
	assert_non_null(raw);
	raw[0] = 'e';
	for (size_t i = 0; i < MARKS; i++)
		memcpy(raw + 1 + 2 * i, "\xcc\x81", 2);
	assert_int_equal(text_width(rest), 1);
	assert_int_equal(text_next(&rest, &cluster), 1);
	assert_int_equal(cluster.length, 1 + 2 * TEXT_MARKS_MAX);
	assert_int_equal(rest.n, 0);
	assert_int_equal(text_next(&rest, &cluster), 0);
	free(raw);
}

/* What is written is what one cluster after the other says, wherever the odd byte stands. */
static void check_parts(struct bytes raw, size_t most)
{
	struct text_cluster cluster;
	struct bytes rest = raw;
	char *text = NULL, want[256] = "";
	size_t size = 0, width = 0, length = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	while (text_next(&rest, &cluster) > 0 && cluster.width <= most - width) {
		memcpy(want + length, cluster.utf8, cluster.length);
		length += cluster.length;
		width += cluster.width;
	}
	assert_int_equal(text_write(out, raw, most), width);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(size, length);
	assert_memory_equal(text, want, length);
	if (most == ALL)
		assert_int_equal(text_width(raw), width);
	free(text);
}

static void test_places(void **state)
{
	static const char plain[] = " ~abcdefghijklmnopqrstu";

	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		for (size_t place = 0; place < sizeof(plain) - 1; place++) {
			char raw[sizeof(plain) - 1];

			memcpy(raw, plain, sizeof(raw));
			raw[place] = (char)byte;
			check_parts((struct bytes){ raw, sizeof(raw) }, ALL);
			check_parts((struct bytes){ raw, place + 1 }, ALL);
			check_parts((struct bytes){ raw, sizeof(raw) }, place + 1);
		}
	}
}

struct part_case {
	const char *name;
	struct bytes raw;
	size_t most;
	const char *want; /* NULL: there is none */
	size_t width;
	size_t left; /* bytes behind it */
};

/* clang-format off */
static const struct part_case part_cases[] = {
	{ "part: all that is plain", TEXT("/usr/bin/env"), ALL, "/usr/bin/env", 12, 0 },
	{ "part: as much as fits", TEXT("/usr/bin/env"), 9, "/usr/bin/", 9, 3 },
	{ "part: up to a control", TEXT("/usr/bin\n"), ALL, "/usr/bin", 8, 1 },
	{ "part: not the base of a mark", TEXT("/usr/bine\xcc\x81"), ALL, "/usr/bin", 8, 3 },
	{ "part: a base with its mark", TEXT("e\xcc\x81x"), ALL, "e\xcc\x81", 1, 1 },
	{ "part: an escape alone", TEXT("\nx"), ALL, "\\n", 2, 1 },
	{ "part: an escape that does not fit is left", TEXT("\nx"), 1, NULL, 0, 2 },
	{ "part: nothing fits", TEXT("x"), 0, NULL, 0, 1 },
	{ "part: the end", TEXT(""), ALL, NULL, 0, 0 },
};
/* clang-format on */

static void test_part(void **state)
{
	const struct part_case *c = *state;
	struct bytes rest = c->raw;
	struct text_part part;

	assert_int_equal(text_next_part(&rest, c->most, &part), c->want ? 1 : 0);
	assert_int_equal(rest.n, c->left);
	if (c->want) {
		assert_bytes_equal(part.bytes, bytes_of(c->want));
		assert_int_equal(part.width, c->width);
	}
}

static void test_null(void **state)
{
	const struct bytes none = { NULL, 0 };

	(void)state;
	assert_int_equal(text_width(none), 0);
	assert_int_equal(text_write(stdout, none, 10), 0);
	assert_true(text_contains(none, none));
	assert_false(text_contains(none, bytes_of("a")));
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(clean_cases) + ARRAY_LEN(cluster_cases) +
				ARRAY_LEN(ascii_cases) + ARRAY_LEN(contains_cases) +
				ARRAY_LEN(part_cases) + 3];
	struct CMUnitTest *at = tests;

	if (!setlocale(LC_CTYPE, "C.UTF-8") && !setlocale(LC_CTYPE, "en_US.UTF-8"))
		return 77;
	test_table(at, ARRAY_LEN(clean_cases), clean_cases, sizeof(clean_cases[0]), test_clean);
	at += ARRAY_LEN(clean_cases);
	test_table(at, ARRAY_LEN(cluster_cases), cluster_cases, sizeof(cluster_cases[0]),
		   test_cluster);
	at += ARRAY_LEN(cluster_cases);
	test_table(at, ARRAY_LEN(ascii_cases), ascii_cases, sizeof(ascii_cases[0]), test_ascii);
	at += ARRAY_LEN(ascii_cases);
	test_table(at, ARRAY_LEN(contains_cases), contains_cases, sizeof(contains_cases[0]),
		   test_contains);
	at += ARRAY_LEN(contains_cases);
	test_table(at, ARRAY_LEN(part_cases), part_cases, sizeof(part_cases[0]), test_part);
	at += ARRAY_LEN(part_cases);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_places);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_long);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_null);
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
