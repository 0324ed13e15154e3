/* cgroup.c - see cgroup.h; the kernel's side is proc_cgroup_show(), kernel/cgroup/cgroup.c */
#include "proc/cgroup.h"

#include <errno.h>

#include "proc/field.h"

int cgroup_next(struct bytes *rest, struct cgroup *ret)
{
	struct cgroup group;
	struct bytes line;

	if (rest->n == 0)
		return 0;
	line = bytes_next_line(rest);
	if (field_u32(bytes_next(&line, ':'), &group.hierarchy) < 0)
		return -EBADMSG;
	/* here a line without a second ':' leaves nothing for the path */
	group.controllers = bytes_next(&line, ':');
	group.path = line;
	if (!bytes_starts_with(group.path, "/"))
		return -EBADMSG;
	*ret = group;
	return 1;
}

/* How much a line tells: more is better. */
enum rank {
	ROOT,
	NAMED,
	SYSTEMD,
	VERSION_2,
};

static enum rank rank(const struct cgroup *group)
{
	if (bytes_equal(group->path, "/"))
		return ROOT;
	if (group->hierarchy == 0)
		return VERSION_2;
	return bytes_equal(group->controllers, "name=systemd") ? SYSTEMD : NAMED;
}

int cgroup_main(struct bytes text, struct bytes *ret)
{
	struct cgroup group;
	struct bytes best = { NULL, 0 };
	enum rank best_rank = ROOT;
	int more;

	while ((more = cgroup_next(&text, &group)) != 0) {
		if (more < 0)
			continue;
		/* every path has a byte at least, so that the first one always wins over none */
		if (rank(&group) > best_rank ||
		    (rank(&group) == best_rank && group.path.n > best.n)) {
			best = group.path;
			best_rank = rank(&group);
		}
	}
	if (best.n == 0)
		return -ENODATA;
	*ret = best;
	return 0;
}
