#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "model/ending.h"
#include "model/world.h"
#include "panes/selection.h"
#include "samples.h"
#include "table/filtererror.h"

/* The machine of tests/proc/small and two seconds later, threads included. */
static struct samples machines[2];
static struct world *world;

static int set_up(void **state)
{
	static const char *const trees[] = { "small", "small-later" };
	struct source_request request = { .needs = SAMPLES_ALL, .threads = true };
	static const struct {
		int32_t pid;
		struct bytes command;
	} commands[] = {
		{ 1, TEXT("/sbin/init") },
		{ 850, TEXT("/usr/sbin/webserver\0--workers=3\0--root\0/srv/www data") },
		{ 980, TEXT("python3\0-m\0Train") },
	};

	(void)state;
	world = world_new();
	for (size_t i = 0; i < 2; i++) {
		samples_open(&machines[i], trees[i]);
		snapshot_free(world_update(world, samples_take(&machines[i], &request)));
	}
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		const struct row *row = world_find_pid(world, commands[i].pid);

		if (!row)
			return -1;
		(void)world_ask_command(world, row, 0, false);
		world_answer_command(world, &row->identity, 0, commands[i].command);
	}
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	world_free(world);
	samples_close(&machines[0]);
	samples_close(&machines[1]);
	return 0;
}

struct match_case {
	const char *name;
	bool kernel, active;
	const char *users, *pids, *filter;
	const char *want; /* the rows that pass; a thread is "pid/tid" */
};

/* clang-format off */
static const struct match_case match_cases[] = {
	{ "all but kernel threads", false, false, "", "", "",
	  "1 700 801 802 850 850/850 850/851 850/852 850/853 900 910 910/910 910/911 960 970 980 1010 1100" },
	{ "kernel threads too", true, false, "0", "", "", "1 2 15 16 700" },
	{ "a user", false, false, "1001", "", "", "910 910/910 910/911 970 980" },
	{ "two users", false, false, "33,0", "", "", "1 700 850 850/850 850/851 850/852 850/853" },
	{ "all but a user", false, false, "!1000", "", "",
	  "1 700 850 850/850 850/851 850/852 850/853 910 910/910 910/911 970 980" },
	{ "all but two users", false, false, "!1000,!33", "", "", "1 700 910 910/910 910/911 970 980" },
	{ "a user, and another one not", false, false, "0,!33", "", "", "1 700" },
	{ "the later word counts", false, false, "1001,!1001", "", "", "" },
	{ "nobody has it", false, false, "4242", "", "", "" },
	{ "blanks around the words", false, false, " 0 , 33 ", "", "", "1 700 850 850/850 850/851 850/852 850/853" },
	{ "a PID", false, false, "", "801", "", "801" },
	{ "a PID and its threads", false, false, "", "910", "", "910 910/910 910/911" },
	{ "a TID", false, false, "", "852", "", "850/852" },
	{ "two PIDs and one that is not there", false, false, "", "801,4242,1", "", "1 801" },
	{ "a PID and all below", false, false, "", "802+", "", "802 900 960 1100" },
	{ "all below, threads too", false, false, "", "850+", "", "850 850/850 850/851 850/852 850/853" },
	{ "far below", false, false, "", "700+", "", "700 801 802 900 960 1010 1100" },
	{ "all below one that is not there", false, false, "", "4242+", "", "" },
	{ "kernel threads stay away though they are below", false, false, "", "2+", "", "" },
	{ "below, kernel threads too", true, false, "", "2+", "", "2 15 16" },
	{ "active", false, true, "", "", "", "1 700 802 850 850/851 850/852 910 910/911 970 980 1010 1100" },
	{ "active kernel threads", true, true, "0", "", "", "1 15 700" },
	{ "a name", false, false, "", "", "sshd", "700 801" },
	{ "a name in other letters", false, false, "", "", "SSHD", "700 801" },
	{ "the name of a thread", false, false, "", "", "worker-2", "850/852" },
	{ "a piece of an argument", false, false, "", "", "\"workers=3\"", "850" },
	{ "over the end of an argument", false, false, "", "", "--root /srv", "850" },
	{ "an argument with a blank in it", false, false, "", "", "www data", "850" },
	{ "the arguments in other letters", false, false, "", "", "-M train", "980" },
	{ "the name, though the arguments are known", false, false, "", "", "python3", "980" },
	{ "over the end of the last argument", false, false, "", "", "Train ", "" },
	{ "nobody has it in him", false, false, "", "", "no such thing", "" },
	{ "all conditions at once", false, true, "1000,0", "700+", "s", "700 802 1010" },
};
/* clang-format on */

static void write_rows(struct selection *selection, char *to, size_t size)
{
	size_t count, used = 0;
	const struct row *rows = world_rows(world, &count);

	to[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		if (rows[i].ending || !selection_match(&rows[i], selection))
			continue;
		if (rows[i].is_thread)
			used += (size_t)snprintf(to + used, size - used, "%s%d/%d", used ? " " : "",
						 rows[i].task->tgid, rows[i].identity.pid);
		else
			used += (size_t)snprintf(to + used, size - used, "%s%d", used ? " " : "",
						 rows[i].identity.pid);
		assert_true(used < size);
	}
}

static void test_match(void **state)
{
	const struct match_case *c = *state;
	struct selection selection = { .kernel = c->kernel, .active = c->active };
	char error[256], rows[1024];
	struct filtererror reason;

	assert_int_equal(selection_users_parse(&selection, bytes_of(c->users), error,
					       sizeof(error)),
			 0);
	assert_int_equal(selection_pids_parse(&selection, bytes_of(c->pids), error, sizeof(error)),
			 0);
	assert_int_equal(selection_filter_parse(&selection, bytes_of(c->filter), &reason), 0);
	assert_string_equal(selection.filter, c->filter);
	assert_null(selection.expression);
	assert_int_equal(selection_needs(&selection), c->users[0] ? TASK_USER : 0);
	assert_int_equal(selection_needs_commands(&selection), c->filter[0] != '\0');
	selection_observe(&selection, world);
	write_rows(&selection, rows, sizeof(rows));
	assert_string_equal(rows, c->want);
	selection_done(&selection);
}

struct expression_case {
	const char *name; /* the expression; kernel threads are looked at, too */
	const char *want;
	uint32_t needs; /* without TASK_COMMAND */
	bool commands, relatives;
};

/* clang-format off */
static const struct expression_case expression_cases[] = {
	/* columns that are shown or not */
	{ "pid = 700", "700", 0, false, false },
	{ "pid=850 and tid!=850", "850/851 850/852 850/853", 0, false, false },
	{ "name ~ ^kworker", "15 16", 0, false, false },
	{ "state = D or state = Z", "900 910/910", 0, false, false },
	{ "nice > 0 && state = S", "970", 0, false, false },
	{ "nthreads > 1", "850 910", 0, false, false },
	{ "rss >= 40m", "850 980", 0, false, false },
	{ "uid = 1001 and not state = Z", "910 910/911 970 980", TASK_USER, false, false },
	{ "time > 1m", "850 850/851 850/852 850/853 980", 0, false, false },
	{ "elapsed < 10s", "1010 1100", 0, false, false },
	{ "tty ~ pts and pid != 802", "900 960 1100", 0, false, false },
	{ "starttime <= 5", "1 2", 0, false, false },

	/* those that have to be read first */
	{ "swap > 1k", "850", TASK_STATUS, false, false },
	{ "read > 0 or write > 0", "850 850/852 1010 1100", TASK_IO, false, false },
	{ "oomadj < 0", "700", TASK_OOM, false, false },
	{ "cgroup ~ ssh.service", "700", TASK_CGROUP, false, false },
	{ "exe ~ \"/vim$\"", "960", TASK_EXE, false, false },

	/* command lines that are there, and names in their place */
	{ "command = '/usr/sbin/webserver --workers=3 --root /srv/www data'", "850", 0, true, false },
	{ "command ~ (?i)train$", "980", 0, true, false },
	{ "command = bash", "802", 0, true, false },

	/* what is not there is neither equal nor unequal */
	{ "tty != pts/9", "802 900 960 1100", 0, false, false },
	{ "not tty = pts/9", "802 900 960 1100", 0, false, false },

	/* relations */
	{ "child-of(1)", "700 850 850/850 850/851 850/852 850/853 910 910/910 910/911 980", 0, false, true },
	{ "under(700)", "801 802 900 960 1010 1100", 0, false, true },
	{ "under(\"sshd\") and not state = Z", "801 802 960 1010 1100", 0, false, true },
	{ "above(960) or above(15)", "1 2 700 801 802", 0, false, true },
	{ "sibling-of(960)", "900 1100", 0, false, true },
	{ "under(4711) or child-of(4711) or above(4711) or sibling-of(4711)", "", 0, false, true },
	{ "pid < 1000 and not under(1) and not under(2)", "1 2", 0, false, true },
};
/* clang-format on */

static void test_expression(void **state)
{
	const struct expression_case *c = *state;
	struct selection selection = { .kernel = true };
	struct filtererror reason;
	char rows[1024];

	assert_int_equal(selection_filter_parse(&selection, bytes_of(c->name), &reason), 0);
	assert_non_null(selection.expression);
	assert_string_equal(selection.filter, c->name);
	assert_int_equal(selection_needs(&selection) & ~(uint32_t)TASK_COMMAND, c->needs);
	assert_int_equal(selection_needs_commands(&selection), c->commands);
	assert_int_equal(selection_needs_relatives(&selection), c->relatives);
	write_rows(&selection, rows, sizeof(rows));
	assert_string_equal(rows, c->want);
	selection_done(&selection);
}

/* A filter that is refused changes nothing; another one takes the place of the first. */
static void test_filters(void **state)
{
	struct selection selection = { .kernel = true };
	struct filtererror reason;
	char rows[1024], long_text[SELECTION_FILTER_MAX + 1];

	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	assert_int_equal(selection_filter_parse(&selection, bytes_of("pid = 2"), &reason), 0);
	assert_int_equal(selection_filter_parse(&selection, bytes_of("pidd = 2"), &reason),
			 -EINVAL);
	assert_int_equal(reason.at, 0);
	assert_non_null(strstr(reason.message, "did you mean \"pid\"?"));
	assert_int_equal(selection_filter_parse(&selection,
						(struct bytes){ long_text, SELECTION_WORD_MAX },
						&reason),
			 -EINVAL);
	assert_int_equal(reason.at, FILTERERROR_NOWHERE);
	memcpy(long_text, "name = ", 7);
	assert_int_equal(selection_filter_parse(&selection,
						(struct bytes){ long_text, SELECTION_FILTER_MAX },
						&reason),
			 -EINVAL);
	assert_string_equal(selection.filter, "pid = 2");
	write_rows(&selection, rows, sizeof(rows));
	assert_string_equal(rows, "2");
	assert_int_equal(selection_filter_parse(&selection,
						(struct bytes){ long_text,
								SELECTION_FILTER_MAX - 1 },
						&reason),
			 0);
	write_rows(&selection, rows, sizeof(rows));
	assert_string_equal(rows, "");
	assert_int_equal(selection_filter_parse(&selection, bytes_of("kthreadd"), &reason), 0);
	assert_null(selection.expression);
	write_rows(&selection, rows, sizeof(rows));
	assert_string_equal(rows, "2");
	assert_int_equal(selection_filter_parse(&selection, bytes_of(""), &reason), 0);
	assert_false(selection_needs_commands(&selection));
	selection_done(&selection);
}

/* What counts as activity, in one row. */
struct active_case {
	const char *name;
	struct task before, now;
	bool has_before, born, want;
};

/* clang-format off */
static const struct active_case active_cases[] = {
	{ "nothing", { .busiest = 'S' }, { .busiest = 'S' }, true, false, false },
	{ "runs", { .busiest = 'S' }, { .state = 'S', .busiest = 'R' }, true, false, true },
	{ "waits for the disk", { .busiest = 'S' }, { .busiest = 'D' }, true, false, true },
	{ "was busy, is not", { .busiest = 'R' }, { .busiest = 'S' }, true, false, false },
	{ "new", { .busiest = 'S' }, { .busiest = 'S' }, false, true, true },
	{ "not seen before", { .busiest = 'S' }, { .busiest = 'S', .utime_ns = 9 }, false, false, false },
	{ "user time", { .busiest = 'S' }, { .busiest = 'S', .utime_ns = 1 }, true, false, true },
	{ "system time", { .busiest = 'S' }, { .busiest = 'S', .stime_ns = 1 }, true, false, true },
	{ "user time of children", { .busiest = 'S' }, { .busiest = 'S', .cutime_ns = 1 }, true, false, true },
	{ "system time of children", { .busiest = 'S' }, { .busiest = 'S', .cstime_ns = 1 }, true, false, true },
	{ "major faults", { .busiest = 'S' }, { .busiest = 'S', .majflt = 1 }, true, false, true },
	{ "reads", { .busiest = 'S', .have = TASK_IO }, { .busiest = 'S', .have = TASK_IO, .read_bytes = 1 },
	  true, false, true },
	{ "writes", { .busiest = 'S', .have = TASK_IO }, { .busiest = 'S', .have = TASK_IO, .write_bytes = 1 },
	  true, false, true },
	{ "I/O that was not read before", { .busiest = 'S' },
	  { .busiest = 'S', .have = TASK_IO, .read_bytes = 4096, .write_bytes = 1 }, true, false, false },
	{ "I/O that is not read any more", { .busiest = 'S', .have = TASK_IO, .read_bytes = 4096 },
	  { .busiest = 'S' }, true, false, false },
};
/* clang-format on */

static void test_active(void **state)
{
	const struct active_case *c = *state;
	const struct row row = { .task = &c->now,
				 .before = c->has_before ? &c->before : NULL,
				 .born = c->born };
	struct selection selection = { .active = true };

	assert_int_equal(selection_match(&row, &selection), c->want);
	selection.active = false;
	assert_true(selection_match(&row, &selection));
}

/* One that has ended has done something in the interval in which it did. */
static void test_active_ended(void **state)
{
	const struct ending endings[] = { { .is_fresh = true }, { .is_fresh = false } };
	const struct task task = { .busiest = 'R' };
	const struct selection selection = { .active = true };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		const struct row row = { .task = &task, .ending = &endings[i], .born = true };

		assert_int_equal(selection_match(&row, &selection), endings[i].is_fresh);
	}
}

/* What is no row of a process is chosen by numbers. */
static void test_numbers(void **state)
{
	struct selection selection = { 0 };
	char error[128];

	(void)state;
	assert_true(selection_has_user(&selection, false, 0));
	assert_int_equal(selection_users_parse(&selection, bytes_of("7"), error, sizeof(error)), 0);
	assert_false(selection_has_user(&selection, false, 7));
	assert_true(selection_has_user(&selection, true, 7));
	assert_false(selection_has_user(&selection, true, 8));
	assert_false(selection_has_pid(&selection, 700));
	assert_int_equal(selection_pids_parse(&selection, bytes_of("850,700+"), error,
					      sizeof(error)),
			 0);
	selection_observe(&selection, world);
	assert_true(selection_has_pid(&selection, 850));
	assert_true(selection_has_pid(&selection, 700));
	assert_true(selection_has_pid(&selection, 1100));
	assert_false(selection_has_pid(&selection, 1));
	/* Another one from now on. */
	selection_pid_add(&selection, 2, true);
	assert_false(selection_has_pid(&selection, 15));
	selection_observe(&selection, world);
	assert_true(selection_has_pid(&selection, 15));
	selection_done(&selection);
	assert_null(selection.family);
}

/* Those that came and went between two samples stand below a parent, and have no number. */
static void test_follows_ended(void **state)
{
	const struct ending ending = { .count = 3 };
	size_t count;
	const struct row *rows = world_rows(world, &count);
	struct selection selection = { 0 };

	(void)state;
	selection_pid_add(&selection, 802, true);
	selection_observe(&selection, world);
	for (size_t i = 0; i < count; i++) {
		const struct task task = { .ppid = rows[i].identity.pid, .state = 'X' };
		const struct row row = {
			.task = &task, .ending = &ending, .parent = (uint32_t)i, .world = world
		};

		if (!rows[i].is_thread && !rows[i].ending)
			assert_int_equal(selection_match(&row, &selection),
					 selection_has_pid(&selection, rows[i].identity.pid));
	}
	/* Below 802 one has ended, below 801 another, which has not the number only. */
	for (size_t i = 0; i < count; i++) {
		if (rows[i].ending)
			assert_int_equal(selection_match(&rows[i], &selection),
					 rows[i].identity.pid == 1000);
	}
	selection_done(&selection);
}

/* A user that could not be read is nobody's. */
static void test_unknown_user(void **state)
{
	static const char *const lists[] = { "0", "!0" };
	const struct task task = { .uid = 0 };
	const struct row row = { .task = &task };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct selection selection = { 0 };
		char error[128];

		assert_int_equal(selection_users_parse(&selection, bytes_of(lists[i]), error,
						       sizeof(error)),
				 0);
		assert_false(selection_match(&row, &selection));
		selection_done(&selection);
	}
}

struct refused_case {
	const char *name;
	const char *users, *pids; /* one of them */
};

static const struct refused_case refused_cases[] = {
	{ "no such user", "root,no such user", NULL },
	{ "an empty word", "root,,0", NULL },
	{ "an exclusion of nobody", "!", NULL },
	{ "a negative user", "-1", NULL },
	{ "a user that is no number", "4294967295", NULL },
	{ "no PID", NULL, "12,abc" },
	{ "an empty PID", NULL, "12,,13" },
	{ "an empty PID first", NULL, ",12" },
	{ "PID 0", NULL, "0" },
	{ "a negative PID", NULL, "-5" },
	{ "a PID that is too large", NULL, "2147483648" },
	{ "only a plus", NULL, "+" },
	{ "two pluses", NULL, "12++" },
	{ "hexadecimal", NULL, "0x10" },
};

static void test_refused(void **state)
{
	const struct refused_case *c = *state;
	struct selection selection = { 0 };
	char error[256] = "";
	int result;

	assert_int_equal(selection_users_parse(&selection, bytes_of("!7,8"), error, sizeof(error)),
			 0);
	assert_int_equal(selection_pids_parse(&selection, bytes_of("7,8+"), error, sizeof(error)),
			 0);
	if (c->users)
		result =
			selection_users_parse(&selection, bytes_of(c->users), error, sizeof(error));
	else
		result = selection_pids_parse(&selection, bytes_of(c->pids), error, sizeof(error));
	assert_int_equal(result, -EINVAL);
	assert_true(error[0] != '\0');
	/* Nothing has changed. */
	assert_int_equal(selection.user_count, 2);
	assert_int_equal(selection.users[0].uid, 7);
	assert_true(selection.users[0].excluded);
	assert_true(selection.only_users);
	assert_int_equal(selection.pid_count, 2);
	assert_int_equal(selection.pids[1].pid, 8);
	assert_true(selection.pids[1].descendants);
	selection_done(&selection);
}

static void test_parse(void **state)
{
	struct selection selection = { 0 };
	char error[256], list[SELECTION_USERS_MAX * 2 + 2];
	struct bytes users = { list, SELECTION_USERS_MAX * 2 - 1 };

	(void)state;
	assert_int_equal(selection_pids_parse(&selection, bytes_of(" self , 2147483647+,self+"),
					      error, sizeof(error)),
			 0);
	assert_int_equal(selection.pid_count, 3);
	assert_int_equal(selection.pids[0].pid, getpid());
	assert_false(selection.pids[0].descendants);
	assert_int_equal(selection.pids[1].pid, INT32_MAX);
	assert_true(selection.pids[1].descendants);
	assert_true(selection.pids[2].descendants);
	/* A second list adds PIDs; of users it replaces the first. */
	assert_int_equal(selection_pids_parse(&selection, bytes_of("9"), error, sizeof(error)), 0);
	assert_int_equal(selection.pid_count, 4);
	for (size_t i = 0; i <= SELECTION_USERS_MAX; i++)
		memcpy(list + 2 * i, "0,", 2);
	assert_int_equal(selection_users_parse(&selection, bytes_of("!5"), error, sizeof(error)),
			 0);
	assert_int_equal(selection_users_parse(&selection, users, error, sizeof(error)), 0);
	assert_int_equal(selection.user_count, SELECTION_USERS_MAX);
	assert_false(selection.users[0].excluded);
	users.n += 2; /* one more than there is room for */
	assert_int_equal(selection_users_parse(&selection, users, error, sizeof(error)), -EINVAL);
	/* An empty list is no condition. */
	assert_int_equal(selection_users_parse(&selection, bytes_of(""), error, sizeof(error)), 0);
	assert_int_equal(selection.user_count, 0);
	assert_false(selection.only_users);
	selection_done(&selection);
}

int main(void)
{
	struct CMUnitTest matches[ARRAY_LEN(match_cases)], actives[ARRAY_LEN(active_cases)];
	struct CMUnitTest refused[ARRAY_LEN(refused_cases)];
	struct CMUnitTest expressions[ARRAY_LEN(expression_cases) + 1];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test_setup_teardown(test_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_follows_ended, set_up, tear_down),
		cmocka_unit_test(test_active_ended),
		cmocka_unit_test(test_unknown_user),
		cmocka_unit_test(test_parse),
	};
	int failed;

	test_table(matches, ARRAY_LEN(matches), match_cases, sizeof(match_cases[0]), test_match);
	test_table(expressions, ARRAY_LEN(expression_cases), expression_cases,
		   sizeof(expression_cases[0]), test_expression);
	expressions[ARRAY_LEN(expression_cases)] =
		(struct CMUnitTest)cmocka_unit_test(test_filters);
	test_table(actives, ARRAY_LEN(actives), active_cases, sizeof(active_cases[0]), test_active);
	test_table(refused, ARRAY_LEN(refused), refused_cases, sizeof(refused_cases[0]),
		   test_refused);
	failed = cmocka_run_group_tests_name("selection_match", matches, set_up, tear_down);
	failed += cmocka_run_group_tests_name("filter expressions", expressions, set_up, tear_down);
	failed += cmocka_run_group_tests_name("activity", actives, NULL, NULL);
	failed += cmocka_run_group_tests_name("refused lists", refused, NULL, NULL);
	failed += cmocka_run_group_tests_name("selection", others, NULL, NULL);
	return failed;
}
