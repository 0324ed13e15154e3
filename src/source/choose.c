/* choose.c - see choose.h */
#include "source/choose.h"

#include "source/bpf.h"
#include "source/procfs.h"

struct source *choose_open(enum choose_source wanted, struct procdir *procdir,
			   char reason[CHOOSE_REASON_MAX])
{
	struct source *source;

	reason[0] = '\0';
	if (wanted != CHOOSE_PROCFS && bpf_new(procdir, &source, reason, CHOOSE_REASON_MAX) == 0)
		return source;
	return procfs_new(procdir);
}
