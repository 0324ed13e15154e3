/* procdir.c - see procdir.h */
#include "sys/procdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/die.h"

struct procdir {
	int fd;
	bool live, ours;
};

enum { BUFFER_FIRST = 32 * 1024 };

static bool has_numbers(int fd)
{
	struct procdir_buffer buffer = { 0 };
	struct procdir_numbers numbers = { 0 };
	bool found = procdir_list_at(fd, ".", &buffer, &numbers) == 0 && numbers.count > 0;

	procdir_buffer_done(&buffer);
	procdir_numbers_done(&numbers);
	return found;
}

/* /proc/self of that procfs names us by our own number only if the PID namespaces are the same. */
static bool numbers_are_ours(int fd)
{
	char self[32];
	ssize_t length = readlinkat(fd, "self", self, sizeof(self));
	uint64_t pid;

	return length > 0 && bytes_to_u64((struct bytes){ self, (size_t)length }, &pid) == 0 &&
	       pid == (uint64_t)getpid();
}

int procdir_open(const char *path, struct procdir **ret)
{
	struct procdir *procdir;
	struct statfs fs;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	procdir = die_calloc(1, sizeof(*procdir));
	procdir->fd = fd;
	procdir->live = fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
	procdir->ours = procdir->live && numbers_are_ours(fd);
	if (!procdir->live && faccessat(fd, "stat", F_OK, 0) < 0 && !has_numbers(fd)) {
		procdir_close(procdir);
		return -EMEDIUMTYPE;
	}
	*ret = procdir;
	return 0;
}

void procdir_close(struct procdir *procdir)
{
	if (!procdir)
		return;
	(void)close(procdir->fd);
	free(procdir);
}

int procdir_fd(const struct procdir *procdir)
{
	return procdir->fd;
}

bool procdir_is_live(const struct procdir *procdir)
{
	return procdir->live;
}

bool procdir_is_ours(const struct procdir *procdir)
{
	return procdir->ours;
}

void procdir_buffer_done(struct procdir_buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct procdir_buffer){ 0 };
}

static void grow(struct procdir_buffer *buffer, size_t need)
{
	size_t size = buffer->size ? buffer->size : BUFFER_FIRST;

	while (size < need)
		size *= 2;
	if (size == buffer->size)
		return;
	buffer->data = die_realloc(buffer->data, size);
	buffer->size = size;
}

static ssize_t read_again(int fd, char *to, size_t size, size_t offset)
{
	ssize_t got;

	do {
		got = pread(fd, to, size, (off_t)offset);
	} while (got < 0 && errno == EINTR);
	return got;
}

int procdir_read_fd(int fd, struct procdir_buffer *buffer, size_t limit, struct bytes *ret)
{
	size_t filled = 0;

	for (;;) {
		size_t room;
		ssize_t got;

		grow(buffer, filled + 1);
		room = buffer->size - filled;
		got = read_again(fd, buffer->data + filled, room, filled);
		if (got < 0)
			return -errno;
		filled += (size_t)got;
		/*
		 * A file of /proc that left room in the buffer has given all it has:
		 * the second read, which would say so, costs as much as the first.
		 */
		if ((size_t)got < room || (limit > 0 && filled >= limit))
			break;
	}
	if (limit > 0 && filled > limit)
		filled = limit;
	*ret = (struct bytes){ buffer->data, filled };
	return 0;
}

int procdir_open_at(int dirfd, const char *path)
{
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);

	return fd < 0 ? -errno : fd;
}

int procdir_read_at(int dirfd, const char *path, struct procdir_buffer *buffer, size_t limit,
		    struct bytes *ret)
{
	int fd = procdir_open_at(dirfd, path);
	int result;

	if (fd < 0)
		return fd;
	result = procdir_read_fd(fd, buffer, limit, ret);
	(void)close(fd);
	return result;
}

int procdir_readlink_at(int dirfd, const char *path, struct procdir_buffer *buffer,
			struct bytes *ret)
{
	ssize_t length;

	grow(buffer, 1);
	length = readlinkat(dirfd, path, buffer->data, buffer->size);
	if (length < 0)
		return -errno;
	*ret = (struct bytes){ buffer->data, (size_t)length };
	return 0;
}

/* A name of digits only, as the kernel prints numbers; -1 for any other. */
static int32_t number_of(const char *name)
{
	int64_t number = 0;

	if (name[0] < '1' || name[0] > '9')
		return -1;
	for (; *name; name++) {
		if (*name < '0' || *name > '9')
			return -1;
		number = number * 10 + (*name - '0');
		if (number > INT32_MAX)
			return -1;
	}
	return (int32_t)number;
}

static void collect(const char *entries, size_t size, struct procdir_numbers *numbers)
{
	for (size_t at = 0; at < size;) {
		const struct dirent64 *entry = (const void *)(entries + at);
		int32_t number = number_of(entry->d_name);

		at += entry->d_reclen;
		if (number < 0)
			continue;
		numbers->of = die_grow(numbers->of, &numbers->capacity, numbers->count + 1,
				       sizeof(numbers->of[0]));
		numbers->of[numbers->count++] = number;
	}
}

static int compare_numbers(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * The kernel lists in ascending order; other file systems do not, and a PID may come twice
 * when the numbers wrap.
 */
void procdir_numbers_sort(struct procdir_numbers *numbers)
{
	size_t kept = 0;
	bool sorted = true;

	for (size_t i = 1; i < numbers->count && sorted; i++)
		sorted = numbers->of[i - 1] < numbers->of[i];
	if (sorted)
		return;
	qsort(numbers->of, numbers->count, sizeof(numbers->of[0]), compare_numbers);
	for (size_t i = 0; i < numbers->count; i++) {
		if (kept == 0 || numbers->of[kept - 1] != numbers->of[i])
			numbers->of[kept++] = numbers->of[i];
	}
	numbers->count = kept;
}

int procdir_list_until(int dirfd, const char *path, struct procdir_buffer *buffer,
		       struct procdir_numbers *numbers, const struct procdir_stop *stop)
{
	int fd = openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	long got;

	if (fd < 0)
		return -errno;
	numbers->count = 0;
	grow(buffer, 1);
	while ((got = syscall(SYS_getdents64, fd, buffer->data, buffer->size)) > 0) {
		collect(buffer->data, (size_t)got, numbers);
		if (stop && stop->is_enough(numbers, stop->context))
			break;
	}
	if (got < 0)
		got = -errno;
	(void)close(fd);
	if (got < 0)
		return (int)got;
	procdir_numbers_sort(numbers);
	return 0;
}

int procdir_list_at(int dirfd, const char *path, struct procdir_buffer *buffer,
		    struct procdir_numbers *numbers)
{
	return procdir_list_until(dirfd, path, buffer, numbers, NULL);
}

void procdir_numbers_done(struct procdir_numbers *numbers)
{
	free(numbers->of);
	*numbers = (struct procdir_numbers){ 0 };
}

static char *put_number(char *to, int32_t number)
{
	char digits[12];
	size_t n = 0;

	do {
		digits[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	while (n > 0)
		*to++ = digits[--n];
	return to;
}

static char *put_string(char *to, const char *string)
{
	while (*string)
		*to++ = *string++;
	return to;
}

/* By hand: this runs for every file of every process, and snprintf would be a tenth of the read. */
void procdir_path(char ret[PROCDIR_PATH_MAX], int32_t pid, int32_t tid, const char *name)
{
	char *to = put_number(ret, pid);

	if (tid >= 0)
		to = put_number(put_string(to, "/task/"), tid);
	if (name[0]) {
		*to++ = '/';
		to = put_string(to, name);
	}
	*to = '\0';
}
