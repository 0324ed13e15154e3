/* bpftext.c - see bpftext.h */
#include "source/bpftext.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/pidstat.h"
#include "source/draft.h"
#include "source/source.h"
#include "source/taskfiles.h"
#include "source/taskrecords.h"
#include "source/versions.h"
#include "sys/users.h"

enum {
	COMM_FULL = 15,	     /* a name of this length may be the beginning of a longer one */
	NAME_MAX_BYTES = 64, /* of a kernel thread */
	LIST_AGAIN = 32, /* samples after which the directory is read though nothing has changed */
	LIST_PAUSE = 4,	 /* samples between two readings at least */
};

struct bpftext {
	struct procdir *procdir;
	struct taskfiles files;
	char name[NAME_MAX_BYTES]; /* the one that was read last */
	/* what the iterator withholds */
	struct procdir_numbers missing, listed;
	struct source *source;	   /* reads those; borrowed */
	struct snapshot *withheld; /* the last reading of them */
	uint64_t gap;		   /* tasks that were missing when the directory was read last */
	unsigned age;
	const struct source_request *request; /* of the sample that is being made */
};

struct bpftext *bpftext_new(struct procdir *procdir, struct source *source)
{
	struct bpftext *text = die_calloc(1, sizeof(*text));

	text->procdir = procdir;
	taskfiles_init(&text->files, procdir);
	text->source = source;
	text->withheld = snapshot_new();
	text->age = LIST_AGAIN;
	return text;
}

void bpftext_free(struct bpftext *text)
{
	if (!text)
		return;
	taskfiles_done(&text->files);
	procdir_numbers_done(&text->missing);
	procdir_numbers_done(&text->listed);
	snapshot_free(text->withheld);
	free(text);
}

/* Processes that are in the directory and not in the snapshot. */
struct search {
	struct bpftext *text;
	const struct snapshot *snapshot;
	size_t looked_at;
	uint64_t gap, threads; /* tasks that are missing, and those of the processes found */
};

static uint64_t count_threads(struct bpftext *text, int32_t pid)
{
	char path[PROCDIR_PATH_MAX];
	struct pidstat stat;
	struct bytes bytes;

	procdir_path(path, pid, -1, "stat");
	if (procdir_read_at(procdir_fd(text->procdir), path, &text->files.buffer, 0, &bytes) < 0 ||
	    pidstat_parse(bytes, &stat) < 0)
		return 0;
	return stat.num_threads;
}

/* As soon as the processes that were found have as many threads as are missing. */
static bool has_found_all(const struct procdir_numbers *listed, void *context)
{
	struct search *search = context;
	struct procdir_numbers *missing = &search->text->missing;

	for (; search->looked_at < listed->count; search->looked_at++) {
		const int32_t pid = listed->of[search->looked_at];

		if (snapshot_find(search->snapshot, pid))
			continue;
		missing->of = die_grow(missing->of, &missing->capacity, missing->count + 1,
				       sizeof(missing->of[0]));
		missing->of[missing->count++] = pid;
		search->threads += count_threads(search->text, pid);
	}
	return search->threads == search->gap;
}

static void find_missing(struct bpftext *text, const struct snapshot *snapshot)
{
	struct search search = { .text = text, .snapshot = snapshot, .gap = text->gap };
	const struct procdir_stop stop = { has_found_all, &search };

	text->missing.count = 0;
	(void)procdir_list_until(procdir_fd(text->procdir), ".", &text->files.list_buffer,
				 &text->listed, &stop);
}

/*
 * The kernel's count of tasks tells that some were withheld; it moves while one looks, so not
 * too often.
 */
static void look_for_missing(struct bpftext *text, size_t delivered,
			     const struct snapshot *snapshot)
{
	const struct system *system = &snapshot->system;
	const uint64_t total = system->have & SYSTEM_LOADAVG ? system->loadavg.total : 0;
	const uint64_t gap = total > delivered ? total - delivered : 0;

	text->age++;
	if (text->age < LIST_PAUSE || (gap == text->gap && text->age < LIST_AGAIN))
		return;
	text->age = 0;
	text->gap = gap;
	/* None: a task that began between the count and the pass may stand for one that is. */
	if (gap > 0)
		find_missing(text, snapshot);
}

/* The other snapshot is read anew while this one is still looked at: all is copied. */
static struct sighting adopt(struct versions *versions, struct arena *arena,
			     const struct sighting *from)
{
	struct sighting copy = *from;
	struct task_text *text;

	copy.task = versions_take(versions, from->task, NULL);
	if (!from->text)
		return copy;
	text = arena_take(arena, sizeof(*text));
	*text = *from->text;
	text->cgroup = arena_copy(arena, text->cgroup);
	text->wchan = arena_copy(arena, text->wchan);
	text->exe = arena_copy(arena, text->exe);
	copy.text = text;
	return copy;
}

/* Puts one between the others, by its number; there is room behind them. */
static void insert_task(struct snapshot *into, const struct sighting *sighting)
{
	/* The snapshot is not published yet: its arrays are ours to complete. */
	struct sighting *tasks = (struct sighting *)(uintptr_t)into->tasks;
	const int32_t pid = sighting->task->identity.pid;
	size_t at = into->task_count++;

	for (; at > 0 && tasks[at - 1].task->identity.pid > pid; at--)
		tasks[at] = tasks[at - 1];
	tasks[at] = *sighting;
}

static void merge_tasks(struct snapshot *into, struct versions *versions,
			const struct snapshot *from, size_t first_thread)
{
	for (size_t i = 0; i < from->task_count && i < TASKRECORDS_SPARE; i++) {
		struct sighting sighting;

		if (snapshot_find(into, from->tasks[i].task->identity.pid))
			continue; /* the iterator has it after all */
		sighting = adopt(versions, into->arena, &from->tasks[i]);
		sighting.thread_first += (uint32_t)first_thread;
		insert_task(into, &sighting);
	}
}

static void append_threads(struct snapshot *into, struct versions *versions,
			   const struct snapshot *from)
{
	const size_t all = into->thread_count + from->thread_count;
	struct sighting *threads;

	if (from->thread_count == 0)
		return;
	threads = arena_take(into->arena, all * sizeof(*threads));
	if (into->thread_count > 0)
		memcpy(threads, into->threads, into->thread_count * sizeof(*threads));
	for (size_t i = 0; i < from->thread_count; i++)
		threads[into->thread_count + i] = adopt(versions, into->arena, &from->threads[i]);
	into->threads = threads;
	into->thread_count = all;
}

static void add_missing(struct bpftext *text, struct versions *versions, struct snapshot *snapshot)
{
	const struct source_request *request = text->request;
	struct source_request narrow = *request;
	const size_t first_thread = snapshot->thread_count;

	if (text->missing.count == 0)
		return;
	/* All that is shown, for what is sorted by may be on no screen yet. */
	narrow.needs |= request->needs_shown | TASK_USER;
	narrow.only_tasks = true;
	narrow.pids = text->missing.of;
	narrow.pid_count = text->missing.count;
	if (source_sample(text->source, &narrow, text->withheld) < 0)
		return;
	if (text->withheld->task_count == 0)
		text->missing.count = 0; /* they have ended */
	merge_tasks(snapshot, versions, text->withheld, first_thread);
	append_threads(snapshot, versions, text->withheld);
	snapshot_reset(text->withheld); /* all of it was copied: nothing is held on to */
}

/* Returns what /proc calls it, until the next one is read; empty: it has ended. */
static struct bytes read_name(struct bpftext *text, int32_t pid)
{
	char path[PROCDIR_PATH_MAX];
	struct bytes comm;

	procdir_path(path, pid, -1, "comm");
	if (procdir_read_at(procdir_fd(text->procdir), path, &text->files.buffer, 0, &comm) < 0)
		return (struct bytes){ 0 };
	comm = bytes_trim(comm);
	comm.n = MIN(comm.n, sizeof(text->name));
	memcpy(text->name, comm.p, comm.n);
	return (struct bytes){ text->name, comm.n };
}

/* Whether what it was called before goes on from what the iterator tells of its name. */
static bool goes_on(const struct task *task, const struct task *last)
{
	return last && task_identity_equal(&task->identity, &last->identity) &&
	       last->comm.n >= task->comm.n &&
	       bytes_same((struct bytes){ last->comm.p, task->comm.n }, task->comm);
}

/* Names of kernel threads stay, but for those of workers, which say what they work on. */
static void complete_name(struct bpftext *text, const struct task *last, struct task *task)
{
	const bool is_worker = task->flags & PIDSTAT_WQ_WORKER;
	struct bytes name = { 0 };

	if (goes_on(task, last) &&
	    !(is_worker && source_request_shows(text->request, task->identity.pid)))
		name = last->comm;
	else
		name = read_name(text, task->identity.pid);
	if (name.n > 0)
		task->comm = name;
}

void bpftext_begin(struct bpftext *text, const struct source_request *request)
{
	text->request = request;
}

void bpftext_name(void *context, const struct task *last, struct task *task)
{
	struct bpftext *text = context;

	task->user = users_name(text->files.users, task->uid);
	if (task_is_kernel(task) && !task->is_thread &&
	    (task->flags & PIDSTAT_WQ_WORKER || task->comm.n >= COMM_FULL))
		complete_name(text, last, task);
}

/* Reads what is wanted as text of each of these. */
static void read_texts(struct bpftext *text, bool few, struct arena *arena,
		       struct sighting *sightings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct task *task = sightings[i].task;
		const int32_t tid = task->is_thread ? task->identity.pid : -1;
		const uint32_t needs =
			source_request_needs(text->request, task->identity.pid, few) &
			TASK_TEXT_MASK;
		struct draft draft;

		if (needs == 0 || sightings[i].text)
			continue;
		draft_clear(&draft);
		text->files.arena = arena;
		taskfiles_fill(&text->files, task->tgid, tid, needs, &draft);
		sightings[i].text = draft_text(&draft.text, arena);
	}
}

void bpftext_complete(struct bpftext *text, size_t delivered, struct versions *versions,
		      struct snapshot *snapshot)
{
	const struct source_request *request = text->request;
	const bool few = snapshot->task_count <= SOURCE_FEW_TASKS;

	if (few)
		snapshot->needs |= request->needs_shown;
	look_for_missing(text, delivered, snapshot);
	add_missing(text, versions, snapshot);
	if (((request->needs | request->needs_shown) & TASK_TEXT_MASK) == 0)
		return;
	/* The snapshot is not published yet: its arrays are ours to complete. */
	read_texts(text, few, snapshot->arena, (struct sighting *)(uintptr_t)snapshot->tasks,
		   snapshot->task_count);
	read_texts(text, few, snapshot->arena, (struct sighting *)(uintptr_t)snapshot->threads,
		   snapshot->thread_count);
}
