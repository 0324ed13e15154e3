/* departures.c - see departures.h */
#include "model/departures.h"

#include "base/hash.h"
#include "base/macros.h"
#include "snap/snapshot.h"

void departures_init(struct departures *departures)
{
	*departures = (struct departures){ 0 };
	lives_init(&departures->lives);
	endings_init(&departures->endings);
}

void departures_done(struct departures *departures)
{
	lives_done(&departures->lives);
	endings_done(&departures->endings);
	journal_done(&departures->journal);
}

void departures_begin(struct departures *departures, const struct departures_samples *samples)
{
	const struct snapshot *now = samples->now;

	departures->samples = *samples;
	lives_begin(&departures->lives, now->extra);
	endings_begin(&departures->endings, now->monotonic_ns, now->extra);
	journal_begin(&departures->journal);
	lives_apply(&departures->lives, now, samples->old);
}

static const struct task *find_same(const struct snapshot *snapshot, const struct task *task)
{
	const struct task *found =
		snapshot ? snapshot_task_find(snapshot, task->identity.pid) : NULL;

	return found && task_identity_equal(&found->identity, &task->identity) ? found : NULL;
}

void departures_vanish(struct departures *departures, const struct sighting *was,
		       struct attributes *attributes)
{
	const struct departures_samples *samples = &departures->samples;
	struct lives_end *end;
	const struct task *parent;
	struct ended *ended;

	if (samples->now->error) { /* nothing is known now: nobody has gone */
		attributes_free(attributes);
		return;
	}
	end = lives_vanished(&departures->lives, was, find_same(samples->before, was->task));
	ended = endings_add_seen(&departures->endings, end, was->task, attributes);
	end->ended = ended;
	parent = snapshot_task_find(samples->now, end->life.ppid);
	if (parent)
		ended->heir = parent->identity;
	if (!samples->now->events.on && !samples->now->events.accounts)
		journal_polled(&departures->journal, EVENT_EXIT, was->task, samples->now);
}

/* A user's name is told by the sampling thread only: somebody else of his has a row, mostly. */
static struct bytes name_of_user(const struct account_rows *rows, uint32_t uid)
{
	for (size_t i = 0; i < rows->count; i++) {
		const struct task *task = rows->rows[i].task;

		if (task->have & TASK_USER && task->uid == uid)
			return task->user;
	}
	return (struct bytes){ 0 };
}

static void add_unseen(struct departures *departures, const struct account_rows *rows)
{
	const struct lives *lives = &departures->lives;

	for (size_t i = lives->latest; i < lives->end_count; i++) {
		struct lives_end *end = &lives->ends[i];
		const struct row *heir;
		struct ended *ended;
		bool is_parent;

		if (end->was_seen)
			continue;
		heir = account_heir(rows, end, &is_parent);
		ended = endings_add_unseen(&departures->endings, end, heir ? heir->task : NULL);
		end->ended = ended;
		if (endings_wants_user(ended))
			endings_name_user(ended, name_of_user(rows, end->life.uid));
	}
}

/* A command line that was read before an exec is that of another program. */
static void note_execs(const struct account_rows *rows, const struct event_list *events)
{
	for (size_t i = 0; i < events->count; i++) {
		const struct event *event = &events->of[i];
		const uint32_t at = event->kind == EVENT_EXEC
					    ? hash_get(rows->by_pid, (uint64_t)event->pid)
					    : HASH_NONE;

		if (at != HASH_NONE)
			attributes_outdated(rows->rows[at].attributes);
	}
}

/* Without events: who is there now and was not in the sample before. */
static void tell_born(struct departures *departures, const struct account_rows *rows)
{
	const struct departures_samples *samples = &departures->samples;

	for (size_t i = 0; samples->old && i < rows->count; i++) {
		const struct row *row = &rows->rows[i];

		if (row->born && !row->is_thread && !find_same(samples->old, row->task))
			journal_polled(&departures->journal, EVENT_FORK, row->task, samples->now);
	}
}

void departures_settle(struct departures *departures, const struct account_rows *rows)
{
	const struct departures_samples *samples = &departures->samples;

	lives_settle(&departures->lives, samples->now);
	if (!samples->before) /* what was before us is of no interval */
		departures->lives.end_count = 0;
	add_unseen(departures, rows);
	journal_events(&departures->journal, &departures->lives, samples->now, samples->old);
	if (!samples->now->events.on)
		tell_born(departures, rows);
	note_execs(rows, &samples->now->events);
	lives_forget(&departures->lives);
	departures->samples = (struct departures_samples){ 0 };
}

/* The account is of the moment before it took its memory down: now there may be more. */
static void complete(struct journal_entry *entry, const struct lives_end *end,
		     const struct task *zombie)
{
	if (end && end->life.cpu_ns == entry->cpu_ns)
		entry->cpu_ns += end->rest_ns;
	else if (zombie && zombie->state == 'Z')
		entry->cpu_ns = MAX(entry->cpu_ns, row_task_cpu_ns(zombie));
}

static void complete_journal(struct departures *departures, const struct account_rows *rows)
{
	struct journal *journal = &departures->journal;

	for (size_t i = journal->fresh; i < journal->count; i++) {
		struct journal_entry *entry = &journal->of[i];
		const uint32_t at = hash_get(rows->by_pid, (uint64_t)entry->pid);

		if (entry->kind == EVENT_EXIT && entry->has_account)
			complete(entry, lives_find_end(&departures->lives, entry->pid),
				 at == HASH_NONE ? NULL : rows->rows[at].task);
	}
}

void departures_count(struct departures *departures, const struct account_rows *rows)
{
	const struct lives *lives = &departures->lives;

	for (size_t i = 0; i < lives->end_count; i++)
		lives->ends[i].ended->ending.cpu_ns = 0;
	for (size_t i = 0; i < lives->end_count; i++) {
		const struct lives_end *end = &lives->ends[i];

		end->ended->ending.cpu_ns += end->cpu_ns + end->rest_ns;
		end->ended->ending.life_cpu_ns = end->life.cpu_ns + end->rest_ns;
	}
	complete_journal(departures, rows);
}
