/*
 * departures.h - all that the world knows of those that ended: their lives, rows and journal
 *
 * One step of the world's update after the other:
 *
 *	departures_begin()	a new snapshot: its events are read
 *	departures_vanish()	for each process of the snapshot before that is gone
 *	departures_settle()	when the living rows stand: who came and went, the journal;
 *				then endings has a row for each of those that ended
 *	departures_count()	when the account is made: what these rows have used
 */
#ifndef MODEL_DEPARTURES_H
#define MODEL_DEPARTURES_H

#include "model/account.h"
#include "model/endings.h"
#include "model/journal.h"
#include "model/lives.h"

/* The snapshots of an update: the new one, the one that it is put beside or in place of. */
struct departures_samples {
	const struct snapshot *now, *old; /* old: NULL at first */
	const struct snapshot *before;	  /* at the beginning of the interval; NULL: none */
};

struct departures {
	struct departures_samples samples; /* during an update */
	struct lives lives;
	struct endings endings;
	struct journal journal;
};

void departures_init(struct departures *departures);
void departures_done(struct departures *departures);

void departures_begin(struct departures *departures, const struct departures_samples *samples);

/* was: as it was seen last; its attributes are taken. */
void departures_vanish(struct departures *departures, const struct sighting *was,
		       struct attributes *attributes);

/* rows: those that live. Attributes of those that have exec'd are outdated. */
void departures_settle(struct departures *departures, const struct account_rows *rows);

/* When the account is made: the CPU time that their rows show, and that of the journal. */
void departures_count(struct departures *departures, const struct account_rows *rows);

#endif
