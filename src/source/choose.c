/* choose.c - see choose.h */
#include "source/choose.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "source/bpf.h"
#include "source/procfs.h"
#include "source/source.h"
#include "source/witness.h"

/* Text, until it is known whether there is better. */
struct lazy {
	struct source source;
	struct procdir *procdir;
	struct source *inner;
	bool tried;
};

struct source *choose_open(enum choose_source wanted, struct procdir *procdir,
			   char reason[CHOOSE_REASON_MAX])
{
	struct source *text = procfs_new(procdir), *source;

	reason[0] = '\0';
	if (wanted != CHOOSE_PROCFS &&
	    bpf_new(procdir, text, &source, reason, CHOOSE_REASON_MAX) == 0)
		return witness_new(source, procdir);
	return witness_new(text, procdir);
}

/* Who may not use it, or has none, knows; anything else is a surprise. */
static bool is_surprise(int error)
{
	return error != -EPERM && error != -EACCES && error != -ENOSYS && error != -EXDEV;
}

static int lazy_sample(struct source *source, const struct source_request *request,
		       struct snapshot *ret)
{
	struct lazy *lazy = (struct lazy *)source;
	char reason[CHOOSE_REASON_MAX];
	struct source *bpf;
	int refused, result;

	if (lazy->tried)
		return source_sample(lazy->inner, request, ret);
	lazy->tried = true;
	refused = bpf_new(lazy->procdir, lazy->inner, &bpf, reason, sizeof(reason));
	if (refused == 0)
		lazy->inner = bpf;
	result = source_sample(lazy->inner, request, ret);
	if (refused < 0) {
		log_debug("source", "no BPF source: %s", reason);
		if (is_surprise(refused))
			source_notice(ret, "no BPF source, text instead", reason);
	}
	return result;
}

static void lazy_free(struct source *source)
{
	struct lazy *lazy = (struct lazy *)source;

	source_free(lazy->inner);
	free(lazy);
}

static const struct source_ops lazy_ops = {
	.name = "auto",
	.help = "the cheapest that this machine allows",
	.sample = lazy_sample,
	.free = lazy_free,
};

struct source *choose_open_lazily(struct procdir *procdir)
{
	struct lazy *lazy = die_calloc(1, sizeof(*lazy));

	lazy->source.ops = &lazy_ops;
	lazy->procdir = procdir;
	lazy->inner = procfs_new(procdir);
	return witness_new(&lazy->source, procdir);
}
