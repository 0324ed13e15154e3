/* taskfiles.c - see taskfiles.h */
#include "source/taskfiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/macros.h"
#include "proc/cgroup.h"
#include "proc/io.h"
#include "proc/pidstat.h"
#include "proc/schedstat.h"
#include "proc/statm.h"
#include "proc/status.h"
#include "source/draft.h"
#include "sys/users.h"

/* Fills the fields of one file from its text; returns 0 or negative errno. */
typedef int fill_function(struct taskfiles *files, struct bytes text, struct draft *draft);

struct file {
	enum task_file bit;
	const char *name;
	fill_function *fill;
};

/* A text may say anything: too many stay very many. */
static uint64_t times(uint64_t count, uint64_t unit)
{
	return count > UINT64_MAX / unit ? UINT64_MAX : count * unit;
}

static uint64_t ticks_to_ns(const struct taskfiles *files, uint64_t ticks)
{
	return times(ticks, files->tick_ns);
}

/* A child's time can never be negative, whatever the text says. */
static uint64_t signed_ticks_to_ns(const struct taskfiles *files, int64_t ticks)
{
	return ticks > 0 ? ticks_to_ns(files, (uint64_t)ticks) : 0;
}

static void fill_from_stat(const struct taskfiles *files, const struct pidstat *stat,
			   struct task *task)
{
	task->identity.pid = stat->pid;
	task->identity.start = stat->starttime;
	task->tgid = stat->pid;
	task->ppid = stat->ppid;
	task->pgrp = stat->pgrp;
	task->session = stat->session;
	task->tty_nr = stat->tty_nr;
	task->tpgid = stat->tpgid;
	task->flags = stat->flags;
	task->state = stat->state;
	task->busiest = stat->state;
	task->priority = stat->priority;
	task->nice = stat->nice;
	task->processor = stat->processor;
	task->rt_priority = stat->rt_priority;
	task->policy = stat->policy;
	task->num_threads = stat->num_threads;
	task->minflt = stat->minflt;
	task->majflt = stat->majflt;
	task->utime_ns = ticks_to_ns(files, stat->utime);
	task->stime_ns = ticks_to_ns(files, stat->stime);
	task->cutime_ns = signed_ticks_to_ns(files, stat->cutime);
	task->cstime_ns = signed_ticks_to_ns(files, stat->cstime);
	task->start_ns = ticks_to_ns(files, stat->starttime);
	task->vsize = stat->vsize;
	task->rss = times(stat->rss, files->page_bytes);
	task->start_code = stat->startcode;
}

static struct bytes keep_name(const struct taskfiles *files, struct bytes name)
{
	struct bytes *known;
	uint32_t sum = 0;

	if (!files->names)
		return arena_copy(files->arena, name);
	for (size_t i = 0; i < name.n; i++)
		sum = sum * 31 + (unsigned char)name.p[i];
	known = &files->names->of[sum % TASKFILES_NAMES];
	if (!known->p || !bytes_same(*known, name))
		*known = arena_copy(files->arena, name);
	return *known;
}

void taskfiles_init(struct taskfiles *files, const struct procdir *procdir)
{
	*files = (struct taskfiles){ .procdir = procdir, .users = users_new() };
}

int taskfiles_stat(struct taskfiles *files, int fd, struct draft *ret)
{
	struct bytes text;
	struct pidstat stat;
	int result = procdir_read_fd(fd, &files->buffer, 0, &text);

	if (result == 0)
		result = pidstat_parse(text, &stat);
	if (result < 0)
		return result;
	fill_from_stat(files, &stat, &ret->task);
	ret->task.comm = keep_name(files, stat.comm);
	ret->task.have |= TASK_STAT;
	ret->sampled_ns = files->now_ns ? files->now_ns : clock_monotonic();
	return 0;
}

static int fill_statm(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	struct task *task = &draft->task;
	struct statm statm;
	int result = statm_parse(text, &statm);

	if (result == 0)
		task->shared = times(statm.shared, files->page_bytes);
	return result;
}

static int fill_status(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	struct task *task = &draft->task;
	struct status status;
	int result = status_parse(text, &status);

	if (result < 0)
		return result;
	task->has_mm = status.have & STATUS_VM;
	task->rss_anon = status.rss_anon;
	task->rss_file = status.rss_file;
	task->rss_shmem = status.rss_shmem;
	task->swap = status.vm_swap;
	task->voluntary = status.voluntary;
	task->nonvoluntary = status.nonvoluntary;
	/* In a captured tree the owner of the directory is whoever unpacked it. */
	if (!procdir_is_live(files->procdir) && status.have & STATUS_UID) {
		task->uid = status.uid[1];
		task->user = users_name(files->users, task->uid);
		task->have |= TASK_USER;
	}
	return 0;
}

static int fill_io(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	struct task *task = &draft->task;
	struct io io;
	int result = io_parse(text, &io);

	(void)files;
	if (result < 0)
		return result;
	task->rchar = io.rchar;
	task->wchar = io.wchar;
	task->read_bytes = io.read_bytes;
	task->write_bytes = io.write_bytes;
	return 0;
}

static int fill_schedstat(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	struct schedstat schedstat;
	int result = schedstat_parse(text, &schedstat);

	(void)files;
	if (result < 0)
		return result;
	draft->task.run_ns = schedstat.run_ns;
	draft->task.wait_ns = schedstat.wait_ns;
	return 0;
}

void taskfiles_schedstat(struct bytes text, struct task *task)
{
	struct schedstat schedstat;

	if (schedstat_parse(text, &schedstat) < 0)
		return;
	task->run_ns = schedstat.run_ns;
	task->wait_ns = schedstat.wait_ns;
	task->have |= TASK_SCHEDSTAT;
}

static int fill_cgroup(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	struct bytes path;
	int result = cgroup_main(text, &path);

	if (result == 0)
		draft->text.cgroup = arena_copy(files->arena, path);
	return result;
}

static int fill_wchan(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	/* "0" is written for a task that runs, and also where we may not know. */
	if (text.n > 0 && !bytes_equal(text, "0"))
		draft->text.wchan = arena_copy(files->arena, text);
	return 0;
}

static int fill_oom_score(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	int64_t score;
	int result = bytes_to_i64(bytes_trim(text), &score);

	(void)files;
	if (result == 0)
		draft->text.oom_score = (int32_t)score;
	return result;
}

static int fill_oom_adj(struct taskfiles *files, struct bytes text, struct draft *draft)
{
	int64_t adj;
	int result = bytes_to_i64(bytes_trim(text), &adj);

	(void)files;
	if (result == 0)
		draft->text.oom_score_adj = (int32_t)adj;
	return result;
}

static const struct file files_table[] = {
	{ TASK_STATM, "statm", fill_statm },
	{ TASK_STATUS, "status", fill_status },
	{ TASK_IO, "io", fill_io },
	{ TASK_SCHEDSTAT, "schedstat", fill_schedstat },
	{ TASK_CGROUP, "cgroup", fill_cgroup },
	{ TASK_WCHAN, "wchan", fill_wchan },
	{ TASK_OOM, "oom_score", fill_oom_score },
	{ TASK_OOM, "oom_score_adj", fill_oom_adj },
};

static void note(struct draft *draft, enum task_file bit, int result)
{
	const bool is_text = bit & TASK_TEXT_MASK;

	if (result == 0)
		*(is_text ? &draft->text.have : &draft->task.have) |= bit;
	else if (result == -EACCES || result == -EPERM)
		*(is_text ? &draft->text.denied : &draft->task.denied) |= bit;
}

static void fill_owner(struct taskfiles *files, int32_t pid, struct task *task)
{
	char path[PROCDIR_PATH_MAX];
	struct stat owner;

	procdir_path(path, pid, -1, "");
	if (fstatat(procdir_fd(files->procdir), path, &owner, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	task->uid = owner.st_uid;
	task->user = users_name(files->users, task->uid);
	task->have |= TASK_USER;
}

static void fill_exe(struct taskfiles *files, int32_t pid, struct draft *draft)
{
	char path[PROCDIR_PATH_MAX];
	struct bytes target;
	int result;

	procdir_path(path, pid, -1, "exe");
	result = procdir_readlink_at(procdir_fd(files->procdir), path, &files->buffer, &target);
	if (result == 0)
		draft->text.exe = arena_copy(files->arena, target);
	else if (result == -ENOENT)
		result = 0; /* a kernel thread, a zombie: there is none, and we know it */
	note(draft, TASK_EXE, result);
}

void taskfiles_fill(struct taskfiles *files, int32_t pid, int32_t tid, uint32_t needs,
		    struct draft *draft)
{
	char path[PROCDIR_PATH_MAX];
	struct bytes text;

	if (needs & TASK_USER && procdir_is_live(files->procdir))
		fill_owner(files, pid, &draft->task);
	else if (needs & TASK_USER)
		needs |= TASK_STATUS;
	if (needs & TASK_EXE)
		fill_exe(files, pid, draft);
	for (size_t i = 0; i < ARRAY_LEN(files_table); i++) {
		const struct file *file = &files_table[i];
		int result;

		if (!(needs & file->bit))
			continue;
		procdir_path(path, pid, tid, file->name);
		result =
			procdir_read_at(procdir_fd(files->procdir), path, &files->buffer, 0, &text);
		if (result == 0)
			result = file->fill(files, text, draft);
		note(draft, file->bit, result);
	}
}

int taskfiles_list_threads(struct taskfiles *files, int32_t pid)
{
	char path[PROCDIR_PATH_MAX];

	procdir_path(path, pid, -1, "task");
	return procdir_list_at(procdir_fd(files->procdir), path, &files->list_buffer, &files->tids);
}

void taskfiles_sum_schedstat(struct taskfiles *files, struct task *process)
{
	struct task sum = { 0 };

	if (taskfiles_list_threads(files, process->identity.pid) < 0)
		return;
	for (size_t i = 0; i < files->tids.count; i++) {
		struct draft thread;

		draft_clear(&thread);
		taskfiles_fill(files, process->identity.pid, files->tids.of[i], TASK_SCHEDSTAT,
			       &thread);
		sum.run_ns += thread.task.run_ns;
		sum.wait_ns += thread.task.wait_ns;
		sum.have |= thread.task.have;
		sum.denied |= thread.task.denied;
	}
	process->run_ns = sum.run_ns;
	process->wait_ns = sum.wait_ns;
	process->have = (process->have & ~(uint32_t)TASK_SCHEDSTAT) | (sum.have & TASK_SCHEDSTAT);
	process->denied |= sum.denied & TASK_SCHEDSTAT;
}

void taskfiles_done(struct taskfiles *files)
{
	users_free(files->users);
	procdir_buffer_done(&files->buffer);
	procdir_buffer_done(&files->list_buffer);
	procdir_numbers_done(&files->tids);
}
