/* taskitems.c - see taskitems.h */
#include "source/taskitems.h"

#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "snap/task.h"

/* Places of the kernel's priorities: a nice value of 0 is 120, real time ends at 99. */
enum { PRIO_FIRST_NORMAL = 100, PRIO_NICE_0 = 120 };

#define HAVE \
	(TASK_STAT | TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_USER | TASK_ID)

static bool take(struct bytes *rest, void *to, size_t size)
{
	const struct bytes piece = bytes_take(rest, size);

	if (piece.n < size)
		return false;
	memcpy(to, piece.p, size);
	return true;
}

static int put_back(struct bytes *rest, struct bytes whole)
{
	*rest = whole;
	return 0;
}

int taskitems_next(struct bytes *rest, struct taskitems_item *ret)
{
	const struct bytes whole = *rest;

	if (!take(rest, &ret->pid, sizeof(ret->pid)))
		return put_back(rest, whole);
	ret->is_same = ret->pid & TASK_ITER_SAME;
	ret->pid &= ~TASK_ITER_SAME;
	if (ret->is_same)
		return 1;
	*rest = whole;
	if (!take(rest, &ret->task, sizeof(ret->task)))
		return put_back(rest, whole);
	ret->comm.p = whole.p + offsetof(struct task_iter_task, comm);
	ret->comm.n = strnlen(ret->comm.p, sizeof(ret->task.comm));
	ret->is_process = ret->task.pid == ret->task.tgid;
	if (ret->is_process && !take(rest, &ret->group, sizeof(ret->group)))
		return put_back(rest, whole);
	return 1;
}

char taskitems_state(uint32_t state, uint32_t exit_state)
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

void taskitems_scale(uint64_t utime, uint64_t stime, uint64_t run_ns, uint64_t *ret_utime,
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

struct taskitems_counters taskitems_counters_of(const struct taskitems_item *item)
{
	const struct task_iter_task *task = &item->task;

	return (struct taskitems_counters){
		.utime = task->utime,
		.stime = task->stime,
		.run = task->run_ns,
		.wait = task->wait_ns,
		.minflt = task->minflt,
		.majflt = task->majflt,
		.voluntary = task->voluntary,
		.nonvoluntary = task->nonvoluntary,
		.rchar = task->rchar,
		.wchar = task->wchar,
		.read_bytes = task->read_bytes,
		.write_bytes = task->write_bytes,
	};
}

struct taskitems_counters taskitems_counters_of_dead(const struct taskitems_item *item)
{
	const struct task_iter_group *group = &item->group;

	return (struct taskitems_counters){
		.utime = group->utime,
		.stime = group->stime,
		.run = group->run_ns,
		.minflt = group->minflt,
		.majflt = group->majflt,
		.voluntary = group->voluntary,
		.nonvoluntary = group->nonvoluntary,
		.rchar = group->rchar,
		.wchar = group->wchar,
		.read_bytes = group->read_bytes,
		.write_bytes = group->write_bytes,
	};
}

void taskitems_counters_add(struct taskitems_counters *to, const struct taskitems_counters *from)
{
	to->utime += from->utime;
	to->stime += from->stime;
	to->run += from->run;
	to->wait += from->wait;
	to->minflt += from->minflt;
	to->majflt += from->majflt;
	to->voluntary += from->voluntary;
	to->nonvoluntary += from->nonvoluntary;
	to->rchar += from->rchar;
	to->wchar += from->wchar;
	to->read_bytes += from->read_bytes;
	to->write_bytes += from->write_bytes;
}

void taskitems_counters_set(const struct taskitems_counters *from, struct task *task)
{
	taskitems_scale(from->utime, from->stime, from->run, &task->utime_ns, &task->stime_ns);
	task->run_ns = from->run;
	task->wait_ns = from->wait;
	task->minflt = from->minflt;
	task->majflt = from->majflt;
	task->voluntary = from->voluntary;
	task->nonvoluntary = from->nonvoluntary;
	task->rchar = from->rchar;
	task->wchar = from->wchar;
	task->read_bytes = from->read_bytes;
	task->write_bytes = from->write_bytes;
}

/* What a thread and the first thread of a process have alike. To the last byte: see draft.h. */
static void fill_common(const struct taskitems_item *item, const struct taskitems_units *units,
			struct task *ret)
{
	const struct task_iter_task *from = &item->task;

	memset(ret, 0, sizeof(*ret));
	ret->identity.pid = (int32_t)from->pid;
	ret->identity.start = from->start_boottime / units->tick_ns;
	ret->have = HAVE;
	ret->tgid = (int32_t)from->tgid;
	ret->tpgid = -1;
	ret->flags = from->flags;
	ret->state = taskitems_state(from->state, from->exit_state);
	ret->busiest = ret->state;
	ret->priority = from->prio - PRIO_FIRST_NORMAL;
	ret->nice = from->static_prio - PRIO_NICE_0;
	ret->processor = (int32_t)from->cpu;
	ret->rt_priority = from->rt_priority;
	ret->policy = from->policy;
	ret->start_ns = ret->identity.start * units->tick_ns;
	ret->comm = item->comm;
}

void taskitems_thread(const struct taskitems_item *item, const struct taskitems_units *units,
		      struct task *ret)
{
	fill_common(item, units, ret);
	ret->is_thread = true;
	ret->identity.thread = true;
}

static uint64_t bytes_of_pages(const struct taskitems_units *units, long long pages)
{
	return pages > 0 ? (uint64_t)pages * units->page_bytes : 0;
}

void taskitems_process(const struct taskitems_item *item, const struct taskitems_units *units,
		       struct task *ret)
{
	const struct task_iter_group *from = &item->group;

	fill_common(item, units, ret);
	ret->identity.id = from->pidfs_id;
	ret->ppid = (int32_t)from->ppid;
	ret->pgrp = (int32_t)from->pgrp;
	ret->session = (int32_t)from->session;
	ret->tty_nr = (int32_t)from->tty_nr;
	ret->num_threads = from->nr_threads;
	ret->uid = from->uid;
	ret->cgroup_id = from->cgroup_id;
	ret->cutime_ns = from->cutime;
	ret->cstime_ns = from->cstime;
	ret->start_code = from->start_code;
	ret->vsize = from->total_vm * units->page_bytes;
	ret->has_mm = from->has_mm;
	ret->rss_anon = bytes_of_pages(units, from->anon_pages);
	ret->rss_file = bytes_of_pages(units, from->file_pages);
	ret->rss_shmem = bytes_of_pages(units, from->shmem_pages);
	ret->swap = bytes_of_pages(units, from->swap_pages);
	ret->shared = ret->rss_file + ret->rss_shmem;
	ret->rss = ret->rss_anon + ret->shared;
}
