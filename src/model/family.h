/*
 * family.h - all processes that are, or ever were, below some others
 *
 * Who has been seen below a root once stays a member, whoever becomes its parent later: a
 * daemon leaves its parents behind. Rows tell who is below whom at the time of a sample; the
 * journal tells of those in between, such as the one in the middle of a double fork. A
 * member is forgotten when no row has it any more.
 */
#ifndef MODEL_FAMILY_H
#define MODEL_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snap/task.h"

struct family;
struct journal_entry;
struct row;
struct world;

/* Since the beginning; the roots themselves are not counted. */
struct family_count {
	uint64_t started;
	uint64_t ended;			  /* as far as the journal tells */
	uint64_t failed;		  /* of these, with a status that is not 0 */
	uint64_t unaccounted;		  /* of these, those whose bytes are not known */
	uint64_t read_bytes, write_bytes; /* storage, of those that are accounted for */
};

/* One update, or what a test makes of it. All borrowed. */
struct family_news {
	const struct row *rows; /* of all processes; the parents are indices into them */
	size_t row_count;
	const struct journal_entry *entries; /* in their order, those of this update */
	size_t entry_count;
	uint64_t realtime_ns, boottime_ns; /* one moment by both clocks */
};

struct family *family_new(void);
void family_free(struct family *family); /* NULL is fine */

/* The process that has that number, now or later, is a root and a member. */
void family_add_root(struct family *family, int32_t pid);

/* To be called once after each update of the world. */
void family_observe(struct family *family, const struct world *world);
void family_update(struct family *family, const struct family_news *news);

/* Whether that process is a member. */
bool family_has(const struct family *family, const struct identity *identity);

/* Whether a process with that number is one, or was in one of the last two intervals. */
bool family_has_pid(const struct family *family, int32_t pid);

const struct family_count *family_counts(const struct family *family);

#endif
