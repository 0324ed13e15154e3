/* taskrecords.c - see taskrecords.h */
#include "source/taskrecords.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/macros.h"
#include "source/source.h"
#include "source/task_iter.h"

/* Places of the kernel's priorities: a nice value of 0 is 120, real time ends at 99. */
enum { PRIO_FIRST_NORMAL = 100, PRIO_NICE_0 = 120 };

#define HAVE (TASK_STAT | TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_USER)

/* One task of the raw bytes; group is NULL for all but the first thread. */
struct record {
	const struct task_iter_task *task;
	const struct task_iter_group *group;
};

void taskrecords_init(struct taskrecords *records, uint64_t tick_ns, uint64_t page_bytes)
{
	*records = (struct taskrecords){ .tick_ns = tick_ns, .page_bytes = page_bytes };
	hash_init(&records->by_pid, 1024);
}

void taskrecords_done(struct taskrecords *records)
{
	hash_done(&records->by_pid);
}

/* Cuts off the next record. Returns false at the end, and where the rest is no whole record. */
static bool next(struct bytes *rest, struct record *ret)
{
	struct bytes piece = bytes_take(rest, sizeof(*ret->task));

	if (piece.n < sizeof(*ret->task))
		return false;
	ret->task = (const void *)piece.p;
	ret->group = NULL;
	if (ret->task->pid != ret->task->tgid || ret->task->pid == 0)
		return true;
	piece = bytes_take(rest, sizeof(*ret->group));
	ret->group = (const void *)piece.p;
	return piece.n == sizeof(*ret->group);
}

char taskrecords_state(uint32_t state, uint32_t exit_state)
{
	enum {
		UNINTERRUPTIBLE = 0x2,
		REPORTED = 0x7f,
		IDLE = 0x402, /* uninterruptible, and no load */
		RTLOCK_WAIT = 0x1000,
		FROZEN = 0x8000,
	};
	static const char letters[] = "RSDTtXZP";
	uint32_t bits = (state | exit_state) & REPORTED;
	size_t place = 0;

	if ((state & IDLE) == IDLE)
		return 'I';
	if (state & (RTLOCK_WAIT | FROZEN) && bits == 0)
		bits = UNINTERRUPTIBLE;
	for (; bits; bits >>= 1)
		place++;
	return letters[place];
}

void taskrecords_scale(uint64_t utime, uint64_t stime, uint64_t run_ns, uint64_t *ret_utime,
		       uint64_t *ret_stime)
{
	const uint64_t sampled = utime + stime;

	if (stime == 0)
		*ret_stime = 0;
	else if (utime == 0)
		*ret_stime = run_ns;
	else
		*ret_stime = (uint64_t)((double)run_ns * ((double)stime / (double)sampled));
	*ret_stime = MIN(*ret_stime, run_ns);
	*ret_utime = run_ns - *ret_stime;
}

static struct bytes name_of(const struct task_iter_task *task)
{
	return (struct bytes){ task->comm, strnlen(task->comm, sizeof(task->comm)) };
}

/* What a thread and the first thread of a process have alike. */
static void fill_common(const struct taskrecords *records, const struct task_iter_task *from,
			uint64_t sampled_ns, struct task *ret)
{
	const uint64_t start_ns = from->start_boottime + records->start_shift_ns;

	ret->identity = (struct identity){ .pid = (int32_t)from->pid,
					   .start = start_ns / records->tick_ns };
	ret->have = HAVE;
	ret->sampled_ns = sampled_ns;
	ret->tgid = (int32_t)from->tgid;
	ret->tpgid = -1;
	ret->flags = from->flags;
	ret->state = taskrecords_state(from->state, from->exit_state);
	ret->busiest = ret->state;
	ret->priority = from->prio - PRIO_FIRST_NORMAL;
	ret->nice = from->static_prio - PRIO_NICE_0;
	ret->processor = (int32_t)from->cpu;
	ret->rt_priority = from->rt_priority;
	ret->policy = from->policy;
	ret->start_ns = ret->identity.start * records->tick_ns;
}

/* utime_ns and stime_ns hold what the tick has sampled until finish(). */
static void add_counters(struct task *to, const struct task_iter_task *from)
{
	to->utime_ns += from->utime;
	to->stime_ns += from->stime;
	to->run_ns += from->run_ns;
	to->wait_ns += from->wait_ns;
	to->minflt += from->minflt;
	to->majflt += from->majflt;
	to->voluntary += from->voluntary;
	to->nonvoluntary += from->nonvoluntary;
	to->rchar += from->rchar;
	to->wchar += from->wchar;
	to->read_bytes += from->read_bytes;
	to->write_bytes += from->write_bytes;
}

static void add_dead(struct task *to, const struct task_iter_group *from)
{
	to->utime_ns += from->utime;
	to->stime_ns += from->stime;
	to->run_ns += from->run_ns;
	to->minflt += from->minflt;
	to->majflt += from->majflt;
	to->voluntary += from->voluntary;
	to->nonvoluntary += from->nonvoluntary;
	to->rchar += from->rchar;
	to->wchar += from->wchar;
	to->read_bytes += from->read_bytes;
	to->write_bytes += from->write_bytes;
}

static uint64_t bytes_of_pages(const struct taskrecords *records, long long pages)
{
	return pages > 0 ? (uint64_t)pages * records->page_bytes : 0;
}

static void fill_group(const struct taskrecords *records, const struct task_iter_group *from,
		       struct task *ret)
{
	ret->identity.id = from->pidfs_id;
	ret->ppid = (int32_t)from->ppid;
	ret->pgrp = (int32_t)from->pgrp;
	ret->session = (int32_t)from->session;
	ret->tty_nr = (int32_t)from->tty_nr;
	ret->num_threads = from->nr_threads;
	ret->uid = from->uid;
	ret->oom_score_adj = from->oom_score_adj;
	ret->cutime_ns = from->cutime;
	ret->cstime_ns = from->cstime;
	ret->start_code = from->start_code;
	ret->vsize = from->total_vm * records->page_bytes;
	ret->has_mm = from->has_mm;
	ret->rss_anon = bytes_of_pages(records, from->anon_pages);
	ret->rss_file = bytes_of_pages(records, from->file_pages);
	ret->rss_shmem = bytes_of_pages(records, from->shmem_pages);
	ret->swap = bytes_of_pages(records, from->swap_pages);
	ret->shared = ret->rss_file + ret->rss_shmem;
	ret->rss = ret->rss_anon + ret->shared;
	add_dead(ret, from);
}

static int compare_tasks(const void *a, const void *b)
{
	const struct task *x = a, *y = b;

	return (x->identity.pid > y->identity.pid) - (x->identity.pid < y->identity.pid);
}

/* The iterator walks by number, so this finds nothing to do as a rule. */
static void sort_tasks(struct task *tasks, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (tasks[i - 1].identity.pid >= tasks[i].identity.pid) {
			qsort(tasks, count, sizeof(*tasks), compare_tasks);
			return;
		}
	}
}

/* The processes, without their other threads. */
static struct task *build_processes(struct taskrecords *records, struct bytes raw,
				    uint64_t sampled_ns, struct snapshot *ret)
{
	const size_t most =
		raw.n / (sizeof(struct task_iter_task) + sizeof(struct task_iter_group)) + 1;
	struct task *tasks = arena_take(ret->arena, (most + TASKRECORDS_SPARE) * sizeof(*tasks));
	struct record record;
	size_t count = 0;

	while (count < most && next(&raw, &record)) {
		if (!record.group)
			continue;
		memset(&tasks[count], 0, sizeof(tasks[count]));
		fill_common(records, record.task, sampled_ns, &tasks[count]);
		fill_group(records, record.group, &tasks[count]);
		tasks[count].comm = arena_copy(ret->arena, name_of(record.task));
		count++;
	}
	sort_tasks(tasks, count);
	hash_clear(&records->by_pid, count);
	for (size_t i = 0; i < count; i++)
		hash_put(&records->by_pid, (uint64_t)tasks[i].identity.pid, (uint32_t)i);
	ret->tasks = tasks;
	ret->task_count = count;
	return tasks;
}

static struct task *process_of(const struct taskrecords *records, struct task *tasks,
			       const struct task_iter_task *thread)
{
	uint32_t at = thread->tgid ? hash_get(&records->by_pid, thread->tgid) : HASH_NONE;

	return at == HASH_NONE ? NULL : &tasks[at];
}

/* Adds every thread to its process, and counts those that will be rows. */
static size_t add_threads(const struct taskrecords *records, struct bytes raw, struct task *tasks)
{
	struct record record;
	size_t count = 0;

	for (; next(&raw, &record); count++) {
		struct task *process = process_of(records, tasks, record.task);
		char state = taskrecords_state(record.task->state, record.task->exit_state);

		if (!process)
			continue;
		add_counters(process, record.task);
		process->thread_count++;
		if (source_busyness(state) < source_busyness(process->busiest))
			process->busiest = state;
	}
	return count;
}

/* Sets where the threads of each process begin; returns how many there are in all. */
static size_t place_threads(const struct source_request *request, struct task *tasks, size_t count)
{
	size_t all = 0;

	for (size_t i = 0; i < count; i++) {
		struct task *task = &tasks[i];

		if (task->thread_count < 2 || !source_request_threads(request, task->identity.pid))
			task->thread_count = 0;
		task->thread_first = (uint32_t)all;
		all += task->thread_count;
		task->thread_count = 0; /* counts up again as they are filled in */
	}
	return all;
}

static void fill_thread(const struct taskrecords *records, const struct task_iter_task *from,
			const struct task *process, struct task *ret)
{
	memset(ret, 0, sizeof(*ret));
	fill_common(records, from, process->sampled_ns, ret);
	ret->is_thread = true;
	ret->identity.thread = true;
	ret->ppid = process->ppid;
	ret->pgrp = process->pgrp;
	ret->session = process->session;
	ret->tty_nr = process->tty_nr;
	ret->num_threads = process->num_threads;
	ret->uid = process->uid;
	add_counters(ret, from);
	taskrecords_scale(ret->utime_ns, ret->stime_ns, ret->run_ns, &ret->utime_ns,
			  &ret->stime_ns);
}

static void build_threads(const struct taskrecords *records, struct bytes raw,
			  const struct source_request *request, struct snapshot *ret,
			  struct task *tasks)
{
	const size_t all = place_threads(request, tasks, ret->task_count);
	struct task *threads = all > 0 ? arena_take(ret->arena, all * sizeof(*threads)) : NULL;
	struct record record;

	while (all > 0 && next(&raw, &record)) {
		struct task *process = process_of(records, tasks, record.task);
		struct task *thread;
		size_t end;

		if (!process)
			continue;
		/*
		 * A process whose threads are no rows has no room: the next one begins where
		 * it does.
		 */
		end = process + 1 < tasks + ret->task_count ? process[1].thread_first : all;
		if (process->thread_first + process->thread_count >= end)
			continue;
		thread = &threads[process->thread_first + process->thread_count++];
		fill_thread(records, record.task, process, thread);
		thread->comm = arena_copy(ret->arena, name_of(record.task));
	}
	ret->threads = threads;
	ret->thread_count = all;
}

size_t taskrecords_build(struct taskrecords *records, struct bytes raw,
			 const struct source_request *request, uint64_t sampled_ns,
			 struct snapshot *ret)
{
	struct task *tasks = build_processes(records, raw, sampled_ns, ret);
	size_t count = add_threads(records, raw, tasks);

	build_threads(records, raw, request, ret, tasks);
	for (size_t i = 0; i < ret->task_count; i++) {
		struct task *task = &tasks[i];

		taskrecords_scale(task->utime_ns, task->stime_ns, task->run_ns, &task->utime_ns,
				  &task->stime_ns);
	}
	return count;
}
