/* snapshot.c - see snapshot.h */
#include "snap/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"

struct snapshot *snapshot_new(void)
{
	struct snapshot *snapshot = die_calloc(1, sizeof(*snapshot));

	snapshot->arena = arena_new();
	return snapshot;
}

void snapshot_free(struct snapshot *snapshot)
{
	if (!snapshot)
		return;
	lease_release(snapshot->lease);
	arena_free(snapshot->arena);
	free(snapshot);
}

void snapshot_reset(struct snapshot *snapshot)
{
	lease_release(snapshot->lease);
	arena_reset(snapshot->arena);
	*snapshot = (struct snapshot){ .arena = snapshot->arena };
}

static struct event copy_event(struct arena *arena, const struct event *event)
{
	struct event copy = *event;

	if (event->account) {
		struct event_account *account = arena_take(arena, sizeof(*account));

		*account = *event->account;
		copy.account = account;
	}
	return copy;
}

void snapshot_carry(struct snapshot *snapshot, const struct snapshot *older)
{
	const struct event_list *old = &older->events;
	struct event_list *list = &snapshot->events;
	struct event *events;

	list->lost += old->lost;
	if (old->count == 0)
		return;
	events = arena_take(snapshot->arena, (old->count + list->count) * sizeof(events[0]));
	for (size_t i = 0; i < old->count; i++)
		events[i] = copy_event(snapshot->arena, &old->of[i]);
	if (list->count > 0)
		memcpy(events + old->count, list->of, list->count * sizeof(events[0]));
	list->of = events;
	list->count += old->count;
}

static const struct sighting *find(const struct sighting *tasks, size_t count, int32_t pid)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (tasks[middle].task->identity.pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && tasks[low].task->identity.pid == pid ? &tasks[low] : NULL;
}

const struct sighting *snapshot_find(const struct snapshot *snapshot, int32_t pid)
{
	return find(snapshot->tasks, snapshot->task_count, pid);
}

const struct sighting *snapshot_find_thread(const struct snapshot *snapshot,
					    const struct sighting *process, int32_t tid)
{
	if (process->thread_count == 0)
		return NULL;
	return find(snapshot->threads + process->thread_first, process->thread_count, tid);
}

const struct task *snapshot_task_find(const struct snapshot *snapshot, int32_t pid)
{
	const struct sighting *found = snapshot_find(snapshot, pid);

	return found ? found->task : NULL;
}
