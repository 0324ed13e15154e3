/* pidlist.c - see pidlist.h */
#include "source/pidlist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/die.h"
#include "base/log.h"
#include "base/macros.h"
#include "sys/pidfs.h"
#include "sys/procdir.h"

enum {
	KEPT_MAX = 8192,	 /* 35 MB of kernel memory */
	DESCRIPTORS_SPARE = 128, /* for everything else that the program opens */
	QUIET_MAX = 2,		 /* then stat is not kept any more */
	NEW_PULSES =
		/* a sample: all at once would be a sample that takes twice as long */
	1024,
	LIST_AT_LEAST_EVERY =
		/* samples: a process may also become visible without a fork (hidepid, setuid) */
	16,
};

struct pidlist {
	const struct procdir *procdir;
	struct procdir_buffer buffer, pulse_buffer;
	struct procdir_numbers listed;
	struct pidlist_entry *entries, *merged;
	size_t count, capacity, merged_capacity;
	size_t kept, kept_max;
	uint64_t forks;
	unsigned age;		      /* samples since the directory was read */
	bool has_pulses;	      /* the kernel counts */
	unsigned new_pulses;	      /* opened in this sample */
	size_t deaths, deaths_before; /* in this sample and the one before */
};

/* The soft limit is a default for programs that use select(); the hard one is what we may have. */
static size_t descriptors_allowed(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 0;
	if (limit.rlim_cur < limit.rlim_max) {
		rlim_t old = limit.rlim_cur;

		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			limit.rlim_cur = old;
	}
	return limit.rlim_cur > DESCRIPTORS_SPARE ? (size_t)limit.rlim_cur - DESCRIPTORS_SPARE : 0;
}

/*
 * The kernel doubles a table of descriptors step by step, and each time waits for all CPUs
 * to pass by once there are threads: tens of ms before the first screen. One step now.
 */
static void grow_table(size_t descriptors)
{
	int fd = open("/", O_PATH | O_CLOEXEC);
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, (int)descriptors);

	if (high >= 0)
		(void)close(high);
	if (fd >= 0)
		(void)close(fd);
}

/* A kernel without that statistics writes zeros, of us too, who run just now. */
static bool kernel_counts(struct pidlist *list)
{
	struct bytes text;

	return procdir_read_at(procdir_fd(list->procdir), "self/schedstat", &list->buffer, 0,
			       &text) == 0 &&
	       !bytes_starts_with(text, "0 ");
}

struct pidlist *pidlist_new(const struct procdir *procdir, bool keep)
{
	struct pidlist *list = die_calloc(1, sizeof(*list));

	list->procdir = procdir;
	if (keep) {
		list->has_pulses = kernel_counts(list);
		list->kept_max = MIN(descriptors_allowed(), (size_t)KEPT_MAX);
		grow_table(list->kept_max);
	}
	return list;
}

static void give_back(struct pidlist *list, int *fd)
{
	if (*fd < 0)
		return;
	(void)close(*fd);
	*fd = -1;
	list->kept--;
}

static void drop(struct pidlist *list, struct pidlist_entry *entry)
{
	give_back(list, &entry->fd);
	give_back(list, &entry->pulse);
	entry->beat = 0;
}

static void drop_all(struct pidlist *list)
{
	for (size_t i = 0; i < list->count; i++)
		drop(list, &list->entries[i]);
}

void pidlist_free(struct pidlist *list)
{
	if (!list)
		return;
	drop_all(list);
	procdir_buffer_done(&list->buffer);
	procdir_buffer_done(&list->pulse_buffer);
	procdir_numbers_done(&list->listed);
	free(list->entries);
	free(list->merged);
	free(list);
}

static void note_death(struct pidlist *list, struct pidlist_entry *entry)
{
	if (!entry->is_dead)
		list->deaths++;
	entry->is_dead = true;
}

static void forget(struct pidlist *list, struct pidlist_entry *entry)
{
	drop(list, entry);
	note_death(list, entry);
}

static void begin_sample(struct pidlist *list)
{
	list->deaths_before = list->deaths;
	list->deaths = 0;
	list->new_pulses = 0;
}

/* Both are sorted: one walk keeps the descriptors of those that are still there. */
static void merge(struct pidlist *list)
{
	const struct procdir_numbers *listed = &list->listed;
	struct pidlist_entry *merged;
	size_t old = 0, capacity;

	list->merged = die_grow(list->merged, &list->merged_capacity, listed->count,
				sizeof(list->merged[0]));
	merged = list->merged;
	for (size_t i = 0; i < listed->count; i++) {
		while (old < list->count && list->entries[old].pid < listed->of[i])
			forget(list, &list->entries[old++]);
		if (old < list->count && list->entries[old].pid == listed->of[i])
			merged[i] = list->entries[old++];
		else
			merged[i] = (struct pidlist_entry){ .pid = listed->of[i],
							    .fd = -1,
							    .pulse = -1 };
	}
	while (old < list->count)
		forget(list, &list->entries[old++]);
	list->merged = list->entries;
	list->entries = merged;
	capacity = list->merged_capacity;
	list->merged_capacity = list->capacity;
	list->capacity = capacity;
	list->count = listed->count;
}

int pidlist_update(struct pidlist *list, uint64_t forks)
{
	int result;

	begin_sample(list);
	if (forks != 0 && forks == list->forks && ++list->age < LIST_AT_LEAST_EVERY)
		return 0;
	result = procdir_list_at(procdir_fd(list->procdir), ".", &list->buffer, &list->listed);
	if (result < 0)
		return result;
	merge(list);
	list->forks = forks;
	list->age = 0;
	return 0;
}

int pidlist_set(struct pidlist *list, const int32_t *pids, size_t count)
{
	begin_sample(list);
	list->listed.of = die_grow(list->listed.of, &list->listed.capacity, count, sizeof(pids[0]));
	if (count > 0)
		memcpy(list->listed.of, pids, count * sizeof(pids[0]));
	list->listed.count = count;
	procdir_numbers_sort(&list->listed);
	merge(list);
	list->forks = 0; /* the directory was not read: the next update has to */
	return 0;
}

struct pidlist_entry *pidlist_entries(struct pidlist *list, size_t *ret_count)
{
	*ret_count = list->count;
	return list->entries;
}

/* Whether its stat will be read with most samples; as long as it has no pulse it is. */
static bool is_busy(const struct pidlist_entry *entry)
{
	return entry->beat == 0 || !entry->is_single || entry->quiet < QUIET_MAX;
}

int pidlist_open(struct pidlist *list, struct pidlist_entry *entry)
{
	char path[PROCDIR_PATH_MAX];
	int fd;

	if (entry->fd >= 0)
		return entry->fd;
	procdir_path(path, entry->pid, -1, "stat");
	fd = openat(procdir_fd(list->procdir), path,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && (errno == EMFILE || errno == ENFILE) && list->kept > 0) {
		/*
		 * The machine, or our limit, has no more to give: give back what only saves
		 * time.
		 */
		log_debug("source", "out of descriptors: %zu are given back", list->kept);
		list->kept_max = list->kept / 2;
		drop_all(list);
		fd = openat(procdir_fd(list->procdir), path,
			    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	}
	if (fd < 0)
		return -errno;
	if (list->kept < list->kept_max && (!list->has_pulses || is_busy(entry))) {
		entry->fd = fd;
		list->kept++;
	}
	return fd;
}

uint64_t pidlist_id(const struct pidlist_entry *entry)
{
	uint64_t id;

	return pidfs_id(entry->pid, &id) == 0 ? id : 0;
}

void pidlist_close(struct pidlist *list, struct pidlist_entry *entry, int fd, bool gone)
{
	if (entry->fd < 0)
		(void)close(fd);
	if (gone)
		forget(list, entry);
}

static bool open_pulse(struct pidlist *list, struct pidlist_entry *entry)
{
	char path[PROCDIR_PATH_MAX];

	if (!list->has_pulses || list->new_pulses >= NEW_PULSES)
		return false;
	if (list->kept >= list->kept_max)
		give_back(list, &entry->fd); /* the one for the other */
	if (list->kept >= list->kept_max)
		return false;
	list->new_pulses++;
	procdir_path(path, entry->pid, -1, "schedstat");
	entry->pulse = openat(procdir_fd(list->procdir), path,
			      O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (entry->pulse < 0)
		return false;
	list->kept++;
	return true;
}

uint64_t pidlist_pulse(struct pidlist *list, struct pidlist_entry *entry, struct bytes *ret_text)
{
	struct bytes text;
	uint64_t sum = 1;

	*ret_text = (struct bytes){ 0 };
	if (entry->pulse < 0 && !open_pulse(list, entry))
		return 0;
	if (procdir_read_fd(entry->pulse, &list->pulse_buffer, 0, &text) < 0) {
		give_back(list, &entry->pulse);
		return 0;
	}
	*ret_text = text;
	for (size_t i = 0; i < text.n; i++)
		sum = sum * 31 + (unsigned char)text.p[i];
	return sum != 0 ? sum : 1;
}

void pidlist_gone(struct pidlist *list, struct pidlist_entry *entry)
{
	forget(list, entry);
}

void pidlist_note(struct pidlist *list, struct pidlist_entry *entry, uint64_t beat, bool is_single,
		  bool is_dead)
{
	if (is_dead)
		note_death(list, entry);
	else
		entry->is_dead = false;
	if (entry->beat == 0)
		entry->quiet = QUIET_MAX; /* most are, so that is where each begins */
	else if (beat != entry->beat)
		entry->quiet = 0;
	else if (entry->quiet < QUIET_MAX)
		entry->quiet++;
	entry->beat = beat;
	entry->is_single = is_single;
	if (list->has_pulses && !is_busy(entry))
		give_back(list, &entry->fd);
}

bool pidlist_has_deaths(const struct pidlist *list)
{
	return list->deaths + list->deaths_before > 0;
}

bool pidlist_lives(const struct pidlist *list, int32_t pid)
{
	size_t low = 0, high = list->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->entries[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->count && list->entries[low].pid == pid && !list->entries[low].is_dead;
}
