/* source.c - see source.h */
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/die.h"

static void *copy_of(const void *array, size_t size)
{
	return array ? memcpy(die_malloc(size), array, size) : NULL;
}

struct source_request *source_request_copy(const struct source_request *request)
{
	struct source_request *copy = copy_of(request, sizeof(*request));

	copy->shown = copy_of(request->shown, request->shown_count * sizeof(request->shown[0]));
	copy->pids = copy_of(request->pids, request->pid_count * sizeof(request->pids[0]));
	return copy;
}

void source_request_free(struct source_request *request)
{
	if (!request)
		return;
	free(request->shown);
	free(request->pids);
	free(request);
}

int source_sample(struct source *source, const struct source_request *request, struct snapshot *ret)
{
	uint64_t before = clock_thread_cpu();
	int result;

	snapshot_reset(ret);
	ret->source = source->ops->name;
	result = source->ops->sample(source, request, ret);
	ret->error = result;
	ret->needs = request->needs;
	if (result < 0)
		ret->task_count = ret->thread_count = 0;
	ret->cost_ns = clock_thread_cpu() - before;
	return result;
}

void source_free(struct source *source)
{
	if (source)
		source->ops->free(source);
}
