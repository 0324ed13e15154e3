/*
 * scratch.h - a tree like a captured /proc that a test makes and changes itself
 */
#ifndef TESTS_UNIT_SCRATCH_H
#define TESTS_UNIT_SCRATCH_H

#include "test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	char path[64];
};

static inline void scratch_init(struct scratch *scratch)
{
	(void)snprintf(scratch->path, sizeof(scratch->path), "/tmp/proctor-test.XXXXXX");
	assert_non_null(mkdtemp(scratch->path));
	assert_int_equal(chmod(scratch->path, 0755), 0);
}

/* Writes a file, "PID/name" or "name", with the bits of mode. */
static inline void scratch_write(const struct scratch *scratch, const char *name, const char *text,
				 mode_t mode)
{
	char path[256];
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/%s", scratch->path, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

/* A process with a stat; it began at tick `start`. */
static inline void scratch_add(const struct scratch *scratch, int pid, int start)
{
	char path[128], name[32], stat[256];

	(void)snprintf(path, sizeof(path), "%s/%d", scratch->path, pid);
	assert_int_equal(mkdir(path, 0755), 0);
	(void)snprintf(stat, sizeof(stat),
		       "%d (made) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 %d 4096 1 0 0 0 0 0 0 0 "
		       "0 0 0 0 0 0 17 0 0 0\n",
		       pid, start);
	(void)snprintf(name, sizeof(name), "%d/stat", pid);
	scratch_write(scratch, name, stat, 0644);
}

static inline int scratch_remove_one(const char *path, const struct stat *status, int type,
				     struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

/* Removes one process. */
static inline void scratch_remove(const struct scratch *scratch, int pid)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%d", scratch->path, pid);
	assert_int_equal(nftw(path, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static inline void scratch_done(const struct scratch *scratch)
{
	assert_int_equal(nftw(scratch->path, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

#endif
