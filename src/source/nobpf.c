/* nobpf.c - see bpf.h: stands in for bpf.c in a build without libbpf */
#include <errno.h>
#include <stdio.h>

#include "source/bpf.h"

int bpf_new(struct procdir *procdir, struct source *text, struct source **ret, char *reason,
	    size_t reason_size)
{
	(void)procdir;
	(void)text;
	(void)ret;
	(void)snprintf(reason, reason_size, "built without it");
	return -ENOSYS;
}
