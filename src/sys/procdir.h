/*
 * procdir.h - an open /proc, or a directory that looks like one
 *
 * Everything is opened relative to one descriptor, so another procfs, a captured
 * tree or a fixture serves as well as /proc. Reading is one read(2) into a
 * buffer that is used again; nothing here blocks but the files that
 * kernel knows to block (cmdline, environ, maps, smaps*, mem, pagemap ...), which
 * only inspector threads may ask for.
 */
#ifndef SYS_PROCDIR_H
#define SYS_PROCDIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct procdir;

/*
 * Opens it. Returns 0 and an owned *ret; -ENOENT, -EACCES ... of open(2); or
 * -EMEDIUMTYPE: a directory that is neither a procfs nor a tree of one (no
 * numbered directory and no stat in it).
 */
int procdir_open(const char *path, struct procdir **ret);
void procdir_close(struct procdir *procdir);

/* Its descriptor, borrowed. */
int procdir_fd(const struct procdir *procdir);

/* A real procfs, not a captured tree: its clocks are ours. */
bool procdir_is_live(const struct procdir *procdir);

/*
 * A real procfs whose numbers are those of our own PID namespace: what can be
 * done to a number means the process that is shown under it.
 */
bool procdir_is_ours(const struct procdir *procdir);

/*
 * A buffer for reads; grows, never shrinks. {0} is empty and fine. Memory until
 * procdir_buffer_done().
 */
struct procdir_buffer {
	char *data;
	size_t size;
};

void procdir_buffer_done(struct procdir_buffer *buffer);

/*
 * Reads a whole file, from its start. Returns 0 with a slice of the buffer, valid until its
 * next use, or negative errno: -ENOENT and -ESRCH mean gone, -EACCES and -EPERM
 * denied. More than limit bytes are cut off there (0: no limit).
 */
int procdir_read_fd(int fd, struct procdir_buffer *buffer, size_t limit, struct bytes *ret);
int procdir_open_at(int dirfd, const char *path); /* a descriptor, owned, or the same errors */
int procdir_read_at(int dirfd, const char *path, struct procdir_buffer *buffer, size_t limit,
		    struct bytes *ret);

/* The target of a link. The same returns. */
int procdir_readlink_at(int dirfd, const char *path, struct procdir_buffer *buffer,
			struct bytes *ret);

/* A list of numbers that grows; {0} is empty. */
struct procdir_numbers {
	int32_t *of;
	size_t count, capacity;
};

/*
 * Fills *numbers with the numbered entries of a directory, ascending, each once. Returns 0 or
 * negative errno.
 */
int procdir_list_at(int dirfd, const char *path, struct procdir_buffer *buffer,
		    struct procdir_numbers *numbers);

/*
 * The same, but asks after each piece of the directory whether what is listed by then is
 * enough: a large /proc takes the kernel 2 us an entry.
 */
struct procdir_stop {
	bool (*is_enough)(const struct procdir_numbers *numbers, void *context);
	void *context;
};

int procdir_list_until(int dirfd, const char *path, struct procdir_buffer *buffer,
		       struct procdir_numbers *numbers, const struct procdir_stop *stop);

/* Ascending, each once. */
void procdir_numbers_sort(struct procdir_numbers *numbers);
void procdir_numbers_done(struct procdir_numbers *numbers);

enum { PROCDIR_PATH_MAX = 64 };

/* Writes "PID/name" or, with tid >= 0, "PID/task/TID/name". name is one of ours and short. */
void procdir_path(char ret[PROCDIR_PATH_MAX], int32_t pid, int32_t tid, const char *name);

#endif
