/* bpf.c - see bpf.h */
#include "source/bpf.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "source/bpfpass.h"
#include "source/bpftext.h"
#include "source/source.h"
#include "source/systemfiles.h"
#include "source/taskrecords.h"
#include "source/versions.h"
#include "sys/procdir.h"

/* Samples in a row, of two tries each: what passes (no memory, no descriptor) does not end it. */
enum { FAILURES_MAX = 3 };

struct bpf {
	struct source source;
	struct systemfiles system;
	struct bpfpass *pass;
	struct taskrecords records;
	struct bpftext *details; /* what only text tells */
	struct source *text;
	unsigned failures; /* in a row */
	struct procdir_buffer buffer;
};

static int build_pass(struct bpf *bpf, const struct source_request *request, struct snapshot *ret)
{
	int result;

	taskrecords_begin(&bpf->records, request);
	result = bpfpass_run(bpf->pass, &bpf->records);
	if (result == 0)
		result = taskrecords_end(&bpf->records, clock_monotonic(), ret);
	if (result == 0)
		return 0;
	/* What the kernel side takes for known has not arrived. */
	taskrecords_forget(&bpf->records);
	bpfpass_forget(bpf->pass);
	return result;
}

static int sample_pass(struct bpf *bpf, const struct source_request *request, struct snapshot *ret)
{
	int result;

	systemfiles_read(&bpf->system, &bpf->buffer, ret);
	ret->ticks_per_second = NS_PER_SECOND / bpf->records.units.tick_ns;
	bpftext_begin(bpf->details, request);
	versions_begin(bpf->records.versions, ret);
	if (request->anew)
		bpfpass_forget(bpf->pass);
	result = build_pass(bpf, request, ret);
	if (result < 0)
		result = build_pass(bpf, request, ret);
	if (result == 0)
		bpftext_complete(bpf->details, taskrecords_count(&bpf->records),
				 bpf->records.versions, ret);
	versions_end(bpf->records.versions);
	return result;
}

/* It stood in for a sample: what it keeps for the next one is not needed. */
static void let_rest(struct bpf *bpf)
{
	int32_t nobody = 0;
	const struct source_request request = { .pids = &nobody, .only_tasks = true };
	struct snapshot *snapshot = snapshot_new();

	(void)source_sample(bpf->text, &request, snapshot);
	snapshot_free(snapshot);
}

static int bpf_sample(struct source *source, const struct source_request *request,
		      struct snapshot *ret)
{
	struct bpf *bpf = (struct bpf *)source;
	int failed, result;

	/* A few processes are cheaper as text. */
	if (request->pids || bpf->failures >= FAILURES_MAX)
		return source_sample(bpf->text, request, ret);
	failed = sample_pass(bpf, request, ret);
	if (failed == 0 && bpf->failures > 0)
		let_rest(bpf);
	bpf->failures = failed < 0 ? bpf->failures + 1 : 0;
	if (failed == 0)
		return 0;
	result = source_sample(bpf->text, request, ret);
	if (bpf->failures >= FAILURES_MAX)
		source_notice(ret, "the BPF source has failed, text from now on",
			      strerror(-failed));
	return result;
}

static void bpf_free(struct source *source)
{
	struct bpf *bpf = (struct bpf *)source;

	bpfpass_free(bpf->pass);
	source_free(bpf->text);
	bpftext_free(bpf->details);
	taskrecords_done(&bpf->records);
	systemfiles_done(&bpf->system);
	procdir_buffer_done(&bpf->buffer);
	free(bpf);
}

static const struct source_ops bpf_ops = {
	.name = "bpf",
	.help = "the kernel's task iterator; needs CAP_BPF and CAP_PERFMON",
	.sample = bpf_sample,
	.free = bpf_free,
};

int bpf_new(struct procdir *procdir, struct source *text, struct source **ret, char *reason,
	    size_t reason_size)
{
	struct bpfpass *pass;
	struct bpf *bpf;
	int result = bpfpass_new(procdir, &pass, reason, reason_size);

	if (result < 0)
		return result;
	bpf = die_calloc(1, sizeof(*bpf));
	bpf->source.ops = &bpf_ops;
	systemfiles_init(&bpf->system, procdir);
	bpf->pass = pass;
	bpf->text = text;
	bpf->details = bpftext_new(procdir, text);
	taskrecords_init(&bpf->records, NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK),
			 (uint64_t)sysconf(_SC_PAGESIZE));
	bpf->records.complete = bpftext_name;
	bpf->records.context = bpf->details;
	*ret = &bpf->source;
	return 0;
}
