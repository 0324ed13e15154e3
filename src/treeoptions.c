/* treeoptions.c - see treeoptions.h */
#include "treeoptions.h"

#include <errno.h>

#include "base/bytes.h"
#include "base/macros.h"

#define UNUSED_PARAMETERS (void)argument, (void)error, (void)error_size

#define FLAG(name, member)                                                          \
	static int name(struct options *options, const char *argument, char *error, \
			size_t error_size)                                          \
	{                                                                           \
		UNUSED_PARAMETERS;                                                  \
		options->tree.member = true;                                        \
		return 0;                                                           \
	}

/* One that a table has nothing of. */
#define DRAWING(name, member, option)                                               \
	static int name(struct options *options, const char *argument, char *error, \
			size_t error_size)                                          \
	{                                                                           \
		UNUSED_PARAMETERS;                                                  \
		options->tree.member = true;                                        \
		options->drawing = option;                                          \
		return 0;                                                           \
	}

FLAG(set_by_pid, by_pid)
FLAG(set_no_threads, no_threads)
DRAWING(set_arguments, arguments, "arguments")
DRAWING(set_apart, apart, "compact-not")
DRAWING(set_pgids, pgids, "show-pgids")
DRAWING(set_unlimited, unlimited, "long")
DRAWING(set_pids, pids, "show-pids")
DRAWING(set_parents, parents, "show-parents")
DRAWING(set_thread_names, thread_names, "thread-names")
DRAWING(set_users, users, "uid-changes")

static int set_highlight(struct options *options, const char *argument, char *error,
			 size_t error_size)
{
	uint64_t pid;

	if (bytes_to_u64(bytes_of(argument), &pid) < 0 || pid == 0 || pid > INT32_MAX) {
		(void)snprintf(error, error_size, "no PID '%s': give the number of a process",
			       argument);
		return -EINVAL;
	}
	options->tree.highlight = (int32_t)pid;
	options->drawing = "highlight";
	return 0;
}

/* clang-format off */
const struct options_row treeoptions_table[TREEOPTIONS_COUNT] = {
	{ 'a', "arguments",    NULL,  "command lines, one process a line", set_arguments },
	{ 'c', "compact-not",  NULL,  "do not draw branches that look the same as one", set_apart },
	{ 'g', "show-pgids",   NULL,  "process groups behind the names", set_pgids },
	{ 'l', "long",         NULL,  "do not cut lines at the width of the terminal", set_unlimited },
	{ 'n', "numeric-sort", NULL,  "siblings by PID, not by name", set_by_pid },
	{ 'p', "show-pids",    NULL,  "PIDs behind the names; nothing is drawn as one then", set_pids },
	{ 's', "show-parents", NULL,  "the ancestors of what was asked for too", set_parents },
	{ 't', "thread-names", NULL,  "threads by their own names, not by that of their process", set_thread_names },
	{ 'T', "hide-threads", NULL,  "no threads", set_no_threads },
	{ 'u', "uid-changes",  NULL,  "the user behind the name where it is not that of the parent", set_users },
	{ 0,   "highlight",    "PID", "that process and its ancestors in bold, on a terminal", set_highlight },
};
/* clang-format on */
