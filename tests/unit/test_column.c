#include "test.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>

#include "table/column.h"

static struct value get_nothing(const void *row)
{
	(void)row;
	return value_none();
}

enum { NEEDS_STAT = 1, NEEDS_STATUS = 2, NEEDS_SMAPS = 4 };

/* clang-format off */
static const struct column columns[] = {
	{ "pid",     "PID",   "process ID",     VALUE_ID,      NEEDS_STAT,   COLUMN_DEFAULT,                     7, get_nothing },
	{ "tty",     "TTY",   "terminal",       VALUE_TEXT,    NEEDS_STAT,   0,                                  8, get_nothing },
	{ "cpu",     "%CPU",  "processor use",  VALUE_PERCENT, NEEDS_STAT,   COLUMN_DEFAULT | COLUMN_DESCENDING, 5, get_nothing },
	{ "rss",     "RSS",   "resident",       VALUE_BYTES,   NEEDS_STATUS, COLUMN_DESCENDING,                  6, get_nothing },
	{ "pss",     "PSS",   "proportional",   VALUE_BYTES,   NEEDS_SMAPS,  COLUMN_DESCENDING,                  6, get_nothing },
	{ "name",    "NAME",  "name",           VALUE_TEXT,    NEEDS_STAT,   COLUMN_DEFAULT | COLUMN_TREE,      15, get_nothing },
	{ "io-read", "READ/s", "bytes read",    VALUE_SPEED,   0,            COLUMN_DESCENDING,                  6, get_nothing },
	{ "state",   "S",     "state",          VALUE_STATE,   NEEDS_STAT,   0,                                  1, get_nothing },
	{ "nice",    "NI",    "nice",           VALUE_INTEGER, NEEDS_STAT,   0,                                  3, get_nothing },
};
/* clang-format on */

static const struct column_set set = { "process", columns, ARRAY_LEN(columns) };

struct choices_case {
	const char *name;
	const char *list;
	const char *want; /* as column_choices_format() writes it; NULL: an error */
	const char *error;
};

/* Each starts from pid, cpu, name. */
/* clang-format off */
static const struct choices_case choices_cases[] = {
	{ "one name replaces", "rss", "rss", NULL },
	{ "two names", "rss,pid", "rss,pid", NULL },
	{ "spaces around names", " rss , pid ", "rss,pid", NULL },
	{ "plus adds to the end", "+rss", "pid,cpu,name,rss", NULL },
	{ "plus for what is there changes nothing", "+pid", "pid,cpu,name", NULL },
	{ "minus removes", "-cpu", "pid,name", NULL },
	{ "minus for what is not there", "-tty", "pid,cpu,name", NULL },
	{ "plus and minus", "+tty,-pid,+rss", "cpu,name,tty,rss", NULL },
	{ "a plain name replaces, wherever it stands", "+rss,pid,-rss,+tty", "pid,tty", NULL },
	{ "twice the same", "pid,rss,pid", "pid,rss", NULL },
	{ "all", "all", "pid,tty,cpu,rss,pss,name,io-read,state,nice", NULL },
	{ "all behind some keeps their places", "rss,all", "rss,pid,tty,cpu,pss,name,io-read,state,nice", NULL },
	{ "all but one", "all,-pss", "pid,tty,cpu,rss,name,io-read,state,nice", NULL },
	{ "add all", "+all", "pid,cpu,name,tty,rss,pss,io-read,state,nice", NULL },
	{ "none but one", "-all,+rss", "rss", NULL },
	{ "a name with a dash", "io-read", "io-read", NULL },
	{ "a comma at the end", "pid,", "pid", NULL },

	{ "title and width", "cpu=LOAD:9", "cpu=LOAD:9", NULL },
	{ "title alone that fits", "cpu=LOAD", "cpu=LOAD:5", NULL },
	{ "title alone makes the column wider", "cpu=PROCESSOR", "cpu=PROCESSOR:9", NULL },
	{ "width alone", "cpu=:9", "cpu=:9", NULL },
	{ "the column's own", "cpu=%CPU:5", "cpu", NULL },
	{ "nothing behind the sign", "cpu=", "cpu", NULL },
	{ "title with spaces", "cpu=a b :9", "cpu=a b :9", NULL },
	{ "title with a colon", "cpu=a:b", "cpu=a:b:5", NULL },
	{ "title with colon and width", "cpu=a:5:6", "cpu=a:5:6", NULL },
	{ "title with an equals sign", "cpu=a=b:6", "cpu=a=b:6", NULL },
	{ "title is cleaned", "cpu=\x1b[m:6", "cpu=\\e[m:6", NULL },
	{ "title in UTF-8", "cpu=\xce\xbc:6", "cpu=\xce\xbc:6", NULL },
	{ "title is cut between characters", "cpu=\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad:6",
	  "cpu=\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad:6", NULL },
	{ "another title for what is there", "+cpu=LOAD:9", "pid,cpu=LOAD:9,name", NULL },
	{ "the widest", "cpu=:255", "cpu=:255", NULL },

	{ "nothing", "", NULL, "a column name is missing in the list: NAME,NAME..." },
	{ "an empty word", "pid,,cpu", NULL, "a column name is missing in the list: NAME,NAME..." },
	{ "a sign alone", "pid,+", NULL, "a column name is missing in the list: NAME,NAME..." },
	{ "unknown, nearly ours", "pids", NULL, "no column \"pids\" in the process table: did you mean \"pid\"?" },
	{ "unknown, letters swapped", "nmae", NULL, "no column \"nmae\" in the process table: did you mean \"name\"?" },
	{ "unknown, in capitals", "RSS", NULL, "no column \"RSS\" in the process table: did you mean \"rss\"?" },
	{ "unknown, far away", "wchan", NULL, "no column \"wchan\" in the process table: \"proctor columns\" lists them" },
	{ "unknown, one letter", "x", NULL, "no column \"x\" in the process table: \"proctor columns\" lists them" },
	{ "unknown, hostile", "\x1b]0;x\x07", NULL, "no column \"\\e]0;x\\x07\" in the process table: \"proctor columns\" lists them" },
	{ "unknown behind good ones", "pid,rss,zzzzz", NULL, "no column \"zzzzz\" in the process table: \"proctor columns\" lists them" },
	{ "unknown to be removed", "-zzzzz", NULL, "no column \"zzzzz\" in the process table: \"proctor columns\" lists them" },
	{ "no column left", "-all", NULL, "no column is left: at least one must stay" },
	{ "a title for what goes", "-cpu=X", NULL, "column \"cpu\" is to be removed: that takes no title" },
	{ "width 0", "cpu=X:0", NULL, "width \"0\" of column \"cpu\": a number from 1 to 255" },
	{ "width 256", "cpu=X:256", NULL, "width \"256\" of column \"cpu\": a number from 1 to 255" },
	{ "width beyond numbers", "cpu=X:99999999999999999999", NULL,
	  "width \"99999999999999999999\" of column \"cpu\": a number from 1 to 255" },
	{ "all has no title", "all=X", NULL, "no column \"all\" in the process table: \"proctor columns\" lists them" },
};
/* clang-format on */

static void test_choices(void **state)
{
	const struct choices_case *c = *state;
	char error[256] = "", text[512];
	struct column_choices choices, before;

	column_choices_default(&set, &choices);
	before = choices;
	if (!c->want) {
		assert_int_equal(column_choices_parse(&set, bytes_of(c->list), &choices, error,
						      sizeof(error)),
				 -EINVAL);
		assert_string_equal(error, c->error);
		assert_memory_equal(&choices, &before, sizeof(choices));
		return;
	}
	assert_int_equal(column_choices_parse(&set, bytes_of(c->list), &choices, error,
					      sizeof(error)),
			 0);
	assert_string_equal(error, "");
	assert_int_equal(column_choices_format(&choices, text, sizeof(text)), strlen(c->want));
	assert_string_equal(text, c->want);
}

struct keys_case {
	const char *name;
	const char *list;
	const char *want; /* names with < for ascending, > for descending; NULL: an error */
	const char *error;
};

/* clang-format off */
static const struct keys_case keys_cases[] = {
	{ "keys: a column's own way, down", "cpu", "cpu>", NULL },
	{ "keys: a column's own way, up", "name", "name<", NULL },
	{ "keys: smallest first", "+cpu", "cpu<", NULL },
	{ "keys: largest first", "-name", "name>", NULL },
	{ "keys: several", "-cpu,+name,rss", "cpu>name<rss>", NULL },
	{ "keys: the same again", "-cpu,name,+cpu", "cpu>name<", NULL },
	{ "keys: eight of them", "pid,tty,cpu,rss,pss,name,io-read,state", "pid<tty<cpu>rss>pss>name<io-read>state<", NULL },
	{ "keys: nine of them", "pid,tty,cpu,rss,pss,name,io-read,state,nice", NULL, "sort key \"nice\" is too much: at most 8 keys" },
	{ "keys: nothing", "", NULL, "a column name is missing in the list: NAME,NAME..." },
	{ "keys: unknown", "-cpuu", NULL, "no column \"cpuu\" in the process table: did you mean \"cpu\"?" },
	{ "keys: with a title", "cpu=X", NULL, "sort key \"cpu\": a name alone, or with + or - before it" },
};
/* clang-format on */

static void test_keys(void **state)
{
	const struct keys_case *c = *state;
	char error[256] = "", text[256] = "";
	struct column_keys keys, before;
	size_t length = 0;

	memset(&keys, 0xa5, sizeof(keys));
	before = keys;
	if (!c->want) {
		assert_int_equal(column_keys_parse(&set, bytes_of(c->list), &keys, error,
						   sizeof(error)),
				 -EINVAL);
		assert_string_equal(error, c->error);
		assert_memory_equal(&keys, &before, sizeof(keys));
		return;
	}
	assert_int_equal(column_keys_parse(&set, bytes_of(c->list), &keys, error, sizeof(error)),
			 0);
	for (size_t i = 0; i < keys.count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%c",
					   keys.of[i].column->name,
					   keys.of[i].descending ? '>' : '<');
	assert_string_equal(text, c->want);
}

static void test_default(void **state)
{
	struct column_choices choices;

	(void)state;
	column_choices_default(&set, &choices);
	assert_int_equal(choices.count, 3);
	assert_ptr_equal(choices.of[1].column, &columns[2]);
	assert_string_equal(choices.of[1].title, "%CPU");
	assert_int_equal(choices.of[1].width, 5);
}

static void test_needs(void **state)
{
	struct column_choices choices = { .count = 0 };
	struct column_keys keys;
	char error[128];

	(void)state;
	assert_int_equal(column_choices_needs(&choices), 0);
	assert_int_equal(column_choices_parse(&set, bytes_of("pid,rss"), &choices, error,
					      sizeof(error)),
			 0);
	assert_int_equal(column_choices_needs(&choices), NEEDS_STAT | NEEDS_STATUS);
	assert_int_equal(column_keys_parse(&set, bytes_of("pss,rss"), &keys, error, sizeof(error)),
			 0);
	assert_int_equal(column_keys_needs(&keys), NEEDS_SMAPS | NEEDS_STATUS);
}

static void test_find(void **state)
{
	(void)state;
	assert_ptr_equal(column_find(&set, bytes_of("rss")), &columns[3]);
	assert_null(column_find(&set, bytes_of("rs")));
	assert_null(column_find(&set, bytes_of("rss ")));
	assert_null(column_find(&set, bytes_of("")));
}

/* A list longer than its room is cut, and its length told. */
static void test_small_room(void **state)
{
	struct column_choices choices;
	char text[8], error[8];

	(void)state;
	column_choices_default(&set, &choices);
	assert_int_equal(column_choices_format(&choices, text, sizeof(text)), 12);
	assert_string_equal(text, "pid,cpu");
	assert_int_equal(column_choices_format(&choices, NULL, 0), 12);
	assert_int_equal(column_choices_parse(&set, bytes_of("nothing"), &choices, error,
					      sizeof(error)),
			 -EINVAL);
	assert_string_equal(error, "no colu");
}

/* More columns than a choice can hold are an error, not fewer columns. */
static void test_too_many(void **state)
{
	static char names[COLUMN_CHOICES_MAX + 1][8];
	static struct column many[COLUMN_CHOICES_MAX + 1];
	const struct column_set all = { "many", many, ARRAY_LEN(many) };
	struct column_choices choices = { .count = 0 };
	char error[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(many); i++) {
		(void)snprintf(names[i], sizeof(names[i]), "c%zu", i);
		many[i] = columns[0];
		many[i].name = names[i];
	}
	assert_int_equal(column_choices_parse(&all, bytes_of("all"), &choices, error,
					      sizeof(error)),
			 -EINVAL);
	assert_string_equal(error, "column \"c128\" is too much: at most 128 columns");
	assert_int_equal(choices.count, 0);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(choices_cases) + ARRAY_LEN(keys_cases) + 5];
	struct CMUnitTest *at = tests;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	test_table(at, ARRAY_LEN(choices_cases), choices_cases, sizeof(choices_cases[0]),
		   test_choices);
	at += ARRAY_LEN(choices_cases);
	test_table(at, ARRAY_LEN(keys_cases), keys_cases, sizeof(keys_cases[0]), test_keys);
	at += ARRAY_LEN(keys_cases);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_default);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_needs);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_find);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_small_room);
	*at++ = (struct CMUnitTest)cmocka_unit_test(test_too_many);
	return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
