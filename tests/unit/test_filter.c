#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "table/filter.h"
#include "table/filterstep.h"

/* A row with a value of every kind; number 3 has none but its number. */
struct thing {
	uint64_t id, count, bytes, duration, time;
	int64_t integer, delta;
	double rate, speed, percent;
	char state;
	struct bytes text, list;
};

/* clang-format off */
static const struct thing things[] = {
	{ 1, 4, 1536, 90 * NS_PER_SECOND, UINT64_C(1769860800) * NS_PER_SECOND, /* 2026-01-31 12:00 */
	  -5, -2048, 2.5, 3.0 * 1024 * 1024, 0.05, 'R', TEXT("kworker/0:1"), TEXT("sh\0-c\0a b") },
	{ 2, 0, UINT64_C(1) << 30, 3600 * NS_PER_SECOND, UINT64_C(1000000000) * NS_PER_SECOND,
	  0, 0, 0, 0, 1.5, 'S', TEXT("root"), TEXT("/bin/x\0--a=b") },
	{ .id = 3 },
	{ 4, UINT64_MAX, 0, 0, 0, 19, 1 << 20, 0, 0, 0, 'S', TEXT("b\xff" "d \"q\""), TEXT("") },
};
/* clang-format on */

static const struct thing *thing_of(const void *row)
{
	return row;
}

/* Why a cell has no value is one or the other. */
static struct value missing(const void *row, uint32_t needs)
{
	static struct value (*const why[])(void) = { value_none, value_denied, value_pending,
						     value_stalled };

	return thing_of(row)->id == 3 ? why[needs % ARRAY_LEN(why)]() : value_count(0);
}

#define GETTER(name, make)                                \
	static struct value get_##name(const void *row)   \
	{                                                 \
		return value_##make(thing_of(row)->name); \
	}

GETTER(id, id)
GETTER(count, count)
GETTER(bytes, bytes)
GETTER(duration, duration)
GETTER(time, time)
GETTER(integer, integer)
GETTER(delta, delta)
GETTER(rate, rate)
GETTER(speed, speed)
GETTER(percent, percent)
GETTER(state, state)
GETTER(text, text)
GETTER(list, list)

static size_t calls;

/* A column of text that has a number in one row. */
static struct value get_odd(const void *row)
{
	calls++;
	return thing_of(row)->id == 1 ? value_id(17) : value_text(bytes_of("odd"));
}

/* clang-format off */
static const struct column columns[] = {
	{ "id",       "", "", VALUE_ID,       0,      0, 1, get_id,       NULL },
	{ "count",    "", "", VALUE_COUNT,    1,      0, 1, get_count,    missing },
	{ "bytes",    "", "", VALUE_BYTES,    2,      0, 1, get_bytes,    missing },
	{ "duration", "", "", VALUE_DURATION, 1 << 2, 0, 1, get_duration, missing },
	{ "time",     "", "", VALUE_TIME,     3,      0, 1, get_time,     missing },
	{ "integer",  "", "", VALUE_INTEGER,  1,      0, 1, get_integer,  missing },
	{ "delta",    "", "", VALUE_DELTA,    2,      0, 1, get_delta,    missing },
	{ "rate",     "", "", VALUE_RATE,     3,      0, 1, get_rate,     missing },
	{ "speed",    "", "", VALUE_SPEED,    1 << 3, 0, 1, get_speed,    missing },
	{ "percent",  "", "", VALUE_PERCENT,  1,      0, 1, get_percent,  missing },
	{ "state",    "", "", VALUE_STATE,    2,      0, 1, get_state,    missing },
	{ "text",     "", "", VALUE_TEXT,     1 << 4, 0, 1, get_text,     missing },
	{ "list",     "", "", VALUE_LIST,     1 << 5, 0, 1, get_list,     missing },
	{ "odd",      "", "", VALUE_TEXT,     0,      0, 1, get_odd,      NULL },
};
/* clang-format on */

static const struct column_set set = { "thing", columns, ARRAY_LEN(columns) };

/* Which version of the things is to be asked, and how often a set was made of them. */
static uint64_t version;
static size_t sets_made;

static void all_things(const void *row, struct terms_rows *ret)
{
	(void)row;
	*ret = (struct terms_rows){ things, ARRAY_LEN(things), sizeof(things[0]), things, version };
}

static size_t place_of(const void *row)
{
	return (size_t)(thing_of(row)->id - 1);
}

/* A name is that of all; what means number 3 is not known. */
static void mean(const struct terms_rows *rows, const struct terms_argument *argument, uint8_t *ret)
{
	assert_int_equal(rows->count, ARRAY_LEN(things));
	for (size_t i = 0; i < rows->count; i++) {
		if (argument->kind == TERMS_NUMBER ? things[i].id == argument->number
						   : bytes_equal(argument->text, "all"))
			ret[i] = i == 2 ? TERMS_UNKNOWN : TERMS_TRUE;
	}
}

static enum terms_truth larger(enum terms_truth a, enum terms_truth b)
{
	return a > b ? a : b;
}

/* The number before or behind is meant. */
static void be_near(const struct terms_rows *rows, const struct terms_argument *argument,
		    const uint8_t *meant, uint8_t *ret)
{
	assert_in_range(argument->kind, TERMS_NUMBER, TERMS_EXPRESSION);
	sets_made++;
	for (size_t i = 0; i < rows->count; i++)
		ret[i] = (uint8_t)larger(i > 0 ? meant[i - 1] : TERMS_FALSE,
					 i + 1 < rows->count ? meant[i + 1] : TERMS_FALSE);
}

static void be_self(const struct terms_rows *rows, const struct terms_argument *argument,
		    const uint8_t *meant, uint8_t *ret)
{
	(void)argument;
	sets_made++;
	memcpy(ret, meant, rows->count);
}

static const struct terms_family family = { all_things, place_of, mean };

static const struct terms_relation relations[] = {
	{ "near", be_near },
	{ "self-of", be_self },
};

static const struct terms terms = { &set, &family, relations, ARRAY_LEN(relations) };

struct match_case {
	const char *name; /* the expression */
	const char *want; /* the rows that pass */
};

/* clang-format off */
static const struct match_case match_cases[] = {
	/* operators */
	{ "id = 2", "2" }, { "id == 2", "2" }, { "id != 2", "134" }, { "id < 2", "1" }, { "id <= 2", "12" },
	{ "id > 2", "34" }, { "id >= 2", "234" }, { "id=2", "2" }, { "id>=2", "234" }, { "  id\t>\t2  ", "34" },
	{ "id > 18446744073709551614", "" }, { "count > 18446744073709551614", "4" },
	{ "count = 18446744073709551615", "4" }, { "id = 002", "2" },

	/* kinds */
	{ "count = 0", "2" }, { "count < 5", "12" },
	{ "integer < 0", "1" }, { "integer=-5", "1" }, { "integer>=-5", "124" }, { "integer = 19", "4" }, { "integer > -1", "24" },
	{ "bytes = 1536", "1" }, { "bytes = 1.5k", "1" }, { "bytes = 1.5K", "1" }, { "bytes >= 1g", "2" }, { "bytes = 1024M", "2" },
	{ "bytes < 1t", "124" }, { "bytes = .5", "" }, { "bytes > 0.0001t", "2" },
	{ "delta < 0", "1" }, { "delta = -2k", "1" }, { "delta >= 1m", "4" },
	{ "rate > 2", "1" }, { "rate = 2.5", "1" }, { "rate > 2.5", "" },
	{ "speed > 2m", "1" }, { "speed = 3M", "1" }, { "speed >= 3.5m", "" },
	{ "percent >= 5", "12" }, { "percent > 5%", "2" }, { "percent = 150", "2" }, { "percent < 4.9", "4" },
	{ "duration = 90", "1" }, { "duration = 1.5m", "1" }, { "duration = 90s", "1" }, { "duration = 90000ms", "1" },
	{ "duration >= 1h", "2" }, { "duration < 1d", "124" }, { "duration = 60m", "2" },
	{ "time = 2026-01-31T12:00:00", "1" }, { "time = '2026-01-31 12:00'", "1" }, { "time > 2026-01-31", "1" },
	{ "time < 2026-01-31", "24" }, { "time = 1000000000", "2" }, { "time > \"2026-01-31 12:00:01\"", "" },
	{ "time > 1769860799.5", "1" },
	{ "state = R", "1" }, { "state != R", "24" }, { "state ~ [RD]", "1" }, { "state !~ \"[RD]\"", "24" },
	{ "text = root", "2" }, { "text = \"root\"", "2" }, { "text = 'root'", "2" }, { "text = Root", "" },
	{ "text != root", "14" }, { "text < l", "14" }, { "text >= root", "2" }, { "text = \"\"", "" }, { "text > \"\"", "124" },
	{ "text = \"b\xff" "d \\\"q\\\"\"", "4" }, { "text = 'b\xff" "d \"q\"'", "4" },
	{ "list = \"sh -c a b\"", "1" }, { "list = sh", "" }, { "list ~ --a=b", "2" }, { "list ~ \"^sh -c\"", "1" }, { "list = ''", "4" },
	{ "odd = 17", "1" }, { "odd = odd", "234" }, { "odd ~ ^1", "1" },

	/* patterns */
	{ "text ~ ^kworker", "1" }, { "text !~ ^kworker", "24" }, { "text ~ ^(root|kworker.*)$", "12" }, { "text ~ (oo|wo)r?", "12" },
	{ "text ~ ROOT", "" }, { "text ~ (?i)ROOT", "2" }, { "text ~ '\\d:\\d'", "1" }, { "text ~ \"\\\"q\"", "4" }, { "text ~ root|work", "12" },
	{ "(text ~ ^(root)$)", "2" }, { "id ~ ^[12]$", "12" }, { "text ~ d", "4" },
	{ "text ~ (a+)+$", "" },

	/* what is not there is neither equal nor unequal */
	{ "count >= 0", "124" }, { "count != 77", "124" }, { "not count = 77", "124" }, { "not (count != 77)", "" },
	{ "not not count >= 0", "124" }, { "text !~ zzz", "124" }, { "not text ~ zzz", "124" },
	{ "count = 0 or id = 3", "23" }, { "id = 3 or count = 0", "23" }, { "id = 3 and count != 77", "" },
	{ "not (count = 77 and id = 3)", "124" }, { "not (count = 77 and id = 9)", "1234" }, { "not (id = 9 and count = 77)", "1234" },
	{ "not (count = 77 or id = 9)", "124" }, { "not (id != 9 or count = 77)", "" },
	{ "bytes != 1 or duration != 1 or time != 1 or rate != 77 or speed != 1 or state != x or list != x", "124" },

	/* precedence */
	{ "id = 1 or id = 2 and id = 3", "1" }, { "(id = 1 or id = 2) and id = 2", "2" }, { "id = 2 and id = 3 or id = 1", "1" },
	{ "not id = 1 and id < 3", "2" }, { "not (id = 1 and id < 3)", "234" }, { "not id = 1 or id = 1", "1234" },
	{ "id = 4 or id = 3 or id = 2", "234" }, { "id > 1 and id > 2 and id > 3", "4" },
	{ "id = 1 or id = 2 and not id = 2 or id = 4", "14" }, { "id=1||id=2&&id=3", "1" }, { "!id=1&&!(id=2)", "34" },
	{ "! ! id = 1", "1" }, { "((id = 1))", "1" }, { "not(id = 1)", "234" }, { "id = 1 and (id = 2 or (id = 3 or id = 1))", "1" },
	{ "(id = 1 or id = 2) and (id = 2 or id = 3) or id = 4", "24" },

	/* relations: of a number, of a name */
	{ "near(2)", "13" }, { "near( 2 )", "13" }, { "not near(2)", "24" }, { "near(all)", "123" }, { "near(\"2\")", "" },
	{ "near('all') and id > 1", "23" }, { "self-of(3) or near(1)", "2" }, { "self-of(99)", "" }, { "not self-of(99)", "1234" },
	{ "self-of(all)", "124" }, { "not self-of(all)", "" }, { "not self-of(3)", "124" }, { "near(3)", "" }, { "not near(3)", "13" },
	{ "self-of(02)", "2" }, { "self-of(18446744073709551616)", "" }, { "self-of((all))", "" }, { "self-of(-2)", "" },

	/* and of an expression */
	{ "self-of(id = 2)", "2" }, { "self-of(id=2)", "2" }, { "self-of( id = 2 )", "2" }, { "self-of((id = 2))", "2" },
	{ "self-of((id=2))", "2" }, { "self-of(!id=2)", "134" }, { "self-of(not id = 2)", "134" }, { "self-of(id=2||id=1)", "12" },
	{ "self-of(id > 1 and id < 4)", "23" }, { "self-of(id>1 and (id<4 or id=9))", "23" }, { "self-of(\ttext ~ ^(root|b.*)$)", "2" },
	{ "self-of(count = 0)", "2" }, { "not self-of(count = 0)", "14" }, { "self-of(count = 0) or not self-of(count = 0)", "124" },
	{ "near(id = 2)", "13" }, { "near(count >= 0)", "123" }, { "near(count = 77)", "" }, { "not near(count = 77)", "13" },
	{ "near(near(1))", "13" }, { "near(near(near(1)))", "24" }, { "near(near(id = 4) and id = 3)", "24" }, { "near(not near(1))", "234" },
	{ "near(self-of(id = 1) or self-of(2))", "123" }, { "self-of(near(2) and not self-of(3))", "1" },
	{ "near(id = 1) and near(id = 3)", "2" }, { "id = 9 or near(id = 1) and (near(3) or near(id = 3))", "2" },
	{ "not (near(id = 1) or near(2))", "4" }, { "((near((id = 1))))", "2" }, { "self-of(near(1) )", "2" }, { "self-of(near( 1 ))", "2" },
	{ "self-of(text = 'a)b' or id = 1)", "1" }, { "self-of(text=(x) or id = 1)", "1" },
};
/* clang-format on */

static void write_rows(struct filter *filter, char *to)
{
	for (size_t i = 0; i < ARRAY_LEN(things); i++) {
		if (filter_match(filter, &things[i]))
			*to++ = (char)('0' + things[i].id);
	}
	*to = '\0';
}

static struct filter *compile(const char *expression)
{
	struct filtererror error = { 0 };
	struct filter *filter = NULL;

	if (filter_compile(bytes_of(expression), &terms, &filter, &error) < 0)
		fail_msg("%s: at %zu: %s", expression, error.at, error.message);
	return filter;
}

static void test_match(void **state)
{
	const struct match_case *c = *state;
	struct filter *filter;
	char rows[ARRAY_LEN(things) + 1];

	assert_true(filterlex_is_expression(bytes_of(c->name)));
	filter = compile(c->name);
	write_rows(filter, rows);
	assert_string_equal(rows, c->want);
	filter_free(filter);
}

struct refused_case {
	const char *name;  /* the expression */
	const char *caret; /* up to the place, in which a blank is whatever is there */
	const char *message;
};

/* clang-format off */
#define WORD " (all in quotes it is a word to look for)"
static const struct refused_case refused_cases[] = {
	{ "cont > 5",
	  "^", "no column \"cont\" in the thing table: did you mean \"count\"?" WORD },
	{ "id = 1 and giraffe = 5",
	  "           ^", "no column \"giraffe\" in the thing table: \"proctor columns\" lists them" },
	{ "id = 1 and --x = 5",
	  "           ^", "the name of a column is missing before \"--x\"" },
	{ "--x=5",
	  "^", "the name of a column is missing before \"--x\"" WORD },
	{ "id = 1 and \x1b = 5",
	  "           ^", "the name of a column is missing before \"\\e\"" },
	{ "id = 1 and 'x' = 5",
	  "           ^", "the name of a column is missing before \"x\"" },
	{ "sshd and id = 1",
	  "^", "no column \"sshd\" in the thing table: \"proctor columns\" lists them" WORD },
	{ "id and count = 1",
	  "   ^", "column \"id\" is to be compared here: = != < <= > >= ~ !~" },
	{ "id =",
	  "    ^", "a value is missing here: a word, or a text in quotes" },
	{ "id > > 5",
	  "     ^", "a value is missing here: a word, or a text in quotes" },
	{ "id = and count = 1",
	  "     ^", "a value is missing here: a word, or a text in quotes" },
	{ "(id = ) and count = 1",
	  "      ^", "a value is missing here: a word, or a text in quotes" },
	{ "text = \"abc",
	  "       ^", "the quote \" is not closed" },
	{ "text = 'abc\\'",
	  "       ^", "the quote ' is not closed" },
	{ "id = 1 and",
	  "          ^", "a condition is missing here: COLUMN = VALUE, not, (" },
	{ "id = 1 or not",
	  "             ^", "a condition is missing here: COLUMN = VALUE, not, (" },
	{ "id = 1 and or id = 2",
	  "           ^", "the name of a column is missing before \"or\"" },
	{ "id = 1 id = 2",
	  "       ^", "and, or, ) or the end before \"id\"" },
	{ "id = 1 not id = 2",
	  "       ^", "and, or, ) or the end before \"not\"" },
	{ "text = a b",
	  "         ^", "and, or, ) or the end before \"b\"" },
	{ "(id = 1 or (id = 2)",
	  "^", "this parenthesis is not closed" },
	{ "not (id = 1",
	  "    ^", "this parenthesis is not closed" },
	{ "id = 1) or id = 2",
	  "      ^", "a parenthesis ( is missing before this one" },
	{ "() and id = 1",
	  " ^", "a condition is missing here: COLUMN = VALUE, not, (" },
	{ "id = x",
	  "     ^", "not \"x\": column \"id\" takes a whole number" },
	{ "id = -1",
	  "     ^", "not \"-1\": column \"id\" takes a whole number" },
	{ "id = 1.5",
	  "     ^", "not \"1.5\": column \"id\" takes a whole number" },
	{ "id = 18446744073709551616",
	  "     ^", "not \"18446744073709551616\": column \"id\" takes a whole number" },
	{ "id = 5k",
	  "     ^", "not \"5k\": column \"id\" takes a whole number" },
	{ "integer = 9223372036854775808",
	  "          ^", "not \"9223372036854775808\": column \"integer\" takes a whole number, perhaps negative" },
	{ "bytes > 5x",
	  "        ^", "not \"5x\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "bytes > 99999999t",
	  "        ^", "not \"99999999t\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "bytes > -1",
	  "        ^", "not \"-1\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "bytes > nan",
	  "        ^", "not \"nan\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "bytes > .",
	  "        ^", "not \".\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "bytes > \"\"",
	  "        ^", "not \"\": column \"bytes\" takes bytes, or a number with k m g t" },
	{ "duration > 5k",
	  "           ^", "not \"5k\": column \"duration\" takes seconds, or a number with ms s m h d" },
	{ "percent > 5m",
	  "          ^", "not \"5m\": column \"percent\" takes a number, 5 is 5 %" },
	{ "rate > 5%",
	  "       ^", "not \"5%\": column \"rate\" takes a number" },
	{ "time > 2026-02-30",
	  "       ^", "not \"2026-02-30\": column \"time\" takes \"2026-01-31\", \"2026-01-31 23:59:59\" or seconds since 1970" },
	{ "time > '2026-02-03 24:00'",
	  "       ^", "not \"2026-02-03 24:00\": column \"time\" takes \"2026-01-31\", \"2026-01-31 23:59:59\" or seconds since 1970" },
	{ "time > 2026-02-",
	  "       ^", "not \"2026-02-\": column \"time\" takes \"2026-01-31\", \"2026-01-31 23:59:59\" or seconds since 1970" },
	{ "state = running",
	  "        ^", "not \"running\": column \"state\" takes one letter" },
	{ "bytes ~ 5",
	  "      ^", "column \"bytes\" is a number: = != < <= > >=" },
	{ "text ~ [a",
	  "         ^", "the regular expression: missing terminating ] for character class" },
	{ "text ~ \"\\\"[a\" and id = 1",
	  "            ^", "the regular expression: missing terminating ] for character class" },
	{ "text ~ ^(a|b and id = 1",
	  "            ^", "the regular expression: missing closing parenthesis" },
	{ "id = 1 or nearr(5)",
	  "          ^", "no function \"nearr\": there are near self-of" },
	{ "near()",
	  "     ^", "a value is missing here: a word, or a text in quotes" },
	{ "near(\"\")",
	  "     ^", "\"near\" takes a PID, a name or an expression" },
	{ "near(5 6)",
	  "       ^", "a parenthesis ) is missing here: \"near\" takes a PID, a name or an expression" },
	{ "near(5",
	  "      ^", "a parenthesis ) is missing here: \"near\" takes a PID, a name or an expression" },
	{ "near(a b = 2)",
	  "       ^", "a parenthesis ) is missing here: \"near\" takes a PID, a name or an expression" },
	{ "near('a' b",
	  "         ^", "a parenthesis ) is missing here: \"near\" takes a PID, a name or an expression" },
	{ "near(= 5)",
	  "     ^", "a value is missing here: a word, or a text in quotes" },
	{ "near('a",
	  "     ^", "the quote ' is not closed" },
	{ "near(id = x)",
	  "          ^", "not \"x\": column \"id\" takes a whole number" },
	{ "near(id = 1",
	  "    ^", "this parenthesis is not closed" },
	{ "near(id = 1 id = 2)",
	  "            ^", "and, or, ) or the end before \"id\"" },
	{ "near(id = 1 and)",
	  "               ^", "a condition is missing here: COLUMN = VALUE, not, (" },
	{ "near(not)",
	  "        ^", "a condition is missing here: COLUMN = VALUE, not, (" },
	{ "near(not all)",
	  "         ^", "no column \"all\" in the thing table: \"proctor columns\" lists them" },
	{ "near(all or id = 1)",
	  "     ^", "no column \"all\" in the thing table: \"proctor columns\" lists them" },
	{ "near('all' = 1)",
	  "     ^", "the name of a column is missing before \"all\"" },
	{ "near(ix = 1)",
	  "     ^", "no column \"ix\" in the thing table: did you mean \"id\"?" },
	{ "near(nearr(1))",
	  "     ^", "no function \"nearr\": there are near self-of" },
	{ "near(near(near(text ~ [a)))",
	  "                        ^", "the regular expression: missing terminating ] for character class" },
	{ "near(id = 1))",
	  "            ^", "a parenthesis ( is missing before this one" },
	{ "id = 1 and near (1)",
	  "           ^", "no column \"near\" in the thing table: \"proctor columns\" lists them" },
	{ "id = 1 and near",
	  "           ^", "no column \"near\" in the thing table: \"proctor columns\" lists them" },
};
/* clang-format on */

static void test_refused(void **state)
{
	const struct refused_case *c = *state;
	struct filter *untouched = (struct filter *)(uintptr_t)c, *filter = untouched;
	struct filtererror error = { 0 };

	assert_true(filterlex_is_expression(bytes_of(c->name)));
	assert_int_equal(filter_compile(bytes_of(c->name), &terms, &filter, &error), -EINVAL);
	assert_string_equal(error.message, c->message);
	assert_int_equal(error.at, strlen(c->caret) - 1);
	assert_ptr_equal(filter, untouched);
}

struct word_case {
	const char *name; /* what is no expression */
	const char *word; /* what is looked for */
};

/* clang-format off */
static const struct word_case word_cases[] = {
	{ "", "" }, { " ", " " }, { "sshd", "sshd" }, { "my prog", "my prog" }, { "--root /srv", "--root /srv" },
	{ "(sd-pam)", "(sd-pam)" }, { "python (3)", "python (3)" }, { "and", "and" }, { "or", "or" }, { "not", "not" }, { "!", "!" },
	{ "sshd and", "sshd and" }, { "and sshd", "and sshd" }, { "wow!", "wow!" }, { "do not", "do not" }, { "a not b", "a not b" },
	{ "[kworker/0:1-events]", "[kworker/0:1-events]" }, { "a|b", "a|b" }, { "a&b", "a&b" }, { "&&", "&&" }, { "a &&", "a &&" },
	{ "don't", "don't" }, { "\"a=b\"", "a=b" }, { "'a=b'", "a=b" }, { "\"x and y\"", "x and y" }, { "\"\"", "\"\"" }, { "\"", "\"" },
	{ "\"a\" \"b\"", "\"a\" \"b\"" }, { "\"a=b", NULL }, { "it's=x", NULL }, { "a and b", NULL }, { "a && b", NULL }, { "a||b", NULL },
	{ "not sshd", NULL }, { "!sshd", NULL }, { "a=b", NULL }, { "<defunct>", NULL }, { "f(1)", NULL }, { "\"a\" ~ b", NULL },
};
/* clang-format on */

static void test_word(void **state)
{
	const struct word_case *c = *state;

	assert_int_equal(filterlex_is_expression(bytes_of(c->name)), c->word == NULL);
	if (c->word)
		assert_bytes_equal(filterlex_plain(bytes_of(c->name)), bytes_of(c->word));
}

/* Text made of `count` pieces, with something before and behind. Owned. */
static char *repeat(const char *before, const char *piece, size_t count, const char *behind)
{
	const size_t size = strlen(before) + strlen(piece) * count + strlen(behind) + 1;
	char *text = malloc(size), *to = text;

	assert_non_null(text);
	to += snprintf(to, size, "%s", before);
	for (size_t i = 0; i < count; i++)
		to += snprintf(to, size - (size_t)(to - text), "%s", piece);
	(void)snprintf(to, size - (size_t)(to - text), "%s", behind);
	return text;
}

static void assert_filter(char *text, const char *want)
{
	struct filter *filter = compile(text);
	char rows[ARRAY_LEN(things) + 1];

	write_rows(filter, rows);
	assert_string_equal(rows, want);
	filter_free(filter);
	free(text);
}

static void assert_refused(char *text, const char *reason)
{
	struct filtererror error = { 0 };
	struct filter *filter;

	assert_int_equal(filter_compile(bytes_of(text), &terms, &filter, &error), -EINVAL);
	assert_non_null(strstr(error.message, reason));
	free(text);
}

static void test_bounds(void **state)
{
	(void)state;
	assert_filter(repeat("", "(", FILTERSTEP_DEPTH_MAX,
			     "id=1))))))))))))))))))))))))))))))))))))))"
			     "))))))))))))))))))))))))))"),
		      "1");
	assert_refused(repeat("", "(", FILTERSTEP_DEPTH_MAX + 1, "id=1"), "too deep: at most 64");
	assert_refused(repeat("", "(", 4000, ""), "too deep");
	assert_filter(repeat("", "!", FILTERSTEP_DEPTH_MAX, "id=1"), "1");
	assert_refused(repeat("", "!", FILTERSTEP_DEPTH_MAX + 1, "id=1"), "too deep");
	assert_refused(repeat("", "id=1 or (", FILTERSTEP_DEPTH_MAX, "id=1"), "too deep");
	/* Waiting operators with all their left sides on the stack. */
	assert_filter(repeat("", "id=9 or (", FILTERSTEP_DEPTH_MAX / 2,
			     "id=2))))))))))))))))))))))))))))))))"),
		      "2");
	/* So are relations. */
	assert_filter(repeat("", "near(", FILTERSTEP_DEPTH_MAX,
			     "id=1))))))))))))))))))))))))))))))))))))))"
			     "))))))))))))))))))))))))))"),
		      "13");
	assert_refused(repeat("", "near(", FILTERSTEP_DEPTH_MAX + 1, "id=1"), "too deep");
	assert_refused(repeat("", "near(", 800, ""), "too deep");
	assert_filter(repeat("near(id=1)", "or near(id=1)", 300, ""), "2");
	/* What follows one another is not deep. */
	assert_filter(repeat("id=9", " or id=9", 500, " or id=2"), "2");
	assert_filter(repeat("id=2", "&&id=2", 600, ""), "2");
	assert_refused(repeat("", "id=1 or ", 1250, "id=1"), "too long: at most 4096 bytes");
	assert_refused(repeat("text=", "a", 10000 - 5, ""), "too long");
	assert_filter(repeat("text!=", "a", FILTER_TEXT_MAX - 6, ""), "124");
	assert_refused(repeat("text~", "(", FILTER_TEXT_MAX - 5, ""), "regular expression");
	assert_refused(repeat("", "'", FILTER_TEXT_MAX, ""), "");
	assert_refused(repeat("", "' ", FILTER_TEXT_MAX / 2, ""), "");
}

/* What is decided is not asked for. */
static void test_short_circuit(void **state)
{
	static const struct {
		const char *expression;
		size_t calls;
	} cases[] = {
		{ "id = 1 and odd = odd", 1 },
		{ "id = 1 or odd = odd", 3 },
		{ "id = 9 and odd = odd and odd = odd", 0 },
		{ "(id < 9 or odd = x) and odd = x", 4 },
		{ "count = 77 and odd = x", 1 }, /* of the row of which it is unknown */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct filter *filter = compile(cases[i].expression);
		char rows[ARRAY_LEN(things) + 1];

		calls = 0;
		write_rows(filter, rows);
		assert_int_equal(calls, cases[i].calls);
		filter_free(filter);
	}
}

static void test_needs(void **state)
{
	static const struct {
		const char *expression;
		uint32_t needs;
		bool relates;
	} cases[] = {
		{ "id = 1", 0, false },
		{ "duration > 1 or not text ~ x", 1 << 2 | 1 << 4, false },
		{ "list = x and (speed > 1 or near(1))", 1 << 5 | 1 << 3, true },
		{ "near(list = x or near(not text ~ x))", 1 << 5 | 1 << 4, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct filter *filter = compile(cases[i].expression);

		assert_int_equal(filter_needs(filter), cases[i].needs);
		assert_int_equal(filter_relates(filter), cases[i].relates);
		filter_free(filter);
	}
	filter_free(NULL);
}

/* All rows are asked once for each version of them, and only then. */
static void test_sets(void **state)
{
	struct filter *filter = compile("near(near(odd = odd) or self-of(2)) and id < 9");
	char rows[ARRAY_LEN(things) + 1];

	(void)state;
	for (size_t round = 1; round < 4; round++) {
		version++;
		calls = sets_made = 0;
		for (size_t again = 0; again < 3; again++) {
			write_rows(filter, rows);
			assert_string_equal(rows, "1234");
			assert_int_equal(calls, ARRAY_LEN(things));
			assert_int_equal(sets_made, 3);
		}
	}
	filter_free(filter);
}

/* Where there is no family, there are no relations. */
static void test_no_family(void **state)
{
	const struct terms alone = { &set, NULL, relations, ARRAY_LEN(relations) };
	struct filtererror error = { 0 };
	struct filter *filter;

	(void)state;
	assert_int_equal(filter_compile(bytes_of("near(1)"), &alone, &filter, &error), -EINVAL);
	assert_int_equal(error.at, 0);
	assert_string_equal(error.message, "no function \"near\": there are none for this table");
}

static int set_zone(void **state)
{
	(void)state;
	if (setenv("TZ", "UTC0", 1) < 0)
		return -1;
	tzset();
	return 0;
}

int main(void)
{
	struct CMUnitTest matches[ARRAY_LEN(match_cases)], refused[ARRAY_LEN(refused_cases)];
	struct CMUnitTest words[ARRAY_LEN(word_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_bounds),	  cmocka_unit_test(test_short_circuit),
		cmocka_unit_test(test_needs),	  cmocka_unit_test(test_sets),
		cmocka_unit_test(test_no_family),
	};
	int failed;

	test_table(matches, ARRAY_LEN(matches), match_cases, sizeof(match_cases[0]), test_match);
	test_table(refused, ARRAY_LEN(refused), refused_cases, sizeof(refused_cases[0]),
		   test_refused);
	test_table(words, ARRAY_LEN(words), word_cases, sizeof(word_cases[0]), test_word);
	failed = cmocka_run_group_tests_name("filter_match", matches, set_zone, NULL);
	failed += cmocka_run_group_tests_name("refused expressions", refused, set_zone, NULL);
	failed += cmocka_run_group_tests_name("words", words, NULL, NULL);
	failed += cmocka_run_group_tests_name("filter", others, NULL, NULL);
	return failed;
}
