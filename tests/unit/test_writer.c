#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "output/formats.h"

static struct value get_nothing(const void *row)
{
	(void)row;
	return value_none();
}

/* clang-format off */
static const struct column columns[] = {
	{ "pid",   "PID",     "", VALUE_ID,       0, 0, 3, get_nothing },
	{ "user",  "USER",    "", VALUE_TEXT,     0, 0, 4, get_nothing },
	{ "cpu",   "%CPU",    "", VALUE_PERCENT,  0, 0, 5, get_nothing },
	{ "rss",   "RSS",     "", VALUE_BYTES,    0, 0, 6, get_nothing },
	{ "state", "S",       "", VALUE_STATE,    0, 0, 1, get_nothing },
	{ "age",   "AGE",     "", VALUE_DURATION, 0, 0, 8, get_nothing },
	{ "name",  "NAME",    "", VALUE_TEXT,     0, COLUMN_TREE, 6, get_nothing },
	{ "args",  "COMMAND", "", VALUE_LIST,     0, COLUMN_GROWS, 8, get_nothing },
};
/* clang-format on */

static const struct column_set set = { "process", columns, ARRAY_LEN(columns) };

/* A cell of each column, in their order. */
struct cells {
	const char *kind;
	const char *prefix;
	struct value of[ARRAY_LEN(columns)];
};

#define SECOND(n)                                  \
	{                                          \
		VALUE_DURATION,                    \
		{                                  \
			.count = (n)*NS_PER_SECOND \
		}                                  \
	}

/* clang-format off */
static const struct cells first_rows[] = {
	{ "process", NULL,
	  { { VALUE_ID, { .count = 1 } }, { VALUE_TEXT, { .text = TEXT("root") } }, { VALUE_PERCENT, { .ratio = 0.125 } },
	    { VALUE_BYTES, { .count = 12897485 } }, { VALUE_STATE, { .count = 'S' } }, SECOND(90),
	    { VALUE_TEXT, { .text = TEXT("init") } }, { VALUE_LIST, { .text = TEXT("/sbin/init\0--x y\0") } } } },
	{ "process", "\xe2\x94\x9c\xe2\x94\x80 ",
	  { { VALUE_ID, { .count = 4194303 } }, { VALUE_TEXT, { .text = TEXT("a,\"b\"") } }, { VALUE_NONE, { 0 } },
	    { VALUE_DENIED, { 0 } }, { VALUE_STATE, { .count = 'Z' } }, { VALUE_PENDING, { 0 } },
	    { VALUE_TEXT, { .text = TEXT("\x1b[2Jx\\") } }, { VALUE_LIST, { .text = TEXT("") } } } },
	{ "thread", "\xe2\x94\x94\xe2\x94\x80 ",
	  { { VALUE_ID, { .count = 7 } }, { VALUE_TEXT, { .text = TEXT("\xff\n") } }, { VALUE_PERCENT, { .ratio = 0.1 } },
	    { VALUE_BYTES, { .count = 0 } }, { VALUE_STATE, { .count = 'R' } }, { VALUE_STALLED, { 0 } },
	    { VALUE_TEXT, { .text = TEXT("m\xc3\xbcller") } }, { VALUE_LIST, { .text = TEXT("\ta\0\xe2\x80\xae\0") } } } },
};

static const struct cells second_rows[] = {
	{ "process", "> ",
	  { { VALUE_ID, { .count = 2 } }, { VALUE_TEXT, { .text = TEXT("me\xc2\x9b") } }, { VALUE_PERCENT, { .ratio = 2 } },
	    { VALUE_BYTES, { .count = 1024 } }, { VALUE_STATE, { .count = 'R' } }, SECOND(1),
	    { VALUE_TEXT, { .text = TEXT(" x") } }, { VALUE_LIST, { .text = TEXT("say\0\"x\"") } } } },
};

static const char *const first_summary[] = { "up 1 day, 3 tasks", "evil \x1b[m host" };

static const struct writer_pair first_system[] = {
	{ "cpu_busy", { VALUE_PERCENT, { .ratio = 0.5 } } },
	{ "psi", { VALUE_DENIED, { 0 } } },
};

static const struct writer_sample samples[] = {
	{ "2026-11-21T18:19:22.412345+01:00", UINT64_C(1795281562412345678), "vm \"1\"", "b-1", 0, 0,
	  first_summary, ARRAY_LEN(first_summary), first_system, ARRAY_LEN(first_system) },
	{ "2026-11-21T18:19:23.412345+01:00", UINT64_C(1795281563412345678), NULL, NULL, 1.0004, 1,
	  NULL, 0, NULL, 0 },
};
/* clang-format on */

struct writer_case {
	const char *name;
	const char *format;
	const char *columns;
	size_t samples; /* how many of the two */
	size_t width;
	bool raw, noheadings, tty;
	enum writer_time time;
	const char *want;
};

#define V    "\xe2\x94\x9c\xe2\x94\x80 "
#define L    "\xe2\x94\x94\xe2\x94\x80 "
#define FFFD "\xef\xbf\xbd"

/* clang-format off */
static const struct writer_case writer_cases[] = {
	{ "text: two samples", "text", "pid,user,cpu,rss,state,age,name,args", 2, 0, false, false, false, WRITER_TIME_ISO,
	  "up 1 day, 3 tasks\n"
	  "evil \\e[m host\n"
	  "\n"
	  "    PID USER   %CPU    RSS S      AGE NAME       COMMAND\n"
	  "      1 root   12.5  12.3M S  1:30.00 init       /sbin/init --x y\n"
	  "4194303 a,\"b\"     -      ? Z      ... " V "\\e[2Jx\\\n"
	  "      7 " FFFD "\\n    10.0      0 R      ... " L "m\xc3\xbcller  \\ta \\u{202e}\n"
	  "\n"
	  "PID USER      %CPU    RSS S      AGE NAME   COMMAND\n"
	  "  2 me\\u{9b}   200   1.0K R  0:01.00 >  x   say \"x\"\n" },
	{ "text: raw, without headings", "text", "pid,cpu,rss,age", 1, 0, true, true, false, WRITER_TIME_ISO,
	  "up 1 day, 3 tasks\n"
	  "evil \\e[m host\n"
	  "\n"
	  "      1 0.125000 12897485     90.0\n"
	  "4194303        -        ?      ...\n"
	  "      7 0.100000        0      ...\n" },
	{ "text: width in the midst of the last text", "text", "pid,name", 1, 14, false, false, false, WRITER_TIME_ISO,
	  "up 1 day, 3 ta\n"
	  "evil \\e[m host\n"
	  "\n"
	  "    PID NAME\n"
	  "      1 init\n"
	  "4194303 " V "\\e[\n"
	  "      7 " L "m\xc3\xbcl\n" },
	{ "text: width in the midst of a number: none of it", "text", "pid,rss", 1, 13, false, true, false, WRITER_TIME_ISO,
	  "up 1 day, 3 t\n"
	  "evil \\e[m hos\n"
	  "\n"
	  "      1\n"
	  "4194303\n"
	  "      7\n" },
	{ "text: width at the end of the first column: no space behind it", "text", "pid,name", 1, 8, false, true, false, WRITER_TIME_ISO,
	  "up 1 day\n"
	  "evil \\e[\n"
	  "\n"
	  "      1\n"
	  "4194303\n"
	  "      7\n" },
	{ "text: a name that ends the line has no spaces behind it", "text", "user", 1, 0, false, true, false, WRITER_TIME_ISO,
	  "up 1 day, 3 tasks\n"
	  "evil \\e[m host\n"
	  "\n"
	  "root\n"
	  "a,\"b\"\n"
	  FFFD "\\n\n" },
	{ "text: titles and widths of the choice", "text", "pid=PROCESS,user=:6,state", 1, 0, false, false, false, WRITER_TIME_ISO,
	  "up 1 day, 3 tasks\n"
	  "evil \\e[m host\n"
	  "\n"
	  "PROCESS USER   S\n"
	  "      1 root   S\n"
	  "4194303 a,\"b\"  Z\n"
	  "      7 " FFFD "\\n    R\n" },
	{ "text: no sample", "text", "pid", 0, 0, false, false, false, WRITER_TIME_ISO, "" },

	{ "csv", "csv", "pid,user,cpu,rss,state,age,name,args", 2, 0, false, false, false, WRITER_TIME_ISO,
	  "timestamp,interval,pid,user,cpu,rss,state,age,name,args\r\n"
	  "2026-11-21T18:19:22.412345+01:00,,1,root,0.125000,12897485,S,90.0,init,/sbin/init --x y\r\n"
	  "2026-11-21T18:19:22.412345+01:00,,4194303,\"a,\"\"b\"\"\",,,Z,,\\x1b[2Jx\\,\r\n"
	  "2026-11-21T18:19:22.412345+01:00,,7,\\xff\\x0a,0.100000,0,R,,m\xc3\xbcller,\\x09" "a \xe2\x80\xae\r\n"
	  "2026-11-21T18:19:23.412345+01:00,1.000400,2,me\\xc2\\x9b,2.000000,1024,R,1.0,\" x\",\"say \"\"x\"\"\"\r\n" },
	{ "csv to a terminal", "csv", "user,name,args", 1, 0, false, true, true, WRITER_TIME_ISO,
	  "2026-11-21T18:19:22.412345+01:00,,root,init,/sbin/init --x y\r\n"
	  "2026-11-21T18:19:22.412345+01:00,,\"a,\"\"b\"\"\",\\e[2Jx\\,\r\n"
	  "2026-11-21T18:19:22.412345+01:00,," FFFD "\\n,m\xc3\xbcller,\\ta \\u{202e}\r\n" },
	{ "csv: no sample", "csv", "pid", 0, 0, false, false, false, WRITER_TIME_ISO, "timestamp,interval,pid\r\n" },
	{ "tsv", "tsv", "pid,user,rss,name,args", 2, 0, false, false, false, WRITER_TIME_ISO,
	  "timestamp\tinterval\tpid\tuser\trss\tname\targs\n"
	  "2026-11-21T18:19:22.412345+01:00\t\t1\troot\t12897485\tinit\t/sbin/init --x y\n"
	  "2026-11-21T18:19:22.412345+01:00\t\t4194303\ta,\"b\"\t\t\\x1b[2Jx\\\\\t\n"
	  "2026-11-21T18:19:22.412345+01:00\t\t7\t\\xff\\n\t0\tm\xc3\xbcller\t\\ta \xe2\x80\xae\n"
	  "2026-11-21T18:19:23.412345+01:00\t1.000400\t2\tme\\xc2\\x9b\t1024\t x\tsay \"x\"\n" },
	{ "tsv to a terminal", "tsv", "name", 1, 0, false, true, true, WRITER_TIME_ISO,
	  "2026-11-21T18:19:22.412345+01:00\t\tinit\n"
	  "2026-11-21T18:19:22.412345+01:00\t\t\\e[2Jx\\\\\n"
	  "2026-11-21T18:19:22.412345+01:00\t\tm\xc3\xbcller\n" },

	{ "json", "json", "pid,user,cpu,rss,state,age,name,args", 2, 0, false, false, false, WRITER_TIME_ISO,
	  "[\n"
	  "{\"schema\":\"proctor/1\",\"timestamp\":\"2026-11-21T18:19:22.412345+01:00\",\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"system\":{\"cpu_busy\":0.5,\"psi\":null,\"psi_err\":\"EACCES\"},\"rows\":[\n"
	  "{\"kind\":\"process\",\"pid\":1,\"user\":\"root\",\"cpu\":0.125,\"rss\":12897485,\"state\":\"S\",\"age\":90.0,"
	  "\"name\":\"init\",\"args\":[\"/sbin/init\",\"--x y\"]},\n"
	  "{\"kind\":\"process\",\"pid\":4194303,\"user\":\"a,\\\"b\\\"\",\"cpu\":null,\"rss\":null,\"rss_err\":\"EACCES\",\"state\":\"Z\","
	  "\"age\":null,\"age_err\":\"pending\",\"name\":\"\\u001b[2Jx\\\\\",\"args\":[]},\n"
	  "{\"kind\":\"thread\",\"pid\":7,\"user\":\"\\udcff\\n\",\"cpu\":0.1,\"rss\":0,\"state\":\"R\","
	  "\"age\":null,\"age_err\":\"stalled\",\"name\":\"m\\u00fcller\",\"args\":[\"\\ta\",\"\\u202e\"]}\n"
	  "]},\n"
	  "{\"schema\":\"proctor/1\",\"timestamp\":\"2026-11-21T18:19:23.412345+01:00\",\"host\":null,\"boot_id\":null,"
	  "\"interval\":1.0004,\"seq\":1,\"system\":{},\"rows\":[\n"
	  "{\"kind\":\"process\",\"pid\":2,\"user\":\"me\\u009b\",\"cpu\":2,\"rss\":1024,\"state\":\"R\",\"age\":1.0,\"name\":\" x\",\"args\":[\"say\",\"\\\"x\\\"\"]}\n"
	  "]}\n"
	  "]\n" },
	{ "json: no sample", "json", "pid", 0, 0, false, false, false, WRITER_TIME_ISO, "[]\n" },
	{ "jsonl", "jsonl", "pid,rss,args", 2, 0, false, false, false, WRITER_TIME_EPOCH,
	  "{\"schema\":\"proctor/1\",\"kind\":\"system\",\"timestamp\":1795281562.412345678,\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"cpu_busy\":0.5,\"psi\":null,\"psi_err\":\"EACCES\"}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"timestamp\":1795281562.412345678,\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"pid\":1,\"rss\":12897485,\"args\":[\"/sbin/init\",\"--x y\"]}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"timestamp\":1795281562.412345678,\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"pid\":4194303,\"rss\":null,\"rss_err\":\"EACCES\",\"args\":[]}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"thread\",\"timestamp\":1795281562.412345678,\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"pid\":7,\"rss\":0,\"args\":[\"\\ta\",\"\\u202e\"]}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"timestamp\":1795281563.412345678,\"host\":null,\"boot_id\":null,"
	  "\"interval\":1.0004,\"seq\":1,\"pid\":2,\"rss\":1024,\"args\":[\"say\",\"\\\"x\\\"\"]}\n" },
	{ "jsonl: without the time", "jsonl", "pid", 1, 0, false, false, false, WRITER_TIME_NONE,
	  "{\"schema\":\"proctor/1\",\"kind\":\"system\",\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\","
	  "\"interval\":null,\"seq\":0,\"cpu_busy\":0.5,\"psi\":null,\"psi_err\":\"EACCES\"}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\",\"interval\":null,\"seq\":0,\"pid\":1}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\",\"interval\":null,\"seq\":0,\"pid\":4194303}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"thread\",\"host\":\"vm \\\"1\\\"\",\"boot_id\":\"b-1\",\"interval\":null,\"seq\":0,\"pid\":7}\n" },
	{ "jsonl: no sample", "jsonl", "pid", 0, 0, false, false, false, WRITER_TIME_ISO, "" },
};
/* clang-format on */

static void choose(const char *list, struct column_choices *ret)
{
	char error[128];

	ret->count = 0;
	assert_int_equal(column_choices_parse(&set, bytes_of(list), ret, error, sizeof(error)), 0);
}

static void write_row(struct writer_stream *stream, const struct cells *cells)
{
	struct value values[ARRAY_LEN(columns)];
	char prefix[32] = "";
	struct writer_row row = { cells->kind, cells->prefix ? prefix : NULL, values };

	for (size_t i = 0; i < stream->columns->count; i++)
		values[i] = cells->of[stream->columns->of[i].column - columns];
	if (cells->prefix)
		(void)snprintf(prefix, sizeof(prefix), "%s", cells->prefix);
	writer_row(stream, &row); /* values and prefix may go now: nothing may be kept of them */
}

static void write_sample(struct writer_stream *stream, size_t number)
{
	const struct cells *rows = number == 0 ? first_rows : second_rows;
	size_t count = number == 0 ? ARRAY_LEN(first_rows) : ARRAY_LEN(second_rows);

	writer_sample_begin(stream, &samples[number]);
	for (size_t i = 0; i < count; i++)
		write_row(stream, &rows[i]);
}

static void test_writer(void **state)
{
	const struct writer_case *c = *state;
	struct column_choices choices;
	struct writer_stream stream = {
		.format = formats_find(bytes_of(c->format)),
		.columns = &choices,
		.time = c->time,
		.width = c->width,
		.raw = c->raw,
		.noheadings = c->noheadings,
		.tty = c->tty,
	};
	char *text = NULL;
	size_t size = 0;

	choose(c->columns, &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	assert_non_null(stream.format);
	writer_begin(&stream);
	for (size_t i = 0; i < c->samples; i++) {
		write_sample(&stream, i);
		assert_int_equal(writer_sample_end(&stream), 0);
	}
	assert_int_equal(writer_end(&stream), 0);
	assert_int_equal(fclose(stream.out), 0);
	assert_string_equal(text, c->want);
	assert_int_equal(size, strlen(c->want));
	free(text);
}

/* A long text in the midst is cut and marked; no value moves its neighbours. */
static void test_long_text(void **state)
{
	static char long_name[200], wide_name[201];
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of("text")),
					.columns = &choices,
					.noheadings = true };
	struct cells cells = second_rows[0];
	struct writer_sample sample = samples[1];
	char *text = NULL, want[512];
	size_t size = 0;

	(void)state;
	memset(long_name, 'x', sizeof(long_name));
	for (size_t i = 0; i + 3 < sizeof(wide_name); i += 3)
		memcpy(wide_name + i, "\xe4\xb8\xad", 3);
	cells.prefix = NULL;
	choose("name,pid", &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	writer_begin(&stream);
	writer_sample_begin(&stream, &sample);
	cells.of[6] = value_text((struct bytes){ long_name, sizeof(long_name) });
	write_row(&stream, &cells);
	cells.of[6] = value_text((struct bytes){ long_name, 64 });
	write_row(&stream, &cells);
	cells.of[6] = value_text(
		(struct bytes){ wide_name, 198 }); /* the '+' where half of a character fits */
	write_row(&stream, &cells);
	assert_int_equal(writer_end(&stream), 0); /* ends the sample, too */
	assert_int_equal(fclose(stream.out), 0);
	(void)snprintf(want, sizeof(want), "%.63s+   2\n%.64s   2\n%.93s +   2\n", long_name,
		       long_name, wide_name);
	assert_string_equal(text, want);
	free(text);
}

struct large_case {
	const char *name;
	const char *format;
	bool noheadings;
	const char *before, *behind; /* what stands around the large field */
};

/* clang-format off */
static const struct large_case large_cases[] = {
	{ "large: text", "text", true, "  2 ", "\n  2 say \"x\"\n" },
	{ "large: csv", "csv", true, ",1.000400,2,", "\r\n,1.000400,2,\"say \"\"x\"\"\"\r\n" },
	{ "large: tsv", "tsv", true, "\t1.000400\t2\t", "\n\t1.000400\t2\tsay \"x\"\n" },
	{ "large: jsonl", "jsonl", false,
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"host\":null,\"boot_id\":null,\"interval\":1.0004,\"seq\":1,\"pid\":2,\"args\":[\"",
	  "\"]}\n"
	  "{\"schema\":\"proctor/1\",\"kind\":\"process\",\"host\":null,\"boot_id\":null,\"interval\":1.0004,\"seq\":1,\"pid\":2,\"args\":[\"say\",\"\\\"x\\\"\"]}\n" },
};
/* clang-format on */

/* One field is longer than all that waits to be written; the order stays. */
static void test_large(void **state)
{
	enum { LARGE = 1000 * 1000 };
	const struct large_case *c = *state;
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of(c->format)),
					.columns = &choices,
					.time = WRITER_TIME_NONE,
					.noheadings = c->noheadings };
	struct cells cells = second_rows[0];
	struct writer_sample sample = samples[1];
	const size_t before = strlen(c->before);
	char *text = NULL, *large = malloc(LARGE);
	size_t size = 0;

	assert_non_null(large);
	memset(large, 'x', LARGE);
	sample.time = NULL;
	choose("pid,args", &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	writer_begin(&stream);
	writer_sample_begin(&stream, &sample);
	cells.of[7] = value_list((struct bytes){ large, LARGE });
	write_row(&stream, &cells);
	write_row(&stream, &second_rows[0]);
	assert_int_equal(writer_end(&stream), 0);
	assert_int_equal(fclose(stream.out), 0);
	assert_int_equal(size, before + LARGE + strlen(c->behind));
	assert_memory_equal(text, c->before, before);
	assert_memory_equal(text + before, large, LARGE);
	assert_string_equal(text + before + LARGE, c->behind);
	free(text);
	free(large);
}

/* Before the first sample is there, a reader has the names of the columns. */
static void test_names_first(void **state)
{
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of("csv")),
					.columns = &choices };
	char *text = NULL;
	size_t size = 0;

	(void)state;
	choose("pid", &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	writer_begin(&stream);
	assert_int_equal(fflush(stream.out), 0);
	assert_string_equal(text, "timestamp,interval,pid\r\n");
	assert_int_equal(writer_end(&stream), 0);
	assert_int_equal(fclose(stream.out), 0);
	free(text);
}

/* Ten thousand rows: each has its own numbers, and the widest of them decides. */
static void test_many_rows(void **state)
{
	enum { ROWS = 10 * 1000 };
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of("text")),
					.columns = &choices,
					.raw = true,
					.noheadings = true };
	struct cells cells = second_rows[0];
	char *text = NULL;
	struct bytes rest;
	size_t size = 0;

	(void)state;
	choose("pid,rss,state,name", &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	writer_begin(&stream);
	writer_sample_begin(&stream, &samples[1]);
	cells.prefix = NULL;
	for (uint64_t i = 0; i < ROWS; i++) {
		cells.of[0] = value_id(i);
		cells.of[3] = value_bytes(i * 1024);
		write_row(&stream, &cells);
	}
	assert_int_equal(writer_end(&stream), 0);
	assert_int_equal(fclose(stream.out), 0);
	rest = (struct bytes){ text, size };
	for (size_t i = 0; i < ROWS; i++) {
		char want[64];

		(void)snprintf(want, sizeof(want), "%4zu %8zu R  x", i, i * 1024);
		assert_bytes_equal(bytes_next_line(&rest), bytes_of(want));
	}
	assert_int_equal(rest.n, 0);
	free(text);
}

struct end_case {
	const char *name;
	const char *format;
	const char *want;
};

/* clang-format off */
static const struct end_case end_cases[] = {
	{ "ended in the midst: json", "json",
	  "[\n{\"schema\":\"proctor/1\",\"host\":null,\"boot_id\":null,\"interval\":1.0004,\"seq\":1,\"system\":{},\"rows\":[\n"
	  "{\"kind\":\"process\",\"pid\":2}\n]}\n]\n" },
	{ "ended in the midst: text", "text", "PID\n  2\n" },
	{ "ended in the midst: csv", "csv", "timestamp,interval,pid\r\n2026-11-21T18:19:23.412345+01:00,1.000400,2\r\n" },
};
/* clang-format on */

static void test_end(void **state)
{
	const struct end_case *c = *state;
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of(c->format)),
					.columns = &choices,
					.time = WRITER_TIME_NONE };
	char *text = NULL;
	size_t size = 0;

	choose("pid", &choices);
	stream.out = open_memstream(&text, &size);
	assert_non_null(stream.out);
	writer_begin(&stream);
	write_sample(&stream, 1);
	assert_int_equal(writer_end(&stream), 0);
	assert_int_equal(fclose(stream.out), 0);
	assert_string_equal(text, c->want);
	free(text);
}

struct error_case {
	const char *name;
	const char *format;
	bool gone;   /* a pipe without reader, else a full disk */
	bool buffer; /* the error shows at the flush only */
};

/* clang-format off */
static const struct error_case error_cases[] = {
	{ "full: text", "text", false, true },
	{ "full: json", "json", false, true },
	{ "full, not buffered: csv", "csv", false, false },
	{ "full, not buffered: jsonl", "jsonl", false, false },
	{ "reader gone: text", "text", true, true },
	{ "reader gone: jsonl", "jsonl", true, true },
	{ "reader gone, not buffered: json", "json", true, false },
	{ "reader gone, not buffered: tsv", "tsv", true, false },
};
/* clang-format on */

static FILE *open_broken(bool gone)
{
	int ends[2];

	if (!gone)
		return fopen("/dev/full", "w");
	if (pipe2(ends, O_CLOEXEC) < 0)
		return NULL;
	(void)close(ends[0]);
	return fdopen(ends[1], "w");
}

static void test_error(void **state)
{
	const struct error_case *c = *state;
	int want = c->gone ? -EPIPE : -ENOSPC;
	struct column_choices choices;
	struct writer_stream stream = { .format = formats_find(bytes_of(c->format)),
					.columns = &choices };

	choose("pid,args", &choices);
	stream.out = open_broken(c->gone);
	if (!stream.out)
		skip();
	if (!c->buffer)
		(void)setvbuf(stream.out, NULL, _IONBF, 0);
	writer_begin(&stream);
	write_sample(&stream, 0);
	assert_int_equal(writer_sample_end(&stream), want);
	errno = EBADF; /* must not take the place of the first */
	write_sample(&stream, 1);
	assert_int_equal(writer_sample_end(&stream), want);
	assert_int_equal(writer_end(&stream), want);
	(void)fclose(stream.out);
}

struct time_case {
	const char *name;
	const char *zone;
	enum writer_time form;
	const char *want;
};

/* clang-format off */
static const struct time_case time_cases[] = {
	{ "time: UTC", "UTC0", WRITER_TIME_ISO, "2026-11-21T17:19:22.412345+00:00" },
	{ "time: east", "XXX-1", WRITER_TIME_ISO, "2026-11-21T18:19:22.412345+01:00" },
	{ "time: west, half an hour", "XXX3:30", WRITER_TIME_ISO, "2026-11-21T13:49:22.412345-03:30" },
	{ "time: epoch", "XXX-1", WRITER_TIME_EPOCH, "1795281562.412345" },
	{ "time: none", "XXX-1", WRITER_TIME_NONE, "" },
};
/* clang-format on */

static void test_time(void **state)
{
	const struct time_case *c = *state;
	char text[WRITER_TIME_MAX];

	assert_int_equal(setenv("TZ", c->zone, 1), 0);
	tzset();
	assert_int_equal(writer_time_format(text, UINT64_C(1795281562412345678), c->form),
			 strlen(c->want));
	assert_string_equal(text, c->want);
}

/* A table with a column of that name, say. */
static void test_no_kind(void **state)
{
	static const char *const formats[] = { "json", "jsonl" };
	struct cells cells = second_rows[0];

	(void)state;
	cells.kind = NULL;
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		struct column_choices choices;
		struct writer_stream stream = { .format = formats_find(bytes_of(formats[i])),
						.columns = &choices };
		char *text = NULL;
		size_t size = 0;

		choose("pid", &choices);
		stream.out = open_memstream(&text, &size);
		assert_non_null(stream.out);
		writer_begin(&stream);
		writer_sample_begin(&stream, &samples[1]);
		write_row(&stream, &cells);
		assert_int_equal(writer_end(&stream), 0);
		assert_int_equal(fclose(stream.out), 0);
		assert_null(strstr(text, "\"kind\""));
		assert_non_null(
			strstr(text, i == 0 ? "\n{\"pid\":2}\n" : "\"seq\":1,\"pid\":2}\n"));
		free(text);
	}
}

static void test_formats(void **state)
{
	(void)state;
	for (size_t i = 0; formats_all[i]; i++)
		assert_ptr_equal(formats_find(bytes_of(formats_all[i]->name)), formats_all[i]);
	assert_null(formats_find(bytes_of("jso")));
	assert_null(formats_find(bytes_of("")));
}

static void test_reserved(void **state)
{
	(void)state;
	assert_true(writer_reserves("timestamp"));
	assert_true(writer_reserves("seq"));
	assert_true(writer_reserves("pss_err"));
	assert_false(writer_reserves("_err"));
	assert_false(writer_reserves("pid"));
}

int main(void)
{
	static const struct CMUnitTest single[] = {
		cmocka_unit_test(test_long_text),   cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_names_first), cmocka_unit_test(test_formats),
		cmocka_unit_test(test_no_kind),	    cmocka_unit_test(test_reserved),
	};
	struct CMUnitTest tests[ARRAY_LEN(writer_cases) + ARRAY_LEN(end_cases) +
				ARRAY_LEN(error_cases) + ARRAY_LEN(time_cases) +
				ARRAY_LEN(large_cases) + ARRAY_LEN(single)];
	struct CMUnitTest *at = tests;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	(void)signal(SIGPIPE, SIG_IGN);
	test_table(at, ARRAY_LEN(writer_cases), writer_cases, sizeof(writer_cases[0]), test_writer);
	at += ARRAY_LEN(writer_cases);
	test_table(at, ARRAY_LEN(end_cases), end_cases, sizeof(end_cases[0]), test_end);
	at += ARRAY_LEN(end_cases);
	test_table(at, ARRAY_LEN(error_cases), error_cases, sizeof(error_cases[0]), test_error);
	at += ARRAY_LEN(error_cases);
	test_table(at, ARRAY_LEN(time_cases), time_cases, sizeof(time_cases[0]), test_time);
	at += ARRAY_LEN(time_cases);
	test_table(at, ARRAY_LEN(large_cases), large_cases, sizeof(large_cases[0]), test_large);
	at += ARRAY_LEN(large_cases);
	memcpy(at, single, sizeof(single));
	return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
