/* family.c - see family.h */
#include "model/family.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/journal.h"
#include "model/world.h"

/*
 * A start is counted in ticks, and the clocks of an event and of a sample are compared by way
 * of a third one. A number is not given out again that fast.
 */
#define SAME_START_NS (50 * NS_PER_MS)

/* Updates without a row: in one it may not have been there yet, and in the next no more. */
enum { FORGOTTEN_AFTER = 2 };

struct member {
	int32_t pid;
	bool has_start;	  /* start is known, a row has told it; else only born_ns is */
	bool seen;	  /* a row has it in this update */
	bool replaced;	  /* another process has its number now */
	uint8_t missed;	  /* updates */
	uint64_t start;	  /* as in struct identity */
	uint64_t born_ns; /* CLOCK_BOOTTIME, about */
	uint32_t older;	  /* the member that had its number before, or HASH_NONE */
};

enum verdict { UNKNOWN, OUTSIDE, MEMBER };

struct family {
	struct member *of;
	size_t count, capacity;
	struct hash by_pid; /* the latest member with that number */
	int32_t *roots;
	size_t root_count, root_capacity;
	bool anew; /* a root has come since the last update: nobody is known to be outside */
	unsigned char *verdicts; /* of rows, enum verdict; for one update */
	size_t verdict_capacity;
	struct family_count counts;
};

struct family *family_new(void)
{
	struct family *family = die_calloc(1, sizeof(*family));

	hash_init(&family->by_pid, 64);
	return family;
}

void family_free(struct family *family)
{
	if (!family)
		return;
	hash_done(&family->by_pid);
	free(family->of);
	free(family->roots);
	free(family->verdicts);
	free(family);
}

void family_add_root(struct family *family, int32_t pid)
{
	family->roots = die_grow(family->roots, &family->root_capacity, family->root_count + 1,
				 sizeof(family->roots[0]));
	family->roots[family->root_count++] = pid;
	family->anew = true;
}

static bool is_root(const struct family *family, int32_t pid)
{
	for (size_t i = 0; i < family->root_count; i++) {
		if (family->roots[i] == pid)
			return true;
	}
	return false;
}

/* Who has that number now and is a member, or NULL. */
static struct member *find_current(const struct family *family, int32_t pid)
{
	const uint32_t at = hash_get(&family->by_pid, (uint64_t)pid);

	return at == HASH_NONE || family->of[at].replaced ? NULL : &family->of[at];
}

static void link_member(struct family *family, uint32_t at)
{
	struct member *member = &family->of[at];

	member->older = hash_get(&family->by_pid, (uint64_t)member->pid);
	hash_put(&family->by_pid, (uint64_t)member->pid, at);
}

static void add_member(struct family *family, const struct member *member)
{
	family->of =
		die_grow(family->of, &family->capacity, family->count + 1, sizeof(family->of[0]));
	family->of[family->count] = *member;
	link_member(family, (uint32_t)family->count++);
	if (!is_root(family, member->pid))
		family->counts.started++;
}

/* A hash forgets nothing: it is made anew where somebody has gone. */
static void forget_gone(struct family *family)
{
	size_t kept = 0;

	for (size_t i = 0; i < family->count; i++) {
		if (family->of[i].missed < FORGOTTEN_AFTER)
			family->of[kept++] = family->of[i];
	}
	if (kept < family->count) {
		family->count = kept;
		hash_clear(&family->by_pid, kept);
		for (size_t i = 0; i < kept; i++)
			link_member(family, (uint32_t)i);
	}
	for (size_t i = 0; i < kept; i++)
		family->of[i].seen = false;
}

static void take_fork(struct family *family, const struct journal_entry *entry, uint64_t born_ns)
{
	struct member *namesake = find_current(family, entry->pid);

	/* A sample may have told of it before. */
	if (namesake && born_ns < namesake->born_ns + SAME_START_NS)
		return;
	if (namesake)
		namesake->replaced = true;
	if (is_root(family, entry->ppid) || find_current(family, entry->ppid))
		add_member(family, &(struct member){ .pid = entry->pid, .born_ns = born_ns });
}

static void take_exit(struct family *family, const struct journal_entry *entry)
{
	struct family_count *counts = &family->counts;

	if (is_root(family, entry->pid) || !find_current(family, entry->pid))
		return;
	counts->ended++;
	counts->failed += entry->value != 0;
	counts->unaccounted += !entry->has_account;
	if (entry->has_account) {
		counts->read_bytes += entry->read_bytes;
		counts->write_bytes += entry->write_bytes;
	}
}

static void take_entries(struct family *family, const struct family_news *news)
{
	for (size_t i = 0; i < news->entry_count; i++) {
		const struct journal_entry *entry = &news->entries[i];

		if (entry->is_polled)
			continue; /* the rows tell the same */
		if (entry->kind == EVENT_FORK)
			take_fork(family, entry,
				  news->boottime_ns - (news->realtime_ns - entry->realtime_ns));
		else if (entry->kind == EVENT_EXIT)
			take_exit(family, entry);
	}
}

/* The member that a living process is, or NULL. Who has its number by chance is found out. */
static struct member *recognize(const struct family *family, const struct row *row)
{
	struct member *member = find_current(family, row->identity.pid);

	if (!member)
		return NULL;
	if (member->has_start && member->start == row->identity.start)
		return member;
	if (!member->has_start && row->task->start_ns < member->born_ns + SAME_START_NS) {
		member->start = row->identity.start;
		member->has_start = true;
		return member;
	}
	member->replaced = true;
	return NULL;
}

/* That very process, be it that another has its number now. */
static struct member *find_exactly(const struct family *family, const struct identity *identity)
{
	uint32_t at = hash_get(&family->by_pid, (uint64_t)identity->pid);

	for (; at != HASH_NONE; at = family->of[at].older) {
		const struct member *member = &family->of[at];

		if (member->has_start ? member->start == identity->start : !member->replaced)
			return &family->of[at];
	}
	return NULL;
}

static void join(struct family *family, const struct row *row)
{
	add_member(family, &(struct member){
				   .pid = row->identity.pid,
				   .has_start = true,
				   .seen = true,
				   .start = row->identity.start,
				   .born_ns = row->task->start_ns,
			   });
}

/* What is certain before anybody looks at parents. */
static enum verdict judge_alone(struct family *family, const struct row *row)
{
	struct member *member =
		row->ending ? find_exactly(family, &row->identity) : recognize(family, row);

	if (member) {
		member->seen = true;
		return MEMBER;
	}
	if (row->ending)
		return OUTSIDE; /* whose end was told of, its birth was too */
	if (is_root(family, row->identity.pid)) {
		join(family, row);
		return MEMBER;
	}
	/* Who was there before has not come to be below somebody, but by adoption. */
	return row->before && !family->anew ? OUTSIDE : UNKNOWN;
}

/* The verdict on the first above it that has one. */
static enum verdict judge_above(const struct family *family, const struct family_news *news,
				uint32_t at)
{
	for (;;) {
		const struct row *row = &news->rows[at];

		if (family->verdicts[at] != UNKNOWN)
			return family->verdicts[at];
		if (row->parent == ROW_NONE)
			return find_current(family, row->task->ppid) ? MEMBER : OUTSIDE;
		at = row->parent;
	}
}

/* All on the way up to the one that decides share its verdict, so each is passed twice. */
static void judge_by_parents(struct family *family, const struct family_news *news, uint32_t at)
{
	const enum verdict verdict = judge_above(family, news, at);

	while (at != ROW_NONE && family->verdicts[at] == UNKNOWN) {
		family->verdicts[at] = (unsigned char)verdict;
		if (verdict == MEMBER)
			join(family, &news->rows[at]);
		at = news->rows[at].parent;
	}
}

static void take_rows(struct family *family, const struct family_news *news)
{
	family->verdicts = die_grow(family->verdicts, &family->verdict_capacity, news->row_count,
				    sizeof(family->verdicts[0]));
	for (size_t i = 0; i < news->row_count; i++) {
		family->verdicts[i] =
			(unsigned char)(news->rows[i].is_thread
						? OUTSIDE
						: judge_alone(family, &news->rows[i]));
	}
	for (size_t i = 0; i < news->row_count; i++) {
		if (family->verdicts[i] == UNKNOWN)
			judge_by_parents(family, news, (uint32_t)i);
	}
	family->anew = false;
}

void family_update(struct family *family, const struct family_news *news)
{
	forget_gone(family);
	take_entries(family, news);
	take_rows(family, news);
	for (size_t i = 0; i < family->count; i++) {
		struct member *member = &family->of[i];

		member->missed = (unsigned char)(member->seen ? 0 : member->missed + 1);
	}
}

void family_observe(struct family *family, const struct world *world)
{
	const struct snapshot *now = world_now(world);
	const struct journal *journal = world_journal(world);
	struct family_news news = {
		.entries = journal->of ? journal->of + journal->fresh : NULL,
		.entry_count = journal->count - journal->fresh,
		.realtime_ns = now->realtime_ns,
		.boottime_ns = now->boottime_ns,
	};

	news.rows = world_rows(world, &news.row_count);
	family_update(family, &news);
}

bool family_has(const struct family *family, const struct identity *identity)
{
	return find_exactly(family, identity) != NULL;
}

bool family_has_pid(const struct family *family, int32_t pid)
{
	return is_root(family, pid) || hash_get(&family->by_pid, (uint64_t)pid) != HASH_NONE;
}

const struct family_count *family_counts(const struct family *family)
{
	return &family->counts;
}
