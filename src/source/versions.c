/* versions.c - see versions.h */
#include "source/versions.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "proc/tty.h"

enum {
	NAME_SHORT = 16, /* of a process, with what the kernel keeps of it */
	NAME_LONG = 64,	 /* of a kernel thread; what is longer is cut */
	FREE_MAX = 1024, /* that wait to be used again, besides one for each that is in use */
};

/* The task is first, so that a version is found from what was handed out. */
struct version {
	struct task task;
	struct version *next; /* of those that were let go, and of those that are free */
	uint64_t sample;      /* in which it was taken last */
	bool is_long;	      /* room for a long name */
	char name[NAME_SHORT];
};

struct chain {
	struct version *first, *last;
};

struct list {
	struct version **of;
	size_t count, capacity;
};

struct versions {
	uint64_t sample;
	struct list now, before; /* in the order of taking */
	size_t at;		 /* where the last search in before ended */
	struct chain gone;	 /* by the sample in which they were let go */
	struct version *free_short, *free_long;
	struct lease **leases; /* by sample */
	size_t lease_count, lease_capacity;
	size_t count, free_count;
	struct arena *terminals; /* their names */
	struct hash terminal_index;
	struct bytes *terminal_names;
	size_t terminal_count, terminal_capacity;
};

_Static_assert(offsetof(struct version, task) == 0, "a task is found from its address");

struct versions *versions_new(void)
{
	struct versions *versions = die_calloc(1, sizeof(*versions));

	versions->terminals = arena_new();
	hash_init(&versions->terminal_index, 16);
	return versions;
}

static void free_chain(struct version *version)
{
	while (version) {
		struct version *next = version->next;

		free(version);
		version = next;
	}
}

static void free_list(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->of[i]);
	free(list->of);
}

void versions_free(struct versions *versions)
{
	if (!versions)
		return;
	versions_end(versions);
	for (size_t i = 0; i < versions->lease_count; i++)
		lease_release(versions->leases[i]);
	free(versions->leases);
	free_list(&versions->now);
	free_list(&versions->before);
	free_chain(versions->gone.first);
	free_chain(versions->free_short);
	free_chain(versions->free_long);
	arena_free(versions->terminals);
	hash_done(&versions->terminal_index);
	free(versions->terminal_names);
	free(versions);
}

/* The oldest sample that somebody still looks at. */
static uint64_t oldest_sample(struct versions *versions)
{
	size_t left = 0;

	for (size_t i = 0; i < versions->lease_count; i++) {
		if (lease_is_over(versions->leases[i]))
			lease_release(versions->leases[i]);
		else
			versions->leases[left++] = versions->leases[i];
	}
	versions->lease_count = left;
	return left > 0 ? lease_sample(versions->leases[0]) : versions->sample;
}

/* Those that were let go in a sample are in none that is as old or younger. */
static void reclaim(struct versions *versions)
{
	const uint64_t oldest = oldest_sample(versions);
	struct chain *gone = &versions->gone;

	while (gone->first && gone->first->sample < oldest) {
		struct version *version = gone->first;
		struct version **list =
			version->is_long ? &versions->free_long : &versions->free_short;

		gone->first = version->next;
		version->next = *list;
		*list = version;
		versions->free_count++;
	}
}

/* Many have ended at once: their memory goes back to the system, not only to ourselves. */
static void give_back(struct versions *versions)
{
	if (versions->free_count <= FREE_MAX + versions->now.count)
		return;
	free_chain(versions->free_short);
	free_chain(versions->free_long);
	versions->free_short = versions->free_long = NULL;
	versions->count -= versions->free_count;
	versions->free_count = 0;
	(void)malloc_trim(0);
}

static void add_lease(struct versions *versions, struct lease *lease)
{
	versions->leases = die_grow(versions->leases, &versions->lease_capacity,
				    versions->lease_count + 1, sizeof(struct lease *));
	versions->leases[versions->lease_count++] = lease;
}

void versions_begin(struct versions *versions, struct snapshot *snapshot)
{
	const struct list spare = versions->before;

	versions->sample++;
	reclaim(versions);
	give_back(versions);
	versions->before = versions->now;
	versions->now = spare;
	versions->now.count = 0;
	versions->at = 0;
	snapshot->lease = lease_new(versions->sample);
	add_lease(versions, snapshot->lease);
}

/* By process; the process itself behind its threads, by which its state is known. */
static int compare_place(const struct task *task, int32_t pid, int32_t tid)
{
	const int32_t own = task->is_thread ? task->identity.pid : INT32_MAX;
	const int32_t wanted = tid > 0 ? tid : INT32_MAX;

	if (task->tgid != pid)
		return task->tgid < pid ? -1 : 1;
	return (own > wanted) - (own < wanted);
}

const struct task *versions_last(struct versions *versions, int32_t pid, int32_t tid)
{
	const struct list *before = &versions->before;

	while (versions->at < before->count &&
	       compare_place(&before->of[versions->at]->task, pid, tid) < 0)
		versions->at++;
	if (versions->at == before->count ||
	    compare_place(&before->of[versions->at]->task, pid, tid) != 0)
		return NULL;
	return &before->of[versions->at]->task;
}

/* What a version has room for. */
static struct bytes cut_name(struct bytes name)
{
	return (struct bytes){ name.p, MIN(name.n, (size_t)NAME_LONG) };
}

bool versions_alike(const struct task *a, const struct task *b)
{
	const size_t from = offsetof(struct task, have), to = offsetof(struct task, comm);

	return a->identity.id == b->identity.id &&
	       task_identity_equal(&a->identity, &b->identity) &&
	       memcmp((const char *)a + from, (const char *)b + from, to - from) == 0 &&
	       a->user.p == b->user.p && bytes_same(cut_name(a->comm), cut_name(b->comm));
}

/* Ours: it was handed out as a constant. */
static struct version *version_of(const struct task *task)
{
	return (struct version *)(uintptr_t)task;
}

static const struct task *note(struct versions *versions, struct version *version)
{
	struct list *now = &versions->now;

	if (version->sample == versions->sample)
		return &version->task; /* taken twice: it is let go of once */
	version->sample = versions->sample;
	now->of = die_grow(now->of, &now->capacity, now->count + 1, sizeof(now->of[0]));
	now->of[now->count++] = version;
	return &version->task;
}

const struct task *versions_keep(struct versions *versions, const struct task *last)
{
	return note(versions, version_of(last));
}

static struct version *new_version(struct versions *versions, bool is_long)
{
	struct version **list = is_long ? &versions->free_long : &versions->free_short;
	struct version *version = *list;

	if (version) {
		*list = version->next;
		versions->free_count--;
		return version;
	}
	versions->count++;
	version = die_malloc(sizeof(*version) + (is_long ? NAME_LONG - NAME_SHORT : 0));
	version->is_long = is_long;
	version->sample = 0;
	return version;
}

/* There are as many names as terminals: they are kept for good. */
static struct bytes name_terminal(struct versions *versions, int32_t tty_nr)
{
	uint32_t at = hash_get(&versions->terminal_index, (uint32_t)tty_nr);
	char name[TTY_NAME_MAX];
	size_t length;

	if (at == HASH_NONE) {
		versions->terminal_names =
			die_grow(versions->terminal_names, &versions->terminal_capacity,
				 versions->terminal_count + 1, sizeof(struct bytes));
		at = (uint32_t)versions->terminal_count++;
		length = tty_name(tty_nr, name);
		versions->terminal_names[at] =
			arena_copy(versions->terminals, (struct bytes){ name, length });
		hash_put(&versions->terminal_index, (uint32_t)tty_nr, at);
	}
	return versions->terminal_names[at];
}

const struct task *versions_take(struct versions *versions, const struct task *draft,
				 const struct task *last)
{
	const struct bytes name = cut_name(draft->comm);
	struct version *version;
	char *copy;

	if (last && versions_alike(draft, last))
		return versions_keep(versions, last);
	version = new_version(versions, name.n > NAME_SHORT);
	copy = (char *)version + offsetof(struct version, name);
	memcpy(&version->task, draft, sizeof(*draft));
	if (name.n > 0)
		memcpy(copy, name.p, name.n);
	version->task.comm = (struct bytes){ copy, name.n };
	version->task.tty =
		draft->tty_nr != 0 ? name_terminal(versions, draft->tty_nr) : (struct bytes){ 0 };
	return note(versions, version);
}

static void let_go(struct versions *versions, struct version *version)
{
	struct chain *gone = &versions->gone;

	version->next = NULL;
	if (gone->first)
		gone->last->next = version;
	else
		gone->first = version;
	gone->last = version;
}

void versions_end(struct versions *versions)
{
	for (size_t i = 0; i < versions->before.count; i++) {
		if (versions->before.of[i]->sample != versions->sample)
			let_go(versions, versions->before.of[i]);
	}
	versions->before.count = 0;
}

size_t versions_count(const struct versions *versions)
{
	return versions->count;
}
