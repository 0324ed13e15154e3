/* exitqueue.c - see exitqueue.h */
#include "source/exitqueue.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"

/* So many are kept for the next time; what a storm needed more is given back. */
enum { KEPT = 1024 };

void exitqueue_init(struct exitqueue *queue, size_t max)
{
	*queue = (struct exitqueue){ .max = max };
	hash_init(&queue->first, 0);
}

void exitqueue_done(struct exitqueue *queue)
{
	hash_done(&queue->first);
	free(queue->of);
}

void exitqueue_put(struct exitqueue *queue, const struct taskstats_exit *account)
{
	if (queue->count >= queue->max)
		return;
	queue->of = die_grow(queue->of, &queue->capacity, queue->count + 1, sizeof(queue->of[0]));
	queue->of[queue->count++] =
		(struct exitqueue_account){ .exit = *account, .came_ns = clock_monotonic() };
}

/* From the last to the first, so that each finds the one behind it in the table. */
void exitqueue_index(struct exitqueue *queue)
{
	hash_clear(&queue->first, queue->count);
	for (size_t i = queue->count; i-- > 0;) {
		const uint64_t key = (uint64_t)queue->of[i].exit.tid;

		queue->of[i].next = hash_get(&queue->first, key);
		hash_put(&queue->first, key, (uint32_t)i);
	}
}

const struct taskstats_exit *exitqueue_take(struct exitqueue *queue, int32_t tid,
					    uint32_t exit_code)
{
	uint32_t at = hash_get(&queue->first, (uint64_t)tid);

	while (at != HASH_NONE) {
		struct exitqueue_account *account = &queue->of[at];

		/* one of another code is of an exit that was lost, or is still to come */
		if (!account->taken && account->exit.exit_code == exit_code) {
			account->taken = true;
			return &account->exit;
		}
		at = account->next;
	}
	return NULL;
}

void exitqueue_sweep(struct exitqueue *queue, unsigned seconds)
{
	const uint64_t now = clock_monotonic();
	size_t kept = 0;

	for (size_t i = 0; i < queue->count; i++) {
		if (!queue->of[i].taken && now - queue->of[i].came_ns < seconds * NS_PER_SECOND)
			queue->of[kept++] = queue->of[i];
	}
	queue->count = kept;
	if (kept == 0 && queue->capacity > KEPT) {
		free(queue->of);
		queue->of = NULL;
		queue->capacity = 0;
	}
}
