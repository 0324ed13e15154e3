/*
 * pidlist.h - which processes there are, with their stat files kept open
 *
 * A kept descriptor costs half of opening anew, and it can never read a process
 * that got the same PID later: it answers ESRCH. Each pins about 4.3 kB of kernel
 * memory, so there is a bound; processes beyond it are opened and closed.
 */
#ifndef SOURCE_PIDLIST_H
#define SOURCE_PIDLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct procdir;

struct pidlist_entry {
	int32_t pid;
	int fd; /* of its stat; -1: not kept */
};

struct pidlist;

/* keep: whether descriptors are kept (not for a captured tree). Owned. */
struct pidlist *pidlist_new(const struct procdir *procdir, bool keep);
void pidlist_free(struct pidlist *list);

/*
 * Brings the list up to date. forks is the kernel's count of forks, read before
 * this call: as long as it stands still no process can be new, and the directory
 * is not read (0: not known). Returns 0 or negative errno.
 */
int pidlist_update(struct pidlist *list, uint64_t forks);

/* Only these processes, whether they are there or not, instead of all. Returns 0. */
int pidlist_set(struct pidlist *list, const int32_t *pids, size_t count);

/* The processes, by pid. Borrowed until the next update. */
struct pidlist_entry *pidlist_entries(struct pidlist *list, size_t *ret_count);

/*
 * A descriptor on the stat of an entry: the kept one, or a new one, kept if there
 * is room. Returns it or negative errno. Hand it back with pidlist_close().
 */
int pidlist_open(struct pidlist *list, struct pidlist_entry *entry);

/* Closes fd unless it is kept. gone: the process has ended, forget it. */
void pidlist_close(struct pidlist *list, struct pidlist_entry *entry, int fd, bool gone);

#endif
