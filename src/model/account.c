/* account.c - see account.h */
#include "model/account.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/lives.h"
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
	free(account->takers);
	free(account->quotas);
	*account = (struct account){ 0 };
}

static uint64_t reaped_cpu(const struct task *task)
{
	return task->cutime_ns + task->cstime_ns;
}

static struct row *row_of_pid(const struct account_rows *rows, int32_t pid)
{
	const uint32_t at = hash_get(rows->by_pid, (uint64_t)pid);

	return at == HASH_NONE ? NULL : &rows->rows[at];
}

static struct row *find_row(const struct account_rows *rows, const struct identity *identity)
{
	struct row *row = row_of_pid(rows, identity->pid);

	return row && task_identity_equal(&row->identity, identity) ? row : NULL;
}

static struct row *row_above(const struct account_rows *rows, const struct row *row)
{
	return row->parent == ROW_NONE || row->parent >= rows->count ? NULL
								     : &rows->rows[row->parent];
}

struct row *account_heir(const struct account_rows *rows, const struct lives_end *end,
			 bool *is_parent)
{
	for (int i = 0; i < ANCESTORS_MAX && end && end->life.ppid > 0; i++) {
		struct row *row = row_of_pid(rows, end->life.ppid);

		*is_parent = i == 0;
		if (row && (row->identity.start <= end->identity.start || end->start_ns == 0))
			return row;
		end = lives_find_end(rows->lives, end->life.ppid);
	}
	return NULL;
}

/* Takes what was shown before off the heir. Returns what has not come to it yet. */
static uint64_t take_off(struct row *heir, uint64_t shown)
{
	const uint64_t taken = MIN(shown, heir->children_ns);

	heir->children_ns -= taken;
	return shown - taken;
}

/*
 * The same where several may have it: the heir or any above it. The nearest that has all of it
 * is the likely one; where none has, each gives what it has, so that the sum comes out right.
 */
static uint64_t take_off_upwards(const struct account_rows *rows, struct row *heir, uint64_t shown)
{
	struct row *row = heir;

	for (int i = 0; row && i < ANCESTORS_MAX; i++) {
		if (row->children_ns >= shown)
			return take_off(row, shown);
		row = row_above(rows, row);
	}
	row = heir;
	for (int i = 0; row && shown > 0 && i < ANCESTORS_MAX; i++) {
		shown = take_off(row, shown);
		row = row_above(rows, row);
	}
	return shown;
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
static void settle(struct account *account, const struct account_rows *rows, struct row *heir,
		   uint64_t ns)
{
	if (heir)
		owe(&account->now, &(struct account_debt){
					   .heir = heir->identity,
					   .ns = take_off_upwards(rows, heir, ns),
					   .orphan = true,
				   });
}

/*
 * What is owed for longer than one interval never comes: a parent that ignores SIGCHLD gets
 * nothing. Only if the heir itself has gone, it may come to one above it.
 */
static void pay_debts(struct account *account, const struct account_rows *rows)
{
	for (size_t i = 0; i < account->before.count; i++) {
		const struct account_debt *debt = &account->before.of[i];
		struct row *heir = find_row(rows, &debt->heir);
		const struct lives_end *end = lives_find_end(rows->lives, debt->heir.pid);
		bool is_parent;

		if (heir && debt->orphan)
			(void)take_off_upwards(rows, heir, debt->ns);
		else if (heir)
			(void)take_off(heir, debt->ns);
		else if (end && task_identity_equal(&end->identity, &debt->heir))
			settle(account, rows, account_heir(rows, end, &is_parent), debt->ns);
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
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		const struct lives_end *end = &rows->lives->ends[i];
		bool is_parent;
		struct row *heir;

		heir = account_heir(rows, end, &is_parent);
		if (heir && !is_parent && orphans)
			settle(account, rows, heir, end->shown_ns);
		else if (heir && is_parent && !orphans)
			owe(&account->now,
			    &(struct account_debt){ .heir = heir->identity,
						    .ns = take_off(heir, end->shown_ns) });
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

/* Rests. */

/* What may still have been its own: nobody runs for longer than he lives, a thread at a time. */
static uint64_t room_of(const struct lives_end *end)
{
	const struct life *life = &end->life;
	const uint64_t lived = life->is_born && life->ended_ns > life->began_ns
				       ? life->ended_ns - life->began_ns
				       : life->elapsed_ns;
	const uint64_t used = life->cpu_ns + end->rest_ns;

	return lived > used ? lived - used : 0;
}

/* How many of each heir's can take more. Returns whether there is one whose heir has more. */
static bool count_takers(const struct account_rows *rows, uint32_t *takers)
{
	bool is_any = false;

	for (size_t i = 0; i < rows->count; i++)
		takers[i] = 0;
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		const struct lives_end *end = &rows->lives->ends[i];

		if (!end->may_share || room_of(end) == 0)
			continue;
		takers[end->heir]++;
		is_any = is_any || rows->rows[end->heir].children_ns > 0;
	}
	return is_any;
}

/* The same for all of an heir's; who has less room than that leaves it to the others. */
static void give_equally(const struct account_rows *rows, const uint32_t *takers, uint64_t *quotas)
{
	for (size_t i = 0; i < rows->count; i++)
		quotas[i] = takers[i] > 0 ? rows->rows[i].children_ns / takers[i] : 0;
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		struct lives_end *end = &rows->lives->ends[i];
		uint64_t given;

		if (!end->may_share)
			continue;
		given = MIN(quotas[end->heir], room_of(end));
		end->rest_ns += given;
		rows->rows[end->heir].children_ns -= given;
	}
}

/* One that ended without an account may have all of it. */
static void find_heirs(const struct account_rows *rows, uint32_t *without)
{
	for (size_t i = 0; i < rows->count; i++)
		without[i] = 0;
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		struct lives_end *end = &rows->lives->ends[i];
		bool is_parent;
		const struct row *heir = account_heir(rows, end, &is_parent);

		end->rest_ns = 0;
		end->heir = heir ? (uint32_t)(heir - rows->rows) : ROW_NONE;
		if (heir && !end->life.has_account)
			without[end->heir]++;
	}
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		struct lives_end *end = &rows->lives->ends[i];

		end->may_share = end->heir != ROW_NONE && without[end->heir] == 0;
	}
}

static void give_rests(struct account *account, const struct account_rows *rows)
{
	enum { ROUNDS = 3 };

	if (rows->lives->end_count == 0)
		return;
	account->takers = die_grow(account->takers, &account->taker_capacity, rows->count + 1,
				   sizeof(account->takers[0]));
	account->quotas = die_grow(account->quotas, &account->quota_capacity, rows->count + 1,
				   sizeof(account->quotas[0]));
	find_heirs(rows, account->takers);
	for (int i = 0; i < ROUNDS && count_takers(rows, account->takers); i++)
		give_equally(rows, account->takers, account->quotas);
	for (size_t i = 0; i < rows->lives->end_count; i++) {
		const struct lives_end *end = &rows->lives->ends[i];

		if (end->heir != ROW_NONE)
			rows->rows[end->heir].ended_ns += end->cpu_ns + end->rest_ns;
	}
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
	give_rests(account, rows);
}

static double cpus_of(uint64_t ns, double interval)
{
	return (double)ns / (double)NS_PER_SECOND / interval;
}

static void count_ends(const struct lives *lives, double interval, struct totals *totals)
{
	totals->endings = lives->end_count;
	totals->unseen = 0;
	totals->ended = 0;
	for (size_t i = 0; i < lives->end_count; i++) {
		totals->unseen += lives->ends[i].was_seen ? 0 : 1;
		if (interval > 0)
			totals->ended +=
				cpus_of(lives->ends[i].cpu_ns + lives->ends[i].rest_ns, interval);
	}
}

void account_totals(const struct account_rows *rows, double interval, struct totals *totals)
{
	double rest;

	count_ends(rows->lives, interval, totals);
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
	rest = totals->busy - totals->rows - totals->ended - totals->children - totals->interrupts;
	totals->unattributed = rest > 0 ? rest : 0;
}
