/* eventqueue.c - see eventqueue.h */
#include "source/eventqueue.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/cnproc.h"
#include "proc/comm.h"
#include "sys/procdir.h"

enum {
	KEPT = 4096,	/* events for which the memory is kept */
	BUSY = 256,	/* with so many at once nobody's name is read */
	NAMES_MAX = 16, /* nor of more than these */
	FRESH_MS = 5,
};

void eventqueue_done(struct eventqueue *queue)
{
	free(queue->of);
}

/* Which kind it is here; EVENT_KIND_COUNT: none. */
static enum event_kind kind_of(enum cnproc_kind kind)
{
	/* clang-format off */
	static const enum event_kind kinds[] = {
		[CNPROC_OTHER]    = EVENT_KIND_COUNT,
		[CNPROC_ACK]      = EVENT_KIND_COUNT,
		[CNPROC_FORK]     = EVENT_FORK,
		[CNPROC_EXEC]     = EVENT_EXEC,
		[CNPROC_UID]      = EVENT_UID,
		[CNPROC_GID]      = EVENT_GID,
		[CNPROC_SID]      = EVENT_SID,
		[CNPROC_PTRACE]   = EVENT_PTRACE,
		[CNPROC_COMM]     = EVENT_COMM,
		[CNPROC_COREDUMP] = EVENT_COREDUMP,
		[CNPROC_EXIT]     = EVENT_EXIT,
	};
	/* clang-format on */

	return kinds[kind];
}

void eventqueue_put(struct eventqueue *queue, const struct cnproc *happened)
{
	const enum event_kind kind = kind_of(happened->kind);
	struct event *event;

	if (kind == EVENT_KIND_COUNT)
		return;
	queue->forks += kind == EVENT_FORK;
	if (queue->count >= queue->max) {
		queue->overflow++;
		return;
	}
	queue->of = die_grow(queue->of, &queue->capacity, queue->count + 1, sizeof(queue->of[0]));
	event = &queue->of[queue->count++];
	*event = (struct event){ .time_ns = happened->time_ns,
				 .kind = kind,
				 .pid = happened->pid,
				 .tid = happened->tid,
				 .other = kind == EVENT_COREDUMP ? 0 : happened->other,
				 .value = happened->value };
	_Static_assert(sizeof(event->comm) == sizeof(happened->comm), "TASK_COMM_LEN");
	memcpy(event->comm, happened->comm, sizeof(event->comm));
}

/* Whether it runs another program since, or none. */
static bool is_over(const struct eventqueue *queue, size_t exec)
{
	for (size_t i = exec + 1; i < queue->count; i++) {
		const struct event *event = &queue->of[i];

		if (event->pid == queue->of[exec].pid &&
		    (event->kind == EVENT_EXEC ||
		     (event->kind == EVENT_EXIT && event->tid == event->pid)))
			return true;
	}
	return false;
}

/* comm needs no lock of the process that could be held for long, unlike cmdline. */
static void name(struct event *event, const struct procdir *procdir, struct procdir_buffer *buffer)
{
	char path[PROCDIR_PATH_MAX];
	struct bytes text, comm;

	procdir_path(path, event->pid, -1, "comm");
	if (procdir_read_at(procdir_fd(procdir), path, buffer, EVENT_COMM_MAX, &text) < 0 ||
	    comm_parse(text, &comm) < 0)
		return;
	memcpy(event->comm, comm.p, MIN(comm.n, sizeof(event->comm) - 1));
}

void eventqueue_name(struct eventqueue *queue, const struct procdir *procdir,
		     struct procdir_buffer *buffer)
{
	const uint64_t since = clock_monotonic() - FRESH_MS * NS_PER_MS;
	const size_t from = queue->named;
	unsigned names = 0;

	queue->named = queue->count;
	if (queue->count - from > BUSY)
		return;
	for (size_t i = queue->count; i-- > from && names < NAMES_MAX;) {
		struct event *event = &queue->of[i];

		if (event->kind != EVENT_EXEC || event->time_ns < since || is_over(queue, i))
			continue;
		name(event, procdir, buffer);
		names++;
	}
}

void eventqueue_clear(struct eventqueue *queue)
{
	queue->count = queue->named = 0;
	if (queue->capacity > KEPT) {
		free(queue->of);
		queue->of = NULL;
		queue->capacity = 0;
	}
}
