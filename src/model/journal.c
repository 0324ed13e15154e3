/* journal.c - see journal.h */
#include "model/journal.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

void journal_done(struct journal *journal)
{
	free(journal->of);
	*journal = (struct journal){ 0 };
}

/* Twice as many have room, so that moving them is rare. */
void journal_begin(struct journal *journal)
{
	if (journal->count >= (size_t)2 * JOURNAL_KEPT) {
		const size_t dropped = journal->count - JOURNAL_KEPT;

		memmove(journal->of, journal->of + dropped, JOURNAL_KEPT * sizeof(journal->of[0]));
		journal->count = JOURNAL_KEPT;
	}
	journal->fresh = journal->count;
}

struct journal_entry *journal_add(struct journal *journal, const struct journal_entry *entry)
{
	journal->of = die_grow(journal->of, &journal->capacity, journal->count + 1,
			       sizeof(journal->of[0]));
	journal->of[journal->count] = *entry;
	journal->of[journal->count].sequence = ++journal->sequence;
	return &journal->of[journal->count++];
}
