/*
 * cgroup.h - /proc/PID/cgroup: "id:controllers:path", one line a hierarchy
 */
#ifndef PROC_CGROUP_H
#define PROC_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct cgroup {
	uint32_t hierarchy; /* 0: version 2 */
	/* borrowed; empty for version 2, "name=systemd" for a named one */
	struct bytes controllers;
	/* borrowed; may hold ':' and spaces, may end in " (deleted)" */
	struct bytes path;
};

/* Cuts off the next line. Returns 1, 0 at the end, -EBADMSG (skipped: go on). */
int cgroup_next(struct bytes *rest, struct cgroup *ret);

/*
 * The path of the one line that tells most. Of those that are not just "/":
 * version 2, else name=systemd, else the longest (of equals, the first). "/" if there
 * is no other. Returns 0 with a slice of text or -ENODATA (no line that makes sense).
 */
int cgroup_main(struct bytes text, struct bytes *ret);

#endif
