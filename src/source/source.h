/*
 * source.h - where samples come from: one interface, several ways to fill it
 *
 * A source is used by one thread at a time. What it returns is complete and
 * immutable: a snapshot.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snap/snapshot.h"

/*
 * What is wanted. It is a state, not an order: the newest replaces the older and
 * nothing is lost by that.
 */
struct source_request {
	uint32_t needs;	      /* enum task_file: of every task */
	uint32_t needs_shown; /* only of the tasks in `shown`, as long as there are many tasks */
	int32_t *threads_of;  /* the threads of these processes; owned */
	size_t threads_of_count;
	bool threads;		/* the threads of every process */
	bool only_tasks;	/* nothing of the machine as a whole */
	bool anew;		/* nothing from memory: something was just changed */
	struct identity *shown; /* the tasks on the screen, by pid; owned by the request */
	size_t shown_count;
	int32_t *pids; /* only these processes; owned. NULL: all */
	size_t pid_count;
};

/* Copies, so that a request can cross to another thread. */
struct source_request *source_request_copy(const struct source_request *request);
void source_request_free(struct source_request *request);

/*
 * With no more tasks than this, what is only shown is read of all: nothing is late when
 * scrolling.
 */
enum { SOURCE_FEW_TASKS = 512 };

/* Whether the task is among those that are shown; which files are wanted of it. */
bool source_request_shows(const struct source_request *request, int32_t pid);
uint32_t source_request_needs(const struct source_request *request, int32_t pid, bool few);

/* Whether the threads of that process are wanted. */
bool source_request_threads(const struct source_request *request, int32_t pid);

/*
 * The order in which the state of one thread speaks for its process: the smaller
 * the busier. States that are not in it leave the process with its leader's.
 */
int source_busyness(char state);

/* Sets the snapshot's notice; for the implementer, behind source_sample() of another source. */
void source_notice(struct snapshot *snapshot, const char *what, const char *reason);

struct source;

/* The implementer's side. */
struct source_ops {
	const char *name; /* "procfs" */
	const char *help; /* one line for `proctor features` */
	/*
	 * Fills an empty snapshot. Returns 0; or a negative errno if nothing could be
	 * listed, and then the snapshot has that error and no tasks. A task that
	 * vanishes between any two reads is left out silently.
	 */
	int (*sample)(struct source *source, const struct source_request *request,
		      struct snapshot *ret);
	/*
	 * Events: a descriptor that is readable while some wait, -1 for none, and what takes
	 * them from the kernel, so that none is lost for lack of room. Both may be NULL.
	 */
	int (*event_fd)(const struct source *source);
	void (*drain)(struct source *source);
	void (*free)(struct source *source);
};

/* Each source begins with this. */
struct source {
	const struct source_ops *ops;
};

/* The user's side. */
int source_sample(struct source *source, const struct source_request *request,
		  struct snapshot *ret);
int source_event_fd(const struct source *source);
void source_drain(struct source *source);
void source_free(struct source *source);

#endif
