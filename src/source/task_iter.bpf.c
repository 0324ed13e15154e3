/*
 * task_iter.bpf.c - the kernel side of the BPF source: one record a task
 *
 * Only the members that are used are declared; their places are found at load
 * time (CO-RE), so no header of a kernel is needed. Members that have moved or
 * changed their type between 5.10 and today have a flavour each (struct name
 * behind three underscores): libbpf takes the one that the running kernel has.
 *
 * The program has no side effects: the kernel runs it again for a task whose
 * record did not fit into the buffer.
 */
#define SEC(name)	    __attribute__((section(name), used))
#define __core		    __attribute__((preserve_access_index))
#define core_exists(member) __builtin_preserve_field_info(member, 2 /* BPF_FIELD_EXISTS */)

#include "source/task_iter.h"

typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*const bpf_seq_write)(void *seq, const void *data, u32 size) = (void *)127;

/* clang-format off */
struct upid { int nr; } __core;

struct pid {
	u32 level;
	struct upid numbers[];
} __core;

/* 6.9: pidfs numbers every struct pid once and for ever. */
struct pid___with_ino { u64 ino; } __core;

struct sched_entity { u64 sum_exec_runtime; } __core;
struct sched_info { u64 run_delay; } __core;

struct task_io_accounting { u64 rchar, wchar, read_bytes, write_bytes; } __core;

struct tty_driver { int major, minor_start; } __core;
struct tty_struct { int index; struct tty_driver *driver; } __core;

struct signal_struct {
	int nr_threads;
	struct pid *pids[4];
	struct tty_struct *tty;
	u64 utime, stime, cutime, cstime;
	unsigned long nvcsw, nivcsw, min_flt, maj_flt;
	struct task_io_accounting ioac;
	u64 sum_sched_runtime;
	short oom_score_adj;
} __core;

struct cred { struct { u32 val; } euid; } __core;

struct kernfs_node { u64 id; } __core;
struct cgroup { struct kernfs_node *kn; } __core;
struct css_set { struct cgroup *dfl_cgrp; } __core;

/* Since 6.2 each counter has parts that are kept by CPU. */
struct percpu_counter { s64 count; int *counters; } __core;
struct mm_struct { unsigned long total_vm, start_code; struct percpu_counter rss_stat[4]; } __core;

/* Until 6.1: one structure with plain counters. */
struct mm_struct___old { struct { struct { long counter; } count[4]; } rss_stat; } __core;

struct thread_info { u32 cpu; } __core;

struct task_struct {
	struct thread_info thread_info;
	u32 __state;
	u32 flags;
	int prio, static_prio;
	u32 rt_priority;
	struct sched_entity se;
	u32 policy;
	struct sched_info sched_info;
	struct mm_struct *mm;
	int exit_state;
	int pid, tgid;
	struct task_struct *real_parent, *group_leader;
	struct pid *thread_pid;
	u64 utime, stime;
	unsigned long nvcsw, nivcsw;
	u64 start_boottime;
	unsigned long min_flt, maj_flt;
	const struct cred *cred;
	char comm[16];
	struct signal_struct *signal;
	struct task_io_accounting ioac;
	struct css_set *cgroups;
} __core;

/* Until 5.13 the state had another name and was a long. */
struct task_struct___state { long state; } __core;

/* Until 5.15 the CPU was the task's own. */
struct task_struct___cpu { u32 cpu; } __core;

struct seq_file;
struct bpf_iter_meta { struct seq_file *seq; } __core;
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; } __core;
/* clang-format on */

/* Set before the program is loaded. */
const volatile unsigned int namespace_level = 0; /* of the reader's PID namespace */
/* whose parts of a counter are added; 0: none, the sum may lag */
const volatile unsigned int cpus = 0;

/* Of the kernel; not there on old ones, and then no parts are read. */
extern const void __per_cpu_offset __attribute__((section(".ksyms"), weak));

enum { PIDTYPE_PGID = 2, PIDTYPE_SID = 3 };
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };

/*
 * The number of a struct pid in the reader's namespace; 0: it has none there. The
 * index must be known when the program is loaded: hence one line a level.
 */
static inline __attribute__((always_inline)) u32 number_of(const struct pid *pid)
{
	int number = 0;

	if (!pid || pid->level < namespace_level)
		return 0;
	switch (namespace_level) {
	case 0:
		bpf_probe_read_kernel(&number, sizeof(number), &pid->numbers[0].nr);
		break;
	case 1:
		bpf_probe_read_kernel(&number, sizeof(number), &pid->numbers[1].nr);
		break;
	case 2:
		bpf_probe_read_kernel(&number, sizeof(number), &pid->numbers[2].nr);
		break;
	case 3:
		bpf_probe_read_kernel(&number, sizeof(number), &pid->numbers[3].nr);
		break;
	}
	return (u32)number;
}

static inline __attribute__((always_inline)) u32 state_of(const struct task_struct *task)
{
	const struct task_struct___state *old = (const void *)task;

	if (core_exists(task->__state))
		return task->__state;
	return (u32)old->state;
}

static inline __attribute__((always_inline)) u32 cpu_of(const struct task_struct *task)
{
	const struct task_struct___cpu *old = (const void *)task;

	if (core_exists(old->cpu))
		return old->cpu;
	return task->thread_info.cpu;
}

static inline __attribute__((always_inline)) u64 pidfs_id_of(const struct pid *pid)
{
	const struct pid___with_ino *numbered = (const void *)pid;

	if (!core_exists(numbered->ino))
		return 0;
	return numbered->ino;
}

/* What each CPU has counted since it last handed its part over. */
static inline __attribute__((always_inline)) s64 parts_of(const int *counters)
{
	const u64 *offsets = (const u64 *)&__per_cpu_offset;
	s64 sum = 0;

	for (u32 cpu = 0; cpu < TASK_ITER_CPUS; cpu++) {
		u64 offset = 0;
		int part = 0;

		if (cpu >= cpus)
			break;
		bpf_probe_read_kernel(&offset, sizeof(offset), offsets + cpu);
		bpf_probe_read_kernel(&part, sizeof(part), (const char *)counters + offset);
		sum += part;
	}
	return sum;
}

static inline __attribute__((always_inline)) s64 pages_new(const struct percpu_counter *counter)
{
	s64 pages = counter->count;

	if (cpus > 0)
		pages += parts_of(counter->counters);
	return pages > 0 ? pages : 0;
}

static inline __attribute__((always_inline)) s64 pages_old(s64 pages)
{
	return pages > 0 ? pages : 0;
}

/* A macro, as the index has to be a constant for the compiler's front end. */
#define PAGES(mm, member)                                                                          \
	(core_exists((mm)->rss_stat[0].count) ?                                                    \
		 pages_new(&(mm)->rss_stat[member]) :                                              \
		 pages_old(((const struct mm_struct___old *)(mm))->rss_stat.count[member].counter))

/* As new_encode_dev() of the kernel. */
static inline __attribute__((always_inline)) u32 tty_of(const struct signal_struct *signal)
{
	const struct tty_struct *tty = signal->tty;
	const struct tty_driver *driver;
	u32 major, minor;

	if (!tty)
		return 0;
	driver = tty->driver;
	if (!driver)
		return 0;
	major = (u32)driver->major;
	minor = (u32)(driver->minor_start + tty->index);
	return (minor & 0xff) | major << 8 | (minor & ~0xffU) << 12;
}

static inline __attribute__((always_inline)) void fill_task(struct task_iter_task *record,
							    const struct task_struct *task)
{
	record->state = state_of(task);
	record->exit_state = (u32)task->exit_state;
	record->flags = task->flags;
	record->prio = task->prio;
	record->static_prio = task->static_prio;
	record->rt_priority = task->rt_priority;
	record->policy = task->policy;
	record->cpu = cpu_of(task);
	record->start_boottime = task->start_boottime;
	record->utime = task->utime;
	record->stime = task->stime;
	record->run_ns = task->se.sum_exec_runtime;
	record->wait_ns = task->sched_info.run_delay;
	record->minflt = task->min_flt;
	record->majflt = task->maj_flt;
	record->voluntary = task->nvcsw;
	record->nonvoluntary = task->nivcsw;
	record->rchar = task->ioac.rchar;
	record->wchar = task->ioac.wchar;
	record->read_bytes = task->ioac.read_bytes;
	record->write_bytes = task->ioac.write_bytes;
	bpf_probe_read_kernel(record->comm, sizeof(record->comm), task->comm);
}

static inline __attribute__((always_inline)) void fill_memory(struct task_iter_group *record,
							      const struct task_struct *task)
{
	const struct mm_struct *mm = task->mm;

	if (!mm)
		return;
	record->has_mm = 1;
	record->total_vm = mm->total_vm;
	record->start_code = mm->start_code;
	record->file_pages = PAGES(mm, MM_FILEPAGES);
	record->anon_pages = PAGES(mm, MM_ANONPAGES);
	record->swap_pages = PAGES(mm, MM_SWAPENTS);
	record->shmem_pages = PAGES(mm, MM_SHMEMPAGES);
}

static inline __attribute__((always_inline)) void fill_dead(struct task_iter_group *record,
							    const struct signal_struct *signal)
{
	record->cutime = signal->cutime;
	record->cstime = signal->cstime;
	record->utime = signal->utime;
	record->stime = signal->stime;
	record->run_ns = signal->sum_sched_runtime;
	record->minflt = signal->min_flt;
	record->majflt = signal->maj_flt;
	record->voluntary = signal->nvcsw;
	record->nonvoluntary = signal->nivcsw;
	record->rchar = signal->ioac.rchar;
	record->wchar = signal->ioac.wchar;
	record->read_bytes = signal->ioac.read_bytes;
	record->write_bytes = signal->ioac.write_bytes;
}

static inline __attribute__((always_inline)) void fill_group(struct task_iter_group *record,
							     const struct task_struct *task)
{
	const struct signal_struct *signal = task->signal;

	record->ppid = number_of(task->real_parent->group_leader->thread_pid);
	record->pgrp = number_of(signal->pids[PIDTYPE_PGID]);
	record->session = number_of(signal->pids[PIDTYPE_SID]);
	record->tty_nr = tty_of(signal);
	record->uid = task->cred->euid.val;
	record->nr_threads = (u32)signal->nr_threads;
	record->oom_score_adj = signal->oom_score_adj;
	record->pidfs_id = pidfs_id_of(task->thread_pid);
	record->cgroup_id = task->cgroups->dfl_cgrp->kn->id;
	fill_memory(record, task);
	fill_dead(record, signal);
}

SEC("iter/task")
int task_iter_dump(struct bpf_iter__task *context)
{
	struct task_struct *task = context->task;
	struct {
		struct task_iter_task task;
		struct task_iter_group group;
	} record = { 0 };
	u32 size = sizeof(record.task);

	if (!task)
		return 0;
	record.task.pid = number_of(task->thread_pid);
	record.task.tgid = number_of(task->group_leader->thread_pid);
	fill_task(&record.task, task);
	if (task->pid == task->tgid) {
		fill_group(&record.group, task);
		size = sizeof(record);
	}
	bpf_seq_write(context->meta->seq, &record, size);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
