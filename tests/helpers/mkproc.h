/*
 * mkproc.h - what the kinds of mkproc share
 *
 * A kind makes processes, tells them with mkproc_tell() and returns. The main
 * program then says "ready", waits, and ends all that mkproc_fork() has made.
 *
 * Nothing is left behind, in three ways: each process dies with its parent
 * (PR_SET_PDEATHSIG), by SIGALRM when the time is over, and by SIGKILL from the
 * main program at its end.
 */
#ifndef HELPERS_MKPROC_H
#define HELPERS_MKPROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
	MKPROC_CHILDREN_MAX = 40000,
	MKPROC_UNSUPPORTED = 77, /* exit status: not here, not for this user, not on this kernel */
};

/* The words behind the name of the kind. */
struct mkproc_args {
	char *const *words;
	size_t count;
};

typedef int (*mkproc_make_fn)(const struct mkproc_args *args);
typedef int (*mkproc_line_fn)(const char *line);
typedef void (*mkproc_end_fn)(void);

struct mkproc_kind {
	const char *name;
	const char *args;
	const char *help;
	mkproc_make_fn make; /* returns 0, or the exit status of a failure that it has told */
	mkproc_line_fn line; /* a line on standard input; NULL: the kind knows none */
	mkproc_end_fn end;   /* before the children are killed; may be NULL */
};

/* The tables of the families, each ended by a row without a name. */
extern const struct mkproc_kind mkproc_states_kinds[];
extern const struct mkproc_kind mkproc_loads_kinds[];
extern const struct mkproc_kind mkproc_names_kinds[];
extern const struct mkproc_kind mkproc_ids_kinds[];
extern const struct mkproc_kind mkproc_wedge_kinds[];
extern const struct mkproc_kind mkproc_reuse_kinds[];
extern const struct mkproc_kind mkproc_kin_kinds[];
extern const struct mkproc_kind mkproc_storm_kinds[];

/* For how long anything may live. */
unsigned mkproc_seconds(void);

/*
 * The number of an argument, fallback if it is not given. Ends the program with a
 * message when it is no number from min to max.
 */
long mkproc_number(const struct mkproc_args *args, size_t index, long fallback, long min, long max);

/*
 * fork(), with the promise above. The child's standard input and output are
 * /dev/null. Ends the program when it fails.
 */
pid_t mkproc_fork(void);

/* Makes the promise in a child that was made otherwise; parent is who must live. */
void mkproc_promise(pid_t parent);

/* The child is one to be killed at the end; mkproc_fork() does it by itself. */
void mkproc_adopt(pid_t pid);
void mkproc_disown(pid_t pid);

/* Waits for a signal, or computes, for ever. */
__attribute__((noreturn)) void mkproc_idle(void);
__attribute__((noreturn)) void mkproc_burn(void);

/*
 * A child says that it is as wanted, the parent waits until `count` have said so;
 * false if that takes too long or one has said no. The pipe is made by the main program.
 */
void mkproc_say(bool good);
bool mkproc_await(size_t count);

/* One line on standard output, at once. */
__attribute__((format(printf, 1, 2))) void mkproc_tell(const char *format, ...);

/* A message on standard error; returns the status, for a kind to return it. */
__attribute__((format(printf, 2, 3))) int mkproc_refuse(int status, const char *format, ...);

/* Waits until /proc/PID/task/TID/stat shows one of the states; TID 0 is PID's own. */
bool mkproc_await_state(pid_t pid, pid_t tid, const char *states);

/* Field `number` (from 3 on) of /proc/PID/stat into dst; false if there is none. */
bool mkproc_stat_field(pid_t pid, pid_t tid, int number, char *dst, size_t size);

void mkproc_sleep_ms(long ms);

/* Starts this program again in the calling process, to run the role of a kind after exec. */
__attribute__((noreturn)) void mkproc_exec_role(const char *role, char *const *argv);

/* The same for the role that says that it is there and waits, under a name; in names.c. */
__attribute__((noreturn)) void mkproc_exec_named(const char *name, char *const *argv);

/* What the roles do; called by main() when the environment asks for one. */
int mkproc_names_role(const char *role, int argc, char **argv);

#endif
