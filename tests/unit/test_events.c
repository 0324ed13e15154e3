/* test_events.c - the columns of the event journal, and the phrases that they are made of */
#include "test.h"

#include <ctype.h>
#include <stdio.h>

#include "model/journal.h"
#include "panes/events.h"
#include "panes/phrases.h"

/* The keys of what `proctor events` prints: whoever reads them relies on these names. */
static const char contract[] =
	"time event pid name detail parent ppid uid cpu life peak read write ";

static void test_names(void **state)
{
	char names[256] = "";
	size_t length = 0;

	(void)state;
	for (size_t i = 0; i < events_columns.count; i++) {
		const struct column *column = &events_columns.columns[i];

		length += (size_t)snprintf(names + length, sizeof(names) - length, "%s ",
					   column->name);
		assert_true(strlen(column->title) <= column->width);
		assert_true(islower(column->help[0]) || isupper(column->help[1]));
		assert_ptr_equal(column_find(&events_columns, bytes_of(column->name)), column);
	}
	assert_string_equal(names, contract);
	assert_string_equal(events_columns.name, "event");
}

struct cell_case {
	const char *name;
	struct journal_entry entry;
	const char *column;
	const char *want; /* raw; "-": there is no value */
};

#define ACCOUNT                                                                        \
	.has_account = true, .cpu_ns = 1500 * NS_PER_MS, .life_ns = 2 * NS_PER_SECOND, \
	.peak_rss = 4096, .read_bytes = 512, .write_bytes = 0

/* clang-format off */
static const struct cell_case cell_cases[] = {
	{ "time", { .realtime_ns = UINT64_C(1795281562412345678) }, "time", "1795281562.412345678" },
	{ "fork", { .kind = EVENT_FORK }, "event", "fork" },
	{ "exec", { .kind = EVENT_EXEC }, "event", "exec" },
	{ "comm", { .kind = EVENT_COMM }, "event", "comm" },
	{ "uid", { .kind = EVENT_UID }, "event", "uid" },
	{ "gid", { .kind = EVENT_GID }, "event", "gid" },
	{ "sid", { .kind = EVENT_SID }, "event", "sid" },
	{ "ptrace", { .kind = EVENT_PTRACE }, "event", "ptrace" },
	{ "coredump", { .kind = EVENT_COREDUMP }, "event", "coredump" },
	{ "exit", { .kind = EVENT_EXIT }, "event", "exit" },
	{ "the process", { .pid = 4711 }, "pid", "4711" },
	{ "its parent", { .ppid = 12, .parent = "shell" }, "ppid", "12" },
	{ "its parent's name", { .ppid = 12, .parent = "shell" }, "parent", "shell" },
	{ "no parent is known", { .pid = 1 }, "ppid", "-" },
	{ "nor its name", { .pid = 1 }, "parent", "-" },
	{ "the name", { .comm = "a b" }, "name", "a b" },
	{ "no name", { .pid = 1 }, "name", "-" },
	{ "root is a user", { .has_uid = true }, "uid", "0" },
	{ "no user", { .uid = 33 }, "uid", "-" },
	{ "a fork has no detail", { .kind = EVENT_FORK, .value = 7 }, "detail", "-" },
	{ "an exec neither", { .kind = EVENT_EXEC, .value = 7 }, "detail", "-" },
	{ "the new user", { .kind = EVENT_UID, .value = 33 }, "detail", "uid 33" },
	{ "the largest user", { .kind = EVENT_UID, .value = UINT32_MAX - 1 }, "detail", "uid 4294967294" },
	{ "the new group", { .kind = EVENT_GID, .value = 0 }, "detail", "gid 0" },
	{ "traced", { .kind = EVENT_PTRACE, .tracer = 1234 }, "detail", "traced by 1234" },
	{ "let go", { .kind = EVENT_PTRACE }, "detail", "no longer traced" },
	{ "ended well", { .kind = EVENT_EXIT }, "detail", "exit 0" },
	{ "ended otherwise", { .kind = EVENT_EXIT, .value = 3 << 8 }, "detail", "exit 3" },
	{ "killed", { .kind = EVENT_EXIT, .value = 9 }, "detail", "SIGKILL" },
	{ "killed, with a core", { .kind = EVENT_EXIT, .value = 11 | 0x80 }, "detail", "SIGSEGV, core dumped" },
	{ "how is not known of what was not told", { .kind = EVENT_EXIT, .is_polled = true }, "detail", "-" },
	{ "CPU time", { .kind = EVENT_EXIT, ACCOUNT }, "cpu", "1.5" },
	{ "life", { .kind = EVENT_EXIT, ACCOUNT }, "life", "2.0" },
	{ "peak", { .kind = EVENT_EXIT, ACCOUNT }, "peak", "4096" },
	{ "read", { .kind = EVENT_EXIT, ACCOUNT }, "read", "512" },
	{ "nothing written is a number", { .kind = EVENT_EXIT, ACCOUNT }, "write", "0" },
	{ "no account: no CPU time", { .kind = EVENT_EXIT }, "cpu", "-" },
	{ "no account: no life", { .kind = EVENT_EXIT }, "life", "-" },
	{ "no account: no peak", { .kind = EVENT_EXIT }, "peak", "-" },
	{ "no account: nothing read", { .kind = EVENT_EXIT }, "read", "-" },
	{ "no account: nothing written", { .kind = EVENT_EXIT }, "write", "-" },
};
/* clang-format on */

static void test_cell(void **state)
{
	const struct cell_case *c = *state;
	const struct column *column = column_find(&events_columns, bytes_of(c->column));
	char text[VALUE_FORMAT_MAX];
	struct value value;

	assert_non_null(column);
	value = column_value(column, &c->entry);
	if (!value_is_there(value)) {
		assert_string_equal("-", c->want);
		return;
	}
	assert_int_equal(value.kind, column->kind);
	if (value.kind == VALUE_TEXT)
		assert_bytes_equal(value.text, bytes_of(c->want));
	else
		assert_bytes_equal(((struct bytes){ text, value_format_raw(text, value) }),
				   bytes_of(c->want));
}

/* A sort holds the cells of all rows at once. */
static void test_texts_stay(void **state)
{
	const struct column *column = column_find(&events_columns, bytes_of("detail"));
	struct journal_entry entry = { .kind = EVENT_UID };
	struct value values[1000];

	(void)state;
	for (uint32_t i = 0; i < ARRAY_LEN(values); i++) {
		entry.value = i;
		values[i] = column_value(column, &entry);
	}
	for (uint32_t i = 0; i < ARRAY_LEN(values); i++) {
		char want[32];

		(void)snprintf(want, sizeof(want), "uid %u", i);
		assert_bytes_equal(values[i].text, bytes_of(want));
	}
	phrases_done();
}

static void test_phrases(void **state)
{
	struct bytes first = phrases_keep("exit 1"), second;
	char text[32];

	(void)state;
	(void)snprintf(text, sizeof(text), "exit %d", 1);
	second = phrases_keep(text);
	assert_ptr_equal(first.p, second.p);
	assert_bytes_equal(first, bytes_of("exit 1"));
	assert_int_equal(phrases_count(), 1);
	assert_bytes_equal(phrases_keep(""), bytes_of(""));
	for (size_t i = 0; i < PHRASES_MAX; i++) {
		(void)snprintf(text, sizeof(text), "%zu", i);
		(void)phrases_keep(text);
	}
	/* however many uid an evil program takes on */
	assert_int_equal(phrases_count(), PHRASES_MAX);
	assert_bytes_equal(phrases_keep("one more"), bytes_of("..."));
	assert_bytes_equal(phrases_keep("exit 1"), bytes_of("exit 1"));
	phrases_done();
	assert_int_equal(phrases_count(), 0);
	assert_bytes_equal(phrases_keep("one more"), bytes_of("one more"));
	phrases_done();
}

int main(void)
{
	struct CMUnitTest cells[ARRAY_LEN(cell_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_texts_stay),
		cmocka_unit_test(test_phrases),
	};
	int failed;

	test_table(cells, ARRAY_LEN(cells), cell_cases, sizeof(cell_cases[0]), test_cell);
	failed = cmocka_run_group_tests_name("cells", cells, NULL, NULL);
	failed += cmocka_run_group_tests_name("others", others, NULL, NULL);
	return failed;
}
