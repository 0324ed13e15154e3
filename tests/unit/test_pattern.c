#include "test.h"

#include <errno.h>

#include "table/pattern.h"

struct search_case {
	const char *name;
	struct bytes pattern, text;
	int want;
};

/* clang-format off */
static const struct search_case search_cases[] = {
	{ "anywhere", TEXT("ork"), TEXT("kworker/0:1"), 1 },
	{ "at the beginning", TEXT("^kworker"), TEXT("kworker/0:1"), 1 },
	{ "not at the beginning", TEXT("^worker"), TEXT("kworker/0:1"), 0 },
	{ "at the end", TEXT("1$"), TEXT("kworker/0:1"), 1 },
	{ "case counts", TEXT("SSHD"), TEXT("sshd"), 0 },
	{ "case does not count", TEXT("(?i)SSHD"), TEXT("sshd"), 1 },
	{ "one of two", TEXT("^(sshd|bash)$"), TEXT("bash"), 1 },
	{ "the empty pattern is everywhere", TEXT(""), TEXT("x"), 1 },
	{ "in the empty text too", TEXT(""), TEXT(""), 1 },
	{ "nothing in the empty text", TEXT("x"), TEXT(""), 0 },
	{ "a dot is a newline too", TEXT("^a.b$"), TEXT("a\nb"), 1 },
	{ "the end is not before a newline", TEXT("a$"), TEXT("a\n"), 0 },
	{ "the beginning is not behind a newline", TEXT("^b"), TEXT("a\nb"), 0 },
	{ "a character is not a byte", TEXT("^.$"), TEXT("\xc3\xa9"), 1 },
	{ "letters of other languages in either case", TEXT("(?i)^\xc3\x89$"), TEXT("\xc3\xa9"), 1 },
	{ "behind what is not UTF-8", TEXT("end$"), TEXT("\xff\xfe the end"), 1 },
	{ "before it", TEXT("^the"), TEXT("the end \xff\xfe"), 1 },
	{ "not across it", TEXT("a.b"), TEXT("a\xff" "b"), 0 },
	{ "a NUL in the text", TEXT("a\\x00b"), TEXT("a\0b"), 1 },
	{ "a NUL in the pattern", TEXT("a\0b"), TEXT("a\0b"), 1 },
	{ "only the whole", TEXT("^ab$"), TEXT("ab"), 1 },
	{ "more than the whole", TEXT("^ab$"), TEXT("abb"), 0 },
	{ "the beginning is not the end", TEXT("^ab$"), TEXT("abab"), 0 },
	{ "the end alone", TEXT("ab$"), TEXT("abab"), 1 },
	{ "longer than the text", TEXT("^abc"), TEXT("ab"), 0 },
	{ "an escaped dot", TEXT("\\.so$"), TEXT("libc.so"), 1 },
	{ "it is a dot", TEXT("\\.so$"), TEXT("libcxso"), 0 },
	{ "a dot at the end", TEXT("ab."), TEXT("ab"), 0 },
	{ "a letter that means something", TEXT("^\\w"), TEXT("w"), 1 },
	{ "a letter that means something else", TEXT("^\\d"), TEXT("d"), 0 },
	{ "an end that is none", TEXT("a$b"), TEXT("a$b"), 0 },
	{ "one that is escaped", TEXT("a\\$b"), TEXT("a$b"), 1 },
	{ "one that is escaped at the end", TEXT("a\\$"), TEXT("a$b"), 1 },
	{ "a backslash", TEXT("a\\\\$"), TEXT("xa\\"), 1 },
	{ "two beginnings", TEXT("^^a"), TEXT("a"), 1 },
	{ "quoted", TEXT("\\Qa.b\\E"), TEXT("a.b"), 1 },
	{ "with a blank", TEXT("a b"), TEXT("xa by"), 1 },
	{ "plain in what is not UTF-8", TEXT("root"), TEXT("\xff\xe2root\x80"), 1 },
	{ "at the end of what is not UTF-8", TEXT("root$"), TEXT("\xff" "root"), 1 },
	{ "not at the end", TEXT("root$"), TEXT("root\xff"), 0 },
	{ "groups need no room", TEXT("(a)(b)(c)(d)"), TEXT("abcd"), 1 },
};
/* clang-format on */

static void test_search(void **state)
{
	const struct search_case *c = *state;
	struct pattern_error error;
	struct pattern *pattern;

	assert_int_equal(pattern_compile(c->pattern, &pattern, &error), 0);
	assert_int_equal(pattern_search(pattern, c->text), c->want);
	/* It keeps nothing of one search for the next. */
	assert_int_equal(pattern_search(pattern, c->text), c->want);
	pattern_free(pattern);
}

struct refused_case {
	const char *name;
	struct bytes pattern;
	size_t at;
	const char *reason;
};

/* clang-format off */
static const struct refused_case refused_cases[] = {
	{ "an open group", TEXT("a(b"), 3, "parenthesis" },
	{ "an open class", TEXT("[a"), 2, "missing terminating ]" },
	{ "nothing to repeat", TEXT("*a"), 0, "quantifier" },
	{ "single bytes of characters", TEXT("a\\C"), 3, "\\C" },
	{ "not UTF-8", TEXT("ab\xff"), 2, "UTF-8" },
	{ "larger than there is room for", TEXT("((a{900}){900}){900}"), SIZE_MAX, "too large" },
};
/* clang-format on */

static void test_refused(void **state)
{
	const struct refused_case *c = *state;
	struct pattern *untouched = (struct pattern *)(uintptr_t)c, *pattern = untouched;
	struct pattern_error error;

	assert_int_equal(pattern_compile(c->pattern, &pattern, &error), -EINVAL);
	assert_ptr_equal(pattern, untouched);
	assert_non_null(strstr(error.reason, c->reason));
	if (c->at != SIZE_MAX)
		assert_int_equal(error.at, c->at);
	assert_true(error.at <= c->pattern.n);
}

/* What is found as a text is found as a regular expression too, and nothing else. */
static void test_literal(void **state)
{
	static const char letters[] = "aab.\\$^-\xff";
	uint32_t random = 1;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		struct pattern *plain, *group;
		struct pattern_error error;
		char pattern[16] = "(?:", text[8];
		size_t length = 0, n = 0;

		random = random * 1664525 + 1013904223;
		for (uint32_t left = random >> 8; left > 7 && length < 6; left /= 9)
			pattern[3 + length++] = letters[left % 9];
		pattern[3 + length] = ')';
		random = random * 1664525 + 1013904223;
		for (uint32_t left = random >> 8; left > 7 && n < sizeof(text); left /= 9)
			text[n++] = letters[left % 9];
		if (pattern_compile((struct bytes){ pattern + 3, length }, &plain, &error) < 0)
			continue;
		if (pattern_compile((struct bytes){ pattern, length + 4 }, &group, &error) < 0) {
			/* Its last backslash took the parenthesis. */
			pattern_free(plain);
			continue;
		}
		assert_int_equal(pattern_search(plain, (struct bytes){ text, n }),
				 pattern_search(group, (struct bytes){ text, n }));
		pattern_free(plain);
		pattern_free(group);
	}
}

/* These would go on for years: they end, and find nothing. */
static void test_bounded(void **state)
{
	static const char *const patterns[] = {
		"(a+)+$",      "(a|a)*$",      "(a|aa)+$",     "^(([a-z])+.)+[A-Z]([a-z])+$",
		"(.*)*(.*)*q", "(x+x+)+y",     ".*.*.*.*.*Q$", "(?:a?){60}a{60}$",
		"(a*)*\\1q",   "(?:(?R)|a)+q",
	};
	static char text[20000];

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '!';
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		struct pattern_error error;
		struct pattern *pattern;
		int result;

		assert_int_equal(pattern_compile(bytes_of(patterns[i]), &pattern, &error), 0);
		result = pattern_search(pattern, (struct bytes){ text, sizeof(text) });
		assert_true(result == 0 || result == -E2BIG);
		result = pattern_search(pattern, (struct bytes){ text + sizeof(text) - 31, 31 });
		assert_true(result == 0 || result == -E2BIG);
		pattern_free(pattern);
	}
}

/* Given up thousands of times it still finds what is easy to find. */
static void test_given_up(void **state)
{
	static char text[200];
	struct pattern_error error;
	struct pattern *pattern;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '!';
	assert_int_equal(pattern_compile(bytes_of("^(a|a)*$"), &pattern, &error), 0);
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(pattern_search(pattern, (struct bytes){ text, sizeof(text) }),
				 -E2BIG);
	assert_int_equal(pattern_search(pattern, bytes_of("aaaaa")), 1);
	assert_int_equal(pattern_search(pattern, bytes_of("b")), 0);
	pattern_free(pattern);
}

/* The fast way has too small a stack for this: it is found all the same. */
static void test_small_stack(void **state)
{
	static char text[3000];
	struct pattern_error error;
	struct pattern *pattern;

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_int_equal(pattern_compile(bytes_of("^(?:(a)|b)+$"), &pattern, &error), 0);
	assert_int_equal(pattern_search(pattern, (struct bytes){ text, 1000 }), 1);
	assert_int_equal(pattern_search(pattern, (struct bytes){ NULL, 0 }), 0);
	pattern_free(pattern);
	pattern_free(NULL);
}

static void test_long(void **state)
{
	static char expression[10000];
	struct pattern_error error;
	struct pattern *pattern;

	(void)state;
	memset(expression, 'a', sizeof(expression));
	assert_int_equal(pattern_compile((struct bytes){ expression, sizeof(expression) }, &pattern,
					 &error),
			 -EINVAL);
	assert_int_equal(pattern_compile((struct bytes){ expression, 4096 }, &pattern, &error), 0);
	assert_int_equal(pattern_search(pattern, (struct bytes){ expression, 4096 }), 1);
	assert_int_equal(pattern_search(pattern, (struct bytes){ expression, 4095 }), 0);
	pattern_free(pattern);
}

int main(void)
{
	struct CMUnitTest searches[ARRAY_LEN(search_cases)], refused[ARRAY_LEN(refused_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_literal),	 cmocka_unit_test(test_bounded),
		cmocka_unit_test(test_given_up), cmocka_unit_test(test_small_stack),
		cmocka_unit_test(test_long),
	};
	int failed;

	test_table(searches, ARRAY_LEN(searches), search_cases, sizeof(search_cases[0]),
		   test_search);
	test_table(refused, ARRAY_LEN(refused), refused_cases, sizeof(refused_cases[0]),
		   test_refused);
	failed = cmocka_run_group_tests_name("pattern_search", searches, NULL, NULL);
	failed += cmocka_run_group_tests_name("refused patterns", refused, NULL, NULL);
	failed += cmocka_run_group_tests_name("pattern", others, NULL, NULL);
	return failed;
}
