/* floor.c - see floor.h */
#include "floor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "session.h"
#include "sys/procdir.h"

enum {
	PASSES = 5,
	SPARE_DESCRIPTORS = 32,
};

struct paths {
	char (*of)[PROCDIR_PATH_MAX];
	int *fds;
	size_t count, capacity, fds_capacity;
};

static void add_path(struct paths *paths, int32_t pid, int32_t tid)
{
	paths->of = die_grow(paths->of, &paths->capacity, paths->count + 1, sizeof(paths->of[0]));
	procdir_path(paths->of[paths->count++], pid, tid, "stat");
}

static void find_paths(struct paths *paths, int proc, bool threads)
{
	struct procdir_buffer buffer = { 0 }, thread_buffer = { 0 };
	struct procdir_numbers pids = { 0 }, tids = { 0 };
	char task[PROCDIR_PATH_MAX];

	if (procdir_list_at(proc, ".", &buffer, &pids) < 0)
		return;
	for (size_t i = 0; i < pids.count; i++) {
		if (!threads) {
			add_path(paths, pids.of[i], -1);
			continue;
		}
		procdir_path(task, pids.of[i], -1, "task");
		if (procdir_list_at(proc, task, &thread_buffer, &tids) < 0)
			continue;
		for (size_t t = 0; t < tids.count; t++)
			add_path(paths, pids.of[i], tids.of[t]);
	}
	procdir_buffer_done(&buffer);
	procdir_buffer_done(&thread_buffer);
	procdir_numbers_done(&pids);
	procdir_numbers_done(&tids);
}

static void pass_open(const struct paths *paths, int proc)
{
	char text[4096];

	for (size_t i = 0; i < paths->count; i++) {
		int fd = openat(proc, paths->of[i], O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		if (read(fd, text, sizeof(text)) <= 0)
			paths->of[i][0] = '\0'; /* gone: not asked again */
		(void)close(fd);
	}
}

static void pass_kept(const struct paths *paths)
{
	char text[4096];

	for (size_t i = 0; i < paths->count; i++) {
		if (paths->fds[i] >= 0 && pread(paths->fds[i], text, sizeof(text), 0) <= 0)
			paths->fds[i] = -1;
	}
}

/* Opens them all; false where there may not be as many. */
static bool open_all(struct paths *paths, int proc)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return false;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 ||
	    paths->count + SPARE_DESCRIPTORS > limit.rlim_cur)
		return false;
	paths->fds = die_grow(NULL, &paths->fds_capacity, paths->count, sizeof(paths->fds[0]));
	for (size_t i = 0; i < paths->count; i++)
		paths->fds[i] = openat(proc, paths->of[i], O_RDONLY | O_CLOEXEC);
	return true;
}

static uint64_t measure(enum floor_kind kind, bool threads)
{
	struct paths paths = { 0 };
	uint64_t cpu_ns;
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (proc < 0)
		return 0;
	find_paths(&paths, proc, threads);
	if (kind == FLOOR_KEPT && !open_all(&paths, proc))
		return 0;
	if (kind == FLOOR_KEPT)
		pass_kept(&paths); /* the first makes the kernel's buffers */
	cpu_ns = clock_process_cpu();
	for (int i = 0; i < PASSES; i++) {
		if (kind == FLOOR_KEPT)
			pass_kept(&paths);
		else
			pass_open(&paths, proc);
		(void)sleep(1); /* as cold as a monitor finds it */
	}
	return (clock_process_cpu() - cpu_ns) / PASSES;
}

uint64_t floor_measure(enum floor_kind kind, bool threads, const char *user)
{
	uint64_t answer = 0;
	int ends[2];
	pid_t pid;

	if (pipe(ends) < 0)
		return 0;
	pid = fork();
	if (pid == 0) {
		if (session_become(user) == 0)
			answer = measure(kind, threads);
		_exit(write(ends[1], &answer, sizeof(answer)) != (ssize_t)sizeof(answer));
	}
	(void)close(ends[1]);
	if (read(ends[0], &answer, sizeof(answer)) != (ssize_t)sizeof(answer))
		answer = 0;
	(void)close(ends[0]);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
	return answer;
}
