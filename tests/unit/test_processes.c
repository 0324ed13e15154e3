#include "test.h"

#include <ctype.h>
#include <stdio.h>

#include "model/ending.h"
#include "model/world.h"
#include "panes/processes.h"
#include "samples.h"
#include "sightings.h"

/* ---------------------------------------------------------------- the table itself */

static bool is_phrase(const char *help)
{
	size_t length = strlen(help);

	/* A capital only where it begins an abbreviation. */
	if (length == 0 || (isupper(help[0]) && !isupper(help[1])) || isspace(help[0]))
		return false;
	return !ispunct(help[length - 1]) || help[length - 1] == ')';
}

static bool is_additive(enum value_kind kind)
{
	return kind == VALUE_COUNT || kind == VALUE_BYTES || kind == VALUE_DELTA ||
	       kind == VALUE_RATE || kind == VALUE_SPEED || kind == VALUE_PERCENT ||
	       kind == VALUE_DURATION;
}

static void test_table_is_sound(void **state)
{
	const struct column_set *set = &processes_columns;

	(void)state;
	assert_true(set->count > 30);
	for (size_t i = 0; i < set->count; i++) {
		const struct column *column = &set->columns[i];

		for (const char *letter = column->name; *letter; letter++)
			assert_true(islower(*letter) || isdigit(*letter));
		assert_true(column->title[0] && strlen(column->title) < COLUMN_TITLE_MAX);
		/* What grows has a title as well, in the least width. */
		if (strlen(column->title) > column->width || !is_phrase(column->help) ||
		    strchr(column->help, '\n')) {
			print_error("%s: title '%s', help '%s'\n", column->name, column->title,
				    column->help);
			fail();
		}
		assert_true(column->kind >= VALUE_TEXT && column->kind < VALUE_KIND_COUNT);
		assert_non_null(column->get);
		assert_non_null(column->missing);
		if (column->flags & COLUMN_SUMS)
			assert_true(is_additive(column->kind));
		assert_ptr_equal(column_find(set, bytes_of(column->name)), column);
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(set->columns[j].name, column->name);
			assert_string_not_equal(set->columns[j].title, column->title);
			assert_string_not_equal(set->columns[j].help, column->help);
		}
	}
}

struct list_case {
	const char *name;
	const char *list;
	bool keys;
};

static const struct list_case list_cases[] = {
	{ "the sort key of the list", PROCESSES_SORT, true },
	{ "the sort key of the tree", PROCESSES_TREE_SORT, true },
	{ "the sort key in a batch", PROCESSES_LIST_SORT, true },
	{ "the columns of a list in a batch", PROCESSES_LIST_COLUMNS, false },
	{ "the columns of a tree in a batch", PROCESSES_TREE_COLUMNS, false },
	{ "all columns", "all", false },
};

static void test_list(void **state)
{
	const struct list_case *c = *state;
	struct column_choices choices = { 0 };
	struct column_keys keys = { 0 };
	char error[256];

	if (c->keys)
		assert_int_equal(column_keys_parse(&processes_columns, bytes_of(c->list), &keys,
						   error, sizeof(error)),
				 0);
	else
		assert_int_equal(column_choices_parse(&processes_columns, bytes_of(c->list),
						      &choices, error, sizeof(error)),
				 0);
	assert_true(keys.count + choices.count > 0);
}

/* ---------------------------------------------------------------- getters and needs */

#define POISON(field) memset(&task->field, byte, sizeof(task->field))

/* All that does not come with stat. */
static void poison(struct task *task, int byte)
{
	POISON(shared);
	POISON(has_mm);
	POISON(rss_anon);
	POISON(rss_file);
	POISON(rss_shmem);
	POISON(swap);
	POISON(voluntary);
	POISON(nonvoluntary);
	POISON(rchar);
	POISON(wchar);
	POISON(read_bytes);
	POISON(write_bytes);
	POISON(run_ns);
	POISON(wait_ns);
	POISON(uid);
	POISON(user);
	POISON(cgroup_id);
}

/* A snapshot with one process whose other files are all poison. */
static struct snapshot *poisoned(uint64_t second, const struct task *like, uint32_t needs, int byte)
{
	struct snapshot *snapshot = snapshot_new();
	struct task_text *text = arena_take(snapshot->arena, sizeof(*text));
	struct task task = *like;

	memset(text, byte, sizeof(*text));
	text->have = 0;
	text->denied = task.denied & TASK_TEXT_MASK;
	task.denied &= ~TASK_TEXT_MASK;
	poison(&task, byte);
	snapshot->tasks = sightings_of(snapshot->arena, &task, 1, second * NS_PER_SECOND);
	snapshot->task_count = 1;
	/* Where nothing was refused, one of the two has read nothing at all as text. */
	if (text->denied || byte == 0xa5)
		sightings_to_change(snapshot, 0)->text = text;
	snapshot->monotonic_ns = snapshot->boottime_ns = second * NS_PER_SECOND;
	snapshot->realtime_ns = (second + 1000000) * NS_PER_SECOND;
	snapshot->ticks_per_second = 100;
	snapshot->needs = needs;
	/* Nothing of the machine could be read either. */
	memset(&snapshot->system.meminfo, byte, sizeof(snapshot->system.meminfo));
	snapshot->system.uptime_ns = (uint64_t)byte;
	return snapshot;
}

struct missing_case {
	const char *name;
	uint32_t denied, needs;
	unsigned samples;
	enum value_kind want; /* of the columns for which something must be read */
};

static const struct missing_case missing_cases[] = {
	{ "not read yet", 0, TASK_STAT, 1, VALUE_PENDING },
	{ "not read in the second sample either", 0, TASK_STAT, 2, VALUE_PENDING },
	{ "refused", TASK_SOURCE_MASK & ~(uint32_t)TASK_STAT, TASK_SOURCE_MASK, 2, VALUE_DENIED },
	{ "refused when only the shown ones are read", TASK_SOURCE_MASK & ~(uint32_t)TASK_STAT,
	  TASK_STAT, 2, VALUE_DENIED },
	{ "not there", 0, TASK_SOURCE_MASK, 2, VALUE_NONE },
};

static struct world *make_world(const struct missing_case *c, int byte)
{
	const struct task task = {
		.identity = { .pid = 7, .start = 100 },
		.tgid = 7,
		.have = TASK_STAT,
		.denied = c->denied,
		.comm = TEXT("name"),
		.state = 'S',
		.busiest = 'S',
		.num_threads = 3,
		.rss = 4096,
		.start_ns = NS_PER_SECOND,
	};
	struct world *world = world_new();

	for (uint64_t i = 0; i < c->samples; i++)
		snapshot_free(world_update(world, poisoned(1000 + 2 * i, &task, c->needs, byte)));
	return world;
}

static void assert_same(const struct column *column, struct value a, struct value b)
{
	bool same = a.kind == b.kind;

	if (same && (a.kind == VALUE_TEXT || a.kind == VALUE_LIST))
		same = a.text.n < 100 && bytes_same(a.text, b.text);
	else if (same && value_is_there(a))
		same = value_compare(a, b) == 0;
	if (!same) {
		print_error("%s looks at what it does not need\n", column->name);
		fail();
	}
}

/* What is not read is poison of two kinds: a getter that touches it tells two things. */
static void test_missing(void **state)
{
	const struct missing_case *c = *state;
	struct world *one = make_world(c, 0xa5), *two = make_world(c, 0x5a);
	const struct row *row = world_find_pid(one, 7), *other = world_find_pid(two, 7);

	for (size_t i = 0; i < processes_columns.count; i++) {
		const struct column *column = &processes_columns.columns[i];
		struct value value = column_value(column, row);

		if (column->needs & TASK_SOURCE_MASK)
			assert_int_equal(value.kind, c->want);
		assert_same(column, value, column_value(column, other));
	}
	world_free(one);
	world_free(two);
}

/* ---------------------------------------------------------------- values */

struct machine {
	struct samples before, now;
	struct world *world;
};

static struct machine machine;

static int set_up(void **state)
{
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };

	(void)state;
	machine.world = world_new();
	samples_open(&machine.before, "small");
	samples_open(&machine.now, "small-later");
	snapshot_free(world_update(machine.world, samples_take(&machine.before, &request)));
	snapshot_free(world_update(machine.world, samples_take(&machine.now, &request)));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_free(machine.world);
	samples_close(&machine.before);
	samples_close(&machine.now);
	return 0;
}

struct cell_case {
	const char *name;
	int32_t pid;
	const char *column;
	const char *want; /* raw; of an absent value its sign */
};

/* clang-format off */
static const struct cell_case cell_cases[] = {
	{ "the process of a process", 850, "pid", "850" },
	{ "the process of a thread", 852, "pid", "850" },
	{ "the number of a thread", 852, "tid", "852" },
	{ "the parent", 801, "ppid", "700" },
	{ "no parent", 1, "ppid", "0" },
	{ "the group of a process", 1100, "pgrp", "1100" },
	{ "the session", 1100, "session", "802" },
	{ "the terminal", 802, "tty", "pts/0" },
	{ "no terminal", 850, "tty", "-" },
	{ "the user as a number", 850, "uid", "33" },
	{ "priority", 970, "prio", "30" },
	{ "nice", 970, "nice", "10" },
	{ "policy", 970, "policy", "other" },
	{ "no real-time priority", 970, "rtprio", "-" },
	{ "threads", 850, "nthreads", "4" },
	{ "threads of a thread", 852, "nthreads", "-" },
	{ "virtual memory", 850, "virt", "943718400" },
	{ "resident memory", 850, "rss", "102400000" },
	{ "memory of a thread", 852, "rss", "-" },
	{ "shared memory", 850, "shr", "20480000" },
	{ "private memory", 850, "priv", "81920000" },
	{ "swap", 850, "swap", "1228800" },
	{ "swap of a kernel thread", 2, "swap", "-" },
	{ "growth of one that did not grow", 850, "growth", "0" },
	{ "growth of a new one: all of it", 1100, "growth", "2252800" },
	{ "state", 900, "state", "Z" },
	{ "the busiest state of the threads", 850, "state", "R" },
	{ "its leader sleeps", 910, "state", "S" },
	{ "CPU", 980, "cpu", "0.980000" },
	{ "CPU of one with threads", 850, "cpu", "0.520000" },
	{ "CPU of a thread", 852, "cpu", "0.510000" },
	{ "CPU of a new one", 1100, "cpu", "0.065000" },
	{ "CPU of one that has the PID of another", 1010, "cpu", "0.045000" },
	{ "CPU of all CPUs", 980, "ncpu", "0.490000" },
	{ "CPU of its life", 1100, "cpulife", "0.162500" },
	{ "children", 802, "chld", "0.075000" },
	{ "children that had rows", 700, "chld", "0.010000" },
	{ "children of a thread", 852, "chld", "-" },
	{ "memory of the machine's", 850, "mem", "0.012500" },
	{ "minor faults", 802, "minflt", "150.000000" },
	{ "major faults", 850, "majflt", "1.000000" },
	{ "CPU that it ran on", 852, "processor", "1" },
	{ "user time", 850, "utime", "601.0" },
	{ "system time", 850, "stime", "80.04" },
	{ "CPU time", 850, "time", "681.04" },
	{ "start", 850, "start", "1700000030.0" },
	{ "age", 1100, "elapsed", "0.8" },
	{ "OOM score", 850, "oom", "666" },
	{ "OOM adjustment", 850, "oomadj", "0" },
	{ "where it sleeps", 850, "wchan", "do_sys_poll" },
	{ "it does not sleep", 980, "wchan", "-" },
	{ "control group", 850, "cgroup", "/system.slice/webserver.service" },
	{ "the name", 16, "name", "kworker/u4:2-events_unbound" },
	{ "the name of a thread", 852, "name", "worker-2" },
	{ "the program", 850, "exe", "/usr/sbin/webserver" },
	{ "a program that was deleted", 970, "exe", "/opt/orphan/orphan (deleted)" },
	{ "a kernel thread has no program", 2, "exe", "-" },
	{ "the command line is not known yet", 850, "command", "webserver" },
};
/* clang-format on */

static const struct row *find_any(int32_t pid)
{
	size_t count;
	const struct row *rows = world_rows(machine.world, &count);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].identity.pid == pid)
			return &rows[i];
	}
	fail_msg("no %d", pid);
	return NULL;
}

static void assert_cell(const char *name, const struct row *row, const char *want)
{
	const struct column *column = column_find(&processes_columns, bytes_of(name));
	char text[256];
	struct value value;

	assert_non_null(column);
	value = column_value(column, row);
	if (!value_is_there(value))
		(void)value_format(text, value, 3, 0);
	else if (value.kind == VALUE_TEXT || value.kind == VALUE_LIST)
		(void)snprintf(text, sizeof(text), "%.*s", (int)value.text.n, value.text.p);
	else
		(void)value_format_raw(text, value);
	assert_string_equal(text, want);
}

static void test_cell(void **state)
{
	const struct cell_case *c = *state;

	assert_cell(c->column, find_any(c->pid), c->want);
}

/* A column has one kind, but for a few that fall back to what they have. */
static void test_kinds(void **state)
{
	size_t count, there = 0;
	const struct row *rows = world_rows(machine.world, &count);

	(void)state;
	for (size_t i = 0; i < processes_columns.count; i++) {
		const struct column *column = &processes_columns.columns[i];

		for (size_t at = 0; at < count; at++) {
			struct value value = column_value(column, &rows[at]);

			if (!value_is_there(value))
				continue;
			there++;
			if (value.kind == VALUE_TEXT && column->kind == VALUE_LIST)
				continue;
			assert_int_equal(value.kind, column->kind);
			if (value.kind == VALUE_RATE || value.kind == VALUE_SPEED ||
			    value.kind == VALUE_PERCENT)
				assert_true(value.ratio >= 0);
		}
	}
	assert_true(there > count * processes_columns.count / 2);
}

/* A command line, a stall, and what of them a thread shows. */
static void test_attributes(void **state)
{
	const struct column *command = column_find(&processes_columns, bytes_of("command"));
	const struct column *letter = column_find(&processes_columns, bytes_of("state"));
	const struct row *process = find_any(850), *thread = find_any(852);
	struct value value;

	(void)state;
	assert_true(world_ask_command(machine.world, process, 0, false));
	world_stalled(machine.world, &process->identity);
	assert_int_equal(column_value(letter, process).count, 'm');
	assert_int_equal(column_value(letter, thread).count, 'R');
	world_answer_command(machine.world, &process->identity, 0,
			     (struct bytes)TEXT("webserver\0-x"));
	assert_int_equal(column_value(letter, process).count, 'R');
	value = column_value(command, process);
	assert_int_equal(value.kind, VALUE_LIST);
	assert_bytes_equal(value.text, ((struct bytes)TEXT("webserver\0-x")));
	value = column_value(command, thread);
	assert_int_equal(value.kind, VALUE_TEXT);
	assert_bytes_equal(value.text, bytes_of("worker-2"));
}

/* ---------------------------------------------------------------- rows of what has ended */

/* With an account, in the interval, which is two seconds. */
static const struct ending fresh = { .was_seen = true,
				     .is_fresh = true,
				     .count = 1,
				     .cpu_ns = NS_PER_SECOND / 2,
				     .read_bytes = 5000,
				     .write_bytes = 9000,
				     .has_status = true,
				     .status = 3 << 8,
				     .has_account = true,
				     .life_ns = 7 * NS_PER_SECOND,
				     .life_cpu_ns = 3 * NS_PER_SECOND,
				     .peak_rss = 8192 };

enum change {
	ALONE,	    /* as it is */
	STAYS,	    /* it ended in an interval before */
	NO_ACCOUNT, /* and it ended two seconds before the sample */
	NO_STATUS,
	UNSEEN,	 /* one that came and went */
	SEVERAL, /* five of them */
	NO_IO,	 /* what it read before is not known */
};

struct ended_case {
	const char *name;
	enum change change;
	const char *column;
	const char *want; /* raw; of an absent value its sign */
};

/* clang-format off */
static const struct ended_case ended_cases[] = {
	{ "its number", ALONE, "pid", "4711" },
	{ "its number as a thread", ALONE, "tid", "4711" },
	{ "the number of one that came and went", UNSEEN, "pid", "4711" },
	{ "and as a thread", UNSEEN, "tid", "4711" },
	{ "several have no number", SEVERAL, "pid", "-" },
	{ "nor one as a thread", SEVERAL, "tid", "-" },
	{ "the state", ALONE, "state", "X" },
	{ "CPU of the interval in which it ended", ALONE, "cpu", "0.250000" },
	{ "of all CPUs", ALONE, "ncpu", "0.125000" },
	{ "CPU of several", SEVERAL, "cpu", "0.250000" },
	{ "later it uses none", STAYS, "cpu", "-" },
	{ "later it uses none of all CPUs", STAYS, "ncpu", "-" },
	{ "CPU time of its life", ALONE, "time", "3.0" },
	{ "CPU time as far as it is known", NO_ACCOUNT, "time", "2.0" },
	{ "CPU time of one that came and went", UNSEEN, "time", "3.0" },
	{ "CPU time of several", SEVERAL, "time", "-" },
	{ "CPU of its life", ALONE, "cpulife", "0.428571" },
	{ "how long it lived", ALONE, "elapsed", "7.0" },
	{ "later it is as old as it was", STAYS, "elapsed", "7.0" },
	{ "without an account, by its end", NO_ACCOUNT, "elapsed", "8.0" },
	{ "age of several", SEVERAL, "elapsed", "-" },
	{ "reading since the sample before", ALONE, "read", "2000.000000" },
	{ "writing since the sample before", ALONE, "write", "3500.000000" },
	{ "reading of one that came and went: all", UNSEEN, "read", "2500.000000" },
	{ "writing of several: all", SEVERAL, "write", "4500.000000" },
	{ "later it reads nothing", STAYS, "read", "-" },
	{ "reading without an account", NO_ACCOUNT, "read", "-" },
	{ "reading in a life that was not looked at", NO_IO, "read", "-" },
	{ "calls are not counted", ALONE, "rchar", "-" },
	{ "nor faults", ALONE, "minflt", "-" },
	{ "nor switches", ALONE, "vcs", "-" },
	{ "nor children", ALONE, "chld", "-" },
	{ "nor waiting", ALONE, "wait", "-" },
	{ "it has no memory", ALONE, "rss", "-" },
	{ "no virtual memory", ALONE, "virt", "-" },
	{ "no share of memory", ALONE, "mem", "-" },
	{ "no growth", ALONE, "growth", "-" },
	{ "no threads", ALONE, "nthreads", "-" },
	{ "its nice value", ALONE, "nice", "5" },
	{ "of one that came and went", UNSEEN, "nice", "-" },
	{ "its group", ALONE, "pgrp", "4700" },
	{ "group of one that came and went", UNSEEN, "pgrp", "-" },
	{ "the user", ALONE, "uid", "33" },
	{ "what was not read is not to come", ALONE, "wchan", "-" },
	{ "nor the control group", ALONE, "cgroup", "-" },
	{ "the name", SEVERAL, "name", "short" },
	{ "its command", ALONE, "command", "short" },
	{ "how it ended", ALONE, "exit", "exit 3" },
	{ "if nobody knows", NO_STATUS, "exit", "ended" },
	{ "how the last of several did", SEVERAL, "exit", "exit 3" },
	{ "it stands for one", ALONE, "endings", "1" },
	{ "it stands for five", SEVERAL, "endings", "5" },
	{ "of the interval none", STAYS, "endings", "-" },
	{ "peak", ALONE, "peak", "8192" },
	{ "peak without an account", NO_ACCOUNT, "peak", "-" },
};
/* clang-format on */

static void apply_change(enum change change, struct ending *ending, struct task *task)
{
	switch (change) {
	case STAYS:
		ending->is_fresh = false;
		break;
	case NO_ACCOUNT:
		ending->has_account = false;
		ending->peak_rss = 0;
		break;
	case NO_STATUS:
		ending->has_status = false;
		break;
	case SEVERAL:
	case UNSEEN:
		ending->count = change == SEVERAL ? 5 : 1;
		ending->was_seen = false;
		task->identity.pid = -1;
		break;
	case NO_IO:
		task->have &= ~(uint32_t)TASK_IO;
		break;
	case ALONE:
	default:
		break;
	}
}

static void test_ended(void **state)
{
	const struct ended_case *c = *state;
	const struct snapshot *now = world_now(machine.world);
	struct task task = { .identity = { .pid = 4711, .start = 100 },
			     .tgid = 4711,
			     .pgrp = 4700,
			     .have = TASK_STAT | TASK_IO | TASK_USER,
			     .comm = TEXT("short"),
			     .state = 'X',
			     .busiest = 'X',
			     .nice = 5,
			     .num_threads = 3,
			     .rss = 4096,
			     .uid = 33,
			     .utime_ns = 2 * NS_PER_SECOND,
			     .read_bytes = 1000,
			     .write_bytes = 2000 };
	struct ending ending = fresh;
	const struct sighting sighting = { .task = &task };
	struct attributes *attributes = attributes_new();
	struct row row = { .task = &task,
			   .sighting = &sighting,
			   .ending = &ending,
			   .attributes = attributes,
			   .world = machine.world };

	apply_change(c->change, &ending, &task);
	row.identity = task.identity;
	task.start_ns = now->boottime_ns - 10 * NS_PER_SECOND;
	ending.ended_ns = now->monotonic_ns - 2 * NS_PER_SECOND;
	assert_cell(c->column, &row, c->want);
	attributes_free(attributes);
}

/* The living have not ended. */
static void test_living(void **state)
{
	static const char *const columns[] = { "exit", "endings", "peak" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		assert_cell(columns[i], find_any(850), "-");
}

int main(void)
{
	struct CMUnitTest lists[ARRAY_LEN(list_cases)], missing[ARRAY_LEN(missing_cases)];
	struct CMUnitTest cells[ARRAY_LEN(cell_cases)], ended[ARRAY_LEN(ended_cases)];
	static const struct CMUnitTest tables[] = { cmocka_unit_test(test_table_is_sound) };
	static const struct CMUnitTest rows[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_living),
	};
	int failed;

	test_table(lists, ARRAY_LEN(lists), list_cases, sizeof(list_cases[0]), test_list);
	test_table(missing, ARRAY_LEN(missing), missing_cases, sizeof(missing_cases[0]),
		   test_missing);
	test_table(cells, ARRAY_LEN(cells), cell_cases, sizeof(cell_cases[0]), test_cell);
	test_table(ended, ARRAY_LEN(ended), ended_cases, sizeof(ended_cases[0]), test_ended);
	failed = cmocka_run_group_tests_name("the table", tables, NULL, NULL);
	failed += cmocka_run_group_tests_name("lists of columns", lists, NULL, NULL);
	failed += cmocka_run_group_tests_name("what was not read", missing, NULL, NULL);
	failed += cmocka_run_group_tests_name("cells", cells, set_up, tear_down);
	failed += cmocka_run_group_tests_name("ended", ended, set_up, tear_down);
	failed += cmocka_run_group_tests_name("rows", rows, set_up, tear_down);
	return failed;
}
