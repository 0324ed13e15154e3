/*
 * pidlist.h - which processes there are, with a file of theirs kept open
 *
 * A kept descriptor costs half of opening anew, and it can never read a process
 * that got the same PID later: it answers ESRCH. Each pins about 4.3 kB of kernel
 * memory, so there is a bound; processes beyond it are opened and closed.
 *
 * Of a process that does nothing it is not stat that is kept open but schedstat, which
 * is a third of the work for the kernel and says whether it has run: its pulse.
 */
#ifndef SOURCE_PIDLIST_H
#define SOURCE_PIDLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes;
struct procdir;

struct pidlist_entry {
	int32_t pid;
	int fd;		/* of its stat; -1: not kept */
	int pulse;	/* of its schedstat; -1: not kept */
	uint8_t quiet;	/* readings of stat in a row before which it had not run */
	bool is_dead;	/* gone when it was looked at last, or a zombie */
	bool is_single; /* it had one thread when stat was read: the pulse is that of all of it */
	uint64_t beat;	/* the pulse before stat was read last; 0: not known */
	/* who it was when stat was read last; kept here for the source */
	bool has_start;
	uint64_t start, id; /* of struct identity */
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
 * is room and the process is not one that does nothing. Returns it or negative errno.
 * Hand it back with pidlist_close().
 */
int pidlist_open(struct pidlist *list, struct pidlist_entry *entry);

/*
 * The id of who has its number just now; 0: none that is known. To be asked for while its stat
 * is open, and believed if that can be read after it.
 */
uint64_t pidlist_id(const struct pidlist_entry *entry);

/* Closes fd unless it is kept. gone: the process has ended, forget it. */
void pidlist_close(struct pidlist *list, struct pidlist_entry *entry, int fd, bool gone);

/*
 * The pulse of its first thread: another number than before if it has run since; 0 if that
 * cannot be told (it has just ended, there is no room, the kernel does not count). *ret_text is
 * its schedstat, borrowed until the next call; empty with 0.
 */
uint64_t pidlist_pulse(struct pidlist *list, struct pidlist_entry *entry, struct bytes *ret_text);

/*
 * What its stat said, read behind that pulse: whether it has one thread only; whether it has
 * ended and only waits for its parent, and so has no children any more.
 */
void pidlist_note(struct pidlist *list, struct pidlist_entry *entry, uint64_t beat, bool is_single,
		  bool is_dead);

/* It was not there when it was looked at. */
void pidlist_gone(struct pidlist *list, struct pidlist_entry *entry);

/* Whether processes have died since the sample before the last one. */
bool pidlist_has_deaths(const struct pidlist *list);

/* Whether it is there and alive, as far as is known. */
bool pidlist_lives(const struct pidlist *list, int32_t pid);

#endif
