/*
 * journal.h - the latest events, with the names of those that they happened to
 *
 * Entries are of processes: threads that come and go are not in it. One array, oldest first.
 */
#ifndef MODEL_JOURNAL_H
#define MODEL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snap/event.h"

struct lives;
struct snapshot;
struct task;

/* What is kept; those of the latest update are there in any case. */
enum { JOURNAL_KEPT = 8192 };

struct journal_entry {
	uint64_t sequence;    /* 1, 2, 3 ... */
	uint64_t realtime_ns; /* CLOCK_REALTIME */
	enum event_kind kind;
	int32_t pid;
	int32_t ppid;	/* parent; 0: not known, or none */
	int32_t tracer; /* PTRACE: who traces it; 0: nobody any more */
	uint32_t value; /* as in struct event */
	bool is_polled; /* told by two samples and not by the kernel: there is no value */
	bool has_uid;
	uint32_t uid; /* of the process, real or effective, whichever was told */
	/* Raw bytes with a NUL behind; "": not known. */
	char comm[EVENT_COMM_MAX];   /* after exec and comm: the new one */
	char parent[EVENT_COMM_MAX]; /* of the parent */
	/* EXIT, with accounts: of the whole process */
	bool has_account;
	uint64_t cpu_ns, life_ns, peak_rss, read_bytes, write_bytes;
};

struct journal {
	struct journal_entry *of; /* owned */
	size_t count, capacity;
	size_t fresh;	   /* from this index on: of the latest update */
	uint64_t sequence; /* of the newest */
};

/* Zeroed memory is an empty one. */
void journal_done(struct journal *journal);

/* Drops what is too old. What is added from now on is fresh. */
void journal_begin(struct journal *journal);

/* Adds what the snapshot tells; old: the one before, for names. */
void journal_events(struct journal *journal, const struct lives *lives, const struct snapshot *now,
		    const struct snapshot *old);

/* Where events are not told of: the process began, or ended, between the two samples. */
void journal_polled(struct journal *journal, enum event_kind kind, const struct task *task,
		    const struct snapshot *now);

/* Adds a copy and gives it its number. Returns it, valid until the next call. */
struct journal_entry *journal_add(struct journal *journal, const struct journal_entry *entry);

#endif
