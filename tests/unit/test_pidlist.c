#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "scratch.h"
#include "source/pidlist.h"
#include "sys/pidfs.h"
#include "sys/procdir.h"

/* The PIDs of a list as text, "1 2 3". */
static const char *pids_of(struct pidlist *list)
{
	static char text[256];
	size_t count, used = 0;
	const struct pidlist_entry *entries = pidlist_entries(list, &count);

	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d", i ? " " : "",
					 entries[i].pid);
		assert_true(used < sizeof(text));
	}
	return text;
}

struct step {
	char what;  /* '+' a process, '-' a process, 'u' update, 's' set to two PIDs; 0: the end */
	int number; /* the process; of u the forks */
	const char *want; /* of u and s */
};

struct update_case {
	const char *name;
	struct step steps[8];
};

/* clang-format off */
static const struct update_case update_cases[] = {
	{ "nobody", { { 'u', 1, "" } } },
	{ "those that are there", { { '+', 3, NULL }, { '+', 1, NULL }, { '+', 20, NULL }, { 'u', 1, "1 3 20" } } },
	{ "without a fork the directory is not read again",
	  { { '+', 1, NULL }, { 'u', 5, "1" }, { '+', 2, NULL }, { 'u', 5, "1" }, { 'u', 6, "1 2" } } },
	{ "with one it is, and who has gone is gone",
	  { { '+', 1, NULL }, { '+', 2, NULL }, { 'u', 5, "1 2" }, { '-', 1, NULL }, { '+', 9, NULL }, { 'u', 6, "2 9" } } },
	{ "if nobody knows of forks it is read each time",
	  { { '+', 1, NULL }, { 'u', 0, "1" }, { '+', 2, NULL }, { 'u', 0, "1 2" } } },
	{ "a count of forks that went back has moved too",
	  { { '+', 1, NULL }, { 'u', 5, "1" }, { '+', 2, NULL }, { 'u', 4, "1 2" } } },
	{ "only those that are wanted, there or not",
	  { { '+', 1, NULL }, { 'u', 5, "1" }, { 's', 0, "2 7" }, { 'u', 5, "1" } } },
};
/* clang-format on */

static void test_update(void **state)
{
	const struct update_case *c = *state;
	static const int32_t two[] = { 7, 2, 7 };
	struct procdir *procdir;
	struct scratch scratch;
	struct pidlist *list;

	scratch_init(&scratch);
	scratch_write(&scratch, "stat", "", 0644);
	assert_int_equal(procdir_open(scratch.path, &procdir), 0);
	list = pidlist_new(procdir, false);
	for (const struct step *step = c->steps; step->what; step++) {
		if (step->what == '+')
			scratch_add(&scratch, step->number, 1);
		else if (step->what == '-')
			scratch_remove(&scratch, step->number);
		else if (step->what == 'u')
			assert_int_equal(pidlist_update(list, (uint64_t)step->number), 0);
		else
			assert_int_equal(pidlist_set(list, two, ARRAY_LEN(two)), 0);
		if (step->want)
			assert_string_equal(pids_of(list), step->want);
	}
	pidlist_free(list);
	procdir_close(procdir);
	scratch_done(&scratch);
}

/* A process can come to light without a fork: now and then the directory is read anyway. */
static void test_age(void **state)
{
	struct procdir *procdir;
	struct scratch scratch;
	struct pidlist *list;
	int updates = 0;

	(void)state;
	scratch_init(&scratch);
	scratch_add(&scratch, 1, 1);
	assert_int_equal(procdir_open(scratch.path, &procdir), 0);
	list = pidlist_new(procdir, false);
	assert_int_equal(pidlist_update(list, 5), 0);
	scratch_add(&scratch, 2, 1);
	do {
		assert_int_equal(pidlist_update(list, 5), 0);
		assert_true(++updates < 100);
	} while (strcmp(pids_of(list), "1") == 0);
	assert_true(updates > 1);
	assert_string_equal(pids_of(list), "1 2");
	pidlist_free(list);
	pidlist_free(NULL);
	procdir_close(procdir);
	scratch_done(&scratch);
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

struct keep_case {
	const char *name;
	bool keep;
};

static const struct keep_case keep_cases[] = {
	{ "descriptors are kept", true },
	{ "descriptors are not kept", false },
};

static void test_keep(void **state)
{
	const struct keep_case *c = *state;
	struct pidlist_entry *entries;
	struct procdir *procdir;
	struct scratch scratch;
	struct pidlist *list;
	size_t count;
	int fd, other;

	scratch_init(&scratch);
	for (int pid = 1; pid < 5; pid++)
		scratch_add(&scratch, pid, 1);
	assert_int_equal(procdir_open(scratch.path, &procdir), 0);
	list = pidlist_new(procdir, c->keep);
	assert_int_equal(pidlist_update(list, 1), 0);
	entries = pidlist_entries(list, &count);
	assert_int_equal(count, 4);
	fd = pidlist_open(list, &entries[0]);
	assert_true(is_open(fd));
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(entries[0].fd, c->keep ? fd : -1);
	pidlist_close(list, &entries[0], fd, false);
	assert_int_equal(is_open(fd), c->keep);
	/* It stays with its process while others come and go. */
	other = pidlist_open(list, &entries[1]);
	pidlist_close(list, &entries[1], other, false);
	scratch_remove(&scratch, 1);
	scratch_add(&scratch, 9, 1);
	assert_int_equal(pidlist_update(list, 2), 0);
	entries = pidlist_entries(list, &count);
	assert_int_equal(entries[0].pid, 2);
	assert_int_equal(entries[0].fd, c->keep ? other : -1);
	if (c->keep)
		assert_false(is_open(fd));
	/* One that has ended is forgotten. */
	fd = pidlist_open(list, &entries[0]);
	pidlist_close(list, &entries[0], fd, true);
	assert_false(is_open(fd));
	assert_int_equal(entries[0].fd, -1);
	scratch_remove(&scratch, 2);
	assert_int_equal(pidlist_open(list, &entries[0]), -ENOENT);
	/* The others are closed with the list. */
	other = pidlist_open(list, &entries[1]);
	pidlist_close(list, &entries[1], other, false);
	pidlist_free(list);
	assert_false(is_open(other));
	procdir_close(procdir);
	scratch_done(&scratch);
}

/* ---- pulses ---- */

struct pulses {
	struct scratch scratch;
	struct procdir *procdir;
	struct pidlist *list;
};

/* Three processes on a kernel that counts (or not); the list has been read. */
static void pulses_init(struct pulses *pulses, const char *self)
{
	char path[128];

	scratch_init(&pulses->scratch);
	(void)snprintf(path, sizeof(path), "%s/self", pulses->scratch.path);
	assert_int_equal(mkdir(path, 0755), 0);
	scratch_write(&pulses->scratch, "self/schedstat", self, 0644);
	for (int pid = 1; pid <= 3; pid++)
		scratch_add(&pulses->scratch, pid, 1);
	scratch_write(&pulses->scratch, "1/schedstat", "100 20 3\n", 0644);
	scratch_write(&pulses->scratch, "2/schedstat", "100 20 3\n", 0644);
	assert_int_equal(procdir_open(pulses->scratch.path, &pulses->procdir), 0);
	pulses->list = pidlist_new(pulses->procdir, true);
	assert_int_equal(pidlist_update(pulses->list, 1), 0);
}

static void pulses_done(struct pulses *pulses)
{
	pidlist_free(pulses->list);
	procdir_close(pulses->procdir);
	scratch_done(&pulses->scratch);
}

static struct pidlist_entry *entry_of(const struct pulses *pulses, int32_t pid)
{
	size_t count;
	struct pidlist_entry *entries = pidlist_entries(pulses->list, &count);

	for (size_t i = 0; i < count; i++) {
		if (entries[i].pid == pid)
			return &entries[i];
	}
	fail_msg("%d is not in the list", pid);
	return NULL;
}

static void test_pulse(void **state)
{
	struct pulses pulses;
	struct bytes text;
	uint64_t beat;

	(void)state;
	pulses_init(&pulses, "1 2 3\n");
	beat = pidlist_pulse(pulses.list, entry_of(&pulses, 1), &text);
	assert_int_not_equal(beat, 0);
	assert_bytes_equal(text, bytes_of("100 20 3\n"));
	assert_true(entry_of(&pulses, 1)->pulse >= 0);
	assert_int_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 1), &text), beat);
	assert_int_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 2), &text), beat);
	scratch_write(&pulses.scratch, "1/schedstat", "101 20 4\n", 0644);
	assert_int_not_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 1), &text), beat);
	assert_int_not_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 1), &text), 0);
	/* One that has none */
	assert_int_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 3), &text), 0);
	assert_int_equal(text.n, 0);
	pulses_done(&pulses);
}

/* A kernel that does not count writes zeros: then stat is kept open, as if there were no pulses. */
static void test_no_pulses(void **state)
{
	struct pulses pulses;
	struct bytes text;
	int fd;

	(void)state;
	pulses_init(&pulses, "0 0 0\n");
	assert_int_equal(pidlist_pulse(pulses.list, entry_of(&pulses, 1), &text), 0);
	fd = pidlist_open(pulses.list, entry_of(&pulses, 1));
	pidlist_close(pulses.list, entry_of(&pulses, 1), fd, false);
	pidlist_note(pulses.list, entry_of(&pulses, 1), 0, true, false);
	assert_int_equal(entry_of(&pulses, 1)->fd, fd);
	assert_true(is_open(fd));
	pulses_done(&pulses);
}

/* Reads stat behind a pulse; returns whether it stays open. */
static bool reads_stat(struct pulses *pulses, uint64_t beat, bool is_single)
{
	struct pidlist_entry *entry = entry_of(pulses, 1);
	int fd = pidlist_open(pulses->list, entry);

	assert_true(fd >= 0);
	pidlist_close(pulses->list, entry, fd, false);
	pidlist_note(pulses->list, entry, beat, is_single, false);
	assert_int_equal(is_open(fd), entry->fd >= 0);
	return entry->fd >= 0;
}

/* Only what is read often is kept open: that of a process that runs, or has threads that may. */
static void test_kept_stat(void **state)
{
	struct pulses pulses;

	(void)state;
	pulses_init(&pulses, "1 2 3\n");
	assert_true(reads_stat(&pulses, 0, true));  /* there is no pulse to know it by */
	assert_false(reads_stat(&pulses, 7, true)); /* it is new: taken for one that sleeps */
	assert_false(reads_stat(&pulses, 8, true)); /* it runs: from now on */
	assert_true(reads_stat(&pulses, 9, true));
	assert_true(reads_stat(&pulses, 9, true));
	assert_false(reads_stat(&pulses, 9, true)); /* quiet twice */
	assert_false(reads_stat(&pulses, 9, false));
	assert_true(reads_stat(&pulses, 9, false));
	assert_true(reads_stat(&pulses, 9, false));
	assert_true(reads_stat(&pulses, 9, false));
	pulses_done(&pulses);
}

static void test_deaths(void **state)
{
	struct pulses pulses;

	(void)state;
	pulses_init(&pulses, "1 2 3\n");
	assert_false(pidlist_has_deaths(pulses.list));
	assert_true(pidlist_lives(pulses.list, 2));
	assert_false(pidlist_lives(pulses.list, 4));
	pidlist_note(pulses.list, entry_of(&pulses, 2), 5, true, true); /* a zombie */
	assert_true(pidlist_has_deaths(pulses.list));
	assert_false(pidlist_lives(pulses.list, 2));
	assert_true(pidlist_lives(pulses.list, 1));
	/* They count for the sample after that too, and once. */
	assert_int_equal(pidlist_update(pulses.list, 1), 0);
	pidlist_note(pulses.list, entry_of(&pulses, 2), 5, true, true);
	assert_true(pidlist_has_deaths(pulses.list));
	assert_int_equal(pidlist_update(pulses.list, 1), 0);
	assert_false(pidlist_has_deaths(pulses.list));
	pidlist_gone(pulses.list, entry_of(&pulses, 1));
	assert_true(pidlist_has_deaths(pulses.list));
	assert_false(pidlist_lives(pulses.list, 1));
	/* Another one has the number now. */
	pidlist_note(pulses.list, entry_of(&pulses, 1), 5, true, false);
	assert_true(pidlist_lives(pulses.list, 1));
	scratch_remove(&pulses.scratch, 3);
	assert_int_equal(pidlist_update(pulses.list, 2), 0);
	assert_true(pidlist_has_deaths(pulses.list));
	assert_false(pidlist_lives(pulses.list, 3));
	pulses_done(&pulses);
}

/* Opens all 400 with room for so many descriptors; in a child, for the limit stays. */
static int open_all(const struct scratch *scratch, rlim_t limit)
{
	const struct rlimit limits = { limit, limit };
	struct procdir *procdir;
	struct pidlist *list;
	int opened = 0;

	if (procdir_open(scratch->path, &procdir) < 0)
		return 1;
	list = pidlist_new(procdir, true);
	/* Lowered behind the back of the list, which was ready to keep far more. */
	if (setrlimit(RLIMIT_NOFILE, &limits) < 0)
		return 2;
	for (int round = 0; round < 3; round++) {
		struct pidlist_entry *entries;
		size_t count;

		if (pidlist_update(list, 0) < 0)
			return 3;
		entries = pidlist_entries(list, &count);
		for (size_t i = 0; i < count; i++) {
			int fd = pidlist_open(list, &entries[i]);

			if (fd < 0)
				return 4;
			pidlist_close(list, &entries[i], fd, false);
			opened++;
		}
	}
	pidlist_free(list);
	procdir_close(procdir);
	return opened == 1200 ? 0 : 5;
}

/* Where descriptors run out, what only saves time is given back. */
static void test_limit(void **state)
{
	struct scratch scratch;
	int status;
	pid_t pid;

	(void)state;
	scratch_init(&scratch);
	for (int i = 1; i <= 400; i++)
		scratch_add(&scratch, i, 1);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(open_all(&scratch, 40));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	scratch_done(&scratch);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* The id is that of who has the number, and 0 where there is nobody or there are no ids. */
static void test_id(void **state)
{
	const struct pidlist_entry ours = { .pid = getpid() }, nobody = { .pid = INT32_MAX };
	uint64_t id;

	(void)state;
	assert_int_equal(pidlist_id(&nobody), 0);
	if (pidfs_id(getpid(), &id) < 0)
		id = 0;
	assert_int_equal(pidlist_id(&ours), id);
}

int main(void)
{
	struct CMUnitTest updates[ARRAY_LEN(update_cases)], keeps[ARRAY_LEN(keep_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_age),	  cmocka_unit_test(test_limit),
		cmocka_unit_test(test_pulse),	  cmocka_unit_test(test_no_pulses),
		cmocka_unit_test(test_kept_stat), cmocka_unit_test(test_deaths),
		cmocka_unit_test(test_id),
	};
	int failed;

	test_table(updates, ARRAY_LEN(updates), update_cases, sizeof(update_cases[0]), test_update);
	test_table(keeps, ARRAY_LEN(keeps), keep_cases, sizeof(keep_cases[0]), test_keep);
	failed = cmocka_run_group_tests_name("pidlist_update", updates, NULL, NULL);
	failed += cmocka_run_group_tests_name("pidlist_open", keeps, NULL, NULL);
	failed += cmocka_run_group_tests_name("pidlist", others, NULL, NULL);
	return failed;
}
