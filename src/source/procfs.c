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
#include "source/draft.h"
#include "source/pidlist.h"
#include "source/source.h"
#include "source/systemfiles.h"
#include "source/taskfiles.h"
#include "source/versions.h"

/* Samples in which the stat of each process is read once, whether it has run or not. */
enum { ROUNDS = 8 };

#define YOUNG_NS (10 * NS_PER_SECOND)

/* The tick in which a process is read may be the next one by then, and another by rounding. */
enum { SLACK_TICKS = 2 };

struct procfs {
	struct source source;
	const struct procdir *procdir;
	struct pidlist *list;
	struct systemfiles system;
	struct taskfiles files;
	struct taskfiles_names names;
	struct versions *versions;
	struct sighting *threads; /* of the sample that is being made */
	size_t thread_count, thread_capacity;
	unsigned samples;
	bool has_ids;	/* its numbers are ours to ask for */
	uint64_t since; /* who started before this tick is known by it: see procfs.h */
};

/* Read before stat is. */
struct pulse {
	uint64_t beat;
	struct bytes text;
};

/* What one sample is about: handed down instead of five parameters. */
struct pass {
	const struct source_request *request;
	struct snapshot *snapshot;
	bool few;
};

static int read_thread(struct procfs *procfs, const struct pass *pass, int32_t pid, int32_t tid,
		       struct draft *ret)
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

static void add_thread(struct procfs *procfs, const struct sighting *thread)
{
	procfs->threads = die_grow(procfs->threads, &procfs->thread_capacity,
				   procfs->thread_count + 1, sizeof(procfs->threads[0]));
	procfs->threads[procfs->thread_count++] = *thread;
}

/* Their process gets the busiest state of them. */
static void read_threads(struct procfs *procfs, const struct pass *pass, struct task *process)
{
	struct procdir_numbers *tids = &procfs->files.tids;
	const int32_t pid = process->identity.pid;

	if (taskfiles_list_threads(&procfs->files, pid) < 0)
		return;
	for (size_t i = 0; i < tids->count; i++) {
		struct draft draft;
		struct task *thread = &draft.task;
		struct sighting sighting;

		draft_clear(&draft);
		thread->is_thread = true;
		if (read_thread(procfs, pass, pid, tids->of[i], &draft) < 0)
			continue;
		thread->tgid = pid;
		thread->identity.thread = true;
		if (!(thread->have & TASK_USER) && process->have & TASK_USER) {
			thread->uid = process->uid;
			thread->user = process->user;
			thread->have |= TASK_USER;
		}
		if (source_busyness(thread->state) < source_busyness(process->busiest))
			process->busiest = thread->state;
		sighting = draft_sighting(&draft, procfs->versions,
					  versions_last(procfs->versions, pid, tids->of[i]),
					  pass->snapshot->arena);
		add_thread(procfs, &sighting);
	}
}

static uint32_t needs_of(const struct pass *pass, const struct pidlist_entry *entry)
{
	return source_request_needs(pass->request, entry->pid, pass->few);
}

/* Whether the id has to be read, if this is who has the number. */
static bool needs_id(const struct procfs *procfs, const struct pass *pass,
		     const struct pidlist_entry *entry, uint64_t start)
{
	const bool is_known = entry->has_start && entry->start == start && entry->id != 0;

	if (!procfs->has_ids)
		return false;
	return start >= procfs->since || (!is_known && needs_of(pass, entry) & TASK_ID);
}

/* The same before it can be known who has it: most likely who had it, or one who is new. */
static bool expects_id(const struct procfs *procfs, const struct pass *pass,
		       const struct pidlist_entry *entry)
{
	if (entry->has_start || procfs->samples == 1)
		return needs_id(procfs, pass, entry, entry->start);
	return procfs->has_ids;
}

static void set_id(const struct procfs *procfs, const struct pass *pass,
		   struct pidlist_entry *entry, struct task *task)
{
	struct identity *identity = &task->identity;

	if (identity->id == 0 && entry->has_start && entry->start == identity->start &&
	    identity->start < procfs->since)
		identity->id = entry->id;
	entry->has_start = true;
	entry->start = identity->start;
	entry->id = identity->id;
	/* Asked for: if there is none, that is known now. */
	if (procdir_is_live(procfs->procdir) && needs_of(pass, entry) & TASK_ID)
		task->have |= TASK_ID;
}

static int read_with(struct procfs *procfs, const struct pass *pass, struct pidlist_entry *entry,
		     bool with_id, struct draft *ret)
{
	uint32_t needs = needs_of(pass, entry);
	int fd = pidlist_open(procfs->list, entry);
	int result;

	draft_clear(ret);
	if (fd < 0)
		return fd;
	taskfiles_fill(&procfs->files, entry->pid, -1, needs, ret);
	if (with_id)
		ret->task.identity.id = pidlist_id(entry);
	result = taskfiles_stat(&procfs->files, fd, ret);
	if (result == 0 && ret->task.identity.pid != entry->pid)
		result =
			-EBADMSG; /* a damaged tree: what it says of itself is not to be believed */
	if (result == 0 && needs & TASK_SCHEDSTAT && ret->task.num_threads > 1)
		taskfiles_sum_schedstat(&procfs->files, &ret->task);
	pidlist_close(procfs->list, entry, fd, result < 0);
	return result;
}

static int read_process_once(struct procfs *procfs, const struct pass *pass,
			     struct pidlist_entry *entry, struct draft *ret)
{
	const bool with_id = expects_id(procfs, pass, entry);
	int result = read_with(procfs, pass, entry, with_id, ret);

	/* Another one than was expected, or young in the first sample. */
	if (result == 0 && !with_id && needs_id(procfs, pass, entry, ret->task.identity.start))
		result = read_with(procfs, pass, entry, true, ret);
	if (result == 0)
		set_id(procfs, pass, entry, &ret->task);
	return result;
}

static bool has_vanished(int result)
{
	return result == -ENOENT || result == -ESRCH || result == -ENODATA;
}

/*
 * Whether the process can be taken to be as it was, given its pulse: it has not run, and what is
 * wanted of it is known. What is done to it from outside (memory taken from it, another priority)
 * is seen after ROUNDS samples at the latest; at once if its parent may have died.
 */
static const struct task *find_unchanged(struct procfs *procfs, const struct pass *pass,
					 const struct pidlist_entry *entry, uint64_t beat)
{
	const uint32_t needs = needs_of(pass, entry);
	const struct task *last;

	if (beat == 0 || beat != entry->beat || !entry->is_single || pass->request->anew ||
	    ((unsigned)entry->pid + procfs->samples) % ROUNDS == 0)
		return NULL;
	last = versions_last(procfs->versions, entry->pid, 0);
	/* Others name and group a process soon after its start. */
	if (!last || pass->snapshot->boottime_ns < last->start_ns + YOUNG_NS ||
	    needs & ~(last->have | last->denied) ||
	    (pidlist_has_deaths(procfs->list) && !pidlist_lives(procfs->list, last->ppid)))
		return NULL;
	return last;
}

static int read_process(struct procfs *procfs, const struct pass *pass, struct pidlist_entry *entry,
			const struct pulse *pulse, struct sighting *ret)
{
	bool kept = entry->fd >= 0;
	const size_t first_thread = procfs->thread_count;
	const struct task *last;
	struct draft draft;
	bool is_single;
	int result = read_process_once(procfs, pass, entry, &draft);

	/* The kept descriptor belongs to one that has ended; another may have its number now. */
	if (result < 0 && kept)
		result = read_process_once(procfs, pass, entry, &draft);
	if (has_vanished(result))
		pidlist_gone(procfs->list, entry);
	if (result < 0)
		return result;
	is_single = draft.task.num_threads <= 1;
	if (!is_single && source_request_threads(pass->request, entry->pid))
		read_threads(procfs, pass, &draft.task);
	last = versions_last(procfs->versions, entry->pid, 0);
	/* Between the pulse and stat another process may have got the number. */
	if (is_single && last && task_identity_equal(&last->identity, &draft.task.identity))
		taskfiles_schedstat(pulse->text, &draft.task);
	*ret = draft_sighting(&draft, procfs->versions, last, pass->snapshot->arena);
	ret->thread_first = (uint32_t)first_thread;
	ret->thread_count = (uint32_t)(procfs->thread_count - first_thread);
	pidlist_note(procfs->list, entry, pulse->beat, is_single,
		     is_single && draft.task.state == 'Z');
	return 0;
}

/* The first sample is for a screen that waits: what saves time later comes later. */
static int take_process(struct procfs *procfs, const struct pass *pass, struct pidlist_entry *entry,
			struct sighting *ret)
{
	const struct task *unchanged;
	struct pulse pulse = { 0 };

	if (procfs->samples > 1)
		pulse.beat = pidlist_pulse(procfs->list, entry, &pulse.text);
	unchanged = find_unchanged(procfs, pass, entry, pulse.beat);
	if (!unchanged)
		return read_process(procfs, pass, entry, &pulse, ret);
	*ret = (struct sighting){
		.task = versions_keep(procfs->versions, unchanged),
		.idle = true,
		.sampled_ns = clock_monotonic(),
		.thread_first = (uint32_t)procfs->thread_count,
	};
	return 0;
}

static void read_processes(struct procfs *procfs, struct pass *pass)
{
	struct snapshot *snapshot = pass->snapshot;
	size_t count, taken = 0;
	struct pidlist_entry *entries = pidlist_entries(procfs->list, &count);
	struct sighting *tasks =
		arena_take(snapshot->arena, MAX(count, (size_t)1) * sizeof(*tasks));

	pass->few = count <= SOURCE_FEW_TASKS;
	if (pass->few)
		snapshot->needs |= pass->request->needs_shown;
	procfs->thread_count = 0;
	for (size_t i = 0; i < count; i++) {
		int result = take_process(procfs, pass, &entries[i], &tasks[taken]);

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

static void set_since(struct procfs *procfs, const struct snapshot *snapshot)
{
	const uint64_t tick = snapshot->boottime_ns / procfs->files.tick_ns;

	procfs->since = tick > SLACK_TICKS ? tick - SLACK_TICKS : 0;
}

static int procfs_sample(struct source *source, const struct source_request *request,
			 struct snapshot *ret)
{
	struct procfs *procfs = (struct procfs *)source;
	struct pass pass = { .request = request, .snapshot = ret };
	uint64_t forks;
	int result;

	if (request->only_tasks)
		systemfiles_clocks(ret);
	else
		systemfiles_read(&procfs->system, &procfs->files.buffer, ret);
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
	if (procfs->samples++ == 0)
		set_since(procfs, ret);
	versions_begin(procfs->versions, ret);
	read_processes(procfs, &pass);
	versions_end(procfs->versions);
	if (!request->pids)
		set_since(procfs, ret); /* whom this one has not seen the next one has to ask */
	return 0;
}

static void procfs_free(struct source *source)
{
	struct procfs *procfs = (struct procfs *)source;

	pidlist_free(procfs->list);
	systemfiles_done(&procfs->system);
	taskfiles_done(&procfs->files);
	versions_free(procfs->versions);
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
	procfs->has_ids = procdir_is_ours(procdir);
	procfs->list = pidlist_new(procdir, procdir_is_live(procdir));
	systemfiles_init(&procfs->system, procdir);
	procfs->versions = versions_new();
	taskfiles_init(&procfs->files, procdir);
	procfs->files.names = &procfs->names;
	procfs->files.tick_ns = NS_PER_SECOND / (uint64_t)(ticks > 0 ? ticks : 100);
	procfs->files.page_bytes = (uint64_t)sysconf(_SC_PAGESIZE);
	return &procfs->source;
}
