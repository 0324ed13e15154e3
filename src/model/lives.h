/*
 * lives.h - what events tell of processes: who was born, who ended and how
 *
 * A process is followed here from the event of its fork until a sample has it, and from
 * the event of its exit until samples have it no more; in between its row says all. What
 * ended in an interval is a list (struct lives_end), with what it used in it, be it that it
 * had a row, or came and went between two samples. Without events the list has those
 * whose rows vanished, and nothing is known of how they ended. Pure: made of snapshots.
 *
 *	lives_begin()		the ends of the interval before are forgotten
 *	lives_apply()		the events of the new snapshot
 *	lives_vanished()	for each process of the snapshot before that is not in the new one
 *	lives_settle()		those that had no row; then lives->ends is complete
 *	lives_forget()		when nobody needs lives_of_event() any more
 */
#ifndef MODEL_LIVES_H
#define MODEL_LIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "snap/event.h"
#include "snap/task.h"

struct ended;
struct sighting;
struct snapshot;

/* How a process went. Values that are not known have no bit beside them, or are 0. */
struct life {
	int32_t pid;
	int32_t ppid;	 /* at its end, else at its birth; 0: not known */
	bool is_born;	 /* its fork was told of: began_ns */
	bool has_ended;	 /* the last of its threads has: ended_ns */
	bool is_settled; /* nothing is to be done for it any more */
	bool has_execed; /* since it was followed */
	bool has_status, has_uid, has_account;
	int32_t threads; /* where its birth was told of */
	int32_t status;	 /* as of wait(2) */
	uint32_t uid;
	char comm[EVENT_COMM_MAX];   /* "": not known */
	uint64_t began_ns, ended_ns; /* CLOCK_MONOTONIC */
	/* With an account, of all its threads; bytes of those that ended while it was followed. */
	uint64_t cpu_ns, elapsed_ns, peak_rss, read_bytes, write_bytes;
	uint32_t older; /* life that had the same PID before, or HASH_NONE */
};

/* A process that ended in the interval. */
struct lives_end {
	struct life life;
	bool was_seen; /* it had a row: task */
	struct identity identity;
	uint64_t start_ns; /* CLOCK_BOOTTIME; 0: not known */
	/*
	 * CPU time since the sample before, where the accounts tell it; and all that was shown of
	 * it by now and comes once more to whom it is handed on when it is waited for: its own,
	 * and that of its children.
	 */
	uint64_t cpu_ns, shown_ns;
	/*
	 * What its account had not counted yet, as it came to its heir: set by the account of the
	 * present snapshot. The sum over all children of one heir is exact.
	 */
	uint64_t rest_ns;
	uint32_t heir;	     /* row of the nearest above it who lives, or ROW_NONE; the same */
	bool may_share;	     /* in what came to its heir: all that ended below it have accounts */
	struct ended *ended; /* the row that shows it; set by who keeps these */
};

struct lives {
	struct life *of; /* owned, as the others */
	size_t count, capacity;
	struct hash by_pid; /* PID to the latest life */
	uint32_t *event_lives;
	size_t event_capacity;
	struct lives_end *ends;
	size_t end_count, end_capacity;
	size_t latest;		 /* the ends from this index on are of the latest snapshot */
	struct hash ends_by_pid; /* the latest of a PID; made by lives_settle() */
	uint64_t now_ns;	 /* CLOCK_MONOTONIC of the new snapshot */
};

void lives_init(struct lives *lives);
void lives_done(struct lives *lives);

/* extra: the new snapshot replaces the one before, so the interval is the same. */
void lives_begin(struct lives *lives, bool extra);

/* old: the snapshot that was the present one; NULL: none. It tells the names of parents. */
void lives_apply(struct lives *lives, const struct snapshot *now, const struct snapshot *old);

/*
 * was: as it was seen last. before: the same process at the beginning of the interval, or
 * NULL: then it began in it. Returns its end, borrowed until the next call.
 */
struct lives_end *lives_vanished(struct lives *lives, const struct sighting *was,
				 const struct task *before);

void lives_settle(struct lives *lives, const struct snapshot *now);

/* What an event happened to, until lives_forget(). */
const struct life *lives_of_event(const struct lives *lives, size_t event);

/* The latest with that PID, as long as it is followed; or NULL. */
const struct life *lives_find(const struct lives *lives, int32_t pid);

void lives_forget(struct lives *lives);

/* The end of that process in this interval, or NULL. */
const struct lives_end *lives_find_end(const struct lives *lives, int32_t pid);

#endif
