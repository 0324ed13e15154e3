/* sampler.c - see sampler.h */
#include "worker/sampler.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "base/mailbox.h"
#include "snap/snapshot.h"
#include "source/pace.h"
#include "source/source.h"

enum { STOP_WITHIN_MS = 300 };

/* What the user wants: a state, so that a newer one may replace it unread. */
struct wish {
	struct source_request *request;
	uint64_t interval_ns;
	uint64_t extra; /* counts the samples that were asked for out of turn */
	bool paused, stop;
};

struct sampler {
	struct mailbox *wishes, *snapshots, *spares;
	struct mailbox *ended; /* the thread's last wish, when it has ended */
	struct source *source; /* the thread's */
	pthread_t thread;
	uint64_t first_ns;
	struct wish wish; /* the user's copy of what it asked for last */
};

/* The thread's own state. */
struct rhythm {
	struct wish *wish;
	uint64_t due_ns, extra_done;
	unsigned taken;
	struct pace pace;	/* of draining events */
	struct snapshot *spare; /* one that nobody took; or NULL */
};

static void free_wish(void *item)
{
	struct wish *wish = item;

	source_request_free(wish->request);
	free(wish);
}

static void free_snapshot(void *item)
{
	snapshot_free(item);
}

static void put_wish(struct sampler *sampler)
{
	struct wish *wish = die_malloc(sizeof(*wish));

	*wish = sampler->wish;
	wish->request = source_request_copy(sampler->wish.request);
	mailbox_put(sampler->wishes, wish);
}

static struct snapshot *find_spare(struct sampler *sampler, struct rhythm *rhythm)
{
	struct snapshot *spare = rhythm->spare;

	rhythm->spare = NULL;
	if (!spare)
		spare = mailbox_take(sampler->spares);
	return spare ? spare : snapshot_new();
}

static void take_sample(struct sampler *sampler, struct rhythm *rhythm, bool extra,
			uint64_t late_ns)
{
	struct snapshot *snapshot = find_spare(sampler, rhythm);

	(void)source_sample(sampler->source, rhythm->wish->request,
			    snapshot); /* its error is in the snapshot */
	snapshot->extra = extra;
	snapshot->late_ns = late_ns;
	/* A newer snapshot replaces the one before, but not what had happened by then. */
	rhythm->spare = mailbox_take(sampler->snapshots);
	if (rhythm->spare)
		snapshot_carry(snapshot, rhythm->spare);
	mailbox_put(sampler->snapshots, snapshot);
}

/*
 * Ticks that passed while nothing could be read are not made up for: one right behind a late
 * sample would be a sample of no time at all.
 */
static uint64_t next_due(uint64_t due_ns, uint64_t interval_ns)
{
	const uint64_t now = clock_monotonic();

	return (due_ns + interval_ns > now ? due_ns : now) + interval_ns;
}

/* Takes what is due; returns when the next one is. */
static uint64_t tick(struct sampler *sampler, struct rhythm *rhythm)
{
	const struct wish *wish = rhythm->wish;
	const uint64_t now = clock_monotonic();

	if (wish->paused)
		return UINT64_MAX;
	/* What was changed is to be seen, be it that its sample is due anyway. */
	wish->request->anew = wish->extra != rhythm->extra_done;
	if (now >= rhythm->due_ns) {
		uint64_t interval = rhythm->taken == 0 ? sampler->first_ns : wish->interval_ns;

		take_sample(sampler, rhythm, false, now - rhythm->due_ns);
		rhythm->taken++;
		rhythm->due_ns = next_due(rhythm->due_ns, interval);
	} else if (wish->extra != rhythm->extra_done) {
		take_sample(sampler, rhythm, true, 0);
	}
	rhythm->extra_done = wish->extra;
	return rhythm->due_ns;
}

/* Waits for the time, a wish or events; takes the events from the kernel. */
static void wait_until(const struct sampler *sampler, struct rhythm *rhythm, uint64_t due_ns)
{
	struct pollfd fds[2] = { { .fd = mailbox_fd(sampler->wishes), .events = POLLIN },
				 { .fd = source_event_fd(sampler->source), .events = POLLIN } };
	const uint64_t now = clock_monotonic(), drain_ns = pace_due(&rhythm->pace);
	struct timespec timeout = { 0 };

	if (fds[1].fd >= 0 && drain_ns > now) {
		fds[1].fd = -1; /* not yet */
		due_ns = MIN(due_ns, drain_ns);
	}
	if (due_ns > now) {
		timeout.tv_sec = (time_t)((due_ns - now) / NS_PER_SECOND);
		timeout.tv_nsec = (long)((due_ns - now) % NS_PER_SECOND);
	}
	/* all signals are blocked */
	if (ppoll(fds, 2, due_ns == UINT64_MAX ? NULL : &timeout, NULL) > 0 && fds[1].revents) {
		source_drain(sampler->source);
		pace_took(&rhythm->pace, clock_monotonic());
	}
}

/* A new interval counts from the last sample, and a pause must not be followed by a burst. */
static void take_wish(struct rhythm *rhythm, struct wish *wish)
{
	const uint64_t now = clock_monotonic();

	if (rhythm->wish->paused && !wish->paused && rhythm->due_ns < now)
		rhythm->due_ns = now;
	if (rhythm->taken > 0 && wish->interval_ns != rhythm->wish->interval_ns)
		rhythm->due_ns = MIN(rhythm->due_ns, now + wish->interval_ns);
	free_wish(rhythm->wish);
	rhythm->wish = wish;
}

static void *run(void *argument)
{
	struct sampler *sampler = argument;
	struct rhythm rhythm = { .wish = mailbox_take(sampler->wishes),
				 .due_ns = clock_monotonic() };

	/* by itself: a source may look at the name, and must find the one that stays */
	(void)pthread_setname_np(pthread_self(), "proctor-sample");
	while (!rhythm.wish->stop) {
		uint64_t due_ns = tick(sampler, &rhythm);
		struct wish *wish;

		wait_until(sampler, &rhythm, due_ns);
		wish = mailbox_take(sampler->wishes);
		if (wish)
			take_wish(&rhythm, wish);
	}
	snapshot_free(rhythm.spare);
	mailbox_put(sampler->ended, rhythm.wish);
	return NULL;
}

/* Signals are the user's business: the thread starts with all of them blocked. */
static int start(struct sampler *sampler)
{
	sigset_t all, old;
	int error;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&sampler->thread, NULL, run, sampler);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -error;
}

static void free_all(struct sampler *sampler)
{
	mailbox_free(sampler->wishes);
	mailbox_free(sampler->snapshots);
	mailbox_free(sampler->spares);
	mailbox_free(sampler->ended);
	source_free(sampler->source);
	source_request_free(sampler->wish.request);
	free(sampler);
}

int sampler_new(struct source *source, const struct source_request *request, uint64_t first_ns,
		uint64_t interval_ns, struct sampler **ret)
{
	struct sampler *sampler = die_calloc(1, sizeof(*sampler));
	int result = -EMFILE;

	sampler->source = source;
	sampler->first_ns = first_ns;
	sampler->wish.request = source_request_copy(request);
	sampler->wish.interval_ns = interval_ns;
	sampler->wishes = mailbox_new(free_wish);
	sampler->snapshots = mailbox_new(free_snapshot);
	sampler->spares = mailbox_new(free_snapshot);
	sampler->ended = mailbox_new(free_wish);
	if (sampler->wishes && sampler->snapshots && sampler->spares && sampler->ended) {
		put_wish(sampler);
		result = start(sampler);
	}
	if (result < 0) {
		free_all(sampler);
		return result;
	}
	*ret = sampler;
	return 0;
}

void sampler_free(struct sampler *sampler)
{
	struct pollfd poll_fd = { .events = POLLIN };
	int ended;

	if (!sampler)
		return;
	sampler->wish.stop = true;
	put_wish(sampler);
	poll_fd.fd = mailbox_fd(sampler->ended);
	while ((ended = poll(&poll_fd, 1, STOP_WITHIN_MS)) < 0 && errno == EINTR)
		;
	if (ended > 0) {
		(void)pthread_join(sampler->thread, NULL);
		free_all(sampler);
	} else {
		(void)pthread_detach(sampler->thread); /* it still uses its memory: exit frees it */
	}
}

void sampler_request(struct sampler *sampler, const struct source_request *request, bool now)
{
	source_request_free(sampler->wish.request);
	sampler->wish.request = source_request_copy(request);
	if (now)
		sampler->wish.extra++;
	put_wish(sampler);
}

void sampler_interval(struct sampler *sampler, uint64_t interval_ns)
{
	sampler->wish.interval_ns = interval_ns;
	put_wish(sampler);
}

void sampler_pause(struct sampler *sampler, bool paused)
{
	sampler->wish.paused = paused;
	put_wish(sampler);
}

int sampler_fd(const struct sampler *sampler)
{
	return mailbox_fd(sampler->snapshots);
}

struct snapshot *sampler_take(struct sampler *sampler)
{
	return mailbox_take(sampler->snapshots);
}

void sampler_give_back(struct sampler *sampler, struct snapshot *snapshot)
{
	if (snapshot)
		mailbox_put(sampler->spares, snapshot);
}
