/*
 * account.h - who used the CPUs: rows, and children that came and went
 *
 * The kernel adds the whole life of a child to its parent when it is waited for.
 * What the child had used by the sample before was shown in its own row then;
 * only the rest belongs to this interval. A child may be waited for just after
 * its parent was read: its part then comes to the parent in the next sample, and
 * what is to be taken off it is kept as a debt until then. A child whose parent
 * ended first comes to a subreaper or to init.
 */
#ifndef MODEL_ACCOUNT_H
#define MODEL_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/row.h"

struct hash;
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
};

/* The rows of the present sample, whose before and born are set, and the sample before. */
struct account_rows {
	struct row *rows;
	size_t count;
	const struct hash *by_pid; /* processes: PID to row */
	const struct snapshot *before;
	/* the present sample replaces one: the debts are still those of the sample before */
	bool extra;
};

void account_done(struct account *account);

/* Sets children_ns of all processes. */
void account_children(struct account *account, const struct account_rows *rows);

/*
 * Sets what rows and children account for, and what is left. interval in seconds; 0: nothing
 * is known.
 */
void account_totals(const struct account_rows *rows, double interval, struct totals *totals);

#endif
