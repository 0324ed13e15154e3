/* account.c - see account.h */
#include "model/account.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/totals.h"
#include "snap/snapshot.h"

/* Generations that are looked up at most; a damaged tree may have a ring of them. */
enum { ANCESTORS_MAX = 256 };

/* Ticks, and CPUs that do not agree on the time, may make a little more than there was. */
#define SLACK_NS (100 * NS_PER_MS)

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

/* The task itself, or the nearest above it, that is still there. *task is set to it. */
static struct row *find_living(const struct account_rows *rows, const struct task **task)
{
	for (int i = 0; *task && i < ANCESTORS_MAX; i++) {
		struct row *row = find_row(rows, &(*task)->identity);

		if (row)
			return row;
		*task = snapshot_task_find(rows->before, (*task)->ppid);
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

/*
 * The same where several may have it: the task or any above it. The nearest that has all of it
 * is the likely one; where none has, each gives what it has, so that the sum comes out right.
 */
static uint64_t take_off_upwards(const struct account_rows *rows, const struct task *from,
				 uint64_t seen)
{
	const struct task *task = from;
	struct row *row;

	for (int i = 0; i < ANCESTORS_MAX && (row = find_living(rows, &task)); i++) {
		if (row->children_ns >= seen)
			return take_off(row, seen);
		task = snapshot_task_find(rows->before, task->ppid);
	}
	task = from;
	for (int i = 0; seen > 0 && i < ANCESTORS_MAX && (row = find_living(rows, &task)); i++) {
		seen = take_off(row, seen);
		task = snapshot_task_find(rows->before, task->ppid);
	}
	return seen;
}

static void begin(struct row *row)
{
	const uint64_t start = row->before ? reaped_cpu(row->before) : 0;

	if ((row->before || row->born) && reaped_cpu(row->task) > start)
		row->children_ns = reaped_cpu(row->task) - start;
}

static void owe(struct account_debts *debts, const struct account_debt *debt)
{
	if (debt->ns == 0)
		return;
	debts->of = die_grow(debts->of, &debts->capacity, debts->count + 1, sizeof(debts->of[0]));
	debts->of[debts->count++] = *debt;
}

/* Takes it off the one who must have got it, or, where that has gone as well, those above. */
static void settle(struct account *account, const struct account_rows *rows,
		   const struct task *heir, uint64_t ns)
{
	struct account_debt debt = { .orphan = true };
	struct row *row = find_living(rows, &heir);

	if (!row)
		return;
	debt.heir = row->identity;
	debt.ns = take_off_upwards(rows, heir, ns);
	owe(&account->now, &debt);
}

/*
 * What is owed for longer than one interval never comes: a parent that ignores SIGCHLD gets
 * nothing. Only if the heir itself has gone, it may come to one above it.
 */
static void pay_debts(struct account *account, const struct account_rows *rows)
{
	for (size_t i = 0; i < account->before.count; i++) {
		const struct account_debt *debt = &account->before.of[i];
		const struct task *task = snapshot_task_find(rows->before, debt->heir.pid);
		struct row *heir = find_row(rows, &debt->heir);

		if (!task || !task_identity_equal(&task->identity, &debt->heir))
			continue;
		if (!heir)
			settle(account, rows, task, debt->ns);
		else if (debt->orphan)
			(void)take_off_upwards(rows, task, debt->ns);
		else
			(void)take_off(heir, debt->ns);
	}
}

/*
 * Who inherits the time of those that have gone. A parent that is there has got it. Where it has
 * gone too, it may have handed it on with its own, or have left an orphan, which came to a
 * subreaper or to init: these are also among those above. They come second (orphans), when what
 * belongs to one heir for certain has been taken off.
 */
static void inherit(struct account *account, const struct account_rows *rows, bool orphans)
{
	for (size_t i = 0; i < rows->before->task_count; i++) {
		const struct task *old = rows->before->tasks[i].task;
		const struct task *parent;
		const uint64_t seen = own_cpu(old) + reaped_cpu(old);
		struct row *heir;

		if (seen == 0 || find_row(rows, &old->identity))
			continue;
		parent = snapshot_task_find(rows->before, old->ppid);
		if (!parent)
			continue;
		heir = find_row(rows, &parent->identity);
		if (!heir && orphans)
			settle(account, rows, parent, seen);
		else if (heir && !orphans)
			owe(&account->now, &(struct account_debt){ .heir = heir->identity,
								   .ns = take_off(heir, seen) });
	}
}

/*
 * More than all CPUs could do since the sample before was begun: the life of one that had no row
 * (it ended while the first sample was made, it was hidden, it came into a container from
 * outside). What of it belongs to this interval nobody knows.
 */
static void drop_impossible(const struct account_rows *rows, struct row *row)
{
	const uint64_t since = rows->before->monotonic_ns, until = row->sighting->sampled_ns;
	const uint64_t most = until > since ? until - since + SLACK_NS : SLACK_NS;

	if (rows->before->system.cpu_count > 0 &&
	    row->children_ns / rows->before->system.cpu_count > most)
		row->children_ns = 0;
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
	pay_debts(account, rows);
	inherit(account, rows, false);
	inherit(account, rows, true);
	for (size_t i = 0; i < rows->count; i++)
		drop_impossible(rows, &rows->rows[i]);
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

		if (row->is_thread || row->seconds <= 0)
			continue;
		totals->rows += cpus_of(row_cpu_ns(row), interval);
		totals->children += cpus_of(row->children_ns, interval);
	}
	rest = totals->busy - totals->rows - totals->children - totals->interrupts;
	totals->unattributed = rest > 0 ? rest : 0;
}
