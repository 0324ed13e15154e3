/* lease.c - see lease.h */
#include "snap/lease.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/die.h"

struct lease {
	uint64_t sample;
	atomic_int holders;
};

struct lease *lease_new(uint64_t sample)
{
	struct lease *lease = die_malloc(sizeof(*lease));

	lease->sample = sample;
	atomic_init(&lease->holders, 2);
	return lease;
}

void lease_release(struct lease *lease)
{
	/* What the other one did with the tasks happens before they are written anew. */
	if (lease && atomic_fetch_sub_explicit(&lease->holders, 1, memory_order_acq_rel) == 1)
		free(lease);
}

bool lease_is_over(const struct lease *lease)
{
	return atomic_load_explicit(&lease->holders, memory_order_acquire) == 1;
}

uint64_t lease_sample(const struct lease *lease)
{
	return lease->sample;
}
