/* textfloor.c - see textfloor.h */
#include "textfloor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/die.h"
#include "sys/procdir.h"

enum { SPARE_DESCRIPTORS = 32 };

struct textfloor {
	int proc;
	char (*paths)[PROCDIR_PATH_MAX];
	int *fds; /* NULL: opened with each pass */
	size_t count, capacity, fds_capacity;
};

static void add_path(struct textfloor *textfloor, int32_t pid, int32_t tid)
{
	textfloor->paths = die_grow(textfloor->paths, &textfloor->capacity, textfloor->count + 1,
				    sizeof(textfloor->paths[0]));
	procdir_path(textfloor->paths[textfloor->count++], pid, tid, "stat");
}

static int find_paths(struct textfloor *textfloor, bool threads)
{
	struct procdir_buffer buffer = { 0 }, thread_buffer = { 0 };
	struct procdir_numbers pids = { 0 }, tids = { 0 };
	char task[PROCDIR_PATH_MAX];
	int result = procdir_list_at(textfloor->proc, ".", &buffer, &pids);

	for (size_t i = 0; i < pids.count; i++) {
		if (!threads) {
			add_path(textfloor, pids.of[i], -1);
			continue;
		}
		procdir_path(task, pids.of[i], -1, "task");
		if (procdir_list_at(textfloor->proc, task, &thread_buffer, &tids) < 0)
			continue;
		for (size_t t = 0; t < tids.count; t++)
			add_path(textfloor, pids.of[i], tids.of[t]);
	}
	procdir_buffer_done(&buffer);
	procdir_buffer_done(&thread_buffer);
	procdir_numbers_done(&pids);
	procdir_numbers_done(&tids);
	return result;
}

static int open_all(struct textfloor *textfloor)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	if (textfloor->count + SPARE_DESCRIPTORS > limit.rlim_cur)
		return -EMFILE;
	textfloor->fds = die_grow(NULL, &textfloor->fds_capacity, textfloor->count,
				  sizeof(textfloor->fds[0]));
	for (size_t i = 0; i < textfloor->count; i++)
		textfloor->fds[i] =
			openat(textfloor->proc, textfloor->paths[i], O_RDONLY | O_CLOEXEC);
	return 0;
}

int textfloor_new(bool threads, bool kept, struct textfloor **ret)
{
	struct textfloor *textfloor = die_calloc(1, sizeof(*textfloor));
	int result;

	textfloor->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	result = textfloor->proc < 0 ? -errno : find_paths(textfloor, threads);
	if (result == 0 && kept)
		result = open_all(textfloor);
	if (result == 0)
		*ret = textfloor;
	return result;
}

static void pass_open(const struct textfloor *textfloor)
{
	char text[4096];

	for (size_t i = 0; i < textfloor->count; i++) {
		int fd = openat(textfloor->proc, textfloor->paths[i], O_RDONLY | O_CLOEXEC);

		if (fd < 0)
			continue;
		if (read(fd, text, sizeof(text)) <= 0)
			textfloor->paths[i][0] = '\0'; /* gone: not asked again */
		(void)close(fd);
	}
}

static void pass_kept(const struct textfloor *textfloor)
{
	char text[4096];

	for (size_t i = 0; i < textfloor->count; i++) {
		if (textfloor->fds[i] >= 0 && pread(textfloor->fds[i], text, sizeof(text), 0) <= 0)
			textfloor->fds[i] = -1;
	}
}

void textfloor_pass(struct textfloor *textfloor)
{
	if (textfloor->fds)
		pass_kept(textfloor);
	else
		pass_open(textfloor);
}
