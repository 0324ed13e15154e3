/*
 * exitstats.h - the kernel's accounts of threads that exit (taskstats)
 *
 * Each thread that exits anywhere on the machine sends its account, just before the event of
 * its exit (connector.h). For root in the first PID and network namespace.
 */
#ifndef SYS_EXITSTATS_H
#define SYS_EXITSTATS_H

#include <stddef.h>
#include <stdint.h>

struct exitstats;
struct taskstats_exit;

enum { EXITSTATS_BUFFER = 16 * 1024 * 1024 };

/*
 * Returns 0 and *ret, owned; or negative errno and in *why the reason, a phrase that lasts. To
 * be sure that accounts do arrive it begins a thread that ends at once.
 */
int exitstats_open(size_t buffer_size, struct exitstats **ret, const char **why);

/* NULL is fine. */
void exitstats_close(struct exitstats *exitstats);

/* Readable while accounts wait. Borrowed. */
int exitstats_fd(const struct exitstats *exitstats);

/* Gives what waits to take(), one after the other, and does not wait for more. */
void exitstats_drain(struct exitstats *exitstats,
		     void (*take)(void *context, const struct taskstats_exit *account),
		     void *context);

/* How many accounts were lost since it was opened. */
uint64_t exitstats_lost(const struct exitstats *exitstats);

#endif
