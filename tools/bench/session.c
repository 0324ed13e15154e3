/* session.c - see session.h */
#include "session.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"
#include "rows.h"
#include "usage.h"

enum {
	FULL_ROWS = 30,	    /* of processes: a full screen */
	BURST_GAP_MS = 150, /* of silence between two refreshes */
	QUIT_WITHIN_MS = 5000,
};

#define FIRST_WITHIN_NS	  (15 * NS_PER_SECOND)
#define SILENCE_WITHIN_NS (3 * NS_PER_SECOND)

struct session {
	const struct session_watcher *watcher;
	pid_t pid;
	int fd; /* our side of the terminal or pipe */
	bool ended;
	uint64_t begun_ns, last_output_ns;
	uint64_t bytes;
	size_t bursts;
	struct rows *rows; /* until the first full screen */
	uint64_t first_ns;
};

static int start(const struct session_plan *plan, struct session *session)
{
	int result;

	*session = (struct session){ .watcher = &plan->watcher, .begun_ns = clock_monotonic() };
	session->last_output_ns = session->begun_ns;
	result = launch_start(&plan->launch, &session->pid, &session->fd);
	if (result == 0 && !plan->launch.pipe)
		session->rows = rows_new(LAUNCH_LINES, LAUNCH_COLUMNS);
	return result;
}

static void take_output(struct session *session, const char *bytes, size_t size)
{
	const uint64_t now = clock_monotonic();
	const bool fresh = now - session->last_output_ns > (uint64_t)BURST_GAP_MS * NS_PER_MS;

	session->bursts += fresh;
	if (session->watcher->output)
		session->watcher->output(session->watcher->of, bytes, size, fresh);
	session->last_output_ns = now;
	session->bytes += size;
	if (!session->rows)
		return;
	rows_feed(session->rows, bytes, size);
	if (rows_count(session->rows) >= FULL_ROWS) {
		session->first_ns = now - session->begun_ns;
		rows_free(session->rows);
		session->rows = NULL;
	}
}

/*
 * Reads what comes until that moment, or until the first silence after it (at_silence), if it is
 * ever silent.
 */
static void drain_until(struct session *session, uint64_t until_ns, bool at_silence)
{
	char bytes[16384];

	while (!session->ended) {
		const uint64_t now = clock_monotonic();
		const uint64_t silent_ns =
			session->last_output_ns + (uint64_t)BURST_GAP_MS * NS_PER_MS;
		struct pollfd poll_fd = { .fd = session->fd, .events = POLLIN };
		uint64_t wait_ns = until_ns > now ? until_ns - now : 0;
		ssize_t got;

		if (now >= until_ns &&
		    (!at_silence || now >= silent_ns || now >= until_ns + SILENCE_WITHIN_NS))
			return;
		if (wait_ns == 0)
			wait_ns = silent_ns - now;
		if (poll(&poll_fd, 1, (int)(wait_ns / NS_PER_MS) + 1) <= 0)
			continue;
		got = read(session->fd, bytes, sizeof(bytes));
		if (got > 0)
			take_output(session, bytes, (size_t)got);
		else if (got == 0 || (errno != EAGAIN && errno != EINTR))
			session->ended = true;
	}
}

/* To the silence behind a refresh: a window between two of them holds whole refreshes only. */
static void drain_to_refresh(struct session *session, uint64_t patience_ns)
{
	const uint64_t until_ns = clock_monotonic() + patience_ns;
	const size_t bursts = session->bursts;

	while (!session->ended && session->bursts == bursts && clock_monotonic() < until_ns)
		drain_until(session, clock_monotonic() + 5 * NS_PER_MS, false);
	drain_until(session, clock_monotonic(), true);
}

static bool wait_for_end(struct session *session, int within_ms)
{
	const uint64_t until_ns = clock_monotonic() + (uint64_t)within_ms * NS_PER_MS;

	for (;;) {
		if (waitpid(session->pid, NULL, WNOHANG) == session->pid)
			return true;
		if (clock_monotonic() >= until_ns)
			return false;
		if (session->ended)
			(void)poll(NULL, 0, 10);
		else
			drain_until(session, clock_monotonic() + 10 * NS_PER_MS, false);
	}
}

static bool quit(struct session *session, const char *keys)
{
	bool asked =
		keys ? write(session->fd, keys, strlen(keys)) > 0 : kill(session->pid, SIGINT) == 0;

	if (wait_for_end(session, QUIT_WITHIN_MS))
		return asked;
	(void)kill(session->pid, SIGTERM);
	if (wait_for_end(session, QUIT_WITHIN_MS))
		return false;
	(void)kill(session->pid, SIGKILL);
	(void)waitpid(session->pid, NULL, 0);
	return false;
}

/*
 * For a full screen, or for anything at all in a pipe. Where there is something not longer than
 * twice the time to settle, for some never show as many rows.
 */
static void wait_for_first(struct session *session, const struct session_plan *plan)
{
	for (;;) {
		const uint64_t passed_ns = clock_monotonic() - session->begun_ns;
		const bool is_there = session->bytes > 0;

		if (session->ended || (is_there && !session->rows) ||
		    passed_ns >= FIRST_WITHIN_NS || (is_there && passed_ns >= 2 * plan->settle_ns))
			return;
		drain_until(session, clock_monotonic() + NS_PER_MS, false);
	}
}

static void tell_edge(const struct session *session, bool begins)
{
	if (session->watcher->edge)
		session->watcher->edge(session->watcher->of, begins);
}

static int measure(struct session *session, const struct session_plan *plan,
		   struct session_result *result)
{
	struct usage before, after;
	uint64_t begun_ns;
	size_t bursts;

	wait_for_first(session, plan);
	drain_until(session, clock_monotonic() + plan->settle_ns, false);
	if (!session->ended && session->bytes == 0)
		return -ETIME;
	drain_to_refresh(session, 2 * NS_PER_SECOND);
	if (session->ended || usage_read(session->pid, &before) < 0)
		return -ECHILD;
	tell_edge(session, true);
	begun_ns = session->last_output_ns;
	bursts = session->bursts;
	session->bytes = 0;
	drain_until(session, clock_monotonic() + plan->window_ns - NS_PER_SECOND / 2, false);
	drain_to_refresh(session, 2 * NS_PER_SECOND);
	if (session->ended || usage_read(session->pid, &after) < 0)
		return -ECHILD;
	tell_edge(session, false);
	*result = (struct session_result){
		.cpu_ns = usage_cpu_between(&before, &after),
		.window_ns = session->last_output_ns - begun_ns,
		.refreshes = session->bursts - bursts,
		.bytes = session->bytes,
		.rss = after.rss,
		.peak = after.peak,
		.kept_files = after.descriptors.kept_files,
		.bpf_memory = after.descriptors.bpf_memory,
		.first_ns = session->first_ns,
	};
	/* It hangs: that is no refresh for nothing. */
	return result->cpu_ns == 0 && result->bytes == 0 ? -ETIME : 0;
}

int session_run(const struct session_plan *plan, struct session_result *ret)
{
	struct session session;
	struct session_result result = { 0 };
	int error = start(plan, &session);

	if (error < 0)
		return error;
	error = measure(&session, plan, &result);
	result.quit = quit(&session, plan->quit);
	rows_free(session.rows);
	(void)close(session.fd);
	if (error == 0)
		*ret = result;
	return error;
}
