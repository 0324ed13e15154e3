/* lives.c - see lives.h */
#include "model/lives.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "model/row.h"
#include "snap/snapshot.h"

void lives_init(struct lives *lives)
{
	*lives = (struct lives){ 0 };
	hash_init(&lives->by_pid, 64);
	hash_init(&lives->ends_by_pid, 64);
}

void lives_done(struct lives *lives)
{
	free(lives->of);
	free(lives->event_lives);
	free(lives->ends);
	hash_done(&lives->by_pid);
	hash_done(&lives->ends_by_pid);
}

void lives_begin(struct lives *lives, bool extra)
{
	if (!extra)
		lives->end_count = 0;
	lives->latest = lives->end_count;
}

/* Events. */

static struct life *latest(const struct lives *lives, int32_t pid)
{
	const uint32_t at = hash_get(&lives->by_pid, (uint64_t)pid);

	return at == HASH_NONE ? NULL : &lives->of[at];
}

/* Begins to follow a process; one that had the same PID before is still found behind it. */
static struct life *add_life(struct lives *lives, int32_t pid)
{
	const uint32_t at = (uint32_t)lives->count;

	lives->of = die_grow(lives->of, &lives->capacity, lives->count + 1, sizeof(lives->of[0]));
	lives->of[lives->count++] =
		(struct life){ .pid = pid, .older = hash_get(&lives->by_pid, (uint64_t)pid) };
	hash_put(&lives->by_pid, (uint64_t)pid, at);
	return &lives->of[at];
}

static struct life *follow(struct lives *lives, int32_t pid)
{
	struct life *life = latest(lives, pid);

	return life && !life->is_settled ? life : add_life(lives, pid);
}

static void set_comm(struct life *life, const char *comm)
{
	memcpy(life->comm, comm, sizeof(life->comm));
	life->comm[sizeof(life->comm) - 1] = '\0';
}

static void copy_comm(struct life *life, struct bytes comm)
{
	const size_t length = MIN(comm.n, sizeof(life->comm) - 1);

	memset(life->comm, 0, sizeof(life->comm));
	if (length > 0)
		memcpy(life->comm, comm.p, length);
}

/* What both snapshots know of a process, the newer one first. */
struct seen {
	const struct snapshot *now, *old;
};

static const struct task *find_task(const struct seen *seen, int32_t pid)
{
	const struct task *task = snapshot_task_find(seen->now, pid);

	return task || !seen->old ? task : snapshot_task_find(seen->old, pid);
}

/* The name that a child begins with is its parent's. */
static void inherit_comm(const struct lives *lives, const struct seen *seen, struct life *life)
{
	const struct life *parent = latest(lives, life->ppid);
	const struct task *task;

	if (parent && (parent->comm[0] || parent->has_execed)) {
		set_comm(life, parent->comm);
		return;
	}
	task = find_task(seen, life->ppid);
	if (task)
		copy_comm(life, task->comm);
}

static void apply_fork(struct lives *lives, const struct seen *seen, const struct event *event)
{
	struct life *life;

	if (event->pid != event->tid) {
		life = follow(lives, event->pid);
		life->threads += life->is_born ? 1 : 0;
		return;
	}
	life = add_life(lives, event->pid);
	life->is_born = true;
	life->threads = 1;
	life->began_ns = event->time_ns;
	life->ppid = event->other;
	inherit_comm(lives, seen, life);
}

static void apply_account(struct life *life, const struct event *event)
{
	const struct event_account *account = event->account;

	/* A name was given to the thread; that of the process is its first one's. */
	if (event->pid == event->tid || !life->comm[0])
		set_comm(life, account->comm);
	life->has_uid = true;
	life->uid = account->uid;
	life->read_bytes += account->read_bytes;
	life->write_bytes += account->write_bytes;
	life->peak_rss = MAX(life->peak_rss, account->peak_rss);
	life->elapsed_ns = MAX(life->elapsed_ns, account->elapsed_ns);
	if (!account->is_last)
		return;
	life->has_account = true;
	life->cpu_ns = account->group_cpu_ns ? account->group_cpu_ns : account->cpu_ns;
}

static void apply_exit(struct lives *lives, const struct event *event)
{
	struct life *life = follow(lives, event->pid);

	life->ended_ns = event->time_ns;
	if (event->pid == event->tid || !life->has_status) {
		life->has_status = true;
		life->status = (int32_t)event->value;
	}
	if (event->other > 0)
		life->ppid = event->other;
	if (event->account)
		apply_account(life, event);
	if (life->is_born)
		life->threads--;
	/* How many threads one has whose birth was not told of, only its account knows. */
	if (event->account)
		life->has_ended = event->account->is_last;
	else
		life->has_ended = life->is_born ? life->threads <= 0 : event->pid == event->tid;
}

static void apply(struct lives *lives, const struct seen *seen, const struct event *event)
{
	struct life *life;

	switch (event->kind) {
	case EVENT_FORK:
		apply_fork(lives, seen, event);
		return;
	case EVENT_EXIT:
		apply_exit(lives, event);
		return;
	case EVENT_EXEC:
		life = follow(lives, event->pid);
		life->has_execed = true;
		set_comm(life, event->comm);
		return;
	case EVENT_COMM:
		life = follow(lives, event->pid);
		if (event->pid == event->tid)
			set_comm(life, event->comm);
		return;
	case EVENT_UID:
		life = follow(lives, event->pid);
		life->has_uid = true;
		life->uid = event->value;
		return;
	default:
		(void)follow(lives, event->pid);
	}
}

void lives_apply(struct lives *lives, const struct snapshot *now, const struct snapshot *old)
{
	const struct event_list *events = &now->events;
	const struct seen seen = { now, old };

	lives->now_ns = now->monotonic_ns;
	lives->event_lives = die_grow(lives->event_lives, &lives->event_capacity, events->count + 1,
				      sizeof(lives->event_lives[0]));
	for (size_t i = 0; i < events->count; i++) {
		apply(lives, &seen, &events->of[i]);
		lives->event_lives[i] = hash_get(&lives->by_pid, (uint64_t)events->of[i].pid);
	}
}

const struct life *lives_find(const struct lives *lives, int32_t pid)
{
	return latest(lives, pid);
}

const struct life *lives_of_event(const struct lives *lives, size_t event)
{
	return &lives->of[lives->event_lives[event]];
}

/* Ends. */

/* Whether a process that was read then can be this one: a later one would not be older. */
static bool lived_at(const struct life *life, uint64_t time_ns)
{
	return !life->is_born || life->began_ns <= time_ns;
}

/* Who had that PID then; later ones have used it again. */
static struct life *holder_of(const struct lives *lives, int32_t pid, uint64_t time_ns)
{
	uint32_t at = hash_get(&lives->by_pid, (uint64_t)pid);

	while (at != HASH_NONE && !lived_at(&lives->of[at], time_ns))
		at = lives->of[at].older;
	return at == HASH_NONE ? NULL : &lives->of[at];
}

static uint64_t less(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static struct lives_end *add_end(struct lives *lives)
{
	lives->ends = die_grow(lives->ends, &lives->end_capacity, lives->end_count + 1,
			       sizeof(lives->ends[0]));
	lives->ends[lives->end_count] = (struct lives_end){ 0 };
	return &lives->ends[lives->end_count++];
}

struct lives_end *lives_vanished(struct lives *lives, const struct sighting *was,
				 const struct task *before)
{
	const struct task *task = was->task;
	struct life *life = holder_of(lives, task->identity.pid, was->sampled_ns);
	struct lives_end *end = add_end(lives);
	const uint64_t own = before ? row_task_cpu_ns(before) : 0;
	const uint64_t reaped = before ? before->cutime_ns + before->cstime_ns : 0;

	if (life && !life->is_settled) {
		end->life = *life;
		life->is_settled = true;
	}
	end->life.pid = task->identity.pid;
	if (end->life.ppid <= 0)
		end->life.ppid = task->ppid;
	if (!end->life.comm[0] && !end->life.has_execed)
		copy_comm(&end->life, task->comm);
	if (!end->life.has_uid && task->have & TASK_USER) {
		end->life.has_uid = true;
		end->life.uid = task->uid;
	}
	if (end->life.ended_ns == 0)
		end->life.ended_ns = lives->now_ns; /* by then */
	end->was_seen = true;
	end->identity = task->identity;
	end->start_ns = task->start_ns;
	end->cpu_ns = end->life.has_account ? less(end->life.cpu_ns, own) : 0;
	end->shown_ns = own + end->cpu_ns + reaped;
	return end;
}

/* Of one that was never seen: what it was called and used is known by its events alone. */
static void end_unseen(struct lives *lives, struct life *life, const struct snapshot *now)
{
	const uint64_t tick = now->ticks_per_second ? NS_PER_SECOND / now->ticks_per_second : 1;
	const uint64_t asleep = less(now->boottime_ns, now->monotonic_ns);
	struct lives_end *end = add_end(lives);

	life->is_settled = true;
	end->life = *life;
	end->start_ns = life->is_born ? life->began_ns + asleep : 0;
	end->identity = (struct identity){ .pid = life->pid, .start = end->start_ns / tick };
	/* Of one that was there before us it is not known how much fell into the interval. */
	if (life->is_born && life->has_account)
		end->cpu_ns = end->shown_ns = life->cpu_ns;
}

/* Whether it is the one that the sample has under its number. */
static bool is_sighted(const struct lives *lives, const struct life *life,
		       const struct snapshot *now)
{
	const struct sighting *sighting = snapshot_find(now, life->pid);

	return sighting && holder_of(lives, life->pid, sighting->sampled_ns) == life;
}

/*
 * One that ended after the sample was begun may have been missed by it, and be a zombie in the
 * next: it has to wait for that.
 */
static void settle(struct lives *lives, size_t at, const struct snapshot *now)
{
	struct life *life = &lives->of[at];
	const bool is_sighted_now = is_sighted(lives, life, now);

	if (life->is_settled || (is_sighted_now && life->has_status))
		return;
	if (is_sighted_now || (!life->has_ended && (!life->is_born || now->events.lost > 0)))
		life->is_settled = true;
	else if (life->has_ended && life->ended_ns <= now->monotonic_ns)
		end_unseen(lives, life, now);
}

void lives_settle(struct lives *lives, const struct snapshot *now)
{
	for (size_t i = 0; i < lives->count; i++)
		settle(lives, i, now);
	hash_clear(&lives->ends_by_pid, lives->end_count);
	for (size_t i = 0; i < lives->end_count; i++)
		hash_put(&lives->ends_by_pid, (uint64_t)lives->ends[i].life.pid, (uint32_t)i);
}

void lives_forget(struct lives *lives)
{
	size_t kept = 0;

	for (size_t i = 0; i < lives->count; i++) {
		if (!lives->of[i].is_settled)
			lives->of[kept++] = lives->of[i];
	}
	lives->count = kept;
	hash_clear(&lives->by_pid, kept);
	for (size_t i = 0; i < kept; i++) {
		const uint64_t pid = (uint64_t)lives->of[i].pid;

		lives->of[i].older = hash_get(&lives->by_pid, pid);
		hash_put(&lives->by_pid, pid, (uint32_t)i);
	}
}

const struct lives_end *lives_find_end(const struct lives *lives, int32_t pid)
{
	const uint32_t at = hash_get(&lives->ends_by_pid, (uint64_t)pid);

	return at == HASH_NONE ? NULL : &lives->ends[at];
}
