/*
 * ending.h - how a process ended, or several of one name that came and went
 *
 * A process that had a row keeps it for a while after its end. Those that were never seen
 * alive, because they came and went between two samples, share a row for each name and
 * parent. Plain data, made by the world and read only by all others.
 */
#ifndef MODEL_ENDING_H
#define MODEL_ENDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ending {
	bool was_seen; /* it had a row before; else it came and went */
	bool is_fresh; /* it, or some of them, ended in the present interval; else it only stays */
	/* Of the interval in which it ended; several: in which the last of them did. */
	uint32_t count;	   /* processes */
	uint32_t failures; /* of these, those known to have ended otherwise than with exit(0) */
	uint64_t cpu_ns;   /* CPU time in it; without accounts that comes to the parent */
	uint64_t read_bytes, write_bytes; /* storage, of all their lives; only with accounts */
	/* Of the one that ended last: */
	bool has_status;
	int32_t status;	  /* as of wait(2) */
	bool has_account; /* the three below are known */
	uint64_t life_ns; /* from its start to its end */
	uint64_t life_cpu_ns;
	uint64_t peak_rss; /* the largest of all in the row */
	uint64_t ended_ns; /* CLOCK_MONOTONIC */
};

enum { ENDING_TEXT_MAX = 48 };

/*
 * How it ended, in few words: "exit 0", "SIGKILL", "SIGSEGV, core dumped"; "ended" where
 * the status is not known. Returns the length.
 */
size_t ending_text(const struct ending *ending, char ret[ENDING_TEXT_MAX]);

/* The same of a status as of wait(2). */
size_t ending_status_text(int32_t status, char ret[ENDING_TEXT_MAX]);

#endif
