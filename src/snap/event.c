/* event.c - see event.h */
#include "snap/event.h"

const char *event_kind_name(enum event_kind kind)
{
	static const char *const names[EVENT_KIND_COUNT] = {
		[EVENT_FORK] = "fork",	   [EVENT_EXEC] = "exec",
		[EVENT_COMM] = "comm",	   [EVENT_UID] = "uid",
		[EVENT_GID] = "gid",	   [EVENT_SID] = "sid",
		[EVENT_PTRACE] = "ptrace", [EVENT_COREDUMP] = "coredump",
		[EVENT_EXIT] = "exit",
	};

	return names[kind];
}
