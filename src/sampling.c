/* sampling.c - see sampling.h */
#include "sampling.h"

#include "tree/chain.h"
#include "batch/eventlog.h"
#include "output/formats.h"
#include "batch/run.h"
#include "tree/treeverb.h"
#include "batch/watch.h"
#include "options.h"

int sampling_run(struct options *options, struct procdir *procdir)
{
	const struct run_plan plan = {
		.settings = &options->settings,
		.format = options->format ? options->format : formats_find(bytes_of("text")),
		.time = options->time,
		.once = options->verb != OPTIONS_BATCH,
		.summary = options->verb == OPTIONS_BATCH,
		.tables = options->batch,
		.tree_root = options->tree_root,
	};

	if (options->drawn)
		return treeverb_run(&options->tree, &options->settings, procdir);
	if (options->verb == OPTIONS_EVENTS)
		return eventlog_run(&plan, procdir);
	if (options->verb == OPTIONS_CHAIN)
		return chain_run(&plan, options->columns, procdir);
	if (options->verb == OPTIONS_EXEC)
		return watch_run(&plan, options->exec, procdir);
	return run_batch(&plan, procdir);
}
