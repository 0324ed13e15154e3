/*
 * endings.h - the processes that ended lately, to be shown for a while as rows
 *
 * One that had a row keeps it. Those that came and went share one for each name, user and
 * nearest ancestor that lives: thousands of them are one line.
 */
#ifndef MODEL_ENDINGS_H
#define MODEL_ENDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

#include "model/ending.h"
#include "model/lives.h"
#include "model/row.h"
#include "snap/snapshot.h"

/* They stay for so long. */
#define ENDINGS_KEPT_NS UINT64_C(5000000000)

/* With more rows than this the oldest go at once. */
enum { ENDINGS_MAX = 4096, ENDINGS_TEXT_MAX = 64 };

/* One row and all that it points to; the ending is the first, so that it leads to the rest. */
struct ended {
	struct ending ending;
	struct task task;
	struct sighting sighting;
	struct attributes *attributes; /* owned */
	char comm[EVENT_COMM_MAX], user[ENDINGS_TEXT_MAX], tty[ENDINGS_TEXT_MAX];
	bool is_back;	      /* it was not there for a while only */
	struct identity heir; /* its parent; of those that came and went, who above them lived */
};

struct endings {
	struct ended **of; /* owned; each stays where it is as long as it is shown */
	size_t count, capacity;
	struct hash shared; /* what they share to the index of those that stand for several */
	int32_t serial;	    /* numbers the rows that stand for several, downwards from -1 */
};

void endings_init(struct endings *endings);
void endings_done(struct endings *endings);

/* Those of the interval before are not fresh any more; those that were shown long enough go. */
void endings_begin(struct endings *endings, uint64_t monotonic_ns, bool extra);

/* One that had a row; task is copied, attributes are taken. Returns as the next one. */
struct ended *endings_add_seen(struct endings *endings, const struct lives_end *end,
			       const struct task *task, struct attributes *attributes);

/*
 * One that came and went below heir; NULL: nobody above it lives. Returns its row, borrowed
 * until endings_begin(); where its user has no name yet, endings_name_user() gives it one.
 */
struct ended *endings_add_unseen(struct endings *endings, const struct lives_end *end,
				 const struct task *heir);
bool endings_wants_user(const struct ended *ended);
/* name: empty: nobody else of his has a row, his number serves. */
void endings_name_user(struct ended *ended, struct bytes name);

/* Fills the row that stands for it. */
void endings_row(const struct ended *ended, const struct world *world, struct row *ret);

#endif
