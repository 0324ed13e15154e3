/*
 * session.h - one program, measured over a window
 */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "launch.h"

/* Who looks on; both may be NULL. */
struct session_watcher {
	/* Called with what it writes; fresh: nothing had come for a while. */
	void (*output)(void *of, const char *bytes, size_t size, bool fresh);
	/* Called when the window begins, and when it ends. */
	void (*edge)(void *of, bool begins);
	void *of;
};

struct session_plan {
	struct launch launch;
	struct session_watcher watcher;
	const char *quit; /* keys that end it; NULL: SIGINT does */
	uint64_t settle_ns, window_ns;
};

struct session_result {
	uint64_t cpu_ns;     /* in the window, of all its processes and threads */
	uint64_t window_ns;  /* as it turned out */
	size_t refreshes;    /* in the window: bursts of output */
	uint64_t bytes;	     /* written to the terminal or pipe in the window */
	uint64_t rss, peak;  /* at the end of it */
	size_t kept_files;   /* of /proc/PID, held open */
	uint64_t bpf_memory; /* bytes of the kernel's for its BPF maps and programs */
	uint64_t first_ns;   /* from exec to a full screen; 0: none was seen */
	bool quit;	     /* it ended by its key */
};

/*
 * Runs it to its end, which is bounded: what does not end by its key is ended. Returns 0, or
 * negative errno: it could not be started, -ECHILD: it ended early, -ETIME: it hung and did
 * nothing at all.
 */
int session_run(const struct session_plan *plan, struct session_result *ret);

#endif
