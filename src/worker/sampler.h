/*
 * sampler.h - the thread that ticks: it asks a source for snapshots on time
 *
 * Deadlines are absolute, so the rhythm does not drift; a late tick says so in
 * its snapshot. The thread reads nothing that can block on a process that is
 * watched. Requests and snapshots cross in mailboxes; the user is one thread.
 */
#ifndef WORKER_SAMPLER_H
#define WORKER_SAMPLER_H

#include <stdbool.h>
#include <stdint.h>

struct snapshot;
struct source;
struct source_request;
struct sampler;

/*
 * Takes the source (also on failure) and starts the thread; the first sample is
 * taken at once, the second after first_ns, then one every interval. request is copied. Returns
 * 0 and *ret, owned, or negative errno.
 */
int sampler_new(struct source *source, const struct source_request *request, uint64_t first_ns,
		uint64_t interval_ns, struct sampler **ret);

/*
 * Stops the thread and frees everything. A thread that does not answer within a
 * fraction of a second (a user's name may be asked for over a dead network) is left behind.
 */
void sampler_free(struct sampler *sampler);

/* What is wanted from now on; the request is copied. now: take a sample at once, out of turn. */
void sampler_request(struct sampler *sampler, const struct source_request *request, bool now);

/* Another interval, from the last sample on. */
void sampler_interval(struct sampler *sampler, uint64_t interval_ns);

/* No samples until it is taken back. */
void sampler_pause(struct sampler *sampler, bool paused);

/* Readable while there may be a snapshot. Borrowed. */
int sampler_fd(const struct sampler *sampler);

/* The newest snapshot, owned; NULL: nothing new. One that failed has its error set. */
struct snapshot *sampler_take(struct sampler *sampler);

/* A snapshot that is not needed any more, for its memory; takes it. NULL is fine. */
void sampler_give_back(struct sampler *sampler, struct snapshot *snapshot);

#endif
