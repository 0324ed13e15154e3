/*
 * descriptors.h - open descriptors of a process that cost memory of the kernel
 */
#ifndef BENCH_DESCRIPTORS_H
#define BENCH_DESCRIPTORS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct descriptors {
	size_t kept_files;   /* of processes: /proc/PID/stat and the like */
	uint64_t bpf_memory; /* bytes of BPF maps and programs, as the kernel counts them */
};

/* Adds those of that process; nothing, if it is gone or may not be looked at. */
void descriptors_add(pid_t pid, struct descriptors *sum);

#endif
