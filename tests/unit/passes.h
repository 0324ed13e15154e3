/*
 * passes.h - passes of the records in records.h, and what becomes of them
 */
#ifndef TESTS_UNIT_PASSES_H
#define TESTS_UNIT_PASSES_H

#include "test.h"

#include <errno.h>

#include "records.h"
#include "source/source.h"
#include "source/taskrecords.h"
#include "source/versions.h"

#define AT UINT64_C(42) /* when each pass was taken */

/* One snapshot a pass, all kept to the end of the test: what is shared can be looked at. */
enum { PASSES_MAX = 16 };

static struct taskrecords records;
static struct snapshot *snapshots[PASSES_MAX];
static struct snapshot *now, *before; /* of the last two passes */
static size_t passes;

static inline int set_up(void **state)
{
	(void)state;
	taskrecords_init(&records, TICK, PAGE);
	now = before = NULL;
	passes = 0;
	raw_length = 0;
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < passes; i++)
		snapshot_free(snapshots[i]);
	taskrecords_done(&records);
	return 0;
}

static inline void begin(const struct source_request *request)
{
	assert_true(passes < PASSES_MAX);
	before = now;
	now = snapshots[passes++] = snapshot_new();
	versions_begin(records.versions, now);
	taskrecords_begin(&records, request);
}

/* Gives what was put, in pieces of that size, as a buffer would that keeps the beginning of one. */
static inline int feed(size_t piece)
{
	static char buffer[sizeof(raw)];
	struct bytes rest = { buffer, 0 };

	for (size_t at = 0; at < raw_length;) {
		const size_t more = MIN(piece, raw_length - at);
		int result;

		memmove(buffer, rest.p, rest.n);
		memset(buffer + rest.n, 'X', sizeof(buffer) - rest.n);
		memcpy(buffer + rest.n, raw + at, more);
		rest = (struct bytes){ buffer, rest.n + more };
		at += more;
		result = taskrecords_feed(&records, &rest);
		if (result < 0)
			return result;
	}
	if (rest.n > 0)
		return -ENODATA;
	memset(buffer, 'X', sizeof(buffer));
	return 0;
}

/* What was put, as a pass. */
static inline int pass_in_pieces(const struct source_request *request, size_t piece)
{
	int result;

	begin(request);
	result = feed(piece);
	if (result == 0)
		result = taskrecords_end(&records, AT, now);
	versions_end(records.versions);
	raw_length = 0;
	return result;
}

static inline int pass(bool threads)
{
	const struct source_request request = { .threads = threads };

	return pass_in_pieces(&request, sizeof(raw));
}

/* What a source does when something was not known: the kernel writes all again. */
static inline void forget(void)
{
	taskrecords_forget(&records);
}

static inline const struct task *process(int32_t pid)
{
	const struct task *task = snapshot_task_find(now, pid);

	if (!task)
		fail_msg("no process %d", pid);
	return task;
}

static inline const struct task *thread(const struct snapshot *snapshot, int32_t pid, int32_t tid)
{
	const struct sighting *of = snapshot_find(snapshot, pid);
	const struct sighting *found = of ? snapshot_find_thread(snapshot, of, tid) : NULL;

	if (!found)
		fail_msg("no thread %d of %d", tid, pid);
	assert_int_equal(found->sampled_ns, AT);
	return found->task;
}

static inline void assert_counts(size_t processes, size_t threads)
{
	assert_int_equal(now->task_count, processes);
	assert_int_equal(now->thread_count, threads);
	for (size_t i = 0; i < processes; i++)
		assert_int_equal(now->tasks[i].sampled_ns, AT);
}

static inline void assert_same(int32_t pid)
{
	assert_ptr_equal(process(pid), snapshot_task_find(before, pid));
}

static inline void assert_other(int32_t pid)
{
	assert_ptr_not_equal(process(pid), snapshot_task_find(before, pid));
}

#endif
