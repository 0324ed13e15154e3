/* processes.c - see processes.h */
#include "panes/processes.h"

#include <string.h>

#include "base/macros.h"
#include "model/world.h"
#include "proc/pidstat.h"

/* Never NULL. */
static const struct task_text *text_of(const void *row)
{
	static const struct task_text nothing;
	const struct task_text *text = ((const struct row *)row)->sighting->text;

	return text ? text : &nothing;
}

/*
 * Not read of this task though it was asked for: the kernel does not have it. Else it is still
 * to come.
 */
static struct value missing(const void *subject, uint32_t needs)
{
	const struct row *row = subject;
	const struct task_text *text = text_of(row);
	uint32_t bits = needs & TASK_SOURCE_MASK & ~(row->task->have | text->have);

	if (bits == 0)
		return value_count(0);
	if (bits & (row->task->denied | text->denied))
		return value_denied();
	return bits & world_now(row->world)->needs ? value_none() : value_pending();
}

static const struct task *task_of(const void *row)
{
	return ((const struct row *)row)->task;
}

static bool is_thread(const void *row)
{
	return task_is_thread(task_of(row));
}

/* Text counts these of the first thread, or of the living; the BPF source of the whole process. */
#define COUNTED_APART (TASK_STATUS | TASK_SCHEDSTAT)

static bool changed_source(const struct row *row)
{
	const struct snapshot *before = world_before(row->world);

	const struct snapshot *now = world_now(row->world);

	return before && before->source && now->source && strcmp(before->source, now->source) != 0;
}

/* A counter's growth a second; it cannot be told without two readings of it. */
static bool can_tell_rate(const struct row *row, uint32_t file)
{
	if (row->seconds <= 0)
		return false;
	if (row->born)
		return true;
	return row->before->have & file && !(file & COUNTED_APART && changed_source(row));
}

static double grown(uint64_t now, uint64_t before)
{
	return now > before ? (double)(now - before) : 0;
}

#define BEFORE(row, field) ((row)->before ? (row)->before->field : 0)

/* The usual rate: the growth of one field of one file. */
#define RATE_GETTER(name, file, field, make)                                             \
	static struct value name(const void *subject)                                    \
	{                                                                                \
		const struct row *row = subject;                                         \
                                                                                         \
		if (!can_tell_rate(row, file))                                           \
			return value_pending();                                          \
		return make(grown(row->task->field, BEFORE(row, field)) / row->seconds); \
	}

RATE_GETTER(get_minflt, TASK_STAT, minflt, value_rate)
RATE_GETTER(get_majflt, TASK_STAT, majflt, value_rate)
RATE_GETTER(get_read, TASK_IO, read_bytes, value_speed)
RATE_GETTER(get_write, TASK_IO, write_bytes, value_speed)
RATE_GETTER(get_rchar, TASK_IO, rchar, value_speed)
RATE_GETTER(get_wchar, TASK_IO, wchar, value_speed)
RATE_GETTER(get_vcs, TASK_STATUS, voluntary, value_rate)
RATE_GETTER(get_nvcs, TASK_STATUS, nonvoluntary, value_rate)

static uint64_t cpu_ns(const struct task *task)
{
	return task->utime_ns + task->stime_ns;
}

static struct value share_of_time(const struct row *row, double ns)
{
	return value_percent(ns / (double)NS_PER_SECOND / row->seconds);
}

static struct value get_cpu(const void *subject)
{
	const struct row *row = subject;

	if (!can_tell_rate(row, TASK_STAT))
		return value_pending();
	return share_of_time(row, (double)row_cpu_ns(row));
}

static struct value get_ncpu(const void *subject)
{
	struct value cpu = get_cpu(subject);
	size_t count = world_now(((const struct row *)subject)->world)->system.cpu_count;

	if (!value_is_there(cpu))
		return cpu;
	return count > 0 ? value_percent(cpu.ratio / (double)count) : value_none();
}

static struct value get_chld(const void *subject)
{
	const struct row *row = subject;

	if (is_thread(row))
		return value_none();
	if (!can_tell_rate(row, TASK_STAT))
		return value_pending();
	return share_of_time(row, (double)row->children_ns);
}

static struct value get_wait(const void *subject)
{
	const struct row *row = subject;

	if (!can_tell_rate(row, TASK_SCHEDSTAT))
		return value_pending();
	return share_of_time(row, grown(row->task->wait_ns, BEFORE(row, wait_ns)));
}

static uint64_t age_ns(const struct row *row)
{
	uint64_t now = world_now(row->world)->boottime_ns;

	return now > row->task->start_ns ? now - row->task->start_ns : 0;
}

static struct value get_cpulife(const void *subject)
{
	uint64_t age = age_ns(subject);

	if (age == 0)
		return value_none();
	return value_percent((double)cpu_ns(task_of(subject)) / (double)age);
}

static struct value get_pid(const void *row)
{
	return value_id((uint64_t)task_of(row)->tgid);
}

static struct value get_tid(const void *row)
{
	return value_id((uint64_t)task_of(row)->identity.pid);
}

static struct value get_ppid(const void *row)
{
	return value_id((uint64_t)MAX(task_of(row)->ppid, 0));
}

static struct value get_pgrp(const void *row)
{
	return value_id((uint64_t)MAX(task_of(row)->pgrp, 0));
}

static struct value get_session(const void *row)
{
	return value_id((uint64_t)MAX(task_of(row)->session, 0));
}

static struct value get_tty(const void *row)
{
	return task_of(row)->tty.n > 0 ? value_text(task_of(row)->tty) : value_none();
}

static struct value get_user(const void *row)
{
	return value_text(task_of(row)->user);
}

static struct value get_uid(const void *row)
{
	return value_id(task_of(row)->uid);
}

static struct value get_state(const void *subject)
{
	const struct row *row = subject;

	if (row->attributes->stalled && !is_thread(row))
		return value_state('m');
	return value_state(row->task->busiest);
}

static struct value get_prio(const void *row)
{
	return value_integer(task_of(row)->priority);
}

static struct value get_nice(const void *row)
{
	return value_integer(task_of(row)->nice);
}

static struct value get_policy(const void *row)
{
	static const char *const names[] = { "other", "fifo", "rr",	  "batch",
					     "iso",   "idle", "deadline", "ext" };
	uint32_t policy = task_of(row)->policy;

	return policy < ARRAY_LEN(names) ? value_text(bytes_of(names[policy])) : value_id(policy);
}

static struct value get_rtprio(const void *row)
{
	return task_of(row)->rt_priority > 0 ? value_count(task_of(row)->rt_priority)
					     : value_none();
}

static struct value get_nthreads(const void *row)
{
	return is_thread(row) ? value_none() : value_count(task_of(row)->num_threads);
}

static struct value get_utime(const void *row)
{
	return value_duration(task_of(row)->utime_ns);
}

static struct value get_stime(const void *row)
{
	return value_duration(task_of(row)->stime_ns);
}

static struct value get_time(const void *row)
{
	return value_duration(cpu_ns(task_of(row)));
}

static struct value get_start(const void *subject)
{
	const struct row *row = subject;
	const struct snapshot *now = world_now(row->world);
	uint64_t boot =
		now->realtime_ns > now->boottime_ns ? now->realtime_ns - now->boottime_ns : 0;

	return value_time(boot + MIN(row->task->start_ns, UINT64_MAX - boot));
}

static struct value get_starttime(const void *row)
{
	return value_id(task_of(row)->identity.start);
}

static struct value get_elapsed(const void *row)
{
	return value_duration(age_ns(row));
}

/* Memory belongs to the process: its threads have none of their own. */
static struct value memory(const void *row, uint64_t bytes)
{
	return is_thread(row) ? value_none() : value_bytes(bytes);
}

static struct value get_mem(const void *subject)
{
	const struct row *row = subject;
	const struct system *system = &world_now(row->world)->system;
	uint64_t total = system->meminfo.of[MEMINFO_TOTAL];

	if (is_thread(row) || !(system->have & SYSTEM_MEMINFO) || total == 0)
		return value_none();
	return value_percent((double)row->task->rss / (double)total);
}

static struct value get_rss(const void *row)
{
	return memory(row, task_of(row)->rss);
}

static struct value get_virt(const void *row)
{
	return memory(row, task_of(row)->vsize);
}

static struct value get_shr(const void *row)
{
	return memory(row, task_of(row)->shared);
}

static struct value get_priv(const void *row)
{
	const struct task *task = task_of(row);

	return memory(row, task->rss > task->shared ? task->rss - task->shared : 0);
}

static struct value get_swap(const void *row)
{
	return task_of(row)->has_mm ? memory(row, task_of(row)->swap) : value_none();
}

static struct value get_growth(const void *subject)
{
	const struct row *row = subject;

	if (is_thread(row))
		return value_none();
	if (!can_tell_rate(row, TASK_STAT))
		return value_pending();
	return value_delta((int64_t)(row->task->rss - BEFORE(row, rss)));
}

static struct value get_processor(const void *row)
{
	return value_id((uint64_t)MAX(task_of(row)->processor, 0));
}

static struct value get_wchan(const void *row)
{
	return text_of(row)->wchan.n > 0 ? value_text(text_of(row)->wchan) : value_none();
}

static struct value get_cgroup(const void *row)
{
	return value_text(text_of(row)->cgroup);
}

static struct value get_name(const void *row)
{
	return value_text(task_of(row)->comm);
}

/* The arguments; the name where there are none or none yet. */
static struct value get_command(const void *subject)
{
	const struct row *row = subject;

	if (!is_thread(row) && row->attributes->state == ATTRIBUTES_KNOWN)
		return value_list(row->attributes->command);
	return value_text(row->task->comm);
}

static struct value get_exe(const void *row)
{
	return text_of(row)->exe.n > 0 ? value_text(text_of(row)->exe) : value_none();
}

static struct value get_oom(const void *row)
{
	return value_integer(text_of(row)->oom_score);
}

static struct value get_oomadj(const void *row)
{
	return value_integer(text_of(row)->oom_score_adj);
}

#define DOWN   COLUMN_DESCENDING
#define SHOWN  COLUMN_DEFAULT
#define STEADY (COLUMN_DESCENDING | COLUMN_STEADY)

/* name, title, help, kind, needs, flags, width, get, missing */
#define COLUMN(name, title, help, kind, needs, flags, width)                               \
	{                                                                                  \
#name, title, help, VALUE_##kind, needs, flags, width, get_##name, missing \
	}

/* clang-format off */
static const struct column columns[] = {
	COLUMN(pid, "PID", "number of the process", ID, 0, SHOWN, 7),
	COLUMN(tid, "TID", "number of the thread; of a process its first one", ID, 0, 0, 7),
	COLUMN(ppid, "PPID", "number of the parent process", ID, 0, 0, 7),
	COLUMN(pgrp, "PGRP", "process group", ID, 0, 0, 7),
	COLUMN(session, "SID", "session", ID, 0, 0, 7),
	COLUMN(tty, "TTY", "controlling terminal", TEXT, 0, 0, 8),
	COLUMN(user, "USER", "effective user", TEXT, TASK_USER, SHOWN, 9),
	COLUMN(uid, "UID", "effective user as a number", ID, TASK_USER, 0, 6),
	COLUMN(prio, "PRI", "priority of the kernel's scheduler", INTEGER, 0, SHOWN, 3),
	COLUMN(nice, "NI", "nice value, -20 (first) to 19 (last)", INTEGER, 0, SHOWN, 3),
	COLUMN(policy, "POLICY", "scheduling policy", TEXT, 0, 0, 8),
	COLUMN(rtprio, "RTPR", "real-time priority", COUNT, 0, DOWN, 4),
	COLUMN(nthreads, "THR", "number of threads", COUNT, 0, DOWN | COLUMN_SUMS, 5),
	COLUMN(virt, "VIRT", "virtual memory", BYTES, 0, SHOWN | DOWN, 6),
	COLUMN(rss, "RSS", "resident memory", BYTES, 0, SHOWN | DOWN | COLUMN_SUMS, 6),
	COLUMN(shr, "SHR", "resident memory that is backed by files or shared", BYTES, TASK_STATM, DOWN, 6),
	COLUMN(priv, "PRIV", "resident memory less what is backed by files or shared", BYTES, TASK_STATM, DOWN | COLUMN_SUMS, 6),
	COLUMN(swap, "SWAP", "memory in swap", BYTES, TASK_STATUS, DOWN | COLUMN_SUMS, 6),
	COLUMN(growth, "GROWTH", "growth of the resident memory in the interval", DELTA, 0, DOWN | COLUMN_SUMS, 7),
	COLUMN(state, "S", "state: R running, S sleeping, D waiting for disk, T stopped, t traced, Z zombie, I idle, m its memory lock is held", STATE, 0, SHOWN, 1),
	COLUMN(cpu, "CPU%", "CPU time in the interval, of one CPU", PERCENT, 0, SHOWN | STEADY | COLUMN_SUMS, 5),
	COLUMN(ncpu, "CPU%/N", "CPU time in the interval, of all CPUs", PERCENT, 0, STEADY | COLUMN_SUMS, 6),
	COLUMN(cpulife, "%LIFE", "CPU time since it started, of one CPU", PERCENT, 0, DOWN, 5),
	COLUMN(chld, "CHLD%", "CPU time of children that ended in the interval and had no row", PERCENT, 0, STEADY | COLUMN_SUMS, 5),
	COLUMN(wait, "WAIT%", "time that its threads were runnable and waited for a CPU", PERCENT, TASK_SCHEDSTAT, STEADY | COLUMN_SUMS, 5),
	COLUMN(mem, "MEM%", "resident memory, of the machine's", PERCENT, 0, SHOWN | DOWN | COLUMN_SUMS, 5),
	COLUMN(minflt, "MINF/s", "minor page faults a second", RATE, 0, DOWN | COLUMN_SUMS, 6),
	COLUMN(majflt, "MAJF/s", "major page faults a second, those that read from storage", RATE, 0, DOWN | COLUMN_SUMS, 6),
	COLUMN(read, "READ/s", "bytes read from storage a second", SPEED, TASK_IO, DOWN | COLUMN_SUMS, 7),
	COLUMN(write, "WRITE/s", "bytes written to storage a second", SPEED, TASK_IO, DOWN | COLUMN_SUMS, 7),
	COLUMN(rchar, "RCHAR/s", "bytes a second through read calls, pipes and terminals too", SPEED, TASK_IO, DOWN | COLUMN_SUMS, 7),
	COLUMN(wchar, "WCHAR/s", "bytes a second through write calls, pipes and terminals too", SPEED, TASK_IO, DOWN | COLUMN_SUMS, 7),
	COLUMN(vcs, "VCS/s", "voluntary context switches a second, of the first thread", RATE, TASK_STATUS, DOWN, 6),
	COLUMN(nvcs, "NVCS/s", "involuntary context switches a second, of the first thread", RATE, TASK_STATUS, DOWN, 6),
	COLUMN(processor, "P", "CPU that it ran on last", ID, 0, 0, 3),
	COLUMN(utime, "UTIME+", "CPU time in user mode", DURATION, 0, DOWN, 8),
	COLUMN(stime, "STIME+", "CPU time in the kernel", DURATION, 0, DOWN, 8),
	COLUMN(time, "TIME+", "CPU time, user and kernel", DURATION, 0, SHOWN | DOWN | COLUMN_SUMS, 8),
	COLUMN(start, "START", "when it started", TIME, 0, DOWN, 5),
	COLUMN(starttime, "STARTTICKS", "clock ticks after boot when it started: with the PID it is the process for good", ID, 0, 0, 10),
	COLUMN(elapsed, "ELAPSED", "time since it started", DURATION, 0, DOWN, 8),
	COLUMN(oom, "OOM", "badness for the out-of-memory killer", INTEGER, TASK_OOM, DOWN, 4),
	COLUMN(oomadj, "OOMADJ", "adjustment of that badness, -1000 (never) to 1000", INTEGER, TASK_OOM, DOWN, 6),
	COLUMN(wchan, "WCHAN", "kernel function that it sleeps in", TEXT, TASK_WCHAN, 0, 16),
	COLUMN(cgroup, "CGROUP", "control group", TEXT, TASK_CGROUP, 0, 24),
	COLUMN(name, "NAME", "short name", TEXT, 0, COLUMN_TREE, 16),
	COLUMN(exe, "EXE", "file of the program", TEXT, TASK_EXE, COLUMN_GROWS, 24),
	COLUMN(command, "COMMAND", "command line; the short name where there is none", LIST, TASK_COMMAND, SHOWN | COLUMN_GROWS | COLUMN_TREE, 12),
};
/* clang-format on */

const struct column_set processes_columns = { "process", columns, ARRAY_LEN(columns) };
