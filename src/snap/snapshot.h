/*
 * snapshot.h - everything that one sample saw
 *
 * Filled once by a source, then immutable, with one owner at a time. What it points
 * to lives in its arena; but for the tasks, which it shares with other samples in
 * which they were the same. Those are the source's (struct lease), so a source
 * lives as long as its snapshots are looked at.
 */
#ifndef SNAP_SNAPSHOT_H
#define SNAP_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proc/kstat.h"
#include "proc/loadavg.h"
#include "proc/meminfo.h"
#include "proc/pressure.h"
#include "snap/event.h"
#include "snap/lease.h"
#include "snap/task.h"

struct arena;

/* The whole machine. What could not be read has no bit in have. */
enum system_have {
	SYSTEM_KSTAT = 1 << 0,
	SYSTEM_MEMINFO = 1 << 1,
	SYSTEM_LOADAVG = 1 << 2,
	SYSTEM_UPTIME = 1 << 3,
	SYSTEM_PRESSURE_CPU = 1 << 4,
	SYSTEM_PRESSURE_MEMORY = 1 << 5,
	SYSTEM_PRESSURE_IO = 1 << 6,
};

struct system {
	uint32_t have; /* enum system_have */
	struct kstat kstat;
	const struct kstat_cpu *cpus; /* cpu_count of them, in the order of the kernel */
	size_t cpu_count;
	struct meminfo meminfo;
	struct loadavg loadavg;
	uint64_t uptime_ns;
	struct pressure pressure_cpu, pressure_memory, pressure_io;
};

/* One task in one sample. */
struct sighting {
	/* the same address as in the sample before: nothing has changed */
	const struct task *task;
	const struct task_text *text; /* NULL: nothing was read as text */
	uint64_t sampled_ns;	      /* CLOCK_MONOTONIC just after its counters were read */
	bool idle; /* it is certain that it has not run since the source's last sample */
	/* its threads in snapshot.threads, where they were read */
	uint32_t thread_first, thread_count;
};

struct snapshot {
	struct arena *arena;
	struct lease *lease;   /* keeps its tasks; NULL: it has none, or they are not shared */
	int error;	       /* negative errno: nothing could be listed, no tasks; else 0 */
	const char *source;    /* the name of the source that filled it */
	const char *notice;    /* what its user should be told once, a sentence; NULL: nothing */
	uint64_t monotonic_ns; /* when the sample was begun */
	uint64_t boottime_ns;  /* the same moment; of a captured tree, its own clocks */
	uint64_t realtime_ns;
	/*
	 * taken out of turn, because something else was asked for: it stands in for the one
	 * before
	 */
	bool extra;
	uint64_t late_ns;	   /* begun that long after it was due */
	uint64_t cost_ns;	   /* CPU time of the sampling thread for this sample */
	uint64_t ticks_per_second; /* of the kernel that was sampled */
	uint32_t needs;		   /* enum task_file: asked for of every task */
	uint32_t unreadable;	   /* processes that were listed and refused even stat */
	struct system system;
	const struct sighting *tasks; /* processes, by pid */
	size_t task_count;
	const struct sighting *threads; /* by process, then by tid */
	size_t thread_count;
	/* since the snapshot before, up to the end of this one */
	struct event_list events;
};

/* Returns an empty one with an arena of its own; owned. */
struct snapshot *snapshot_new(void);
void snapshot_free(struct snapshot *snapshot);

/* Empties it, keeps the memory. */
void snapshot_reset(struct snapshot *snapshot);

/*
 * Puts the events of an older snapshot, which nobody will look at, in front of those of this
 * one: what happened must not be lost with it.
 */
void snapshot_carry(struct snapshot *snapshot, const struct snapshot *older);

/* Binary search. Borrowed; NULL: not in it. */
const struct sighting *snapshot_find(const struct snapshot *snapshot, int32_t pid);
const struct sighting *snapshot_find_thread(const struct snapshot *snapshot,
					    const struct sighting *process, int32_t tid);

/* The same, where the task is all that is wanted. */
const struct task *snapshot_task_find(const struct snapshot *snapshot, int32_t pid);

#endif
