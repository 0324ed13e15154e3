/*
 * inspector.c - see inspector.h
 *
 * One worker thread at a time gets batches; it counts up `done` as it goes, so
 * that the owner can see which question it is stuck in and use the answers before
 * it. A batch belongs to its worker until it comes back through the mailbox.
 */
#include "worker/inspector.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/die.h"
#include "base/log.h"
#include "base/macros.h"
#include "base/mailbox.h"
#include "proc/cmdline.h"
#include "proc/pidstat.h"
#include "sys/procdir.h"

enum { BATCH_MAX = 64 };

#define STOP_WITHIN_NS NS_PER_SECOND
#define STUCK_AFTER_NS (250 * NS_PER_MS)

/* Questions, and the answers to the first `done` of them. */
struct batch {
	struct identity asked[BATCH_MAX];
	struct inspector_answer answers[BATCH_MAX];
	size_t count;
	size_t delivered;	/* the owner's: answers that it has handed out */
	_Atomic size_t done;	/* the worker's; the owner reads */
	_Atomic bool abandoned; /* the owner's; the worker reads */
	struct arena *arena;
};

struct worker {
	struct mailbox *in, *out;
	const struct procdir *procdir;
	size_t limit;
	pthread_t thread;
	struct batch *batch; /* what it is working on, as the owner knows */
	size_t done_seen;    /* progress at the last look, and when it was made */
	uint64_t progress_ns;
	struct worker *next; /* among those left behind */
};

struct inspector {
	const struct procdir *procdir;
	size_t limit;
	int epoll_fd;
	struct worker *worker; /* the one that works; NULL: as many as allowed are stuck */
	struct worker *stuck;  /* left behind */
	size_t stuck_count;
	struct identity *queue; /* a ring */
	size_t queue_first, queue_count, queue_capacity;
	struct batch *finished; /* being handed out */
	struct inspector_answer stalled;
	bool has_stalled;
};

static void free_batch(void *item)
{
	struct batch *batch = item;

	arena_free(batch->arena);
	free(batch);
}

/*
 * Whether the number is still that of the process that is meant, looked up when its file is open
 * already: then the file is that process's, whoever gets the number afterwards.
 */
static bool is_meant(const struct worker *worker, const struct identity *identity,
		     struct procdir_buffer *buffer)
{
	char path[PROCDIR_PATH_MAX];
	struct pidstat stat;
	struct bytes text;

	if (!procdir_is_live(worker->procdir))
		return true;
	procdir_path(path, identity->pid, -1, "stat");
	return procdir_read_at(procdir_fd(worker->procdir), path, buffer, 0, &text) == 0 &&
	       pidstat_parse(text, &stat) == 0 && stat.starttime == identity->start;
}

static int read_command(const struct worker *worker, const struct identity *identity,
			struct procdir_buffer *buffer, struct bytes *ret)
{
	char path[PROCDIR_PATH_MAX];
	int fd, result = -ESRCH;

	procdir_path(path, identity->pid, -1, "cmdline");
	fd = procdir_open_at(procdir_fd(worker->procdir), path);
	if (fd < 0)
		return fd;
	if (is_meant(worker, identity, buffer))
		result = procdir_read_fd(fd, buffer, worker->limit, ret);
	(void)close(fd);
	return result;
}

static void answer(const struct worker *worker, struct procdir_buffer *buffer, struct batch *batch,
		   size_t at)
{
	struct inspector_answer *ret = &batch->answers[at];
	struct bytes text, command;

	*ret = (struct inspector_answer){ .identity = batch->asked[at] };
	ret->result = read_command(worker, &ret->identity, buffer, &text);
	if (ret->result == 0 && cmdline_parse(text, &command) == 0)
		ret->command = arena_copy(batch->arena, command);
}

static void *run(void *argument)
{
	struct worker *worker = argument;
	struct procdir_buffer buffer = { 0 };
	bool stop = false;

	while (!stop) {
		struct pollfd poll_fd = { .fd = mailbox_fd(worker->in), .events = POLLIN };
		struct batch *batch = mailbox_take(worker->in);

		if (!batch) {
			(void)poll(&poll_fd, 1, -1); /* all signals are blocked */
			continue;
		}
		for (size_t i = 0; i < batch->count && !stop; i++) {
			answer(worker, &buffer, batch, i);
			atomic_store_explicit(&batch->done, i + 1, memory_order_release);
			stop = atomic_load_explicit(&batch->abandoned, memory_order_acquire);
		}
		stop = stop || batch->count == 0;
		mailbox_put(worker->out, batch);
	}
	procdir_buffer_done(&buffer);
	return NULL;
}

static void free_worker(struct worker *worker)
{
	mailbox_free(worker->in);
	mailbox_free(worker->out);
	free(worker);
}

static int start_thread(struct worker *worker)
{
	sigset_t all, old;
	int error;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&worker->thread, NULL, run, worker);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error == 0)
		(void)pthread_setname_np(worker->thread, "proctor-inspect");
	return -error;
}

static int new_worker(struct inspector *inspector)
{
	struct worker *worker = die_calloc(1, sizeof(*worker));
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = worker };
	int result = -EMFILE;

	worker->procdir = inspector->procdir;
	worker->limit = inspector->limit;
	worker->in = mailbox_new(free_batch);
	worker->out = mailbox_new(free_batch);
	if (worker->in && worker->out) {
		result = epoll_ctl(inspector->epoll_fd, EPOLL_CTL_ADD, mailbox_fd(worker->out),
				   &event) < 0
				 ? -errno
				 : start_thread(worker);
	}
	if (result < 0) {
		free_worker(worker);
		return result;
	}
	inspector->worker = worker;
	return 0;
}

int inspector_new(const struct procdir *procdir, size_t limit, struct inspector **ret)
{
	struct inspector *inspector = die_calloc(1, sizeof(*inspector));
	int result;

	inspector->procdir = procdir;
	inspector->limit = limit;
	inspector->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	result = inspector->epoll_fd < 0 ? -errno : new_worker(inspector);
	if (result < 0) {
		if (inspector->epoll_fd >= 0)
			(void)close(inspector->epoll_fd);
		free(inspector);
		return result;
	}
	*ret = inspector;
	return 0;
}

static struct batch *new_batch(void)
{
	struct batch *batch = die_calloc(1, sizeof(*batch));

	batch->arena = arena_new();
	return batch;
}

/* What comes back last: the batch that was given up, or the empty one that says stop. */
static bool is_last(struct worker *worker)
{
	struct batch *batch = mailbox_take(worker->out);
	bool last = batch && (batch->count == 0 || batch == worker->batch);

	if (batch)
		free_batch(batch);
	return last;
}

/*
 * An empty batch tells the thread to end. One that is stuck does not read it and cannot be
 * waited for.
 */
static bool stop_worker(struct worker *worker)
{
	struct pollfd poll_fd = { .fd = mailbox_fd(worker->out), .events = POLLIN };
	const uint64_t until = clock_monotonic() + STOP_WITHIN_NS;

	if (worker->batch)
		atomic_store_explicit(&worker->batch->abandoned, true, memory_order_release);
	mailbox_put(worker->in, new_batch());
	while (!is_last(worker)) {
		const uint64_t now = clock_monotonic();

		if (now >= until) {
			(void)pthread_detach(worker->thread);
			return false;
		}
		(void)poll(&poll_fd, 1, (int)((until - now) / NS_PER_MS) + 1);
	}
	(void)pthread_join(worker->thread, NULL);
	return true;
}

/* Of the whole program, for its end. */
static bool left_threads;

bool inspector_free(struct inspector *inspector)
{
	bool clean;

	if (!inspector)
		return true;
	clean = inspector->stuck_count == 0;
	for (struct worker *worker = inspector->stuck; worker; worker = worker->next)
		(void)pthread_detach(worker->thread);
	if (inspector->worker && stop_worker(inspector->worker))
		free_worker(inspector->worker);
	else
		clean = clean && !inspector->worker;
	if (inspector->finished)
		free_batch(inspector->finished);
	(void)close(inspector->epoll_fd);
	free(inspector->queue);
	free(inspector);
	left_threads = left_threads || !clean;
	return clean;
}

bool inspector_left_threads(void)
{
	return left_threads;
}

void inspector_ask(struct inspector *inspector, const struct identity *identity)
{
	size_t at;

	if (inspector->queue_count == inspector->queue_capacity) {
		size_t capacity = inspector->queue_capacity ? inspector->queue_capacity * 2 : 256;
		struct identity *queue = die_malloc(capacity * sizeof(*queue));

		for (size_t i = 0; i < inspector->queue_count; i++)
			queue[i] = inspector->queue[(inspector->queue_first + i) %
						    inspector->queue_capacity];
		free(inspector->queue);
		inspector->queue = queue;
		inspector->queue_first = 0;
		inspector->queue_capacity = capacity;
	}
	at = (inspector->queue_first + inspector->queue_count) % inspector->queue_capacity;
	inspector->queue[at] = *identity;
	inspector->queue_count++;
}

int inspector_fd(const struct inspector *inspector)
{
	return inspector->epoll_fd;
}

/* Gives the worker, if it is free, the next questions. */
static void hand_out(struct inspector *inspector)
{
	struct worker *worker = inspector->worker;
	struct batch *batch;

	if (!worker && inspector->stuck_count < INSPECTOR_STUCK_MAX && new_worker(inspector) == 0)
		worker = inspector->worker;
	if (!worker || worker->batch || inspector->queue_count == 0)
		return;
	batch = new_batch();
	while (batch->count < BATCH_MAX && inspector->queue_count > 0) {
		batch->asked[batch->count++] = inspector->queue[inspector->queue_first];
		inspector->queue_first = (inspector->queue_first + 1) % inspector->queue_capacity;
		inspector->queue_count--;
	}
	worker->batch = batch;
	worker->done_seen = 0;
	worker->progress_ns = clock_monotonic();
	mailbox_put(worker->in, batch);
}

/*
 * The worker has been in one question for too long: it is left behind with it. The
 * answers before it wait in its batch until it comes back, so all but the one
 * that is stuck are asked again, of another thread: reading them is cheap.
 */
static void leave_behind(struct inspector *inspector, size_t done)
{
	struct worker *worker = inspector->worker;
	const struct batch *batch = worker->batch;

	atomic_store_explicit(&worker->batch->abandoned, true, memory_order_release);
	inspector->stalled = (struct inspector_answer){ batch->asked[done], -ETIMEDOUT, { 0 } };
	inspector->has_stalled = true;
	log_debug("inspector", "left behind with process %d", batch->asked[done].pid);
	for (size_t i = 0; i < batch->count; i++) {
		if (i != done)
			inspector_ask(inspector, &batch->asked[i]);
	}
	worker->batch->delivered = done; /* what it has done is asked again, and newer */
	worker->next = inspector->stuck;
	inspector->stuck = worker;
	inspector->stuck_count++;
	inspector->worker = NULL;
}

static void look_for_stuck(struct inspector *inspector)
{
	struct worker *worker = inspector->worker;
	const uint64_t now = clock_monotonic();
	size_t done;

	if (!worker || !worker->batch)
		return;
	done = atomic_load_explicit(&worker->batch->done, memory_order_acquire);
	if (done != worker->done_seen) {
		worker->done_seen = done;
		worker->progress_ns = now;
	} else if (done < worker->batch->count && now - worker->progress_ns > STUCK_AFTER_NS) {
		leave_behind(inspector, done);
	}
}

/* One that was left behind has come back: its thread ends by itself. */
static void take_back(struct inspector *inspector, struct worker *worker)
{
	struct worker **link = &inspector->stuck;

	while (*link && *link != worker)
		link = &(*link)->next;
	if (!*link)
		return;
	*link = worker->next;
	inspector->stuck_count--;
	(void)epoll_ctl(inspector->epoll_fd, EPOLL_CTL_DEL, mailbox_fd(worker->out), NULL);
	/* Handing back its batch was the last that it had to do: this is no wait. */
	(void)pthread_join(worker->thread, NULL);
	free_worker(worker);
}

/* Returns a batch with answers, or NULL. */
static struct batch *collect(struct inspector *inspector)
{
	struct epoll_event event;
	struct worker *worker;
	struct batch *batch;

	if (epoll_wait(inspector->epoll_fd, &event, 1, 0) <= 0)
		return NULL;
	worker = event.data.ptr;
	batch = mailbox_take(worker->out);
	if (!batch)
		return NULL;
	if (worker == inspector->worker)
		worker->batch = NULL;
	else
		take_back(inspector, worker);
	return batch;
}

static bool next_of_finished(struct inspector *inspector, struct inspector_answer *ret)
{
	struct batch *batch = inspector->finished;

	if (batch && batch->delivered < batch->done) {
		*ret = batch->answers[batch->delivered++];
		return true;
	}
	if (batch)
		free_batch(batch);
	inspector->finished = NULL;
	return false;
}

int inspector_take(struct inspector *inspector, struct inspector_answer *ret)
{
	if (next_of_finished(inspector, ret))
		return 1;
	while ((inspector->finished = collect(inspector))) {
		if (next_of_finished(inspector, ret))
			return 1;
	}
	look_for_stuck(inspector);
	hand_out(inspector);
	if (!inspector->has_stalled)
		return 0;
	inspector->has_stalled = false;
	*ret = inspector->stalled;
	return 1;
}

int inspector_wait_ms(const struct inspector *inspector)
{
	bool working = inspector->worker && inspector->worker->batch;

	if (!working)
		return inspector->queue_count > 0 && inspector->worker ? 0 : -1;
	return (int)(STUCK_AFTER_NS / NS_PER_MS / 2);
}

size_t inspector_pending(const struct inspector *inspector)
{
	const struct batch *batch = inspector->worker ? inspector->worker->batch : NULL;
	size_t pending = inspector->queue_count + (batch ? batch->count : 0);

	if (inspector->finished)
		pending += inspector->finished->done - inspector->finished->delivered;
	return pending;
}

size_t inspector_stuck(const struct inspector *inspector)
{
	return inspector->stuck_count;
}
