/* usage.c - see usage.h */
#include "usage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"

enum {
	FILE_MAX = 4096,
	FIELD_PPID = 1, /* behind the name; the state is 0 */
	FIELD_UTIME = 11,
	FIELD_CSTIME = 14,
	DESCENDANTS_MAX = 64,
};

static ssize_t read_file(const char *path, char text[FILE_MAX])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return -errno;
	got = read(fd, text, FILE_MAX - 1);
	(void)close(fd);
	text[got > 0 ? got : 0] = '\0';
	return got;
}

/* A field of stat counted from the state on; 0 where it is not there. */
static uint64_t stat_field(const char *text, int number)
{
	const char *at = strrchr(text, ')');

	for (int i = -1; at && i < number; i++) {
		at = strchr(at + 1, ' ');
	}
	return at ? strtoull(at + 1, NULL, 10) : 0;
}

static uint64_t kib_of(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at ? strtoull(at + strlen(key), NULL, 10) * 1024 : 0;
}

static void add_threads(pid_t pid, struct usage *usage)
{
	char path[64 + 256], text[FILE_MAX];
	struct dirent *entry;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		(void)snprintf(path, sizeof(path), "/proc/%d/task/%s/schedstat", (int)pid,
			       entry->d_name);
		if (read_file(path, text) > 0)
			usage->run_ns += strtoull(text, NULL, 10);
		usage->threads++;
	}
	if (dir)
		(void)closedir(dir);
}

static int add_process(pid_t pid, struct usage *usage)
{
	const uint64_t tick_ns = NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
	char path[64], text[FILE_MAX];

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (read_file(path, text) <= 0)
		return -ESRCH;
	for (int field = FIELD_UTIME; field <= FIELD_CSTIME; field++)
		usage->ticks_ns += stat_field(text, field) * tick_ns;
	(void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (read_file(path, text) > 0) {
		usage->rss += kib_of(text, "VmRSS:");
		usage->peak += kib_of(text, "VmHWM:");
	}
	add_threads(pid, usage);
	descriptors_add(pid, &usage->descriptors);
	return 0;
}

/*
 * A child has a higher number than its parent unless they wrapped: one pass finds a usual
 * tree, a second all of it.
 */
static size_t find_descendants(pid_t root, pid_t found[DESCENDANTS_MAX])
{
	char path[64 + 256], text[FILE_MAX];
	struct dirent *entry;
	size_t count = 1;
	DIR *dir = opendir("/proc");

	found[0] = root;
	for (int pass = 0; dir && pass < 2; pass++, rewinddir(dir)) {
		while ((entry = readdir(dir)) != NULL && count < DESCENDANTS_MAX) {
			pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10), parent;
			size_t is_child = 0, is_known = 0;

			(void)snprintf(path, sizeof(path), "/proc/%s/stat", entry->d_name);
			if (pid <= 0 || read_file(path, text) <= 0)
				continue;
			parent = (pid_t)stat_field(text, FIELD_PPID);
			for (size_t i = 0; i < count; i++) {
				is_child += found[i] == parent;
				is_known += found[i] == pid;
			}
			if (is_child && !is_known)
				found[count++] = pid;
		}
	}
	if (dir)
		(void)closedir(dir);
	return count;
}

int usage_read(pid_t pid, struct usage *ret)
{
	pid_t pids[DESCENDANTS_MAX];
	size_t count = find_descendants(pid, pids);
	int result;

	*ret = (struct usage){ 0 };
	result = add_process(pid, ret);
	for (size_t i = 1; i < count; i++)
		(void)add_process(pids[i], ret); /* one that ended is in its parent's */
	return result;
}

uint64_t usage_cpu_between(const struct usage *before, const struct usage *after)
{
	const uint64_t tick_ns = NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
	uint64_t exact = after->run_ns > before->run_ns ? after->run_ns - before->run_ns : 0;
	uint64_t coarse =
		after->ticks_ns > before->ticks_ns ? after->ticks_ns - before->ticks_ns : 0;

	/* The two differ by rounding, unless somebody ended and is missing from the exact one. */
	return coarse > exact + exact / 4 + 5 * tick_ns ? coarse : exact;
}
