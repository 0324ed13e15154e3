/*
 * procfs.c - see procfs.h
 *
 * For each process the extra files come first and stat last, from a descriptor
 * that was opened before them: it answers ESRCH once its process has ended, so
 * what was read by name in between cannot be that of another process which got
 * the same PID.
 */
#include "source/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "source/pidlist.h"
#include "source/source.h"
#include "source/systemfiles.h"
#include "source/taskfiles.h"
#include "sys/users.h"

struct procfs {
	struct source source;
	const struct procdir *procdir;
	struct pidlist *list;
	struct taskfiles files;
	struct taskfiles_names names;
	struct task *threads; /* of the sample that is being made */
	size_t thread_count, thread_capacity;
};

/* What one sample is about: handed down instead of five parameters. */
struct pass {
	const struct source_request *request;
	struct snapshot *snapshot;
	bool few;
};

static int read_thread(struct procfs *procfs, const struct pass *pass, int32_t pid, int32_t tid,
		       struct task *ret)
{
	char path[PROCDIR_PATH_MAX];
	int fd, result;

	procdir_path(path, pid, tid, "stat");
	fd = openat(procdir_fd(procfs->procdir), path,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	taskfiles_fill(&procfs->files, pid, tid,
		       source_request_needs(pass->request, tid, pass->few), ret);
	result = taskfiles_stat(&procfs->files, fd, ret);
	(void)close(fd);
	return result;
}

static void read_threads(struct procfs *procfs, const struct pass *pass, struct task *process)
{
	struct procdir_numbers *tids = &procfs->files.tids;

	if (taskfiles_list_threads(&procfs->files, process->identity.pid) < 0)
		return;
	process->thread_first = (uint32_t)procfs->thread_count;
	for (size_t i = 0; i < tids->count; i++) {
		struct task thread = { .is_thread = true };

		if (read_thread(procfs, pass, process->identity.pid, tids->of[i], &thread) < 0)
			continue;
		thread.tgid = process->identity.pid;
		thread.identity.thread = true;
		if (!(thread.have & TASK_USER) && process->have & TASK_USER) {
			thread.uid = process->uid;
			thread.user = process->user;
			thread.have |= TASK_USER;
		}
		if (source_busyness(thread.state) < source_busyness(process->busiest))
			process->busiest = thread.state;
		procfs->threads = die_grow(procfs->threads, &procfs->thread_capacity,
					   procfs->thread_count + 1, sizeof(procfs->threads[0]));
		procfs->threads[procfs->thread_count++] = thread;
		process->thread_count++;
	}
}

static int read_process_once(struct procfs *procfs, const struct pass *pass,
			     struct pidlist_entry *entry, struct task *ret)
{
	uint32_t needs = source_request_needs(pass->request, entry->pid, pass->few);
	int fd = pidlist_open(procfs->list, entry);
	int result;

	*ret = (struct task){ 0 };
	if (fd < 0)
		return fd;
	taskfiles_fill(&procfs->files, entry->pid, -1, needs, ret);
	result = taskfiles_stat(&procfs->files, fd, ret);
	if (result == 0 && ret->identity.pid != entry->pid)
		result =
			-EBADMSG; /* a damaged tree: what it says of itself is not to be believed */
	if (result == 0 && needs & TASK_SCHEDSTAT && ret->num_threads > 1)
		taskfiles_sum_schedstat(&procfs->files, ret);
	pidlist_close(procfs->list, entry, fd, result < 0);
	return result;
}

static int read_process(struct procfs *procfs, const struct pass *pass, struct pidlist_entry *entry,
			struct task *ret)
{
	bool kept = entry->fd >= 0;
	int result = read_process_once(procfs, pass, entry, ret);

	/* The kept descriptor belongs to one that has ended; another may have its number now. */
	if (result < 0 && kept)
		result = read_process_once(procfs, pass, entry, ret);
	if (result == 0 && ret->num_threads > 1 &&
	    source_request_threads(pass->request, entry->pid))
		read_threads(procfs, pass, ret);
	return result;
}

static bool has_vanished(int result)
{
	return result == -ENOENT || result == -ESRCH || result == -ENODATA;
}

static void read_processes(struct procfs *procfs, struct pass *pass)
{
	struct snapshot *snapshot = pass->snapshot;
	size_t count, taken = 0;
	struct pidlist_entry *entries = pidlist_entries(procfs->list, &count);
	struct task *tasks = arena_take(snapshot->arena, MAX(count, (size_t)1) * sizeof(*tasks));

	pass->few = count <= SOURCE_FEW_TASKS;
	if (pass->few)
		snapshot->needs |= pass->request->needs_shown;
	procfs->thread_count = 0;
	for (size_t i = 0; i < count; i++) {
		int result = read_process(procfs, pass, &entries[i], &tasks[taken]);

		if (result == 0)
			taken++;
		else if (!has_vanished(result))
			snapshot->unreadable++;
	}
	snapshot->tasks = tasks;
	snapshot->task_count = taken;
	if (procfs->thread_count > 0) {
		size_t size = procfs->thread_count * sizeof(procfs->threads[0]);

		snapshot->threads =
			memcpy(arena_take(snapshot->arena, size), procfs->threads, size);
		snapshot->thread_count = procfs->thread_count;
	}
}

static int procfs_sample(struct source *source, const struct source_request *request,
			 struct snapshot *ret)
{
	struct procfs *procfs = (struct procfs *)source;
	struct pass pass = { .request = request, .snapshot = ret };
	uint64_t forks;
	int result;

	systemfiles_read(procfs->procdir, &procfs->files.buffer, ret);
	ret->ticks_per_second = NS_PER_SECOND / procfs->files.tick_ns;
	procfs->files.arena = ret->arena;
	procfs->names = (struct taskfiles_names){ 0 };
	procfs->files.now_ns = procdir_is_live(procfs->procdir) ? 0 : ret->monotonic_ns;
	forks = ret->system.have & SYSTEM_KSTAT ? ret->system.kstat.processes : 0;
	if (request->pids)
		result = pidlist_set(procfs->list, request->pids, request->pid_count);
	else
		result = pidlist_update(procfs->list, forks);
	if (result < 0)
		return result;
	read_processes(procfs, &pass);
	return 0;
}

static void procfs_free(struct source *source)
{
	struct procfs *procfs = (struct procfs *)source;

	pidlist_free(procfs->list);
	taskfiles_done(&procfs->files);
	users_free(procfs->files.users);
	free(procfs->threads);
	free(procfs);
}

static const struct source_ops procfs_ops = {
	.name = "procfs",
	.help = "text files of /proc; works everywhere",
	.sample = procfs_sample,
	.free = procfs_free,
};

struct source *procfs_new(struct procdir *procdir)
{
	struct procfs *procfs = die_calloc(1, sizeof(*procfs));
	long ticks = procdir_is_live(procdir) ? sysconf(_SC_CLK_TCK) : 100;

	procfs->source.ops = &procfs_ops;
	procfs->procdir = procdir;
	procfs->list = pidlist_new(procdir, procdir_is_live(procdir));
	procfs->files.procdir = procdir;
	procfs->files.names = &procfs->names;
	procfs->files.users = users_new();
	procfs->files.tick_ns = NS_PER_SECOND / (uint64_t)(ticks > 0 ? ticks : 100);
	procfs->files.page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	return &procfs->source;
}
