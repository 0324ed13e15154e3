/*
 * task_iter.bpf.c - the kernel side of the BPF source: one record a task
 *
 * Only the members that are used are declared; their places are found at load
 * time (CO-RE), so no header of a kernel is needed. Members that have moved or
 * changed their type between 5.10 and today have a flavour each (struct name
 * behind three underscores): libbpf takes the one that the running kernel has.
 *
 * The kernel runs the program again for a task whose record did not fit into the
 * buffer: what is remembered of a task changes only when its record has been taken.
 */
#define SEC(name)	    __attribute__((section(name), used))
#define __core		    __attribute__((preserve_access_index))
#define core_exists(member) __builtin_preserve_field_info(member, 2 /* BPF_FIELD_EXISTS */)

#include "source/task_iter.h"

typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define bool _Bool

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*const bpf_seq_write)(void *seq, const void *data, u32 size) = (void *)127;
/*
 * 6.2: from here on a pointer is followed without asking what it is worth. Otherwise the
 * verifier of newer kernels searches all their types by name, several times for each pointer
 * that is followed: half of the time of loading.
 */
extern const void *bpf_rdonly_cast(const void *object, u32 type)
	__attribute__((section(".ksyms"), weak));

static long (*const bpf_kallsyms_lookup_name)(const char *name, int size, int flags,
					      u64 *address) = (void *)179;

/* clang-format off */
struct upid { int nr; } __core;

/* 6.9: pidfs numbers every struct pid once and for ever (ino). */
struct pid {
	u32 level;
	u64 ino;
	struct upid numbers[];
} __core;

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

/*
 * Until 5.13 the state had another name and was a long; until 5.15 the CPU was the task's
 * own. What the running kernel has not is never touched.
 */
struct task_struct {
	struct thread_info thread_info;
	u32 cpu;
	u32 __state;
	long state;
	u32 flags;
	int on_cpu; /* of kernels for several CPUs */
	int on_rq;
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

struct seq_file;

/* These two begin alike for good: they are what such a program is given. */
struct bpf_iter_meta { struct seq_file *seq; };
struct bpf_iter__task { struct bpf_iter_meta *meta; struct task_struct *task; };
/* clang-format on */

/* Set before the program is loaded. */
const volatile unsigned int cpus_possible = 0;
const volatile unsigned int slot_mask = 0; /* number of slots less one */

/* Set before each pass. */
unsigned int namespace_level = 0; /* of the reader's PID namespace */
unsigned int pass = 0;
unsigned int epoch = 0; /* another one than before: everything is written */
/* on the boot clock, ns: what has started since is looked at wholly */
unsigned long long young_since = 0;

/* Where the parts of each CPU lie, if that could be found out. */
unsigned int cpus_known = 0;
unsigned long long cpu_offsets[TASK_ITER_CPUS] = { 0 };

/*
 * One slot a PID, modulo their number: two tasks that share one are written with every
 * pass, for neither finds its own sums in it. It cannot fill up.
 */
struct {
	int (*type)[2 /* BPF_MAP_TYPE_ARRAY */];
	int (*max_entries)[1]; /* set before the program is loaded */
	u32 *key;
	struct task_iter_seen *value;
} slots SEC(".maps");

enum { PIDTYPE_PGID = 2, PIDTYPE_SID = 3 };
enum { MM_FILEPAGES, MM_ANONPAGES, MM_SWAPENTS, MM_SHMEMPAGES };

/*
 * The number of a struct pid in the reader's namespace; 0: it has none there. The
 * loader corrects constants only: hence one line a level.
 */
static inline __attribute__((always_inline)) u32 number_of(const struct pid *pid)
{
	int number = 0;

	if (!pid || pid->level < namespace_level)
		return 0;
	switch (namespace_level) {
	case 0:
		return (u32)pid->numbers[0].nr;
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

/* The task has its numbers of the first namespace at hand: no need to go to others for them. */
static inline __attribute__((always_inline)) u32 pid_of(const struct task_struct *task)
{
	return namespace_level == 0 ? (u32)task->pid : number_of(task->thread_pid);
}

static inline __attribute__((always_inline)) u32 tgid_of(const struct task_struct *task)
{
	return namespace_level == 0 ? (u32)task->tgid : number_of(task->group_leader->thread_pid);
}

static inline __attribute__((always_inline)) u32 state_of(const struct task_struct *task)
{
	if (core_exists(task->__state))
		return task->__state;
	return (u32)task->state;
}

static inline __attribute__((always_inline)) u32 cpu_of(const struct task_struct *task)
{
	if (core_exists(task->cpu))
		return task->cpu;
	return task->thread_info.cpu;
}

static inline __attribute__((always_inline)) u64 pidfs_id_of(const struct pid *pid)
{
	return core_exists(pid->ino) ? pid->ino : 0;
}

/* What each CPU has counted since it last handed its part over, of all four counters. */
struct parts {
	int of[4];
};

/* The indices are written out, for the loader corrects constants only. */
static inline __attribute__((always_inline)) void add_parts(s64 pages[4],
							    const struct mm_struct *mm)
{
	const char *const at[] = {
		(const char *)mm->rss_stat[0].counters,
		(const char *)mm->rss_stat[1].counters,
		(const char *)mm->rss_stat[2].counters,
		(const char *)mm->rss_stat[3].counters,
	};
	const bool together = at[3] == at[0] + 3 * sizeof(int); /* since 6.6 */

	for (u32 cpu = 0; cpu < TASK_ITER_CPUS; cpu++) {
		struct parts parts = { 0 };

		if (cpu >= cpus_possible) /* a constant to the verifier: it follows each turn */
			break;
		if (together) {
			bpf_probe_read_kernel(&parts, sizeof(parts), at[0] + cpu_offsets[cpu]);
		} else {
			bpf_probe_read_kernel(&parts.of[0], sizeof(int), at[0] + cpu_offsets[cpu]);
			bpf_probe_read_kernel(&parts.of[1], sizeof(int), at[1] + cpu_offsets[cpu]);
			bpf_probe_read_kernel(&parts.of[2], sizeof(int), at[2] + cpu_offsets[cpu]);
			bpf_probe_read_kernel(&parts.of[3], sizeof(int), at[3] + cpu_offsets[cpu]);
		}
		pages[0] += parts.of[0];
		pages[1] += parts.of[1];
		pages[2] += parts.of[2];
		pages[3] += parts.of[3];
	}
}

static inline __attribute__((always_inline)) void count_pages(s64 pages[4],
							      const struct mm_struct *mm)
{
	const struct mm_struct___old *old = (const void *)mm;

	if (core_exists(mm->rss_stat[0].count)) {
		pages[0] = mm->rss_stat[0].count;
		pages[1] = mm->rss_stat[1].count;
		pages[2] = mm->rss_stat[2].count;
		pages[3] = mm->rss_stat[3].count;
		if (cpus_known)
			add_parts(pages, mm);
	} else {
		pages[0] = old->rss_stat.count[0].counter;
		pages[1] = old->rss_stat.count[1].counter;
		pages[2] = old->rss_stat.count[2].counter;
		pages[3] = old->rss_stat.count[3].counter;
	}
}

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
	s64 pages[4];

	if (!mm)
		return;
	count_pages(pages, mm);
	record->has_mm = 1;
	record->total_vm = mm->total_vm;
	record->start_code = mm->start_code;
	record->file_pages = pages[MM_FILEPAGES];
	record->anon_pages = pages[MM_ANONPAGES];
	record->swap_pages = pages[MM_SWAPENTS];
	record->shmem_pages = pages[MM_SHMEMPAGES];
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

	record->ppid = tgid_of(task->real_parent);
	record->pgrp = number_of(signal->pids[PIDTYPE_PGID]);
	record->session = number_of(signal->pids[PIDTYPE_SID]);
	record->tty_nr = tty_of(signal);
	record->uid = task->cred->euid.val;
	record->nr_threads = (u32)signal->nr_threads;
	record->pidfs_id = pidfs_id_of(task->thread_pid);
	record->cgroup_id = task->cgroups->dfl_cgrp->kn->id;
	fill_memory(record, task);
	fill_dead(record, signal);
}

/* What is written of a task; there is one reader, and the stack is small. */
static struct record {
	struct task_iter_task task;
	struct task_iter_group group;
} record;

/* Returns the size of what was filled. */
static inline __attribute__((always_inline)) u32 fill(const struct task_struct *task, u32 pid)
{
	__builtin_memset(&record, 0, sizeof(record));
	record.task.pid = pid;
	record.task.tgid = tgid_of(task);
	fill_task(&record.task, task);
	if (task->pid != task->tgid)
		return sizeof(record.task);
	fill_group(&record.group, task);
	return sizeof(record);
}

#define MIX(sum, word)                                            \
	do {                                                      \
		(sum) = ((sum) ^ (word)) * 0xbf58476d1ce4e5b9ULL; \
		(sum) ^= (sum) >> 29;                             \
	} while (0)

/*
 * Whether it may be running: such a task has used time that shows in no switch yet. Its state
 * does not tell, for it says that it sleeps from when the task begins to think of it.
 */
static inline __attribute__((always_inline)) bool may_run(const struct task_struct *task)
{
	return task->on_rq != 0 || (core_exists(task->on_cpu) && task->on_cpu != 0);
}

/* Names, sessions and groups are given by others, mostly soon after the start. */
static inline __attribute__((always_inline)) bool is_young(const struct task_struct *task)
{
	return task->start_boottime >= young_since;
}

/*
 * Of what moves when a task has run, from places that the walk over the tasks touches
 * anyway or that lie beside each other; never 0, but for a task that may be running or is young.
 */
static inline __attribute__((always_inline)) u64 quick_sum(const struct task_struct *task)
{
	u64 sum = epoch;

	if (may_run(task) || is_young(task))
		return 0;
	MIX(sum, (u64)state_of(task) << 32 | task->flags);
	MIX(sum, (u64)task->nvcsw + task->nivcsw);
	MIX(sum, task->start_boottime);
	MIX(sum, (u64)task->min_flt + task->maj_flt);
	MIX(sum, (u64)(u32)task->static_prio << 32 | (u32)task->prio);
	MIX(sum, (u64)(u32)task->real_parent->tgid);
	return sum | 1;
}

/* Two at a time, for the multiplications wait for each other. */
static inline __attribute__((always_inline)) u64 whole_sum(u32 size)
{
	const u64 *words = (const u64 *)&record;
	u64 even = epoch, odd = 1;

#pragma unroll
	for (u32 i = 0; i < sizeof(record.task) / 8; i += 2) {
		MIX(even, words[i]);
		MIX(odd, words[i + 1]);
	}
	if (size == sizeof(record)) {
#pragma unroll
		for (u32 i = sizeof(record.task) / 8; i < sizeof(record) / 8 - 1; i += 2) {
			MIX(even, words[i]);
			MIX(odd, words[i + 1]);
		}
		MIX(even, words[sizeof(record) / 8 - 1]);
	}
	MIX(even, odd);
	return even | 1;
}

/*
 * Run once, on kernels that count pages by CPU (6.2), if the reader may know addresses. As a
 * symbol of the program the table would have the library read all of /proc/kallsyms, which
 * takes longer than everything else here.
 */
SEC("syscall")
int task_iter_find_cpus(void *context)
{
	static const char name[] = "__per_cpu_offset";
	u64 table = 0;

	(void)context;
	if (bpf_kallsyms_lookup_name(name, sizeof(name), 0, &table) < 0 || table == 0)
		return 0;
	for (u32 cpu = 0; cpu < TASK_ITER_CPUS; cpu++) {
		if (cpu >= cpus_possible)
			break;
		if (bpf_probe_read_kernel(&cpu_offsets[cpu], sizeof(cpu_offsets[cpu]),
					  (const u64 *)table + cpu) < 0)
			return 0;
	}
	cpus_known = 1;
	return 0;
}

static inline __attribute__((always_inline)) int dump(struct seq_file *seq,
						      const struct task_struct *task)
{
	struct task_iter_seen *seen;
	u32 pid, slot, same, size;
	u64 quick, whole;

	pid = pid_of(task);
	slot = pid & slot_mask;
	seen = bpf_map_lookup_elem(&slots, &slot);
	if (pid == 0 || !seen)
		return 0;
	same = pid | TASK_ITER_SAME;
	quick = quick_sum(task);
	if (quick != 0 && quick == seen->quick && ((pid + pass) & (TASK_ITER_ROUNDS - 1)) != 0) {
		bpf_seq_write(seq, &same, sizeof(same));
		return 0;
	}
	size = fill(task, pid);
	/*
	 * A leader that sleeps can get another number of threads, and the times of those that
	 * have ended: it is looked at wholly with each pass.
	 */
	if (size == sizeof(record) && record.group.nr_threads > 1)
		quick = 0;
	whole = whole_sum(size);
	if (whole == seen->whole) {
		if (bpf_seq_write(seq, &same, sizeof(same)) == 0)
			seen->quick = quick;
		return 0;
	}
	if (bpf_seq_write(seq, &record, size) == 0) {
		seen->whole = whole;
		seen->quick = quick;
	}
	return 0;
}

/* One of the two is loaded: this one where the cast is there. */
SEC("iter/task")
int task_iter_dump(struct bpf_iter__task *context)
{
	const struct task_struct *task = context->task;

	if (!task)
		return 0;
	task = bpf_rdonly_cast(task, __builtin_btf_type_id(*task, 1 /* the kernel's */));
	return dump(context->meta->seq, task);
}

SEC("iter/task")
int task_iter_dump_old(struct bpf_iter__task *context)
{
	return context->task ? dump(context->meta->seq, context->task) : 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
