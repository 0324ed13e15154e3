/* floor.c - see floor.h */
#include "floor.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "iterator.h"
#include "launch.h"
#include "median.h"
#include "textfloor.h"

enum {
	PASSES = 5,
	WITHIN_SECONDS = 60, /* of all of it */
};

static const char *const names[FLOOR_KINDS] = {
	[FLOOR_ITERATOR] = "floor: iterator pass, every record written",
	[FLOOR_CHANGES] = "floor: iterator pass, only changed records written",
	[FLOOR_OPEN] = "floor: open, read, close of each stat",
	[FLOOR_KEPT] = "floor: pread of each kept stat",
};

/* One of the two. */
struct way {
	struct iterator *iterator;
	bool whole;
	struct textfloor *text;
};

const char *floor_name(enum floor_kind kind)
{
	return names[kind];
}

static int prepare(enum floor_kind kind, bool threads, struct way *way, char *reason)
{
	int result;

	if (kind == FLOOR_ITERATOR || kind == FLOOR_CHANGES) {
		way->whole = kind == FLOOR_ITERATOR;
		return iterator_new(&way->iterator, reason, FLOOR_REASON_MAX);
	}
	result = textfloor_new(threads, kind == FLOOR_KEPT, &way->text);
	if (result < 0)
		(void)snprintf(reason, FLOOR_REASON_MAX, "%s", strerror(-result));
	return result;
}

static int pass(const struct way *way)
{
	if (way->iterator)
		return iterator_pass(way->iterator, way->whole);
	textfloor_pass(way->text);
	return 0;
}

static void measure(enum floor_kind kind, bool threads, struct floor_result *result)
{
	struct way way = { 0 };
	double of[PASSES];
	int error = prepare(kind, threads, &way, result->reason);

	if (error < 0)
		return;
	error = pass(&way); /* the first makes the kernel's buffers */
	for (int i = 0; i < PASSES && error == 0; i++) {
		uint64_t begun_ns;

		(void)sleep(1); /* as cold as a monitor finds it */
		begun_ns = clock_process_cpu();
		error = pass(&way);
		of[i] = (double)(clock_process_cpu() - begun_ns);
	}
	if (error < 0)
		(void)snprintf(result->reason, sizeof(result->reason), "%s", strerror(-error));
	else
		result->cpu_ns = (uint64_t)median_of(of, PASSES);
}

/* Only in a child: its user and its limits are changed for good. */
static void answer(enum floor_kind kind, bool threads, const char *user, int to)
{
	struct floor_result result = { 0 };
	int error;

	(void)alarm(WITHIN_SECONDS);
	error = launch_become(user);
	if (error == 0)
		measure(kind, threads, &result);
	else
		(void)snprintf(result.reason, sizeof(result.reason), "%s", strerror(-error));
	_exit(write(to, &result, sizeof(result)) != (ssize_t)sizeof(result));
}

void floor_measure(enum floor_kind kind, bool threads, const char *user, struct floor_result *ret)
{
	int ends[2];
	pid_t pid;

	*ret = (struct floor_result){ .reason = "it did not end in time" };
	if (pipe(ends) < 0)
		return;
	pid = fork();
	if (pid == 0) {
		(void)close(ends[0]);
		answer(kind, threads, user, ends[1]);
	}
	(void)close(ends[1]);
	if (read(ends[0], ret, sizeof(*ret)) != (ssize_t)sizeof(*ret))
		ret->cpu_ns = 0;
	(void)close(ends[0]);
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
}
