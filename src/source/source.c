/* source.c - see source.h */
#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "base/macros.h"

static void *copy_of(const void *array, size_t size)
{
	return array ? memcpy(die_malloc(size), array, size) : NULL;
}

struct source_request *source_request_copy(const struct source_request *request)
{
	struct source_request *copy = copy_of(request, sizeof(*request));

	copy->shown = copy_of(request->shown, request->shown_count * sizeof(request->shown[0]));
	copy->threads_of = copy_of(request->threads_of,
				   request->threads_of_count * sizeof(request->threads_of[0]));
	copy->pids = copy_of(request->pids, request->pid_count * sizeof(request->pids[0]));
	return copy;
}

void source_request_free(struct source_request *request)
{
	if (!request)
		return;
	free(request->shown);
	free(request->threads_of);
	free(request->pids);
	free(request);
}

bool source_request_shows(const struct source_request *request, int32_t pid)
{
	size_t low = 0, high = request->shown_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (request->shown[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < request->shown_count && request->shown[low].pid == pid;
}

uint32_t source_request_needs(const struct source_request *request, int32_t pid, bool few)
{
	uint32_t needs = request->needs;

	if (few || source_request_shows(request, pid))
		needs |= request->needs_shown;
	return needs & TASK_SOURCE_MASK & ~(uint32_t)TASK_STAT;
}

bool source_request_threads(const struct source_request *request, int32_t pid)
{
	if (request->threads)
		return true;
	for (size_t i = 0; i < request->threads_of_count; i++) {
		if (request->threads_of[i] == pid)
			return true;
	}
	return false;
}

int source_busyness(char state)
{
	static const char order[] = "RDtTSI";
	const char *place = state ? strchr(order, state) : NULL;

	return place ? (int)(place - order) : (int)sizeof(order);
}

int source_sample(struct source *source, const struct source_request *request, struct snapshot *ret)
{
	uint64_t before = clock_thread_cpu();
	int result;

	snapshot_reset(ret);
	ret->source = source->ops->name;
	ret->needs = request->needs; /* the source adds what it reads of all beyond that */
	result = source->ops->sample(source, request, ret);
	ret->error = result;
	if (result < 0)
		ret->task_count = ret->thread_count = 0;
	ret->cost_ns = clock_thread_cpu() - before;
	log_debug("source", "%s: %zu processes, %zu threads, %llu us of CPU, error %d", ret->source,
		  ret->task_count, ret->thread_count,
		  (unsigned long long)(ret->cost_ns / NS_PER_US), ret->error);
	return result;
}

void source_notice(struct snapshot *snapshot, const char *what, const char *reason)
{
	char text[256];
	int length = snprintf(text, sizeof(text), "%s: %s", what, reason);

	if (length > 0)
		snapshot->notice = arena_copy(snapshot->arena, bytes_of(text)).p;
}

int source_event_fd(const struct source *source)
{
	return source->ops->event_fd ? source->ops->event_fd(source) : -1;
}

void source_drain(struct source *source)
{
	if (source->ops->drain)
		source->ops->drain(source);
}

void source_free(struct source *source)
{
	if (source)
		source->ops->free(source);
}
