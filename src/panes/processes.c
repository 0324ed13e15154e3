/* processes.c - see processes.h */
#include "panes/processes.h"

#include <string.h>

#include "base/macros.h"
#include "model/ending.h"
#include "model/world.h"
#include "panes/phrases.h"
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
	/* Nobody will read it any more. What its account tells, the getter knows. */
	if (row->ending)
		return bits == TASK_IO && row->ending->has_account ? value_count(0) : value_none();
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

static const struct ending *ending_of(const void *row)
{
	return ((const struct row *)row)->ending;
}

/* Of those that were never seen alive only little is known, and of several hardly anything. */
static bool was_seen(const void *row)
{
	return !ending_of(row) || ending_of(row)->was_seen;
}

static bool is_several(const void *row)
{
	return ending_of(row) && ending_of(row)->count > 1;
}

/* Memory, rates and the like: what has ended has none. */
static bool has_ended(const void *row)
{
	return ending_of(row) != NULL;
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

/* There will be one with the next sample, or never more. */
static struct value no_rate(const struct row *row)
{
	return row->ending ? value_none() : value_pending();
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
			return no_rate(row);                                             \
		return make(grown(row->task->field, BEFORE(row, field)) / row->seconds); \
	}

RATE_GETTER(get_minflt, TASK_STAT, minflt, value_rate)
RATE_GETTER(get_majflt, TASK_STAT, majflt, value_rate)
RATE_GETTER(get_read_alive, TASK_IO, read_bytes, value_speed)
RATE_GETTER(get_write_alive, TASK_IO, write_bytes, value_speed)
RATE_GETTER(get_rchar, TASK_IO, rchar, value_speed)
RATE_GETTER(get_wchar, TASK_IO, wchar, value_speed)
RATE_GETTER(get_vcs, TASK_STATUS, voluntary, value_rate)
RATE_GETTER(get_nvcs, TASK_STATUS, nonvoluntary, value_rate)

/*
 * Accounts tell of the bytes of whole lives. Of one that had a row, what it had read or written
 * by then is taken off; if that is not known, nothing can be said of the interval.
 */
static struct value ended_speed(const struct row *row, uint64_t bytes, uint64_t before)
{
	const double seconds = world_interval(row->world);

	if (!row->ending->is_fresh || !row->ending->has_account || seconds <= 0)
		return value_none();
	if (row->ending->was_seen && !(row->task->have & TASK_IO))
		return value_none();
	return value_speed(grown(bytes, row->ending->was_seen ? before : 0) / seconds);
}

static struct value get_read(const void *subject)
{
	const struct row *row = subject;

	return row->ending ? ended_speed(row, row->ending->read_bytes, row->task->read_bytes)
			   : get_read_alive(row);
}

static struct value get_write(const void *subject)
{
	const struct row *row = subject;

	return row->ending ? ended_speed(row, row->ending->write_bytes, row->task->write_bytes)
			   : get_write_alive(row);
}

static uint64_t cpu_ns(const struct task *task)
{
	return task->utime_ns + task->stime_ns;
}

static struct value share_of_time(const struct row *row, double ns)
{
	return value_percent(ns / (double)NS_PER_SECOND / row->seconds);
}

/* What it used in the interval in which it ended; after that it uses nothing. */
static struct value ended_cpu(const struct row *row)
{
	const double seconds = world_interval(row->world);

	if (!row->ending->is_fresh || seconds <= 0)
		return value_none();
	return value_percent((double)row->ending->cpu_ns / (double)NS_PER_SECOND / seconds);
}

static struct value get_cpu(const void *subject)
{
	const struct row *row = subject;

	if (row->ending)
		return ended_cpu(row);
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
		return no_rate(row);
	return share_of_time(row, (double)(row->children_ns + row->ended_ns));
}

static struct value get_wait(const void *subject)
{
	const struct row *row = subject;

	if (!can_tell_rate(row, TASK_SCHEDSTAT))
		return no_rate(row);
	return share_of_time(row, grown(row->task->wait_ns, BEFORE(row, wait_ns)));
}

/* What has ended does not grow older. Without an account it ended at the sample at the latest. */
static uint64_t age_ns(const struct row *row)
{
	const struct snapshot *now = world_now(row->world);
	uint64_t then = now->boottime_ns;

	if (row->ending && row->ending->has_account)
		return row->ending->life_ns;
	if (row->ending && row->ending->ended_ns < now->monotonic_ns)
		then -= MIN(now->monotonic_ns - row->ending->ended_ns, then);
	return then > row->task->start_ns ? then - row->task->start_ns : 0;
}

/* Whether the time of a life can be told: of one that came and went it is in its account. */
static bool has_age(const struct row *row)
{
	return was_seen(row) || (row->ending->has_account && !is_several(row));
}

static uint64_t life_cpu_ns(const struct row *row)
{
	return row->ending && row->ending->has_account ? row->ending->life_cpu_ns
						       : cpu_ns(row->task);
}

static struct value get_cpulife(const void *subject)
{
	uint64_t age = has_age(subject) ? age_ns(subject) : 0;

	if (age == 0)
		return value_none();
	return value_percent((double)life_cpu_ns(subject) / (double)age);
}

/* Several have no number. */
static struct value get_pid(const void *row)
{
	return is_several(row) ? value_none() : value_id((uint64_t)MAX(task_of(row)->tgid, 0));
}

static struct value get_tid(const void *row)
{
	return was_seen(row) ? value_id((uint64_t)task_of(row)->identity.pid) : get_pid(row);
}

static struct value get_ppid(const void *row)
{
	return value_id((uint64_t)MAX(task_of(row)->ppid, 0));
}

static struct value get_pgrp(const void *row)
{
	return was_seen(row) ? value_id((uint64_t)MAX(task_of(row)->pgrp, 0)) : value_none();
}

static struct value get_session(const void *row)
{
	return was_seen(row) ? value_id((uint64_t)MAX(task_of(row)->session, 0)) : value_none();
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

	if (row->attributes->stalled && !is_thread(row) && !row->ending)
		return value_state('m');
	return value_state(row->task->busiest);
}

static struct value get_prio(const void *row)
{
	return was_seen(row) ? value_integer(task_of(row)->priority) : value_none();
}

static struct value get_nice(const void *row)
{
	return was_seen(row) ? value_integer(task_of(row)->nice) : value_none();
}

static struct value get_policy(const void *row)
{
	static const char *const names[] = { "other", "fifo", "rr",	  "batch",
					     "iso",   "idle", "deadline", "ext" };
	uint32_t policy = task_of(row)->policy;

	if (!was_seen(row))
		return value_none();
	return policy < ARRAY_LEN(names) ? value_text(bytes_of(names[policy])) : value_id(policy);
}

static struct value get_rtprio(const void *row)
{
	return task_of(row)->rt_priority > 0 ? value_count(task_of(row)->rt_priority)
					     : value_none();
}

static struct value get_nthreads(const void *row)
{
	if (is_thread(row) || has_ended(row))
		return value_none();
	return value_count(task_of(row)->num_threads);
}

static struct value get_utime(const void *row)
{
	return was_seen(row) ? value_duration(task_of(row)->utime_ns) : value_none();
}

static struct value get_stime(const void *row)
{
	return was_seen(row) ? value_duration(task_of(row)->stime_ns) : value_none();
}

static struct value get_time(const void *row)
{
	return has_age(row) ? value_duration(life_cpu_ns(row)) : value_none();
}

static struct value get_start(const void *subject)
{
	const struct row *row = subject;
	const struct snapshot *now = world_now(row->world);
	uint64_t boot =
		now->realtime_ns > now->boottime_ns ? now->realtime_ns - now->boottime_ns : 0;

	if (is_several(row) || (!was_seen(row) && row->task->start_ns == 0))
		return value_none();
	return value_time(boot + MIN(row->task->start_ns, UINT64_MAX - boot));
}

static struct value get_starttime(const void *row)
{
	return was_seen(row) ? value_id(task_of(row)->identity.start) : value_none();
}

static struct value get_id(const void *row)
{
	const uint64_t id = task_of(row)->identity.id;

	return id != 0 ? value_id(id) : value_none();
}

static struct value get_elapsed(const void *row)
{
	return has_age(row) ? value_duration(age_ns(row)) : value_none();
}

/* Memory belongs to the process: its threads have none of their own, and the dead none at all. */
static struct value memory(const void *row, uint64_t bytes)
{
	return is_thread(row) || has_ended(row) ? value_none() : value_bytes(bytes);
}

static struct value get_mem(const void *subject)
{
	const struct row *row = subject;
	const struct system *system = &world_now(row->world)->system;
	uint64_t total = system->meminfo.of[MEMINFO_TOTAL];

	if (is_thread(row) || has_ended(row) || !(system->have & SYSTEM_MEMINFO) || total == 0)
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
		return no_rate(row);
	return value_delta((int64_t)(row->task->rss - BEFORE(row, rss)));
}

static struct value get_processor(const void *row)
{
	return was_seen(row) ? value_id((uint64_t)MAX(task_of(row)->processor, 0)) : value_none();
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

/* How it ended; of several the last one. */
static struct value get_exit(const void *row)
{
	char text[ENDING_TEXT_MAX];

	if (!has_ended(row))
		return value_none();
	(void)ending_text(ending_of(row), text);
	return value_text(phrases_keep(text));
}

/* Of the present interval, so that sums are the endings of that interval. */
static struct value get_endings(const void *row)
{
	return has_ended(row) && ending_of(row)->is_fresh ? value_count(ending_of(row)->count)
							  : value_none();
}

static struct value get_peak(const void *row)
{
	return has_ended(row) && ending_of(row)->peak_rss > 0
		       ? value_bytes(ending_of(row)->peak_rss)
		       : value_none();
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
	COLUMN(chld, "CHLD%", "CPU time of children that ended in the interval", PERCENT, 0, STEADY | COLUMN_SUMS, 5),
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
	COLUMN(id, "ID", "inode of its pidfd: with the boot id it is the process for good", ID, TASK_ID, 0, 8),
	COLUMN(elapsed, "ELAPSED", "time since it started", DURATION, 0, DOWN, 8),
	COLUMN(oom, "OOM", "badness for the out-of-memory killer", INTEGER, TASK_OOM, DOWN, 4),
	COLUMN(oomadj, "OOMADJ", "adjustment of that badness, -1000 (never) to 1000", INTEGER, TASK_OOM, DOWN, 6),
	COLUMN(wchan, "WCHAN", "kernel function that it sleeps in", TEXT, TASK_WCHAN, 0, 16),
	COLUMN(cgroup, "CGROUP", "control group", TEXT, TASK_CGROUP, 0, 24),
	COLUMN(exit, "EXIT", "how it ended; of several the one that ended last", TEXT, 0, 0, 12),
	COLUMN(endings, "ENDED", "processes that ended in the interval: a row may stand for many that came and went", COUNT, 0, DOWN | COLUMN_SUMS, 5),
	COLUMN(peak, "PEAK", "largest resident memory of one that has ended", BYTES, 0, DOWN, 6),
	COLUMN(name, "NAME", "short name", TEXT, 0, COLUMN_TREE, 16),
	COLUMN(exe, "EXE", "file of the program", TEXT, TASK_EXE, COLUMN_GROWS, 24),
	COLUMN(command, "COMMAND", "command line; the short name where there is none", LIST, TASK_COMMAND, SHOWN | COLUMN_GROWS | COLUMN_TREE, 12),
};
/* clang-format on */

const struct column_set processes_columns = { "process", columns, ARRAY_LEN(columns) };
