/* world.c - see world.h */
#include "model/world.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/macros.h"
#include "model/account.h"
#include "model/departures.h"
#include "model/tree.h"

/* The clocks agree to far less than this; a suspend is longer. */
#define SUSPEND_NS (NS_PER_SECOND / 2)

struct world {
	struct snapshot *now, *before;
	struct row *rows; /* those that ended behind the others */
	size_t row_count, row_capacity;
	size_t living;		   /* rows of processes that live, and of their threads */
	struct attributes **known; /* what is left of old rows: as the tasks of their snapshot */
	size_t known_count, known_capacity;
	uint32_t *parents;
	size_t parents_capacity;
	struct hash by_pid; /* processes: PID to row */
	struct hash ended;  /* those that ended: identity to row */
	double interval;
	uint64_t version; /* see world_version() */
	struct totals totals;
	struct account account;
	struct departures departures;
};

struct world *world_new(void)
{
	struct world *world = die_calloc(1, sizeof(*world));

	hash_init(&world->by_pid, 1024);
	hash_init(&world->ended, 64);
	departures_init(&world->departures);
	return world;
}

static void free_attributes(struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].is_thread)
			attributes_free(rows[i].attributes);
	}
}

void world_free(struct world *world)
{
	if (!world)
		return;
	free_attributes(world->rows, world->living);
	snapshot_free(world->now);
	snapshot_free(world->before);
	free(world->rows);
	free(world->known);
	free(world->parents);
	hash_done(&world->by_pid);
	hash_done(&world->ended);
	totals_done(&world->totals);
	account_done(&world->account);
	departures_done(&world->departures);
	free(world);
}

/*
 * 0 where there is nothing to compare with: the first sample, a suspend, a clock that stands
 * still.
 */
static double measure_interval(const struct world *world)
{
	const struct snapshot *now = world->now, *before = world->before;
	uint64_t monotonic, boottime;

	if (!before || before->error || now->error || now->monotonic_ns <= before->monotonic_ns ||
	    now->boottime_ns < before->boottime_ns)
		return 0;
	monotonic = now->monotonic_ns - before->monotonic_ns;
	boottime = now->boottime_ns - before->boottime_ns;
	if (boottime > monotonic + SUSPEND_NS)
		return 0;
	return (double)monotonic / (double)NS_PER_SECOND;
}

/* Started after the sample before was begun; a tick of slack, as start is counted in ticks. */
static bool is_born(const struct world *world, const struct task *task)
{
	uint64_t tick =
		world->now->ticks_per_second ? NS_PER_SECOND / world->now->ticks_per_second : 0;

	return world->interval > 0 && task->start_ns + tick >= world->before->boottime_ns;
}

static struct row make_row(const struct world *world, const struct sighting *sighting,
			   const struct sighting *before)
{
	const struct task *task = sighting->task;
	struct row row = {
		.task = task,
		.sighting = sighting,
		.identity = task->identity,
		.is_thread = task_is_thread(task),
		.before = world->interval > 0 && before ? before->task : NULL,
		.world = world,
		.parent = ROW_NONE,
		.first_child = ROW_NONE,
		.next_sibling = ROW_NONE,
	};

	if (row.before && sighting->sampled_ns > before->sampled_ns) {
		row.seconds =
			(double)(sighting->sampled_ns - before->sampled_ns) / (double)NS_PER_SECOND;
	} else if (!before && is_born(world, task)) {
		row.born = true;
		row.seconds = world->interval;
	}
	return row;
}

static void add_row(struct world *world, const struct row *row)
{
	world->rows = die_grow(world->rows, &world->row_capacity, world->row_count + 1,
			       sizeof(world->rows[0]));
	world->rows[world->row_count++] = *row;
}

/* Two versions of one task; mostly one. */
static bool is_same(const struct task *a, const struct task *b)
{
	return a == b || task_identity_equal(&a->identity, &b->identity);
}

static void add_threads(struct world *world, uint32_t process, const struct sighting *before)
{
	const struct sighting *sighting = world->rows[process].sighting;
	struct attributes *attributes = world->rows[process].attributes;

	for (uint32_t i = 0; i < sighting->thread_count; i++) {
		const struct sighting *thread = &world->now->threads[sighting->thread_first + i];
		const struct sighting *old =
			before ? snapshot_find_thread(world->before, before,
						      thread->task->identity.pid)
			       : NULL;
		struct row row;

		if (old && !is_same(old->task, thread->task))
			old = NULL;
		row = make_row(world, thread, old);
		row.attributes = attributes;
		row.parent = process;
		row.process = process;
		add_row(world, &row);
	}
}

/*
 * The same process in the sample before. Both are walked by PID, *at is where the last search
 * ended.
 */
static const struct sighting *find_before(const struct world *world, size_t *at,
					  const struct task *task)
{
	const struct snapshot *before = world->before;

	if (!before)
		return NULL;
	while (*at < before->task_count && before->tasks[*at].task != task &&
	       before->tasks[*at].task->identity.pid < task->identity.pid)
		++*at;
	if (*at == before->task_count || !is_same(before->tasks[*at].task, task))
		return NULL;
	return &before->tasks[*at];
}

/*
 * Its attributes as the last update had them; the processes in between have gone.
 */
static struct attributes *take_attributes(struct world *world, const struct snapshot *old,
					  size_t *at, const struct task *task)
{
	for (; *at < world->known_count; ++*at) {
		const struct task *known = old->tasks[*at].task;

		if (known == task)
			return world->known[(*at)++];
		if (known->identity.pid > task->identity.pid)
			break;
		if (is_same(known, task))
			return world->known[(*at)++];
		departures_vanish(&world->departures, &old->tasks[*at], world->known[*at]);
	}
	return attributes_new();
}

/* old: the snapshot that was the present one. */
static void join(struct world *world, const struct snapshot *old)
{
	const size_t most = world->now->task_count + world->now->thread_count;
	size_t before_at = 0, known_at = 0;

	hash_clear(&world->by_pid, world->now->task_count);
	/* at once: growing in steps leaves holes behind */
	world->rows = die_grow(world->rows, &world->row_capacity, most, sizeof(world->rows[0]));
	for (size_t i = 0; i < world->now->task_count; i++) {
		const struct sighting *sighting = &world->now->tasks[i];
		const struct sighting *before = find_before(world, &before_at, sighting->task);
		const uint32_t at = (uint32_t)world->row_count;
		struct row row = make_row(world, sighting, before);

		row.attributes = take_attributes(world, old, &known_at, sighting->task);
		/* Idle since the last sample that was made, which may have been another. */
		row.attributes->has_run |=
			!sighting->idle || (before && before->task != sighting->task);
		row.process = at;
		add_row(world, &row);
		hash_put(&world->by_pid, (uint64_t)sighting->task->identity.pid, at);
		if (sighting->thread_count > 0)
			add_threads(world, at, world->interval > 0 ? before : NULL);
	}
	for (; known_at < world->known_count; known_at++)
		departures_vanish(&world->departures, &old->tasks[known_at],
				  world->known[known_at]);
	world->living = world->row_count;
}

static struct row *row_of_pid(const struct world *world, int32_t pid)
{
	uint32_t at = hash_get(&world->by_pid, (uint64_t)pid);

	return at == HASH_NONE ? NULL : &world->rows[at];
}

static struct row *find_process(const struct world *world, const struct identity *identity)
{
	struct row *row = row_of_pid(world, identity->pid);

	return row && task_identity_equal(&row->task->identity, identity) ? row : NULL;
}

static struct snapshot *replace_snapshots(struct world *world, struct snapshot *snapshot)
{
	struct snapshot *spare;

	if (snapshot->extra && world->before) {
		spare = world->now;
	} else {
		spare = world->before;
		world->before = world->now;
	}
	world->now = snapshot;
	return spare;
}

/* The rows end here. What they had that goes on is little, and their snapshot says whose it is. */
static void empty_rows(struct world *world)
{
	world->known = die_grow(world->known, &world->known_capacity, world->row_count,
				sizeof(world->known[0]));
	world->known_count = 0;
	for (size_t i = 0; i < world->living; i++) {
		if (!world->rows[i].is_thread)
			world->known[world->known_count++] = world->rows[i].attributes;
	}
	world->row_count = world->living = 0;
}

static struct account_rows account_rows_of(struct world *world)
{
	return (struct account_rows){
		.rows = world->rows,
		.count = world->living,
		.by_pid = &world->by_pid,
		.lives = &world->departures.lives,
		.before = world->before,
		.extra = world->now->extra,
	};
}

static uint64_t key_of(const struct identity *identity)
{
	return hash_mix((uint64_t)identity->pid, identity->start);
}

static uint32_t find_ended(const struct world *world, const struct identity *identity)
{
	const uint32_t at = hash_get(&world->ended, key_of(identity));

	return at != HASH_NONE && task_identity_equal(&world->rows[at].identity, identity)
		       ? at
		       : ROW_NONE;
}

/* Under the one that it came from, be it that this one has ended as well. */
static uint32_t row_of_heir(const struct world *world, const struct identity *heir)
{
	const uint32_t at = hash_get(&world->by_pid, (uint64_t)heir->pid);

	if (at != HASH_NONE && task_identity_equal(&world->rows[at].identity, heir))
		return at;
	return find_ended(world, heir);
}

static void add_ended_rows(struct world *world)
{
	hash_clear(&world->ended, world->departures.endings.count);
	for (size_t i = 0; i < world->departures.endings.count; i++) {
		struct ended *ended = world->departures.endings.of[i];
		const uint32_t at = (uint32_t)world->row_count;
		struct row row;

		/* Once it could not be read, and now it is there again: it goes with the next. */
		ended->is_back |= find_process(world, &ended->task.identity) != NULL;
		if (ended->is_back)
			continue;
		endings_row(ended, world, &row);
		row.process = at;
		add_row(world, &row);
		hash_put(&world->ended, key_of(&row.identity), at);
	}
	for (size_t i = world->living; i < world->row_count; i++) {
		const struct ended *ended = (const void *)world->rows[i].ending;

		world->rows[i].parent = row_of_heir(world, &ended->heir);
	}
}

/* Who used the CPUs: see account.h. */
static void balance(struct world *world)
{
	const struct account_rows rows = account_rows_of(world);

	totals_tasks(&world->totals, world->now);
	totals_cpus(&world->totals, world->before, world->now, world->interval);
	if (world->interval > 0)
		account_children(&world->account, &rows);
	else
		account_done(&world->account); /* what is owed is of another time */
	account_totals(&rows, world->interval, &world->totals);
}

struct snapshot *world_update(struct world *world, struct snapshot *snapshot)
{
	const struct snapshot *old = world->now;
	struct snapshot *spare = replace_snapshots(world, snapshot);
	struct account_rows living;

	world->version++;
	empty_rows(world);
	world->interval = measure_interval(world);
	departures_begin(&world->departures,
			 &(struct departures_samples){ snapshot, old, world->before });
	join(world, old);
	living = account_rows_of(world);
	departures_settle(&world->departures, &living);
	add_ended_rows(world);
	tree_build(world->rows, world->row_count, &world->by_pid);
	world->parents = die_grow(world->parents, &world->parents_capacity, world->row_count,
				  sizeof(world->parents[0]));
	for (size_t i = 0; i < world->row_count; i++)
		world->parents[i] = world->rows[i].parent;
	balance(world);
	living = account_rows_of(world);
	departures_count(&world->departures, &living);
	return spare;
}

const struct snapshot *world_now(const struct world *world)
{
	return world->now;
}

const struct snapshot *world_before(const struct world *world)
{
	return world->before;
}

const struct row *world_rows(const struct world *world, size_t *ret_count)
{
	*ret_count = world->row_count;
	return world->rows;
}

const uint32_t *world_parents(const struct world *world)
{
	return world->parents;
}

const struct row *world_find_pid(const struct world *world, int32_t pid)
{
	return row_of_pid(world, pid);
}

/* A thread is found by its number: they follow their process, so this looks at all rows once. */
static const struct row *find_thread(const struct world *world, const struct identity *identity)
{
	for (size_t i = 0; i < world->row_count; i++) {
		const struct row *row = &world->rows[i];

		if (row->is_thread && task_identity_equal(&row->task->identity, identity))
			return row;
	}
	return NULL;
}

const struct row *world_find(const struct world *world, const struct identity *identity)
{
	const struct row *row = find_process(world, identity);

	if (row)
		return row;
	return world->now && world->now->thread_count > 0 ? find_thread(world, identity) : NULL;
}

const struct journal *world_journal(const struct world *world)
{
	return &world->departures.journal;
}

const struct event_list *world_events(const struct world *world)
{
	return &world->now->events;
}

const struct row *world_find_ended(const struct world *world, const struct identity *identity)
{
	const uint32_t at = find_ended(world, identity);

	return at == ROW_NONE ? NULL : &world->rows[at];
}

bool world_is_under(const struct world *world, const struct row *row, const struct row *ancestor)
{
	(void)world;
	return tree_is_under(row, ancestor);
}

const struct totals *world_totals(const struct world *world)
{
	return &world->totals;
}

uint64_t world_version(const struct world *world)
{
	return world->version;
}

double world_interval(const struct world *world)
{
	return world->interval;
}

bool world_ask_command(struct world *world, const struct row *row, uint64_t now_ns, bool watched)
{
	const struct task *task = world->rows[row->process].task;
	uint64_t token;

	if (row->ending || task_is_kernel(task) || (task->state == 'Z' && task->num_threads <= 1))
		return false;
	token = attributes_token(task);
	if (!attributes_is_due(row->attributes, token, now_ns, watched))
		return false;
	attributes_asked(row->attributes, token, now_ns);
	return true;
}

void world_answer_command(struct world *world, const struct identity *identity, int result,
			  struct bytes command)
{
	const struct row *row = find_process(world, identity);

	if (!row)
		return;
	attributes_answer(row->attributes, result, command);
	world->version++;
}

void world_stalled(struct world *world, const struct identity *identity)
{
	const struct row *row = find_process(world, identity);

	if (!row)
		return;
	row->attributes->stalled = true;
	world->version++;
}
