/*
 * run.h - batch mode and the verbs that print rows: samples to a stream
 */
#ifndef BATCH_RUN_H
#define BATCH_RUN_H

#include <stdbool.h>

#include "batch/printer.h"
#include "output/writer.h"
#include "panes/settings.h"

struct procdir;

struct run_plan {
	struct settings *settings; /* borrowed; PIDs are added where tree_root is resolved */
	const struct writer_format *format;
	enum writer_time time;
	/* one snapshot, no rates; else one table an interval, the first after a whole one */
	bool once;	       /* run_batch() only */
	bool tables;	       /* watch_run(): tables, too, and not only what comes in the end */
	bool summary;	       /* lines about the machine, in text */
	const char *tree_root; /* only processes of that name and all below; NULL: all */
};

/* What the program's exit status says. */
enum run_result {
	RUN_DONE = 0,
	RUN_NOTHING = 1,       /* nothing matched */
	RUN_FAILED = 2,	       /* could not start or go on: said on standard error */
	RUN_GONE = 3,	       /* a PID that was asked for is not there: said on standard error */
	RUN_DENIED = 4,	       /* no permission for anything that was asked */
	RUN_INTERRUPTED = 130, /* SIGINT; 128 + the signal for another */
};

/*
 * Samples and prints until all samples are printed, the reader is gone (RUN_DONE) or a signal
 * comes.
 */
int run_batch(const struct run_plan *plan, struct procdir *procdir);

/* What of it is the printer's. */
struct printer_plan run_printer_plan(const struct run_plan *plan);

/* The same with other rows: print is called after each sample but the first; 0 or -errno. */
typedef int run_print(struct printer *printer, void *context);
int run_samples(const struct run_plan *plan, struct procdir *procdir, run_print *print,
		void *context);

#endif
