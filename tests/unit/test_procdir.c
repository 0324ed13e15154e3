#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "samples.h"
#include "sys/procdir.h"

struct open_case {
	const char *name;
	const char *path; /* of tests/proc/, or absolute */
	int result;
	bool live;
};

static const struct open_case open_cases[] = {
	{ "the machine's", "/proc", 0, true },
	{ "a captured one", "small", 0, false },
	{ "a captured one without stat, but with processes", "hidepid", 0, false },
	{ "a directory that is none", ".", -EMEDIUMTYPE, false },
	{ "not there", "no-such-tree", -ENOENT, false },
	{ "a file", "README.md", -ENOTDIR, false },
};

static void test_open(void **state)
{
	const struct open_case *c = *state;
	struct procdir *procdir = NULL;
	char path[4096];

	if (c->path[0] == '/')
		(void)snprintf(path, sizeof(path), "%s", c->path);
	else
		samples_path(path, sizeof(path), c->path);
	assert_int_equal(procdir_open(path, &procdir), c->result);
	if (c->result < 0) {
		assert_null(procdir);
		return;
	}
	assert_true(procdir_fd(procdir) >= 0);
	assert_int_equal(fcntl(procdir_fd(procdir), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(procdir_is_live(procdir), c->live);
	assert_int_equal(procdir_is_ours(procdir), c->live);
	procdir_close(procdir);
	procdir_close(NULL);
}

struct path_case {
	const char *name;
	int32_t pid, tid;
	const char *file;
	const char *want;
};

static const struct path_case path_cases[] = {
	{ "of a process", 1, -1, "stat", "1/stat" },
	{ "of a thread", 850, 852, "schedstat", "850/task/852/schedstat" },
	{ "the directory itself", 4711, -1, "", "4711" },
	{ "the directory of a thread", 10, 100, "", "10/task/100" },
	{ "the largest numbers, the longest name", INT32_MAX, INT32_MAX, "oom_score_adj",
	  "2147483647/task/2147483647/oom_score_adj" },
};

static void test_path(void **state)
{
	const struct path_case *c = *state;
	char path[PROCDIR_PATH_MAX];

	memset(path, 0xa5, sizeof(path));
	procdir_path(path, c->pid, c->tid, c->file);
	assert_string_equal(path, c->want);
}

struct sort_case {
	const char *name;
	int32_t in[8];
	size_t count;
	int32_t want[8];
	size_t want_count;
};

static const struct sort_case sort_cases[] = {
	{ "none", { 0 }, 0, { 0 }, 0 },
	{ "one", { 7 }, 1, { 7 }, 1 },
	{ "in order", { 1, 2, 3 }, 3, { 1, 2, 3 }, 3 },
	{ "backwards", { 3, 2, 1 }, 3, { 1, 2, 3 }, 3 },
	{ "twice, in order", { 1, 2, 2, 3 }, 4, { 1, 2, 3 }, 3 },
	{ "twice, apart", { 2, 9, 2, 1, 9, 9 }, 6, { 1, 2, 9 }, 3 },
	{ "all the same", { 5, 5, 5 }, 3, { 5 }, 1 },
	{ "the largest", { INT32_MAX, 1 }, 2, { 1, INT32_MAX }, 2 },
};

static void test_sort(void **state)
{
	const struct sort_case *c = *state;
	int32_t of[8];
	struct procdir_numbers numbers = { of, c->count, 8 };

	memcpy(of, c->in, sizeof(of));
	procdir_numbers_sort(&numbers);
	assert_int_equal(numbers.count, c->want_count);
	assert_memory_equal(of, c->want, c->want_count * sizeof(of[0]));
}

static void test_list(void **state)
{
	struct procdir_buffer buffer = { 0 };
	struct procdir_numbers numbers = { 0 };
	struct samples samples;

	(void)state;
	samples_open(&samples, "hostile");
	/* 007, 12a and 99999999999 are none; twice, as the list is used again. */
	for (int round = 0; round < 2; round++) {
		assert_int_equal(procdir_list_at(procdir_fd(samples.procdir), ".", &buffer,
						 &numbers),
				 0);
		assert_int_equal(numbers.count, 25);
		assert_int_equal(numbers.of[0], 1);
		assert_int_equal(numbers.of[1], 42);
		for (int32_t i = 2; i < 25; i++)
			assert_int_equal(numbers.of[i], 98 + i);
	}
	assert_int_equal(procdir_list_at(procdir_fd(samples.procdir), "7", &buffer, &numbers),
			 -ENOENT);
	assert_int_equal(procdir_list_at(procdir_fd(samples.procdir), "42", &buffer, &numbers),
			 -ENOTDIR);
	procdir_numbers_done(&numbers);
	procdir_buffer_done(&buffer);
	samples_close(&samples);
}

struct read_case {
	const char *name;
	size_t size, limit, want;
};

static const struct read_case read_cases[] = {
	{ "empty", 0, 0, 0 },
	{ "small", 10, 0, 10 },
	{ "as large as the buffer", 32 * 1024, 0, 32 * 1024 },
	{ "one more", 32 * 1024 + 1, 0, 32 * 1024 + 1 },
	{ "far more", 1000000, 0, 1000000 },
	{ "cut at the limit", 1000, 10, 10 },
	{ "just the limit", 1000, 1000, 1000 },
	{ "under the limit", 1000, 2000, 1000 },
	{ "a limit beyond the buffer", 1000000, 100000, 100000 },
};

static void test_read(void **state)
{
	const struct read_case *c = *state;
	char path[] = "/tmp/test_procdir.XXXXXX", *content = malloc(c->size + 1);
	struct procdir_buffer buffer = { 0 };
	struct bytes text;
	int fd = mkstemp(path);

	assert_non_null(content);
	assert_true(fd >= 0);
	for (size_t i = 0; i < c->size; i++)
		content[i] = (char)(i % 251);
	assert_int_equal(write(fd, content, c->size), c->size);
	/* From the start, wherever the descriptor stands, and again. */
	for (int round = 0; round < 2; round++) {
		assert_int_equal(procdir_read_fd(fd, &buffer, c->limit, &text), 0);
		assert_bytes_equal(text, ((struct bytes){ content, c->want }));
	}
	assert_int_equal(procdir_read_at(AT_FDCWD, path, &buffer, c->limit, &text), 0);
	assert_bytes_equal(text, ((struct bytes){ content, c->want }));
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(procdir_read_at(AT_FDCWD, path, &buffer, 0, &text), -ENOENT);
	assert_int_equal(procdir_read_fd(fd, &buffer, 0, &text), -EBADF);
	procdir_buffer_done(&buffer);
	free(content);
}

static void test_link(void **state)
{
	struct procdir_buffer buffer = { 0 };
	struct bytes target = TEXT("untouched");
	struct samples samples;
	int fd;

	(void)state;
	samples_open(&samples, "small");
	fd = procdir_fd(samples.procdir);
	assert_int_equal(procdir_readlink_at(fd, "2/exe", &buffer, &target), -ENOENT);
	assert_bytes_equal(target, bytes_of("untouched"));
	assert_int_equal(procdir_readlink_at(fd, "970/exe", &buffer, &target), 0);
	assert_bytes_equal(target, bytes_of("/opt/orphan/orphan (deleted)"));
	/* A link is never followed where a file is wanted. */
	assert_int_equal(procdir_read_at(fd, "970/exe", &buffer, 0, &target), -ELOOP);
	procdir_buffer_done(&buffer);
	samples_close(&samples);
}

int main(void)
{
	struct CMUnitTest opens[ARRAY_LEN(open_cases)], paths[ARRAY_LEN(path_cases)];
	struct CMUnitTest sorts[ARRAY_LEN(sort_cases)], reads[ARRAY_LEN(read_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_link),
	};
	int failed;

	test_table(opens, ARRAY_LEN(opens), open_cases, sizeof(open_cases[0]), test_open);
	test_table(paths, ARRAY_LEN(paths), path_cases, sizeof(path_cases[0]), test_path);
	test_table(sorts, ARRAY_LEN(sorts), sort_cases, sizeof(sort_cases[0]), test_sort);
	test_table(reads, ARRAY_LEN(reads), read_cases, sizeof(read_cases[0]), test_read);
	failed = cmocka_run_group_tests_name("procdir_open", opens, NULL, NULL);
	failed += cmocka_run_group_tests_name("procdir_path", paths, NULL, NULL);
	failed += cmocka_run_group_tests_name("procdir_numbers_sort", sorts, NULL, NULL);
	failed += cmocka_run_group_tests_name("procdir_read", reads, NULL, NULL);
	failed += cmocka_run_group_tests_name("procdir", others, NULL, NULL);
	return failed;
}
