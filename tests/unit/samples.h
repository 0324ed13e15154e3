/*
 * samples.h - samples of the trees in tests/proc/, for the tests of what stands on them
 */
#ifndef TESTS_UNIT_SAMPLES_H
#define TESTS_UNIT_SAMPLES_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "snap/snapshot.h"
#include "source/procfs.h"
#include "source/source.h"
#include "sys/procdir.h"

/* Everything that a source may be asked for. */
#define SAMPLES_ALL (TASK_SOURCE_MASK & 0x3ff)

struct samples {
	struct procdir *procdir;
	struct source *source;
};

/* The path of a tree; make tells where the sources are. */
static inline void samples_path(char *ret, size_t size, const char *tree)
{
	const char *top = getenv("top_srcdir");

	assert_true((size_t)snprintf(ret, size, "%s/tests/proc/%s", top ? top : ".", tree) < size);
}

/* Opens "/proc", or a tree of tests/proc/ by its name. */
static inline void samples_open(struct samples *samples, const char *tree)
{
	char path[4096];

	if (tree[0] == '/')
		assert_true((size_t)snprintf(path, sizeof(path), "%s", tree) < sizeof(path));
	else
		samples_path(path, sizeof(path), tree);
	assert_int_equal(procdir_open(path, &samples->procdir), 0);
	samples->source = procfs_new(samples->procdir);
}

static inline void samples_close(struct samples *samples)
{
	source_free(samples->source);
	procdir_close(samples->procdir);
}

/* One sample, owned; names of users in it are gone with samples_close(). */
static inline struct snapshot *samples_take(struct samples *samples,
					    const struct source_request *request)
{
	struct snapshot *snapshot = snapshot_new();

	assert_int_equal(source_sample(samples->source, request, snapshot), 0);
	assert_int_equal(snapshot->error, 0);
	return snapshot;
}

/* The process, which has to be there. */
static inline const struct task *samples_task(const struct snapshot *snapshot, int32_t pid)
{
	const struct task *task = snapshot_task_find(snapshot, pid);

	assert_non_null(task);
	return task;
}

/* What was read of it as text, which has to be there. */
static inline const struct task_text *samples_text(const struct snapshot *snapshot, int32_t pid)
{
	const struct sighting *sighting = snapshot_find(snapshot, pid);

	assert_non_null(sighting);
	assert_non_null(sighting->text);
	return sighting->text;
}

#endif
