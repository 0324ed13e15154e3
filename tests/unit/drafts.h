/*
 * drafts.h - drafts of tasks for the tests of their versions
 */
#ifndef TESTS_UNIT_DRAFTS_H
#define TESTS_UNIT_DRAFTS_H

#include "test.h"

#include "source/versions.h"

/* A task in which no number is 0 and no two neighbours are alike. */
static inline struct task drafts_task(int32_t pid, int32_t tid)
{
	struct task task;

	memset(&task, 0, sizeof(task));
	for (size_t i = offsetof(struct task, minflt); i < offsetof(struct task, comm); i++)
		((unsigned char *)&task)[i] = (unsigned char)(i % 250 + 1);
	task.identity = (struct identity){ .pid = tid ? tid : pid, .thread = tid, .start = 100 };
	task.identity.id = tid ? 0 : 7;
	task.have = TASK_STAT | TASK_IO;
	task.denied = TASK_USER;
	task.is_thread = tid;
	task.has_mm = true;
	task.state = 'S';
	task.busiest = 'R';
	task.uid = 5;
	task.tgid = pid;
	task.ppid = 1;
	task.num_threads = 3;
	task.comm = bytes_of("name");
	task.user = bytes_of("user");
	return task;
}

/* All but where it lies, who the user is and how the terminal is called. */
static inline bool drafts_same(const struct task *a, const struct task *b)
{
	const size_t from = offsetof(struct task, have), to = offsetof(struct task, comm);

	return memcmp((const char *)a + from, (const char *)b + from, to - from) == 0 &&
	       task_identity_equal(&a->identity, &b->identity) && bytes_same(a->comm, b->comm);
}

/* Takes it with the version of the sample before. */
static inline const struct task *drafts_take(struct versions *versions, const struct task *draft)
{
	const int32_t tid = draft->is_thread ? draft->identity.pid : 0;

	return versions_take(versions, draft, versions_last(versions, draft->tgid, tid));
}

/* Each test has its own. */
static struct versions *versions;

static inline int set_up(void **state)
{
	(void)state;
	versions = versions_new();
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	versions_free(versions);
	return 0;
}

static inline const struct task *take(const struct task *draft)
{
	return drafts_take(versions, draft);
}

#endif
