/*
 * inspector.h - threads for the reads that may never return
 *
 * A process whose memory lock is held makes read(2) of its command line sleep
 * until it is let go. Such reads are done here, in batches. A thread that is
 * stuck is left behind (never cancelled, and joined only if it comes back) and replaced, up to a
 * bound; what it was reading is reported as stalled, the rest of its batch goes
 * to another. Should it come back, its answer is delivered.
 */
#ifndef WORKER_INSPECTOR_H
#define WORKER_INSPECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "snap/task.h"

struct procdir;
struct inspector;

struct inspector_answer {
	struct identity identity;
	int result;	      /* 0; negative errno; -ETIMEDOUT: stalled, an answer may still come */
	struct bytes command; /* borrowed, until the next call */
};

/*
 * procdir is borrowed and is never closed while there are threads left behind.
 * limit: bytes of a command line that are read at most. Returns 0 and *ret, owned, or negative
 * errno.
 */
int inspector_new(const struct procdir *procdir, size_t limit, struct inspector **ret);

/*
 * Returns whether no thread was left behind: only then may procdir be closed.
 */
bool inspector_free(struct inspector *inspector);

/*
 * Whether any inspector of the program left a thread behind when it was freed. Such a
 * thread sleeps where only the end of the whole process reaches it: leave by
 * _exit(), as nothing that runs at exit (a leak checker, say) may wait for it.
 */
bool inspector_left_threads(void);

/* Queues the question for the command line of a process. */
void inspector_ask(struct inspector *inspector, const struct identity *identity);

/* Readable while there are answers to take. Borrowed. */
int inspector_fd(const struct inspector *inspector);

/*
 * The next answer: 1 and *ret, or 0: none for now. Also hands out queued questions
 * and looks for threads that are stuck, so it is called at least as often as
 * inspector_wait_ms() says.
 */
int inspector_take(struct inspector *inspector, struct inspector_answer *ret);

/*
 * Milliseconds until inspector_take() should be called though nothing became readable; -1:
 * never.
 */
int inspector_wait_ms(const struct inspector *inspector);

/* Questions that have no answer yet, without the stalled ones. */
size_t inspector_pending(const struct inspector *inspector);

/* Threads that are stuck now; with INSPECTOR_STUCK_MAX of them no more questions are worked on. */
enum { INSPECTOR_STUCK_MAX = 8 };
size_t inspector_stuck(const struct inspector *inspector);

#endif
