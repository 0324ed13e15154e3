/*
 * pace.h - how often events that wait are taken from the kernel
 *
 * A few are taken at once, for names that are only there for a moment; in a storm they are
 * left to gather, so that it wakes us 20 times a second and not for each of them.
 */
#ifndef SOURCE_PACE_H
#define SOURCE_PACE_H

#include <stdint.h>

/* {0} is a fresh one. */
struct pace {
	uint64_t paid_ns; /* CLOCK_MONOTONIC: up to then the allowance is used */
};

/* From when on they may be waited for again; in the past: now. */
uint64_t pace_due(const struct pace *pace);

/* They were taken. */
void pace_took(struct pace *pace, uint64_t now_ns);

#endif
