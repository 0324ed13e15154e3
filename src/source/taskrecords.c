/* taskrecords.c - see taskrecords.h */
#include "source/taskrecords.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/macros.h"
#include "source/source.h"
#include "source/taskitems.h"
#include "source/versions.h"

enum { NAME_ROOM = 64 };

/* A thread's own part of its process. */
struct own {
	struct taskitems_counters counters;
	char state;
	struct taskitems_counters dead[]; /* one of a first thread: of those that have ended */
};

/* What is known of a task. */
struct taskrecords_known {
	int32_t tid, tgid;
	const struct task *process; /* if it is the first thread of one */
	const struct task *thread;  /* where threads are wanted */
	struct own *own;	    /* NULL of the only thread: all is in its process */
	bool is_same;		    /* as it was in the pass before */
};

/* A process with several threads while they are added up. */
struct taskrecords_group {
	struct task draft;
	char name[NAME_ROOM]; /* its name: what it came from is read anew meanwhile */
	struct taskitems_counters sum;
	uint32_t known;	       /* place in records->now */
	bool wanted;	       /* its threads become rows */
	uint32_t first, count; /* of its threads: where they begin, how many there are */
};

void taskrecords_init(struct taskrecords *records, uint64_t tick_ns, uint64_t page_bytes)
{
	*records = (struct taskrecords){
		.units = { .tick_ns = tick_ns, .page_bytes = page_bytes },
	};
	records->versions = versions_new();
	hash_init(&records->by_tgid, 64);
}

static void forget(struct taskrecords_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->of[i].own);
	list->count = 0;
}

void taskrecords_done(struct taskrecords *records)
{
	forget(&records->now);
	forget(&records->before);
	free(records->now.of);
	free(records->before.of);
	free(records->groups);
	hash_done(&records->by_tgid);
	versions_free(records->versions);
}

/*
 * A thread that ends between being passed and its share being added is in neither for once;
 * the growth in the next sample would be that of its whole life.
 */
static void never_go_back(struct task *task, const struct task *last)
{
	task->utime_ns = MAX(task->utime_ns, last->utime_ns);
	task->stime_ns = MAX(task->stime_ns, last->stime_ns);
	task->run_ns = MAX(task->run_ns, last->run_ns);
	task->minflt = MAX(task->minflt, last->minflt);
	task->majflt = MAX(task->majflt, last->majflt);
	task->voluntary = MAX(task->voluntary, last->voluntary);
	task->nonvoluntary = MAX(task->nonvoluntary, last->nonvoluntary);
	task->rchar = MAX(task->rchar, last->rchar);
	task->wchar = MAX(task->wchar, last->wchar);
	task->read_bytes = MAX(task->read_bytes, last->read_bytes);
	task->write_bytes = MAX(task->write_bytes, last->write_bytes);
}

static void complete(const struct taskrecords *records, const struct task *last, struct task *task)
{
	if (records->complete)
		records->complete(records->context, last, task);
}

/* The task with that number in the build before, or NULL. Asked by number. */
static struct taskrecords_known *find_before(struct taskrecords *records, int32_t tid)
{
	const struct taskrecords_list *before = &records->before;

	while (records->at < before->count && before->of[records->at].tid < tid)
		records->at++;
	if (records->at == before->count || before->of[records->at].tid != tid)
		return NULL;
	return &before->of[records->at];
}

/* Takes it over from the build before, or begins anew. */
static struct taskrecords_known *add_known(struct taskrecords *records, int32_t tid,
					   struct taskrecords_known *before)
{
	struct taskrecords_list *now = &records->now;
	struct taskrecords_known *known;

	now->of = die_grow(now->of, &now->capacity, now->count + 1, sizeof(now->of[0]));
	known = &now->of[now->count++];
	*known = before ? *before : (struct taskrecords_known){ .tid = tid, .tgid = tid };
	if (before)
		before->own = NULL;
	return known;
}

/* The groups move as they become more: only at the end may a name be pointed at. */
static void set_draft(struct taskrecords_group *group, const struct task *from)
{
	memcpy(&group->draft, from, sizeof(*from));
	group->draft.comm.n = MIN(from->comm.n, sizeof(group->name));
	if (group->draft.comm.n > 0)
		memcpy(group->name, from->comm.p, group->draft.comm.n);
}

static struct taskrecords_group *add_group(struct taskrecords *records,
					   const struct taskrecords_known *known,
					   const struct task *draft)
{
	struct taskrecords_group *group;

	records->groups = die_grow(records->groups, &records->group_capacity,
				   records->group_count + 1, sizeof(records->groups[0]));
	hash_put(&records->by_tgid, (uint32_t)known->tgid, (uint32_t)records->group_count);
	group = &records->groups[records->group_count++];
	group->known = (uint32_t)(known - records->now.of);
	group->sum = known->own->dead[0];
	group->count = 0;
	group->wanted = source_request_threads(records->request, known->tgid);
	set_draft(group, draft);
	group->draft.busiest = group->draft.state;
	return group;
}

static struct taskrecords_group *group_of(const struct taskrecords *records, int32_t tgid)
{
	const uint32_t at = hash_get(&records->by_tgid, (uint32_t)tgid);

	return at == HASH_NONE ? NULL : &records->groups[at];
}

static void set_own(struct taskrecords_known *known, const struct taskitems_item *item)
{
	const bool has_dead = item->is_process;

	known->own = die_realloc(known->own,
				 sizeof(*known->own) + has_dead * sizeof(known->own->dead[0]));
	known->own->counters = taskitems_counters_of(item);
	known->own->state = taskitems_state(item->task.state, item->task.exit_state);
	if (has_dead)
		known->own->dead[0] = taskitems_counters_of_dead(item);
}

/* What a thread shows of its process. Returns whether anything was different. */
static bool take_from_process(struct task *thread, const struct task *process)
{
	const bool same = thread->ppid == process->ppid && thread->pgrp == process->pgrp &&
			  thread->session == process->session &&
			  thread->tty_nr == process->tty_nr &&
			  thread->num_threads == process->num_threads &&
			  thread->uid == process->uid && thread->user.p == process->user.p;

	thread->ppid = process->ppid;
	thread->pgrp = process->pgrp;
	thread->session = process->session;
	thread->tty_nr = process->tty_nr;
	thread->num_threads = process->num_threads;
	thread->uid = process->uid;
	thread->user = process->user;
	return !same;
}

static void take_thread(struct taskrecords *records, const struct taskitems_item *item,
			const struct task *process, struct taskrecords_known *known)
{
	const struct taskitems_counters counters = taskitems_counters_of(item);
	struct task draft;

	taskitems_thread(item, &records->units, &draft);
	taskitems_counters_set(&counters, &draft);
	if (process)
		(void)take_from_process(&draft, process);
	known->thread = versions_take(records->versions, &draft, known->thread);
}

static void take_process(struct taskrecords *records, const struct taskitems_item *item,
			 struct taskrecords_known *known)
{
	const struct taskitems_counters dead = taskitems_counters_of_dead(item);
	struct taskitems_counters counters = taskitems_counters_of(item);
	struct task draft;

	taskitems_process(item, &records->units, &draft);
	complete(records, known->process, &draft);
	known->tgid = known->tid;
	if (draft.num_threads > 1) {
		set_own(known, item);
		(void)add_group(records, known, &draft);
		return;
	}
	free(known->own);
	known->own = NULL;
	known->thread = NULL;
	taskitems_counters_add(&counters, &dead);
	taskitems_counters_set(&counters, &draft);
	known->process = versions_take(records->versions, &draft, known->process);
}

/* As a rule its process is there already: a process has a smaller number than its threads. */
static void take_changed(struct taskrecords *records, const struct taskitems_item *item,
			 struct taskrecords_known *known)
{
	const struct taskrecords_group *group;

	if (item->is_process) {
		take_process(records, item, known);
	} else {
		known->process = NULL;
		known->tgid = (int32_t)item->task.tgid;
		set_own(known, item);
	}
	group = group_of(records, known->tgid);
	if (known->own && source_request_threads(records->request, known->tgid))
		take_thread(records, item, group ? &group->draft : NULL, known);
	else
		known->thread = NULL;
}

static void take_same(struct taskrecords *records, struct taskrecords_known *known)
{
	if (!source_request_threads(records->request, known->tgid))
		known->thread = NULL; /* its version ends with the last sample that had the row */
	if (!known->process)
		return; /* whether it becomes a row is seen later */
	if (known->own)
		(void)add_group(records, known, known->process);
	else
		(void)versions_keep(records->versions, known->process);
}

int taskrecords_feed(struct taskrecords *records, struct bytes *raw)
{
	struct taskitems_item item;

	while (taskitems_next(raw, &item) > 0) {
		const int32_t tid = (int32_t)item.pid;
		struct taskrecords_known *before = find_before(records, tid), *known;

		if (tid <= records->last_tid)
			return -EBADMSG; /* the kernel walks by number */
		if (item.is_same && !before)
			return -ESTALE;
		records->last_tid = tid;
		known = add_known(records, tid, before);
		known->is_same = item.is_same;
		if (item.is_same)
			take_same(records, known);
		else
			take_changed(records, &item, known);
	}
	return 0;
}

/* A process that was withheld, or looked at before it had a second thread, is not there. */
static void add_threads(struct taskrecords *records)
{
	for (size_t i = 0; i < records->now.count && records->group_count > 0; i++) {
		const struct taskrecords_known *known = &records->now.of[i];
		struct taskrecords_group *group =
			known->own ? group_of(records, known->tgid) : NULL;

		if (!group)
			continue;
		taskitems_counters_add(&group->sum, &known->own->counters);
		group->count++;
		if (source_busyness(known->own->state) < source_busyness(group->draft.busiest))
			group->draft.busiest = known->own->state;
	}
}

/* Returns how many threads become rows. */
static size_t finish_groups(struct taskrecords *records)
{
	size_t rows = 0;

	for (size_t i = 0; i < records->group_count; i++) {
		struct taskrecords_group *group = &records->groups[i];
		struct taskrecords_known *known = &records->now.of[group->known];
		const struct task *last = known->process;

		group->draft.comm.p = group->name;
		taskitems_counters_set(&group->sum, &group->draft);
		if (last && task_identity_equal(&last->identity, &group->draft.identity))
			never_go_back(&group->draft, last);
		known->process = versions_take(records->versions, &group->draft, last);
		group->first = (uint32_t)rows;
		if (!group->wanted)
			group->count = 0;
		rows += group->count;
	}
	return rows;
}

static const struct task *finish_thread(struct taskrecords *records, const struct task *thread,
					const struct task *process)
{
	struct task draft;

	memcpy(&draft, thread, sizeof(draft));
	if (take_from_process(&draft, process))
		return versions_take(records->versions, &draft, thread);
	return versions_keep(records->versions, thread);
}

/* The rows of threads, each at the next free place of its process; of others nothing is kept. */
static int list_threads(struct taskrecords *records, uint64_t sampled_ns, struct sighting *ret)
{
	for (size_t i = 0; i < records->group_count; i++)
		records->groups[i].count = 0;
	for (size_t i = 0; i < records->now.count; i++) {
		struct taskrecords_known *known = &records->now.of[i];
		struct taskrecords_group *group =
			known->own ? group_of(records, known->tgid) : NULL;

		if (!group || !group->wanted) {
			known->thread = NULL;
			continue;
		}
		if (!known->thread)
			return -ESTALE; /* they have not been wanted before */
		known->thread = finish_thread(records, known->thread,
					      records->now.of[group->known].process);
		ret[group->first + group->count++] = (struct sighting){
			.task = known->thread,
			.sampled_ns = sampled_ns,
		};
	}
	return 0;
}

static void list_processes(const struct taskrecords *records, uint64_t sampled_ns,
			   struct snapshot *ret)
{
	const size_t room = records->now.count + TASKRECORDS_SPARE;
	struct sighting *tasks = arena_take(ret->arena, room * sizeof(*tasks));
	size_t count = 0;

	for (size_t i = 0; i < records->now.count; i++) {
		const struct taskrecords_known *known = &records->now.of[i];
		const struct taskrecords_group *group =
			known->process && known->own ? group_of(records, known->tgid) : NULL;

		if (!known->process)
			continue;
		tasks[count++] = (struct sighting){
			.task = known->process,
			.sampled_ns = sampled_ns,
			.idle = known->is_same && !known->own,
			.thread_first = group ? group->first : 0,
			.thread_count = group ? group->count : 0,
		};
	}
	ret->tasks = tasks;
	ret->task_count = count;
}

static int list_all(struct taskrecords *records, uint64_t sampled_ns, struct snapshot *ret)
{
	const size_t rows = finish_groups(records);
	struct sighting *threads =
		rows > 0 ? arena_take(ret->arena, rows * sizeof(*threads)) : NULL;
	int result = list_threads(records, sampled_ns, threads);

	ret->threads = threads;
	ret->thread_count = rows;
	list_processes(records, sampled_ns, ret);
	return result;
}

void taskrecords_begin(struct taskrecords *records, const struct source_request *request)
{
	const struct taskrecords_list spare = records->before;

	forget(&records->before);
	records->before = records->now;
	records->now = spare;
	records->now.count = 0;
	records->request = request;
	records->at = 0;
	records->last_tid = 0;
	records->group_count = 0;
	hash_clear(&records->by_tgid, 0);
}

int taskrecords_end(struct taskrecords *records, uint64_t sampled_ns, struct snapshot *ret)
{
	add_threads(records);
	return list_all(records, sampled_ns, ret);
}

void taskrecords_forget(struct taskrecords *records)
{
	forget(&records->before);
	forget(&records->now);
}

size_t taskrecords_count(const struct taskrecords *records)
{
	return records->now.count;
}
