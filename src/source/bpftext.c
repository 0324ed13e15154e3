/* bpftext.c - see bpftext.h */
#include "source/bpftext.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/hash.h"
#include "proc/pidstat.h"
#include "proc/tty.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/taskfiles.h"
#include "source/taskrecords.h"
#include "sys/users.h"

enum {
	COMM_FULL = 15,	     /* a name of this length may be the beginning of a longer one */
	NAME_MAX_BYTES = 64, /* of a kernel thread */
	LIST_AGAIN = 32, /* samples after which the directory is read though nothing has changed */
	LIST_PAUSE = 4,	 /* samples between two readings at least */
};

/* The files that are text even here. */
#define TEXT_FILES (TASK_CGROUP | TASK_WCHAN | TASK_OOM | TASK_EXE)

/* The long name of a kernel thread. */
struct name {
	int32_t pid;
	uint64_t start;
	size_t length;
	char text[NAME_MAX_BYTES];
};

struct bpftext {
	struct procdir *procdir;
	struct taskfiles files;
	struct name *names;
	size_t name_count, name_capacity;
	struct hash by_pid; /* PID to place in names */
	/* what the iterator withholds */
	struct procdir_numbers missing, listed;
	struct source *source;	   /* reads those */
	struct snapshot *withheld; /* the last reading of them */
	uint64_t gap;		   /* tasks that were missing when the directory was read last */
	unsigned age;
};

struct bpftext *bpftext_new(struct procdir *procdir)
{
	struct bpftext *text = die_calloc(1, sizeof(*text));

	text->procdir = procdir;
	text->files.procdir = procdir;
	text->files.users = users_new();
	hash_init(&text->by_pid, 256);
	text->source = procfs_new(procdir);
	text->withheld = snapshot_new();
	text->age = LIST_AGAIN;
	return text;
}

void bpftext_free(struct bpftext *text)
{
	if (!text)
		return;
	users_free(text->files.users);
	taskfiles_done(&text->files);
	free(text->names);
	hash_done(&text->by_pid);
	procdir_numbers_done(&text->missing);
	procdir_numbers_done(&text->listed);
	source_free(text->source);
	snapshot_free(text->withheld);
	free(text);
}

/* Which of the listed processes the snapshot has not. */
static void find_missing(struct bpftext *text, const struct snapshot *snapshot)
{
	struct procdir_numbers *missing = &text->missing;

	missing->count = 0;
	if (procdir_list_at(procdir_fd(text->procdir), ".", &text->files.list_buffer,
			    &text->listed) < 0)
		return;
	for (size_t i = 0; i < text->listed.count; i++) {
		if (snapshot_task_find(snapshot, text->listed.of[i]))
			continue;
		missing->of = die_grow(missing->of, &missing->capacity, missing->count + 1,
				       sizeof(missing->of[0]));
		missing->of[missing->count++] = text->listed.of[i];
	}
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
	if (gap > 0)
		find_missing(text, snapshot);
	else
		text->missing.count = 0;
}

/* The other snapshot is read anew while this one is still looked at: its strings are copied. */
static struct task adopt(struct arena *arena, const struct task *task)
{
	struct task copy = *task;

	copy.comm = arena_copy(arena, task->comm);
	copy.tty = arena_copy(arena, task->tty);
	copy.user = (struct bytes){ 0 };
	copy.cgroup = arena_copy(arena, task->cgroup);
	copy.wchan = arena_copy(arena, task->wchan);
	copy.exe = arena_copy(arena, task->exe);
	return copy;
}

/* Puts one between the others, by its number; there is room behind them. */
static void insert_task(struct snapshot *into, const struct task *task)
{
	/* The snapshot is not published yet: its arrays are ours to complete. */
	struct task *tasks = (struct task *)(uintptr_t)into->tasks;
	size_t at = into->task_count++;

	for (; at > 0 && tasks[at - 1].identity.pid > task->identity.pid; at--)
		tasks[at] = tasks[at - 1];
	tasks[at] = *task;
}

static void merge_tasks(struct snapshot *into, const struct snapshot *from, size_t first_thread)
{
	for (size_t i = 0; i < from->task_count && i < TASKRECORDS_SPARE; i++) {
		struct task task;

		if (snapshot_task_find(into, from->tasks[i].identity.pid))
			continue; /* the iterator has it after all */
		task = adopt(into->arena, &from->tasks[i]);
		task.thread_first += (uint32_t)first_thread;
		insert_task(into, &task);
	}
}

static void append_threads(struct snapshot *into, const struct snapshot *from)
{
	const size_t all = into->thread_count + from->thread_count;
	struct task *threads;

	if (from->thread_count == 0)
		return;
	threads = arena_take(into->arena, all * sizeof(*threads));
	if (into->thread_count > 0)
		memcpy(threads, into->threads, into->thread_count * sizeof(*threads));
	for (size_t i = 0; i < from->thread_count; i++)
		threads[into->thread_count + i] = adopt(into->arena, &from->threads[i]);
	into->threads = threads;
	into->thread_count = all;
}

/* What the iterator tells of each task is read of these too: all rows can be compared. */
static void add_missing(struct bpftext *text, const struct source_request *request,
			struct snapshot *snapshot)
{
	struct source_request narrow = *request;
	const size_t first_thread = snapshot->thread_count;

	if (text->missing.count == 0)
		return;
	narrow.needs |= TASK_STATM | TASK_STATUS | TASK_IO | TASK_SCHEDSTAT | TASK_USER;
	narrow.pids = text->missing.of;
	narrow.pid_count = text->missing.count;
	if (source_sample(text->source, &narrow, text->withheld) < 0)
		return;
	merge_tasks(snapshot, text->withheld, first_thread);
	append_threads(snapshot, text->withheld);
}

static void read_name(struct bpftext *text, struct name *name)
{
	char path[PROCDIR_PATH_MAX];
	struct bytes comm;

	procdir_path(path, name->pid, -1, "comm");
	if (procdir_read_at(procdir_fd(text->procdir), path, &text->files.buffer, 0, &comm) < 0)
		return;
	comm = bytes_trim(comm);
	name->length = comm.n < sizeof(name->text) ? comm.n : sizeof(name->text);
	memcpy(name->text, comm.p, name->length);
}

/* Names of kernel threads stay, but for those of workers, which say what they work on. */
static void complete_name(struct bpftext *text, bool is_shown, struct arena *arena,
			  struct task *task)
{
	const uint64_t key = (uint64_t)task->identity.pid;
	uint32_t at = hash_get(&text->by_pid, key);
	struct name *name;
	bool known;

	if (at == HASH_NONE) {
		text->names = die_grow(text->names, &text->name_capacity, text->name_count + 1,
				       sizeof(text->names[0]));
		at = (uint32_t)text->name_count++;
		text->names[at] = (struct name){ 0 };
		hash_put(&text->by_pid, key, at);
	}
	name = &text->names[at];
	known = name->pid == task->identity.pid && name->start == task->identity.start;
	if (!known || (task->flags & PIDSTAT_WQ_WORKER && is_shown)) {
		*name = (struct name){ .pid = task->identity.pid, .start = task->identity.start };
		read_name(text, name);
	}
	if (name->length > 0)
		task->comm = arena_copy(arena, (struct bytes){ name->text, name->length });
}

static void complete_task(struct bpftext *text, const struct source_request *request, bool few,
			  struct task *task)
{
	const int32_t pid = task->identity.pid;
	const uint32_t needs = source_request_needs(request, pid, few) & TEXT_FILES & ~task->have;

	if (task->have & TASK_USER)
		task->user = users_name(text->files.users, task->uid);
	if (task->tty_nr != 0 && task->tty.n == 0) {
		char name[TTY_NAME_MAX];
		size_t length = tty_name(task->tty_nr, name);

		task->tty = arena_copy(text->files.arena, (struct bytes){ name, length });
	}
	if (task_is_kernel(task) && !task->is_thread &&
	    (task->flags & PIDSTAT_WQ_WORKER || task->comm.n >= COMM_FULL))
		complete_name(text, source_request_shows(request, pid), text->files.arena, task);
	if (needs)
		taskfiles_fill(&text->files, task->tgid, task->is_thread ? pid : -1, needs, task);
}

void bpftext_complete(struct bpftext *text, const struct source_request *request, size_t delivered,
		      struct snapshot *snapshot)
{
	const bool few = snapshot->task_count <= SOURCE_FEW_TASKS;

	text->files.arena = snapshot->arena;
	if (few)
		snapshot->needs |= request->needs_shown;
	if (!request->pids) {
		look_for_missing(text, delivered, snapshot);
		add_missing(text, request, snapshot);
	}
	/* The snapshot is not published yet: its arrays are ours to complete. */
	for (size_t i = 0; i < snapshot->task_count; i++)
		complete_task(text, request, few, (struct task *)(uintptr_t)&snapshot->tasks[i]);
	for (size_t i = 0; i < snapshot->thread_count; i++)
		complete_task(text, request, few, (struct task *)(uintptr_t)&snapshot->threads[i]);
}
