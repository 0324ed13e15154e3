/* choose.c - see choose.h */
#include "source/choose.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "source/bpf.h"
#include "source/procfs.h"
#include "source/source.h"

/* Text at first, then perhaps another. */
struct lazy {
	struct source source;
	struct procdir *procdir;
	struct source *inner;
	struct source *
		first; /* text, when it is not used any more: names of users are borrowed from it */
	bool sampled, tried;
};

struct source *choose_open(enum choose_source wanted, struct procdir *procdir,
			   char reason[CHOOSE_REASON_MAX])
{
	struct source *source;

	reason[0] = '\0';
	if (wanted != CHOOSE_PROCFS && bpf_new(procdir, &source, reason, CHOOSE_REASON_MAX) == 0)
		return source;
	return procfs_new(procdir);
}

/* A sample of no process: the descriptors that it kept of all of them are closed. */
static void let_go(struct source *text)
{
	int32_t nobody = 0;
	const struct source_request request = { .pids = &nobody, .pid_count = 0 };
	struct snapshot *snapshot = snapshot_new();

	(void)source_sample(text, &request, snapshot);
	snapshot_free(snapshot);
}

static void try_bpf(struct lazy *lazy)
{
	char reason[CHOOSE_REASON_MAX];
	struct source *bpf;

	lazy->tried = true;
	if (bpf_new(lazy->procdir, &bpf, reason, sizeof(reason)) < 0) {
		log_debug("source", "no BPF source: %s", reason);
		return;
	}
	let_go(lazy->inner);
	lazy->first = lazy->inner;
	lazy->inner = bpf;
}

static int lazy_sample(struct source *source, const struct source_request *request,
		       struct snapshot *ret)
{
	struct lazy *lazy = (struct lazy *)source;

	if (lazy->sampled && !lazy->tried)
		try_bpf(lazy);
	lazy->sampled = true;
	return source_sample(lazy->inner, request, ret);
}

static void lazy_free(struct source *source)
{
	struct lazy *lazy = (struct lazy *)source;

	source_free(lazy->inner);
	source_free(lazy->first);
	free(lazy);
}

static const struct source_ops lazy_ops = {
	.name = "auto",
	.help = "text at first, then the cheapest that this machine allows",
	.sample = lazy_sample,
	.free = lazy_free,
};

struct source *choose_open_lazily(struct procdir *procdir)
{
	struct lazy *lazy = die_calloc(1, sizeof(*lazy));

	lazy->source.ops = &lazy_ops;
	lazy->procdir = procdir;
	lazy->inner = procfs_new(procdir);
	return &lazy->source;
}
