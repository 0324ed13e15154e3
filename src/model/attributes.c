/* attributes.c - see attributes.h */
#include "model/attributes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "proc/pidstat.h"
#include "snap/task.h"

#define WATCHED_AGE_NS (3 * NS_PER_SECOND)

struct attributes *attributes_new(void)
{
	return die_calloc(1, sizeof(struct attributes));
}

void attributes_free(struct attributes *attributes)
{
	if (!attributes)
		return;
	/* Ours: it was allocated in attributes_answer(). */
	free((void *)(uintptr_t)attributes->command.p);
	free(attributes);
}

uint64_t attributes_token(const struct task *task)
{
	uint64_t token = hash_mix(task->start_code, task->flags & PIDSTAT_FORKNOEXEC);

	for (size_t i = 0; i < task->comm.n; i++)
		token = token * 31 + (unsigned char)task->comm.p[i];
	return token | 1; /* never 0 */
}

bool attributes_is_due(const struct attributes *attributes, uint64_t token, uint64_t now_ns,
		       bool watched)
{
	if (attributes->state == ATTRIBUTES_UNKNOWN)
		return true;
	if (attributes->state == ATTRIBUTES_ASKED || attributes->stale)
		return false; /* one question at a time */
	if (attributes->token != token)
		return true;
	return watched && attributes->has_run && now_ns - attributes->asked_ns > WATCHED_AGE_NS;
}

void attributes_outdated(struct attributes *attributes)
{
	attributes->token = 0; /* no token is */
}

void attributes_asked(struct attributes *attributes, uint64_t token, uint64_t now_ns)
{
	if (attributes->state == ATTRIBUTES_UNKNOWN)
		attributes->state = ATTRIBUTES_ASKED;
	else
		attributes->stale = true;
	attributes->has_run = false;
	attributes->token = token;
	attributes->asked_ns = now_ns;
}

static void keep(struct attributes *attributes, struct bytes command)
{
	char *copy;

	if (bytes_same(attributes->command, command))
		return;
	copy = die_malloc(command.n);
	memcpy(copy, command.p, command.n);
	free((void *)(uintptr_t)attributes->command.p);
	attributes->command = (struct bytes){ copy, command.n };
}

void attributes_answer(struct attributes *attributes, int result, struct bytes command)
{
	attributes->stalled = false;
	attributes->stale = false;
	if (result == 0 && command.n > 0) {
		keep(attributes, command);
		attributes->state = ATTRIBUTES_KNOWN;
	} else if (result == -EACCES || result == -EPERM) {
		attributes->state = ATTRIBUTES_DENIED;
	} else if (attributes->state != ATTRIBUTES_KNOWN) {
		/* One that is ending has none any more: what it was called stays. */
		attributes->state = ATTRIBUTES_EMPTY;
	}
}
