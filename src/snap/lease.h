/*
 * lease.h - how a snapshot tells the source that it does not need its tasks any more
 *
 * One lease a sample, held by two: the snapshot, wherever its owner may be, and the
 * source that made it. The source looks from time to time which leases it holds
 * alone, and uses the memory of versions that only those samples had for new ones.
 * Both ends may be in different threads.
 */
#ifndef SNAP_LEASE_H
#define SNAP_LEASE_H

#include <stdbool.h>
#include <stdint.h>

struct lease;

/* For the sample of that number; held by two. */
struct lease *lease_new(uint64_t sample);

/* One of the two lets go; the last one frees it. NULL is fine. */
void lease_release(struct lease *lease);

/* Whether the other one has let go. */
bool lease_is_over(const struct lease *lease);

uint64_t lease_sample(const struct lease *lease);

#endif
