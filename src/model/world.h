/*
 * world.h - this sample and the one before, joined: rows with rates, a tree, totals
 *
 * The world owns two snapshots. Everything derived is computed from the two in
 * world_update(), in O(n); a rate needs two samples of the same identity and the
 * time between its own two reads. Used by one thread.
 */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/row.h"
#include "model/totals.h"
#include "snap/snapshot.h"

struct journal;
struct world;

struct world *world_new(void);
void world_free(struct world *world);

/*
 * Takes the snapshot and makes it the present one. One that was taken out of turn
 * (snapshot.extra) replaces the present one, so that rates are always those of
 * about a whole interval. What is not needed any more is handed back, owned, for
 * reuse (or NULL).
 */
struct snapshot *world_update(struct world *world, struct snapshot *snapshot);

/* The present snapshot, NULL before the first update. Borrowed. */
const struct snapshot *world_now(const struct world *world);
const struct snapshot *world_before(const struct world *world);

/*
 * Processes by pid, each followed by its threads; behind them those that ended (struct row,
 * ending). Borrowed until the next update.
 */
const struct row *world_rows(const struct world *world, size_t *ret_count);

/* For each row its parent's (struct row, parent), as an array of their own. */
const uint32_t *world_parents(const struct world *world);

/* The row of that identity, if it lives, or NULL; of one that ended, as long as it is shown. */
const struct row *world_find(const struct world *world, const struct identity *identity);
const struct row *world_find_ended(const struct world *world, const struct identity *identity);

/* The row of the process with that number, or NULL. */
const struct row *world_find_pid(const struct world *world, int32_t pid);

/* What happened lately, and whether events are told of at all: that of the present snapshot. */
const struct journal *world_journal(const struct world *world);
const struct event_list *world_events(const struct world *world);

/* A row below another in the tree (or the same), by parents. */
bool world_is_under(const struct world *world, const struct row *row, const struct row *ancestor);

const struct totals *world_totals(const struct world *world);

/*
 * A number that changes whenever a row may have: with an update, and with an answer. What was
 * made of all rows is to be made anew then.
 */
uint64_t world_version(const struct world *world);

/* Seconds between the last two samples; 0: there are not two, or the interval was dropped. */
double world_interval(const struct world *world);

/*
 * Whether the command line of that process should be read now (watched: it is on
 * the screen). If so it counts as asked for.
 */
bool world_ask_command(struct world *world, const struct row *row, uint64_t now_ns, bool watched);

/* The answer of an inspector. Silently ignored for a process that is not there any more. */
void world_answer_command(struct world *world, const struct identity *identity, int result,
			  struct bytes command);

/* The inspector has been waiting for that process for long. */
void world_stalled(struct world *world, const struct identity *identity);

#endif
