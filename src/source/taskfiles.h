/*
 * taskfiles.h - the files of one task, from a descriptor or by name, into a draft
 *
 * One row of a table a file: its bit, its name, the function that fills the
 * fields. Here ticks become ns, pages and kB bytes.
 */
#ifndef SOURCE_TASKFILES_H
#define SOURCE_TASKFILES_H

#include <stdint.h>

#include "snap/task.h"
#include "sys/procdir.h"

struct arena;
struct draft;
struct users;

enum { TASKFILES_NAMES = 64 };

/* Names that were met in this sample: many tasks have the same one. All zero when it begins. */
struct taskfiles_names {
	struct bytes of[TASKFILES_NAMES]; /* by a sum of the name; the last one that had it */
};

/* What reading needs. All borrowed but the buffers and the users. */
struct taskfiles {
	const struct procdir *procdir;
	struct users *users;
	struct arena *arena;	       /* of the snapshot that is being filled */
	struct taskfiles_names *names; /* NULL: equal names do not share their bytes */
	uint64_t tick_ns;
	uint64_t page_bytes;
	uint64_t
		/* time of the sample where the tree is a captured one; else 0: ask the clock */
		now_ns;
	struct procdir_buffer buffer;
	struct procdir_buffer list_buffer;
	struct procdir_numbers tids;
};

/* With everything that is owned; the rest is up to the caller. procdir is borrowed. */
void taskfiles_init(struct taskfiles *files, const struct procdir *procdir);

/*
 * Fills a cleared draft from an open stat file. Returns 0; -ESRCH, -ENOENT or
 * -ENODATA: it is gone; -EBADMSG: no stat that we understand; or another errno.
 */
int taskfiles_stat(struct taskfiles *files, int fd, struct draft *ret);

/*
 * Reads what `needs` asks for beyond stat, by name; sets have and denied. tid is
 * -1 for a process. What is gone or refused is no error.
 */
void taskfiles_fill(struct taskfiles *files, int32_t pid, int32_t tid, uint32_t needs,
		    struct draft *draft);

/* What a schedstat that was read already says, if it says anything. */
void taskfiles_schedstat(struct bytes text, struct task *task);

/* Lists the threads of a process into files->tids. Returns 0 or negative errno. */
int taskfiles_list_threads(struct taskfiles *files, int32_t pid);

/*
 * The exact times of a process with several threads: those of its threads,
 * summed. Reads one file a thread.
 */
void taskfiles_sum_schedstat(struct taskfiles *files, struct task *process);

void taskfiles_done(struct taskfiles *files);

#endif
