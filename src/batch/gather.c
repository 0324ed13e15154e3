/* gather.c - see gather.h */
#include "batch/gather.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "panes/processes.h"
#include "panes/settings.h"
#include "source/choose.h"
#include "source/pace.h"
#include "source/source.h"
#include "worker/inspector.h"

/* The whole of it goes into a record; more than this no exec accepts. */
#define COMMAND_MAX ((size_t)4 * 1024 * 1024)

/* With all inspectors stuck there is nothing to wait for. */
#define COMMANDS_WITHIN_NS (5 * NS_PER_SECOND)

struct gather {
	struct settings *settings;
	struct source *source;
	struct pace pace; /* of draining its events */
	struct source_request request;
	struct world *world;
	struct inspector *inspector;
	int signal_fd;
	sigset_t signals; /* those that come through it */
	int signal;
	bool woken;		 /* the handler has said so during this wait */
	gather_handler *handler; /* NULL: every signal is the end */
	void *context;		 /* its own */
	struct snapshot *spare;	 /* the memory of an old one; or NULL */
};

/* Who starts us so that a signal is ignored (nohup, a job in the background) wants it ignored. */
static void add_unless_ignored(sigset_t *signals, int number)
{
	struct sigaction action;

	if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
		(void)sigaddset(signals, number);
}

/* Signals come through a descriptor, so that every wait can be ended at once. */
static int open_signals(sigset_t *signals)
{
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(signals);
	add_unless_ignored(signals, SIGINT);
	add_unless_ignored(signals, SIGTERM);
	add_unless_ignored(signals, SIGHUP);
	if (sigprocmask(SIG_BLOCK, signals, NULL) < 0)
		return -errno;
	return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/*
 * Waits until the time has come, fd is readable or a signal was sent. Returns false after a
 * signal.
 */
static bool wait_for(struct gather *gather, int fd, uint64_t until_ns)
{
	struct pollfd fds[2] = { { .fd = gather->signal_fd, .events = POLLIN },
				 { .fd = fd, .events = POLLIN } };
	const uint64_t now = clock_monotonic();
	const uint64_t left = until_ns > now ? until_ns - now : 0;
	const struct timespec timeout = { (time_t)(left / NS_PER_SECOND),
					  (long)(left % NS_PER_SECOND) };
	struct signalfd_siginfo info;

	(void)ppoll(fds, 2, &timeout, NULL);
	while (gather->signal == 0 &&
	       read(gather->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		switch (gather->handler ? gather->handler(gather->context, &info) : GATHER_END) {
		case GATHER_GO_ON:
			break;
		case GATHER_WAKE:
			gather->woken = true;
			break;
		case GATHER_END:
			gather->signal = (int)info.ssi_signo;
			break;
		}
	}
	return gather->signal == 0;
}

/* Events are taken from the kernel meanwhile, before it has no room for more. */
static bool wait_draining(struct gather *gather, uint64_t now_ns, uint64_t until_ns)
{
	const int event_fd = source_event_fd(gather->source);
	const uint64_t drain_ns = event_fd < 0 ? UINT64_MAX : pace_due(&gather->pace);

	if (drain_ns > now_ns)
		return wait_for(gather, -1, MIN(drain_ns, until_ns));
	if (!wait_for(gather, event_fd, until_ns))
		return false;
	source_drain(gather->source);
	pace_took(&gather->pace, clock_monotonic());
	return true;
}

bool gather_wait(struct gather *gather, uint64_t until_ns)
{
	uint64_t now;

	gather->woken = false;
	while (!gather->woken && (now = clock_monotonic()) < until_ns &&
	       wait_draining(gather, now, until_ns))
		continue;
	return gather->signal == 0;
}

void gather_answers(struct gather *gather)
{
	const uint64_t until = clock_monotonic() + COMMANDS_WITHIN_NS;
	struct inspector_answer answer;

	for (;;) {
		while (inspector_take(gather->inspector, &answer)) {
			if (answer.result == -ETIMEDOUT)
				world_stalled(gather->world, &answer.identity);
			else
				world_answer_command(gather->world, &answer.identity, answer.result,
						     answer.command);
		}
		if (inspector_pending(gather->inspector) == 0 || clock_monotonic() > until ||
		    inspector_stuck(gather->inspector) >= INSPECTOR_STUCK_MAX)
			return;
		if (!wait_for(gather, inspector_fd(gather->inspector),
			      clock_monotonic() + 50 * NS_PER_MS))
			return;
	}
}

void gather_ask(struct gather *gather, const struct row *row)
{
	if (!row->is_thread && !row->ending &&
	    world_ask_command(gather->world, row, clock_monotonic(), true))
		inspector_ask(gather->inspector, &row->identity);
}

int gather_sample(struct gather *gather)
{
	struct snapshot *snapshot = gather->spare ? gather->spare : snapshot_new();
	int result = source_sample(gather->source, &gather->request, snapshot);

	if (snapshot->notice)
		(void)fprintf(stderr, "proctor: %s\n", snapshot->notice);
	gather->spare = result < 0 ? snapshot : world_update(gather->world, snapshot);
	if (result == 0)
		selection_observe(&gather->settings->selection, gather->world);
	return result;
}

/* What ended children used is told by their rows in the sample before: all must be read for it. */
static bool wants_children(struct settings *settings)
{
	const struct column *chld = column_find(&processes_columns, bytes_of("chld"));
	const struct column_keys *keys = settings_keys(settings);
	bool wants = false;

	for (size_t i = 0; i < settings->columns.count; i++)
		wants = wants || settings->columns.of[i].column == chld;
	for (size_t i = 0; i < keys->count; i++)
		wants = wants || keys->of[i].column == chld;
	return wants;
}

/*
 * Only some processes are asked for, and nothing about how they hang together: only those are
 * read.
 */
static void narrow_request(struct gather *gather)
{
	const struct selection *selection = &gather->settings->selection;

	if (selection->pid_count == 0 || gather->settings->tree || gather->settings->events ||
	    gather->settings->ended || wants_children(gather->settings) ||
	    selection_needs_relatives(selection))
		return;
	for (size_t i = 0; i < selection->pid_count; i++) {
		if (selection->pids[i].descendants)
			return;
	}
	gather->request.pids = die_calloc(selection->pid_count, sizeof(gather->request.pids[0]));
	gather->request.pid_count = selection->pid_count;
	for (size_t i = 0; i < selection->pid_count; i++)
		gather->request.pids[i] = selection->pids[i].pid;
}

int gather_open(struct settings *settings, struct procdir *procdir, struct gather **ret)
{
	struct gather *gather = die_calloc(1, sizeof(*gather));
	char reason[CHOOSE_REASON_MAX];
	int result = inspector_new(procdir, COMMAND_MAX, &gather->inspector);

	gather->signal_fd = open_signals(&gather->signals);
	if (result == 0 && gather->signal_fd < 0)
		result = -errno;
	if (result < 0) {
		(void)inspector_free(gather->inspector);
		free(gather);
		return result;
	}
	gather->settings = settings;
	gather->request.needs = settings_needs_all(settings) | settings_needs_shown(settings);
	gather->request.threads = settings->threads;
	narrow_request(gather);
	gather->source = choose_open((enum choose_source)settings->source, procdir, reason);
	if (settings->source == CHOOSE_BPF && reason[0])
		(void)fprintf(stderr, "proctor: no BPF source, text instead: %s\n", reason);
	gather->world = world_new();
	*ret = gather;
	return 0;
}

void gather_close(struct gather *gather)
{
	(void)close(gather->signal_fd);
	(void)inspector_free(gather->inspector);
	world_free(gather->world);
	snapshot_free(gather->spare);
	source_free(gather->source);
	free(gather->request.pids);
	free(gather);
}

struct world *gather_world(struct gather *gather)
{
	return gather->world;
}

int gather_handle(struct gather *gather, const sigset_t *more, gather_handler *handler,
		  void *context)
{
	if (sigprocmask(SIG_BLOCK, more, NULL) < 0 ||
	    sigorset(&gather->signals, &gather->signals, more) < 0 ||
	    signalfd(gather->signal_fd, &gather->signals, SFD_CLOEXEC | SFD_NONBLOCK) < 0)
		return -errno;
	gather->handler = handler;
	gather->context = context;
	return 0;
}

void gather_need(struct gather *gather, uint32_t needs)
{
	gather->request.needs |= needs;
	free(gather->request.pids);
	gather->request.pids = NULL;
	gather->request.pid_count = 0;
}

bool gather_is_narrow(const struct gather *gather)
{
	return gather->request.pids;
}

int gather_signal(const struct gather *gather)
{
	return gather->signal;
}
