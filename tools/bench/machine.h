/*
 * machine.h - what the kernel counts of the whole machine
 */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stdint.h>

/* Seconds of all CPUs. */
struct machine {
	double at; /* time that passed, of all CPUs: what follows is part of it */
	double unused; /* idle, waiting for I/O, or taken by the hypervisor; exact where idle CPUs have no tick */
	double ticks; /* user, nice, system, interrupts: what each tick happened to meet */
};

/* All zero where /proc/stat cannot be read. */
void machine_read(struct machine *ret);

/* CPU seconds: time that passed and was not unused. */
double machine_busy_between(const struct machine *before, const struct machine *after);

#endif
