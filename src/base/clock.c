/* clock.c - see clock.h */
#include "base/clock.h"

#include <time.h>

#include "base/die.h"
#include "base/macros.h"

static uint64_t now(clockid_t clock)
{
	struct timespec time;

	if (clock_gettime(clock, &time) < 0)
		die("clock_gettime: a clock that every Linux has is missing");
	return (uint64_t)time.tv_sec * NS_PER_SECOND + (uint64_t)time.tv_nsec;
}

uint64_t clock_monotonic(void)
{
	return now(CLOCK_MONOTONIC);
}

uint64_t clock_boottime(void)
{
	return now(CLOCK_BOOTTIME);
}

uint64_t clock_realtime(void)
{
	return now(CLOCK_REALTIME);
}

uint64_t clock_thread_cpu(void)
{
	return now(CLOCK_THREAD_CPUTIME_ID);
}

uint64_t clock_process_cpu(void)
{
	return now(CLOCK_PROCESS_CPUTIME_ID);
}
