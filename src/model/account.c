/* account.c - see account.h */
#include "model/account.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/totals.h"
#include "snap/snapshot.h"

/* Generations that are looked up at most when a whole chain ends at once. */
enum { ANCESTORS_MAX = 64 };

void account_done(struct account *account)
{
	free(account->before.of);
	free(account->now.of);
	*account = (struct account){ 0 };
}

static uint64_t own_cpu(const struct task *task)
{
	return task->utime_ns + task->stime_ns;
}

static uint64_t reaped_cpu(const struct task *task)
{
	return task->cutime_ns + task->cstime_ns;
}

static struct row *find_row(const struct account_rows *rows, const struct identity *identity)
{
	uint32_t at = hash_get(rows->by_pid, (uint64_t)identity->pid);

	if (at == HASH_NONE || !task_identity_equal(&rows->rows[at].identity, identity))
		return NULL;
	return &rows->rows[at];
}

/*
 * Who inherits the time of one that has gone: its parent, or, where that has gone
 * as well and has handed on what it had waited for, the next one above.
 */
static struct row *find_heir(const struct account_rows *rows, const struct task *gone)
{
	for (int i = 0; gone && i < ANCESTORS_MAX; i++) {
		const struct task *parent = snapshot_task_find(rows->before, gone->ppid);
		struct row *row = parent ? find_row(rows, &parent->identity) : NULL;

		if (row)
			return row;
		gone = parent;
	}
	return NULL;
}

/* Takes what was shown before off the heir. Returns what has not come to it yet. */
static uint64_t take_off(struct row *heir, uint64_t seen)
{
	const uint64_t taken = MIN(seen, heir->children_ns);

	heir->children_ns -= taken;
	return seen - taken;
}

static void begin(struct row *row)
{
	const uint64_t start = row->before ? reaped_cpu(row->before) : 0;

	if ((row->before || row->born) && reaped_cpu(row->task) > start)
		row->children_ns = reaped_cpu(row->task) - start;
}

/*
 * What is owed for longer than one interval never comes: a parent that ignores SIGCHLD gets
 * nothing.
 */
static void pay_debts(const struct account_debts *debts, const struct account_rows *rows)
{
	for (size_t i = 0; i < debts->count; i++) {
		const struct account_debt *debt = &debts->of[i];
		const struct task *task = snapshot_task_find(rows->before, debt->heir.pid);
		struct row *heir = find_row(rows, &debt->heir);

		if (!heir && task && task_identity_equal(&task->identity, &debt->heir))
			heir = find_heir(rows, task);
		if (heir)
			(void)take_off(heir, debt->ns);
	}
}

static void owe(struct account_debts *debts, const struct row *heir, uint64_t ns)
{
	if (ns == 0)
		return;
	debts->of = die_grow(debts->of, &debts->capacity, debts->count + 1, sizeof(debts->of[0]));
	debts->of[debts->count++] = (struct account_debt){ heir->identity, ns };
}

void account_children(struct account *account, const struct account_rows *rows)
{
	if (!rows->extra) {
		struct account_debts spare = account->before;

		account->before = account->now;
		account->now = spare;
	}
	account->now.count = 0;
	for (size_t i = 0; i < rows->count; i++) {
		if (!rows->rows[i].is_thread)
			begin(&rows->rows[i]);
	}
	pay_debts(&account->before, rows);
	for (size_t i = 0; i < rows->before->task_count; i++) {
		const struct task *old = &rows->before->tasks[i];
		struct row *heir;

		if (find_row(rows, &old->identity))
			continue;
		heir = find_heir(rows, old);
		if (heir)
			owe(&account->now, heir, take_off(heir, own_cpu(old) + reaped_cpu(old)));
	}
}

static double cpus_of(uint64_t ns, double interval)
{
	return (double)ns / (double)NS_PER_SECOND / interval;
}

void account_totals(const struct account_rows *rows, double interval, struct totals *totals)
{
	double rest;

	totals->rows = totals->children = totals->unattributed = 0;
	if (interval <= 0)
		return;
	for (size_t i = 0; i < rows->count; i++) {
		const struct row *row = &rows->rows[i];
		const uint64_t start = row->before ? own_cpu(row->before) : 0;

		if (row->is_thread || row->seconds <= 0)
			continue;
		if (own_cpu(row->task) > start)
			totals->rows += cpus_of(own_cpu(row->task) - start, interval);
		totals->children += cpus_of(row->children_ns, interval);
	}
	rest = totals->busy - totals->rows - totals->children - totals->interrupts;
	totals->unattributed = rest > 0 ? rest : 0;
}
