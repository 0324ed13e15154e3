/* endings.c - see endings.h */
#include "model/endings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/die.h"
#include "base/macros.h"

void endings_init(struct endings *endings)
{
	*endings = (struct endings){ 0 };
	hash_init(&endings->shared, 64);
}

static void free_ended(struct ended *ended)
{
	attributes_free(ended->attributes);
	free(ended);
}

void endings_done(struct endings *endings)
{
	for (size_t i = 0; i < endings->count; i++)
		free_ended(endings->of[i]);
	free(endings->of);
	hash_done(&endings->shared);
}

/* Texts. What is kept is cut: nobody reads more of a name that is 64 bytes long. */

static struct bytes keep(char *to, size_t size, struct bytes text)
{
	const size_t length = MIN(text.n, size);

	if (length > 0)
		memcpy(to, text.p, length);
	return (struct bytes){ to, length };
}

bool endings_wants_user(const struct ended *ended)
{
	return ended->task.have & TASK_USER && ended->task.user.n == 0;
}

void endings_name_user(struct ended *ended, struct bytes name)
{
	if (name.n == 0)
		ended->task.user =
			(struct bytes){ ended->user,
					(size_t)snprintf(ended->user, sizeof(ended->user), "%u",
							 ended->task.uid) };
	else
		ended->task.user = keep(ended->user, sizeof(ended->user), name);
}

/* Rows. */

/* What is the same for all that share a row. */
static uint64_t key_of(const struct identity *heir, const struct life *life)
{
	uint64_t key = hash_mix(hash_mix((uint64_t)heir->pid, heir->start),
				life->has_uid ? life->uid : UINT64_MAX);

	for (size_t i = 0; i < sizeof(life->comm) && life->comm[i]; i++)
		key = hash_mix(key, (unsigned char)life->comm[i]);
	return key;
}

static bool shares(const struct ended *ended, const struct identity *heir, const struct life *life)
{
	return task_identity_equal(&ended->heir, heir) &&
	       strncmp(ended->comm, life->comm, sizeof(ended->comm)) == 0 &&
	       (ended->task.have & TASK_USER) == (life->has_uid ? TASK_USER : 0) &&
	       ended->task.uid == (life->has_uid ? life->uid : 0);
}

static void index_shared(struct endings *endings)
{
	hash_clear(&endings->shared, endings->count);
	for (size_t i = 0; i < endings->count; i++) {
		const struct ended *ended = endings->of[i];
		struct life life = { .has_uid = ended->task.have & TASK_USER,
				     .uid = ended->task.uid };

		if (ended->ending.was_seen)
			continue;
		memcpy(life.comm, ended->comm, sizeof(life.comm));
		hash_put(&endings->shared, key_of(&ended->heir, &life), (uint32_t)i);
	}
}

/* Those of an interval that goes on are still counted. */
static bool is_over(const struct ended *ended, uint64_t monotonic_ns, bool extra)
{
	if (extra && ended->ending.is_fresh)
		return false;
	return ended->is_back || ended->ending.ended_ns + ENDINGS_KEPT_NS < monotonic_ns;
}

void endings_begin(struct endings *endings, uint64_t monotonic_ns, bool extra)
{
	const size_t many =
		endings->count > ENDINGS_MAX && !extra ? endings->count - ENDINGS_MAX : 0;
	size_t kept = 0;

	for (size_t i = 0; i < endings->count; i++) {
		struct ended *ended = endings->of[i];

		if (i < many || is_over(ended, monotonic_ns, extra)) {
			free_ended(ended);
			continue;
		}
		ended->ending.is_fresh = ended->ending.is_fresh && extra;
		endings->of[kept++] = ended;
	}
	endings->count = kept;
	index_shared(endings);
}

static struct ended *add(struct endings *endings)
{
	struct ended *ended = die_calloc(1, sizeof(*ended));

	endings->of = die_grow(endings->of, &endings->capacity, endings->count + 1,
			       sizeof(endings->of[0]));
	endings->of[endings->count++] = ended;
	ended->sighting.task = &ended->task;
	return ended;
}

static bool is_failure(const struct life *life)
{
	return life->has_status && !(WIFEXITED(life->status) && WEXITSTATUS(life->status) == 0);
}

/* Counts one more; what a row had from an interval before does not count any more. */
static void count(struct ended *ended, const struct lives_end *end)
{
	const struct life *life = &end->life;
	struct ending *ending = &ended->ending;

	if (!ending->is_fresh) {
		ending->is_fresh = true;
		ending->count = ending->failures = 0;
		ending->cpu_ns = ending->read_bytes = ending->write_bytes = 0;
	}
	ending->was_seen = end->was_seen;
	ending->count++;
	ending->failures += is_failure(life) ? 1 : 0;
	ending->read_bytes += life->read_bytes;
	ending->write_bytes += life->write_bytes;
	ending->has_status = life->has_status;
	ending->status = life->status;
	ending->has_account = life->has_account;
	ending->life_ns = life->elapsed_ns;
	ending->peak_rss = MAX(ending->peak_rss, life->peak_rss);
	ending->ended_ns = life->ended_ns;
}

struct ended *endings_add_seen(struct endings *endings, const struct lives_end *end,
			       const struct task *task, struct attributes *attributes)
{
	struct ended *ended = add(endings);

	ended->attributes = attributes;
	ended->task = *task;
	ended->task.state = ended->task.busiest = 'X';
	ended->task.ppid = end->life.ppid;
	ended->task.comm = keep(ended->comm, sizeof(ended->comm), task->comm);
	ended->task.user = keep(ended->user, sizeof(ended->user), task->user);
	ended->task.tty = keep(ended->tty, sizeof(ended->tty), task->tty);
	count(ended, end);
	return ended;
}

/* The first of those that share the row. */
static struct ended *share(struct endings *endings, const struct lives_end *end,
			   const struct identity *heir)
{
	const struct life *life = &end->life;
	struct ended *ended = add(endings);

	ended->attributes = attributes_new();
	ended->attributes->state = ATTRIBUTES_EMPTY;
	ended->heir = *heir;
	memcpy(ended->comm, life->comm, sizeof(ended->comm));
	ended->task = (struct task){
		.identity = { .pid = --endings->serial, .start = end->identity.start },
		.have = TASK_STAT | (life->has_uid ? (uint32_t)TASK_USER : 0),
		.state = 'X',
		.busiest = 'X',
		.uid = life->has_uid ? life->uid : 0,
		.ppid = heir->pid,
		.comm = { ended->comm, strnlen(ended->comm, sizeof(ended->comm)) },
	};
	hash_put(&endings->shared, key_of(heir, life), (uint32_t)(endings->count - 1));
	return ended;
}

struct ended *endings_add_unseen(struct endings *endings, const struct lives_end *end,
				 const struct task *heir)
{
	const struct identity nobody = { 0 };
	const struct identity *above = heir ? &heir->identity : &nobody;
	const uint32_t at = hash_get(&endings->shared, key_of(above, &end->life));
	struct ended *ended = at == HASH_NONE ? NULL : endings->of[at];

	if (!ended || !shares(ended, above, &end->life))
		ended = share(endings, end, above);
	count(ended, end);
	/* The number that is shown is that of the one that ended last; it is no identity. */
	ended->task.tgid = end->life.pid;
	ended->task.start_ns = end->start_ns;
	return ended;
}

void endings_row(const struct ended *ended, const struct world *world, struct row *ret)
{
	*ret = (struct row){
		.task = &ended->task,
		.sighting = &ended->sighting,
		.identity = ended->task.identity,
		.ending = &ended->ending,
		.attributes = ended->attributes,
		.world = world,
		.parent = ROW_NONE,
		.first_child = ROW_NONE,
		.next_sibling = ROW_NONE,
	};
}
