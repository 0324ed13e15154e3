/*
 * event.h - what happened to processes between two samples, as the kernel told it
 *
 * Plain data. Events come in the order in which they happened, as far as the kernel
 * keeps it: two CPUs may tell of two things at once in either order. All numbers are those
 * of our own PID namespace, which is the first one: else there are no events.
 */
#ifndef SNAP_EVENT_H
#define SNAP_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind {
	EVENT_FORK, /* a thread too: then pid is that of its process, tid another */
	EVENT_EXEC,
	EVENT_COMM, /* the thread was given another name */
	EVENT_UID,
	EVENT_GID,
	EVENT_SID,    /* began a session */
	EVENT_PTRACE, /* is traced, or no longer */
	EVENT_COREDUMP,
	EVENT_EXIT, /* of a thread; the process ends with its last one */
	EVENT_KIND_COUNT
};

enum { EVENT_COMM_MAX = 16 }; /* bytes of a name, with the NUL */

/*
 * What the kernel's accounts (taskstats) say of a thread when it exits. Times and sizes are
 * those of this thread but for those of the group; what is done to take the memory down comes
 * later and is not in them.
 */
struct event_account {
	char comm[EVENT_COMM_MAX];
	uint32_t uid;		     /* real */
	int32_t ppid;		     /* at that moment */
	bool is_last;		     /* with it the process has ended */
	uint64_t cpu_ns;	     /* exact */
	uint64_t group_cpu_ns;	     /* of all threads, exact; 0: it was the only one */
	uint64_t utime_ns, stime_ns; /* by ticks */
	uint64_t elapsed_ns;	     /* since it started */
	uint64_t peak_rss, peak_virt;
	uint64_t rchar, wchar, read_bytes, write_bytes;
	uint64_t minflt, majflt;
};

struct event {
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	enum event_kind kind;
	int32_t pid; /* of the process (TGID) */
	int32_t tid; /* of the thread; the same for the first one */
	/* FORK: the parent process (of a thread: the process's parent). EXIT: the parent at that
	 * moment, 0: not told. PTRACE: the tracer, 0: none any more. Else 0 */
	int32_t other;
	/* EXIT: as of wait(2), the core bit may be missing. UID, GID: the effective one */
	uint32_t value;
	/* COMM: the new name. EXEC: the new one if it could be read in time, else "". Raw bytes */
	char comm[EVENT_COMM_MAX];
	const struct event_account *account; /* EXIT: borrowed from the snapshot; NULL: none */
};

/* The events of a snapshot. */
struct event_list {
	/* They are told of: what is not in the list did not happen, but for what was lost. */
	bool on;
	bool accounts;	   /* exits come with their accounts */
	const char *why;   /* not on: the reason, a phrase; NULL: never asked for */
	uint64_t since_ns; /* CLOCK_MONOTONIC: they are told of from then on */
	uint64_t lost;	   /* at least so many were lost since the snapshot before */
	const struct event *of;
	size_t count;
};

/* "fork", "exec" ... */
const char *event_kind_name(enum event_kind kind);

#endif
