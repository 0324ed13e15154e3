/*
 * session.h - one program on a pseudo-terminal of its own, measured over a window
 */
#ifndef BENCH_SESSION_H
#define BENCH_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SESSION_ARGUMENTS_MAX = 8 };

struct session_plan {
	const char *arguments
		[SESSION_ARGUMENTS_MAX]; /* NULL-terminated; the first is looked for in PATH */
	const char *quit;		 /* keys that end it; NULL: SIGINT does */
	const char *home;		 /* directory for its settings */
	const char *user;		 /* who runs it; NULL: we */
	uint64_t settle_ns, window_ns;
};

struct session_result {
	uint64_t cpu_ns;    /* in the window, of all its processes and threads */
	uint64_t window_ns; /* as it turned out */
	size_t refreshes;   /* in the window: bursts of output */
	uint64_t bytes;	    /* written to the terminal in the window */
	uint64_t rss, peak; /* at the end of it */
	size_t kept_stat;   /* stat files held open */
	uint64_t first_ns;  /* from exec to a full screen; 0: none was seen */
	bool quit;	    /* it ended by its key */
};

/*
 * Runs it to its end. Returns 0, or negative errno: it could not be started, ended early or
 * did nothing at all.
 */
int session_run(const struct session_plan *plan, struct session_result *ret);

/* Whether such a program is in PATH (or is a path to one). */
bool session_has(const char *program);

/* Becomes that user and his groups for good (NULL: stays). Returns 0 or negative errno. */
int session_become(const char *user);

#endif
