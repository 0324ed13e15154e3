#include "test.h"

#include <errno.h>

#include "panes/processes.h"
#include "panes/settings.h"
#include "snap/task.h"
#include "table/filtererror.h"

struct delay_case {
	const char *name;
	const char *text;
	uint64_t want_ns; /* 0: refused */
};

static const struct delay_case delay_cases[] = {
	{ "seconds", "2", 2 * NS_PER_SECOND },
	{ "a fraction", "0.5", NS_PER_SECOND / 2 },
	{ "a fraction without a zero", ".5", NS_PER_SECOND / 2 },
	{ "a point and nothing behind it", "3.", 3 * NS_PER_SECOND },
	{ "the unit", "2s", 2 * NS_PER_SECOND },
	{ "milliseconds", "500ms", NS_PER_SECOND / 2 },
	{ "half a millisecond more", "100.5ms", 100500000 },
	{ "minutes", "1m", 60 * NS_PER_SECOND },
	{ "hours", "1.5h", 5400 * NS_PER_SECOND },
	{ "the least", "0.05", SETTINGS_DELAY_MIN },
	{ "the least in milliseconds", "50ms", SETTINGS_DELAY_MIN },
	{ "the most", "86400", SETTINGS_DELAY_MAX },
	{ "the most in hours", "24h", SETTINGS_DELAY_MAX },
	{ "more digits than there are ns", "1.0000000000000000000001", NS_PER_SECOND },
	{ "leading zeros", "0000000000000000000002", 2 * NS_PER_SECOND },

	{ "nothing", "", 0 },
	{ "only a unit", "s", 0 },
	{ "only a point", ".", 0 },
	{ "zero", "0", 0 },
	{ "less than the least", "0.049", 0 },
	{ "more than the most", "86401", 0 },
	{ "more than any number", "99999999999999999999999999999999", 0 },
	{ "negative", "-1", 0 },
	{ "with a sign", "+1", 0 },
	{ "a blank before", " 1", 0 },
	{ "a blank behind", "1 ", 0 },
	{ "a comma", "0,5", 0 },
	{ "two points", "1.5.1", 0 },
	{ "an exponent", "1e3", 0 },
	{ "hexadecimal", "0x10", 0 },
	{ "not a number", "nan", 0 },
	{ "infinite", "inf", 0 },
	{ "a unit that we do not know", "1d", 0 },
	{ "a unit in capitals", "1S", 0 },
	{ "two units", "1sm", 0 },
};

static void test_delay(void **state)
{
	const struct delay_case *c = *state;
	uint64_t ns = 123;
	char error[128] = "untouched";
	int result = settings_delay_parse(c->text, &ns, error, sizeof(error));

	if (c->want_ns > 0) {
		assert_int_equal(result, 0);
		assert_int_equal(ns, c->want_ns);
		assert_string_equal(error, "untouched");
		return;
	}
	assert_int_equal(result, -EINVAL);
	assert_int_equal(ns, 123);
	/* It says what was wrong, and what is accepted. */
	assert_non_null(strstr(error, "delay"));
	assert_non_null(strstr(error, "500ms"));
}

static void test_defaults(void **state)
{
	struct settings settings;

	(void)state;
	memset(&settings, 0xa5, sizeof(settings));
	settings_init(&settings);
	assert_true(settings.delay_ns >= SETTINGS_DELAY_MIN &&
		    settings.delay_ns <= SETTINGS_DELAY_MAX);
	assert_true(settings.columns.count > 5);
	assert_int_equal(settings.list_keys.count, 1);
	assert_string_equal(settings.list_keys.of[0].column->name, "cpu");
	assert_true(settings.list_keys.of[0].descending);
	assert_false(settings.tree || settings.threads || settings.readonly);
	assert_true(settings.mouse);
	assert_int_equal(settings.iterations, 0);
	assert_int_equal(settings.selection.user_count + settings.selection.pid_count, 0);
	settings_done(&settings);
}

struct needs_case {
	const char *name;
	const char *columns, *keys, *users, *filter;
	bool sums;
	uint32_t all, shown;
};

static const struct needs_case needs_cases[] = {
	{ "stat is always read", "pid", "pid", "", "", false, TASK_STAT, 0 },
	{ "a column is read of what is shown", "pid,read", "pid", "", "", false, TASK_STAT,
	  TASK_IO },
	{ "a sort key is read of all", "pid", "-read", "", "", false, TASK_STAT | TASK_IO, 0 },
	{ "users are read of all", "pid", "pid", "0", "", false, TASK_STAT | TASK_USER, 0 },
	{ "a sum is made of all", "pid,read,swap", "pid", "", "", true,
	  TASK_STAT | TASK_IO | TASK_STATUS, TASK_IO | TASK_STATUS },
	{ "a command line is not the source's, but it is a need", "command", "pid", "", "", false,
	  TASK_STAT, TASK_COMMAND },
	{ "a word needs no more than names", "pid", "pid", "", "read", false, TASK_STAT, 0 },
	{ "a filter is made of all, shown or not", "pid", "pid", "", "read > 0 or not swap < 1m",
	  false, TASK_STAT | TASK_IO | TASK_STATUS, 0 },
	{ "all at once", "pid,swap", "-read", "0", "oom > 9", false,
	  TASK_STAT | TASK_IO | TASK_USER | TASK_OOM, TASK_STATUS },
};

static void test_needs(void **state)
{
	const struct needs_case *c = *state;
	struct settings settings;
	struct filtererror reason;
	char error[256];

	settings_init(&settings);
	assert_int_equal(column_choices_parse(&processes_columns, bytes_of(c->columns),
					      &settings.columns, error, sizeof(error)),
			 0);
	assert_int_equal(column_keys_parse(&processes_columns, bytes_of(c->keys),
					   settings_keys(&settings), error, sizeof(error)),
			 0);
	assert_int_equal(selection_users_parse(&settings.selection, bytes_of(c->users), error,
					       sizeof(error)),
			 0);
	assert_int_equal(selection_filter_parse(&settings.selection, bytes_of(c->filter), &reason),
			 0);
	settings.sums = c->sums;
	assert_int_equal(settings_needs_all(&settings), c->all);
	assert_int_equal(settings_needs_shown(&settings), c->shown);
	settings_done(&settings);
}

/* Threads come (+) and go (-); the words between are what is chosen by hand. */
struct threads_case {
	const char *name;
	const char *steps[7];
	const char *want;
};

static const struct threads_case threads_cases[] = {
	{ "the number of a thread comes with them", { "pid,name", "+" }, "pid,tid,name" },
	{ "and goes with them", { "pid,name", "+", "-" }, "pid,name" },
	{ "told twice", { "pid,name", "+", "+", "-" }, "pid,name" },
	{ "it was there before", { "pid,name,tid", "+", "-" }, "pid,name,tid" },
	{ "gone without having come", { "pid,tid", "-" }, "pid,tid" },
	{ "taken away by hand", { "pid,name", "+", "-tid", "-" }, "pid,name" },
	{ "taken away, brought back by hand: it stays",
	  { "pid,name", "+", "-tid", "-", "+tid", "+", "-" },
	  "pid,name,tid" },
	{ "the only column", { "name", "+" }, "name,tid" },
};

static void test_threads(void **state)
{
	const struct threads_case *c = *state;
	struct settings settings;
	char text[256];

	settings_init(&settings);
	for (size_t i = 0; i < ARRAY_LEN(c->steps) && c->steps[i]; i++) {
		const char *step = c->steps[i];

		if (step[1] == '\0')
			settings_set_threads(&settings, step[0] == '+');
		else
			assert_int_equal(column_choices_parse(&processes_columns, bytes_of(step),
							      &settings.columns, text,
							      sizeof(text)),
					 0);
	}
	(void)column_choices_format(&settings.columns, text, sizeof(text));
	assert_string_equal(text, c->want);
	settings_done(&settings);
}

int main(void)
{
	struct CMUnitTest threads[ARRAY_LEN(threads_cases)];
	struct CMUnitTest delays[ARRAY_LEN(delay_cases)], needs[ARRAY_LEN(needs_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_defaults) };
	int failed;

	test_table(delays, ARRAY_LEN(delays), delay_cases, sizeof(delay_cases[0]), test_delay);
	test_table(needs, ARRAY_LEN(needs), needs_cases, sizeof(needs_cases[0]), test_needs);
	test_table(threads, ARRAY_LEN(threads), threads_cases, sizeof(threads_cases[0]),
		   test_threads);
	failed = cmocka_run_group_tests_name("settings_set_threads", threads, NULL, NULL);
	failed += cmocka_run_group_tests_name("settings_delay_parse", delays, NULL, NULL);
	failed += cmocka_run_group_tests_name("settings_needs", needs, NULL, NULL);
	failed += cmocka_run_group_tests_name("settings", others, NULL, NULL);
	return failed;
}
