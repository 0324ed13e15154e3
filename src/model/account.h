/*
 * account.h - who used the CPUs: rows, those that ended, and what parents reaped of them
 *
 * The kernel adds the whole life of a child to its parent when it is waited for.
 * What of it was shown before, in its own row or as one that ended, is taken off
 * that; the rest belongs to this interval. A child may be waited for just after
 * its parent was read: its part then comes to the parent in the next sample, and
 * what is to be taken off it is kept as a debt until then. A child whose parent
 * ended first comes to a subreaper or to init.
 *
 * The account that the kernel writes of a process at its exit misses what comes later: the
 * last slice of its time, and taking its memory down. Its parent gets that with the rest. Where
 * all children of a parent that ended have accounts it is theirs again, in equal parts:
 * each has one last slice; and none can have run for longer than it lived.
 */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/row.h"

struct hash;
struct lives;
struct lives_end;
struct snapshot;
struct totals;

/* CPU time that was shown, and will come to the heir again. */
struct account_debt {
	struct identity heir;
	uint64_t ns;
	bool orphan; /* its own parent has gone: it may also come to one above the heir */
};

struct account_debts {
	struct account_debt *of; /* owned */
	size_t count, capacity;
};

/* Zeroed memory is an empty one. */
struct account {
	struct account_debts before, now;
	/* for one row each: how many share what came to it, and in which parts */
	uint32_t *takers;
	uint64_t *quotas;
	size_t taker_capacity, quota_capacity;
};

/* The rows of the present sample, linked to a tree, whose before and born are set. */
struct account_rows {
	struct row *rows;
	size_t count;		   /* without those that ended */
	const struct hash *by_pid; /* processes: PID to row */
	struct lives *lives;	   /* who ended in the interval */
	const struct snapshot *before;
	/* the present sample replaces one: the debts are still those of the sample before */
	bool extra;
};

void account_done(struct account *account);

/*
 * The nearest above one that ended who lives: its parent, then is_parent is set; or NULL. One
 * that began after it is somebody else with a number that was used again.
 */
struct row *account_heir(const struct account_rows *rows, const struct lives_end *end,
			 bool *is_parent);

/* Sets children_ns and ended_ns of all processes, heir and rest_ns of the ends. */
void account_children(struct account *account, const struct account_rows *rows);

/*
 * Sets what rows, ends and children account for, and what is left. interval in seconds; 0:
 * nothing is known.
 */
void account_totals(const struct account_rows *rows, double interval, struct totals *totals);

#endif
