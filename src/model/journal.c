/* journal.c - see journal.h */
#include "model/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "model/lives.h"
#include "snap/snapshot.h"

void journal_done(struct journal *journal)
{
	free(journal->of);
	*journal = (struct journal){ 0 };
}

/* Twice as many have room, so that moving them is rare. */
void journal_begin(struct journal *journal)
{
	if (journal->count >= (size_t)2 * JOURNAL_KEPT) {
		const size_t dropped = journal->count - JOURNAL_KEPT;

		memmove(journal->of, journal->of + dropped, JOURNAL_KEPT * sizeof(journal->of[0]));
		journal->count = JOURNAL_KEPT;
	}
	journal->fresh = journal->count;
}

struct journal_entry *journal_add(struct journal *journal, const struct journal_entry *entry)
{
	journal->of = die_grow(journal->of, &journal->capacity, journal->count + 1,
			       sizeof(journal->of[0]));
	journal->of[journal->count] = *entry;
	journal->of[journal->count].sequence = ++journal->sequence;
	return &journal->of[journal->count++];
}

/* Where names are looked up. */
struct names {
	const struct lives *lives;
	const struct snapshot *now, *old;
};

static const struct task *find_task(const struct names *names, int32_t pid)
{
	const struct task *task = snapshot_task_find(names->now, pid);

	return task || !names->old ? task : snapshot_task_find(names->old, pid);
}

static void copy_name(char to[EVENT_COMM_MAX], struct bytes name)
{
	const size_t length = MIN(name.n, (size_t)EVENT_COMM_MAX - 1);

	if (length > 0)
		memcpy(to, name.p, length);
	to[length] = '\0';
}

static void name_process(const struct names *names, const struct life *life,
			 struct journal_entry *entry)
{
	const struct task *task = find_task(names, life->pid);

	memcpy(entry->comm, life->comm, sizeof(entry->comm));
	if (!entry->comm[0] && task)
		copy_name(entry->comm, task->comm);
	entry->ppid = life->ppid > 0 ? life->ppid : task ? task->ppid : 0;
	entry->has_uid = life->has_uid || (task && task->have & TASK_USER);
	entry->uid = life->has_uid ? life->uid : entry->has_uid ? task->uid : 0;
}

static void name_parent(const struct names *names, struct journal_entry *entry)
{
	const struct life *life = lives_find(names->lives, entry->ppid);
	const struct task *task = find_task(names, entry->ppid);

	if (life && life->comm[0])
		memcpy(entry->parent, life->comm, sizeof(entry->parent));
	else if (task)
		copy_name(entry->parent, task->comm);
}

static void add_account(const struct life *life, struct journal_entry *entry)
{
	entry->has_account = true;
	entry->cpu_ns = life->cpu_ns;
	entry->life_ns = life->elapsed_ns;
	entry->peak_rss = life->peak_rss;
	entry->read_bytes = life->read_bytes;
	entry->write_bytes = life->write_bytes;
}

/* Threads come and go without being told of; the last one takes its process along. */
static bool is_of_process(const struct event *event, const struct life *life)
{
	if (event->kind == EVENT_EXIT)
		return life->has_ended && event->time_ns == life->ended_ns;
	return event->pid == event->tid;
}

static void add_event(struct journal *journal, const struct names *names, const struct event *event,
		      const struct life *life)
{
	const struct snapshot *now = names->now;
	struct journal_entry entry = {
		.kind = event->kind,
		.pid = event->pid,
		.value = event->value,
		.realtime_ns = now->realtime_ns - (now->monotonic_ns - event->time_ns),
	};

	name_process(names, life, &entry);
	if (event->kind == EVENT_FORK)
		entry.ppid = event->other;
	name_parent(names, &entry);
	if (event->kind == EVENT_FORK) /* what it becomes is told by exec */
		memcpy(entry.comm, entry.parent, sizeof(entry.comm));
	if (event->kind == EVENT_COMM)
		memcpy(entry.comm, event->comm, sizeof(entry.comm));
	if (event->kind == EVENT_PTRACE)
		entry.tracer = event->other;
	if (event->kind == EVENT_EXIT && life->has_account)
		add_account(life, &entry);
	if (event->kind == EVENT_EXIT && life->has_status)
		entry.value = (uint32_t)life->status;
	(void)journal_add(journal, &entry);
}

void journal_events(struct journal *journal, const struct lives *lives, const struct snapshot *now,
		    const struct snapshot *old)
{
	const struct names names = { lives, now, old };

	for (size_t i = 0; i < now->events.count; i++) {
		const struct event *event = &now->events.of[i];
		const struct life *life = lives_of_event(lives, i);

		if (is_of_process(event, life))
			add_event(journal, &names, event, life);
	}
}

void journal_polled(struct journal *journal, enum event_kind kind, const struct task *task,
		    const struct snapshot *now)
{
	const uint64_t age =
		now->boottime_ns > task->start_ns ? now->boottime_ns - task->start_ns : 0;
	struct journal_entry entry = {
		.kind = kind,
		.pid = task->identity.pid,
		.ppid = task->ppid,
		.is_polled = true,
		.has_uid = task->have & TASK_USER,
		.uid = task->uid,
		.realtime_ns = now->realtime_ns - (kind == EVENT_FORK ? age : 0),
	};
	const struct task *parent = snapshot_task_find(now, task->ppid);

	copy_name(entry.comm, task->comm);
	if (parent)
		copy_name(entry.parent, parent->comm);
	(void)journal_add(journal, &entry);
}
