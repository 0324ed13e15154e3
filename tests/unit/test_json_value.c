#include "test.h"

#include <json-c/json_tokener.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "output/json_value.h"

struct put_case {
	const char *name;
	struct value value;
	const char *want;
	const char *reason;
};

/* clang-format off */
static const struct put_case put_cases[] = {
	{ "none", { VALUE_NONE, { 0 } }, "null", NULL },
	{ "denied", { VALUE_DENIED, { 0 } }, "null", "EACCES" },
	{ "pending", { VALUE_PENDING, { 0 } }, "null", "pending" },
	{ "stalled", { VALUE_STALLED, { 0 } }, "null", "stalled" },
	{ "empty text", { VALUE_TEXT, { .text = TEXT("") } }, "\"\"", NULL },
	{ "text", { VALUE_TEXT, { .text = TEXT("a/b'c") } }, "\"a/b'c\"", NULL },
	{ "text with what must be escaped", { VALUE_TEXT, { .text = TEXT("\"\\\n\t\r\b\f") } }, "\"\\\"\\\\\\n\\t\\r\\b\\f\"", NULL },
	{ "text with controls", { VALUE_TEXT, { .text = TEXT("\x1b\0\x7f") } }, "\"\\u001b\\u0000\\u007f\"", NULL },
	{ "text with UTF-8", { VALUE_TEXT, { .text = TEXT("\xc3\xbc\xe2\x80\xae\xf0\x9f\x98\x80") } }, "\"\\u00fc\\u202e\\ud83d\\ude00\"", NULL },
	{ "text with the last code point", { VALUE_TEXT, { .text = TEXT("\xf4\x8f\xbf\xbf") } }, "\"\\udbff\\udfff\"", NULL },
	{ "text with other bytes", { VALUE_TEXT, { .text = TEXT("a\xff\x80z") } }, "\"a\\udcff\\udc80z\"", NULL },
	{ "text with a surrogate in UTF-8", { VALUE_TEXT, { .text = TEXT("\xed\xb3\xbf") } }, "\"\\udced\\udcb3\\udcbf\"", NULL },
	{ "id", { VALUE_ID, { .count = UINT64_MAX } }, "18446744073709551615", NULL },
	{ "integer", { VALUE_INTEGER, { .integer = -20 } }, "-20", NULL },
	{ "bytes", { VALUE_BYTES, { .count = 4096 } }, "4096", NULL },
	{ "delta", { VALUE_DELTA, { .integer = INT64_MIN } }, "-9223372036854775808", NULL },
	{ "rate 0", { VALUE_RATE, { .ratio = 0 } }, "0", NULL },
	{ "rate", { VALUE_RATE, { .ratio = 0.1 } }, "0.1", NULL },
	{ "speed that needs all digits", { VALUE_SPEED, { .ratio = 1.0 / 3 } }, "0.33333333333333331", NULL },
	{ "speed, large", { VALUE_SPEED, { .ratio = 1e300 } }, "1e+300", NULL },
	{ "percent, negative", { VALUE_PERCENT, { .ratio = -1.5 } }, "-1.5", NULL },
	{ "percent, not a number", { VALUE_PERCENT, { .ratio = NAN } }, "null", NULL },
	{ "percent, infinite", { VALUE_PERCENT, { .ratio = INFINITY } }, "null", NULL },
	{ "duration", { VALUE_DURATION, { .count = 1000000001 } }, "1.000000001", NULL },
	{ "time", { VALUE_TIME, { .count = UINT64_C(1795281562412345678) } }, "1795281562.412345678", NULL },
	{ "state", { VALUE_STATE, { .count = 'R' } }, "\"R\"", NULL },
	{ "list, empty", { VALUE_LIST, { .text = TEXT("") } }, "[]", NULL },
	{ "list of one", { VALUE_LIST, { .text = TEXT("a\0") } }, "[\"a\"]", NULL },
	{ "list without the last NUL", { VALUE_LIST, { .text = TEXT("a\0b") } }, "[\"a\",\"b\"]", NULL },
	{ "list with empty ones", { VALUE_LIST, { .text = TEXT("\0\0a\0\0") } }, "[\"\",\"\",\"a\",\"\"]", NULL },
};
/* clang-format on */

static void test_put(void **state)
{
	const struct put_case *c = *state;
	const char *reason = json_value_reason(c->value);
	struct printbuf *out = printbuf_new();
	struct json_object *object;

	assert_non_null(out);
	json_value_put(out, c->value);
	assert_string_equal(out->buf, c->want);
	printbuf_free(out);

	object = json_value_new(&c->value);
	assert_string_equal(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN),
			    c->want);
	json_object_put(object);

	if (c->reason)
		assert_string_equal(reason, c->reason);
	else
		assert_null(reason);
}

/*
 * What a parser makes of the text: json-c turns a lone surrogate into U+FFFD, all else
 * must come back as it went in.
 */
struct parse_case {
	const char *name;
	struct bytes raw;
	struct bytes want;
};

#define FFFD "\xef\xbf\xbd"

/* clang-format off */
static const struct parse_case parse_cases[] = {
	{ "parsed: controls", TEXT("\x01\x1b]52;c;x\x07\n\r\t\0\x7f"), TEXT("\x01\x1b]52;c;x\x07\n\r\t\0\x7f") },
	{ "parsed: quotes", TEXT("\"},{\"pid\":1,\"\\"), TEXT("\"},{\"pid\":1,\"\\") },
	{ "parsed: all kinds of UTF-8", TEXT("a\xc2\x9b\xc3\xbc\xe2\x80\xae\xef\xbf\xbe\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf"),
	  TEXT("a\xc2\x9b\xc3\xbc\xe2\x80\xae\xef\xbf\xbe\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf") },
	{ "parsed: other bytes", TEXT("a\xff" "b\xc0\xaf"), TEXT("a" FFFD "b" FFFD FFFD) },
	{ "parsed: other bytes behind a pair", TEXT("\xf0\x9f\x98\x80\xffz"), TEXT("\xf0\x9f\x98\x80" FFFD "z") },
	{ "parsed: percent signs", TEXT("%n%s%999999c"), TEXT("%n%s%999999c") },
};
/* clang-format on */

static void test_parse(void **state)
{
	const struct parse_case *c = *state;
	struct printbuf *out = printbuf_new();
	struct json_object *object;

	assert_non_null(out);
	json_value_put_text(out, c->raw);
	object = json_tokener_parse(out->buf);
	assert_true(json_object_is_type(object, json_type_string));
	assert_bytes_equal(((struct bytes){ json_object_get_string(object),
					    (size_t)json_object_get_string_len(object) }),
			   c->want);
	json_object_put(object);
	printbuf_free(out);
}

/* The byte that one \uXXXX stands for, or -1. */
static int unescape(const char *text)
{
	unsigned long code = strtoul(text + 2, NULL, 16);

	return code < 0x80			  ? (int)code
	       : code >= 0xdc80 && code <= 0xdcff ? (int)(code - 0xdc00)
						  : -1;
}

/* Every byte by itself: ASCII only, and back again. */
static void test_bytes(void **state)
{
	(void)state;
	for (int byte = 0; byte < 256; byte++) {
		const char raw = (char)byte;
		struct printbuf *out = printbuf_new();
		const char *text;

		assert_non_null(out);
		json_value_put_text(out, (struct bytes){ &raw, 1 });
		for (text = out->buf; *text; text++)
			assert_in_range(*text, 0x20, 0x7e);
		text = out->buf + 1;
		if (strncmp(text, "\\u", 2) == 0)
			assert_int_equal(unescape(text), byte);
		else
			assert_int_equal(text[0] == '\\' ? text[2] : text[1], '"');
		printbuf_free(out);
	}
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(put_cases) + ARRAY_LEN(parse_cases) + 1];

	test_table(tests, ARRAY_LEN(put_cases), put_cases, sizeof(put_cases[0]), test_put);
	test_table(tests + ARRAY_LEN(put_cases), ARRAY_LEN(parse_cases), parse_cases,
		   sizeof(parse_cases[0]), test_parse);
	tests[ARRAY_LEN(put_cases) + ARRAY_LEN(parse_cases)] =
		(struct CMUnitTest)cmocka_unit_test(test_bytes);
	return cmocka_run_group_tests_name("json_value", tests, NULL, NULL);
}
