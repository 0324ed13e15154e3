/* events.c - see events.h */
#include "source/events.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/die.h"
#include "snap/snapshot.h"
#include "source/eventqueue.h"
#include "source/exitqueue.h"
#include "sys/connector.h"
#include "sys/exitstats.h"
#include "sys/procdir.h"

enum {
	/* Forks that the kernel has counted already and not yet told of. */
	FORKS_UNDERWAY = 64,
	/*
	 * An account waits for its exit until the process's memory and files are put away: for
	 * as long as this, and where events were lost, not much longer than is usual.
	 */
	EXIT_WITHIN_SECONDS = 30,
	EXIT_WITHIN_SECONDS_LOSSES = 1,
};

struct events {
	const struct procdir *procdir;
	struct procdir_buffer buffer;
	struct connector *connector; /* NULL: refused */
	struct exitstats *exitstats; /* NULL: refused */
	const char *why, *accounts_why;
	struct eventqueue queue;
	struct exitqueue exits;
	uint64_t since_ns;
	uint64_t lost_told; /* as the one that tells of them counts */
	uint64_t overflow_told;
	/* A check by another way: forks as /proc/stat counts them, and the events of them. */
	bool has_processes;
	uint64_t processes;			    /* in the sample before */
	uint64_t forks_before, forks_before_sample; /* events by the begin of it and of this one */
};

const struct events_limits events_limits = { CONNECTOR_BUFFER, EXITSTATS_BUFFER, 1000000 };

/*
 * The first namespaces have fixed numbers. To ask here saves the time until it is certain
 * that no answer will come.
 */
static bool is_first(const struct procdir *procdir, const char *link, const char *first)
{
	char target[64];
	ssize_t length = readlinkat(procdir_fd(procdir), link, target, sizeof(target));

	return length < 0 || bytes_equal((struct bytes){ target, (size_t)length }, first);
}

/* NULL: they may be told of. */
static const char *why_not(const struct procdir *procdir)
{
	if (!procdir_is_live(procdir))
		return "this is not the running machine";
	if (!procdir_is_ours(procdir))
		return "this /proc has the numbers of another PID namespace";
	if (!is_first(procdir, "self/ns/pid", "pid:[4026531836]"))
		return "only in the first PID namespace";
	if (!is_first(procdir, "self/ns/user", "user:[4026531837]"))
		return "only in the first user namespace";
	return NULL;
}

struct events *events_open(const struct procdir *procdir, const struct events_limits *limits)
{
	struct events *events = die_calloc(1, sizeof(*events));

	events->procdir = procdir;
	events->queue.max = limits->waiting;
	exitqueue_init(&events->exits, limits->waiting);
	events->why = events->accounts_why = why_not(procdir);
	if (events->why)
		return events;
	events->why = events->accounts_why = "not asked for";
	if (limits->connector_buffer > 0 &&
	    connector_open(limits->connector_buffer, &events->connector, &events->why) == 0)
		events->why = NULL;
	if (limits->exitstats_buffer > 0 &&
	    exitstats_open(limits->exitstats_buffer, &events->exitstats, &events->accounts_why) ==
		    0)
		events->accounts_why = NULL;
	events->since_ns = clock_monotonic();
	return events;
}

void events_close(struct events *events)
{
	if (!events)
		return;
	connector_close(events->connector);
	exitstats_close(events->exitstats);
	eventqueue_done(&events->queue);
	exitqueue_done(&events->exits);
	procdir_buffer_done(&events->buffer);
	free(events);
}

const char *events_why(const struct events *events)
{
	return events->why;
}

const char *events_accounts_why(const struct events *events)
{
	return events->accounts_why;
}

/* An account comes with an event, so one of the two is enough to wait for. */
int events_fd(const struct events *events)
{
	if (events->connector)
		return connector_fd(events->connector);
	return events->exitstats ? exitstats_fd(events->exitstats) : -1;
}

static void take_event(void *context, const struct cnproc *event)
{
	eventqueue_put(context, event);
}

static void take_account(void *context, const struct taskstats_exit *account)
{
	exitqueue_put(context, account);
}

/* In this order: then the account of each exit that was read is there. */
void events_drain(struct events *events)
{
	if (events->connector) {
		connector_drain(events->connector, take_event, &events->queue);
		eventqueue_name(&events->queue, events->procdir, &events->buffer);
	}
	if (events->exitstats)
		exitstats_drain(events->exitstats, take_account, &events->exits);
}

void events_begin(struct events *events)
{
	events_drain(events);
	events->forks_before_sample = events->queue.forks;
}

static const struct event_account *copy_account(struct arena *arena,
						const struct taskstats_exit *exit)
{
	struct event_account *account = arena_take(arena, sizeof(*account));

	*account = (struct event_account){
		.uid = exit->uid,
		.ppid = exit->ppid,
		.is_last = exit->is_last,
		.cpu_ns = exit->cpu_ns,
		.group_cpu_ns = exit->group_cpu_ns,
		.utime_ns = exit->utime_ns,
		.stime_ns = exit->stime_ns,
		.elapsed_ns = exit->elapsed_ns,
		.peak_rss = exit->peak_rss,
		.peak_virt = exit->peak_virt,
		.rchar = exit->rchar,
		.wchar = exit->wchar,
		.read_bytes = exit->read_bytes,
		.write_bytes = exit->write_bytes,
		.minflt = exit->minflt,
		.majflt = exit->majflt,
	};
	_Static_assert(sizeof(account->comm) == sizeof(exit->comm), "TASK_COMM_LEN");
	memcpy(account->comm, exit->comm, sizeof(account->comm));
	return account;
}

static void move_events(struct events *events, struct snapshot *ret)
{
	const size_t count = events->queue.count;
	struct event *of = arena_take(ret->arena, (count + 1) * sizeof(of[0]));

	exitqueue_index(&events->exits);
	for (size_t i = 0; i < count; i++) {
		const struct taskstats_exit *exit = NULL;

		of[i] = events->queue.of[i];
		if (of[i].kind == EVENT_EXIT)
			exit = exitqueue_take(&events->exits, of[i].tid, of[i].value);
		if (exit)
			of[i].account = copy_account(ret->arena, exit);
	}
	ret->events.of = of;
	ret->events.count = count;
	eventqueue_clear(&events->queue);
}

/* Where there is nothing but accounts, they are all that happened. */
static void move_exits(struct events *events, struct snapshot *ret)
{
	const size_t count = events->exits.count;
	struct event *of = arena_take(ret->arena, (count + 1) * sizeof(of[0]));

	for (size_t i = 0; i < count; i++) {
		struct exitqueue_account *account = &events->exits.of[i];
		const struct taskstats_exit *exit = &account->exit;

		of[i] = (struct event){ .time_ns = account->came_ns,
					.kind = EVENT_EXIT,
					.pid = exit->pid > 0 ? exit->pid : exit->tid,
					.tid = exit->tid,
					.other = exit->ppid,
					.value = exit->exit_code,
					.account = copy_account(ret->arena, exit) };
		account->taken = true;
	}
	ret->events.of = of;
	ret->events.count = count;
}

/*
 * At least how many forks there were beyond those that we know of. The kernel's count was read
 * between begin and end of the sample, so it is compared with the events from before the one
 * to behind the other. Gaps in numbers miss what is not sent at all: before Linux 6.6 another
 * program can end the subscription of all.
 */
static uint64_t forks_missing(struct events *events, const struct snapshot *snapshot, uint64_t lost)
{
	const uint64_t processes = snapshot->system.kstat.processes;
	uint64_t known = events->queue.forks - events->forks_before + lost + FORKS_UNDERWAY;
	uint64_t missing = 0;

	if (!(snapshot->system.have & SYSTEM_KSTAT))
		return 0;
	if (events->has_processes && processes - events->processes > known &&
	    processes > events->processes)
		missing = processes - events->processes - known;
	events->has_processes = true;
	events->processes = processes;
	events->forks_before = events->forks_before_sample;
	return missing;
}

static uint64_t count_lost(struct events *events, const struct snapshot *snapshot)
{
	const uint64_t total = connector_lost(events->connector);
	const uint64_t lost = total - events->lost_told;
	const uint64_t missing = forks_missing(events, snapshot, lost);
	const uint64_t overflow = events->queue.overflow - events->overflow_told;

	events->lost_told = total;
	events->overflow_told = events->queue.overflow;
	if (missing > 0)
		connector_renew(events->connector);
	return lost + missing + overflow;
}

void events_hand_over(struct events *events, struct snapshot *ret)
{
	events_drain(events);
	ret->events = (struct event_list){ .on = events->connector,
					   .accounts = events->exitstats,
					   .why = events->why,
					   .since_ns = events->since_ns };
	if (events->connector) {
		ret->events.lost = count_lost(events, ret);
		move_events(events, ret);
	} else if (events->exitstats) {
		const uint64_t total = exitstats_lost(events->exitstats);

		ret->events.lost = total - events->lost_told;
		events->lost_told = total;
		move_exits(events, ret);
	}
	exitqueue_sweep(&events->exits,
			ret->events.lost > 0 ? EXIT_WITHIN_SECONDS_LOSSES : EXIT_WITHIN_SECONDS);
}
