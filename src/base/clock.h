/*
 * clock.h - the clocks, in ns
 *
 * Intervals and deadlines are MONOTONIC, ages of processes BOOTTIME (suspend
 * counts), dates REALTIME; none is ever used for another's purpose.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

uint64_t clock_monotonic(void);
uint64_t clock_boottime(void);
uint64_t clock_realtime(void);
uint64_t clock_thread_cpu(void);  /* CPU time of the calling thread */
uint64_t clock_process_cpu(void); /* of the whole program */

#endif
