/* run.c - see run.h */
#include "batch/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/macros.h"
#include "base/text.h"
#include "batch/gather.h"

static int take_sample(struct printer *printer)
{
	int result = gather_sample(printer->gather);

	if (result < 0)
		(void)fprintf(stderr, "proctor: the processes cannot be listed: %s\n",
			      strerror(-result));
	return result;
}

/* tree NAME: the processes that have that name now, each with all below it. */
static int resolve_tree_root(struct printer *printer, const char *name)
{
	struct selection *selection = &printer->settings->selection;
	size_t count, found = 0;
	const struct row *rows = world_rows(printer->world, &count);

	if (!name)
		return RUN_DONE;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].is_thread || rows[i].ending || !bytes_equal(rows[i].task->comm, name))
			continue;
		selection_pid_add(selection, rows[i].identity.pid, true);
		found++;
	}
	selection_observe(selection, printer->world);
	if (found > 0)
		return RUN_DONE;
	(void)fputs("proctor: no process has the name '", stderr);
	(void)text_write(stderr, bytes_of(name), SIZE_MAX);
	(void)fputs("'\n", stderr);
	return RUN_NOTHING;
}

/* Those that were asked for by number and are not there. */
static int check_pids(const struct printer *printer)
{
	const struct selection *selection = &printer->settings->selection;
	const bool denied = world_now(printer->world)->unreadable > 0;
	int result = RUN_DONE;

	for (size_t i = 0; i < selection->pid_count; i++) {
		if (world_find_pid(printer->world, selection->pids[i].pid))
			continue;
		(void)fprintf(stderr, "proctor: process %d %s\n", selection->pids[i].pid,
			      denied ? "may not be read" : "is not there");
		result = denied && selection->pid_count == 1 ? RUN_DENIED : RUN_GONE;
	}
	return result;
}

static int finish(struct printer *printer, int error)
{
	int result;

	if (gather_signal(printer->gather))
		return 128 + gather_signal(printer->gather);
	if (error == -EPIPE)
		return RUN_DONE;
	if (error < 0) {
		(void)fprintf(stderr, "proctor: the output cannot be written: %s\n",
			      strerror(-error));
		return RUN_FAILED;
	}
	/* What is told of is what ended, too. */
	result = printer->settings->events ? RUN_DONE : check_pids(printer);
	return result == RUN_DONE && printer->rows == 0 ? RUN_NOTHING : result;
}

static int run_once(struct printer *printer, const char *tree_root)
{
	int result = take_sample(printer) < 0 ? RUN_FAILED : resolve_tree_root(printer, tree_root);
	int error, end;

	if (result != RUN_DONE)
		return result;
	printer_begin(printer);
	error = printer_rows(printer);
	end = printer_end(printer);
	return finish(printer, error < 0 ? error : end);
}

static bool is_enough(const struct printer *printer)
{
	const uint64_t wanted = printer->settings->iterations;

	return wanted > 0 && printer->printed >= wanted;
}

/* The first table comes after a whole interval: before it there are no rates. */
static int run_interval(struct printer *printer, run_print *print, void *context)
{
	uint64_t due = clock_monotonic();
	bool failed = false;
	int error = 0, end;

	if (take_sample(printer) < 0)
		return RUN_FAILED;
	printer_begin(printer);
	while (error == 0 && !failed && !is_enough(printer)) {
		due = MAX(due + printer->settings->delay_ns, clock_monotonic());
		if (!gather_wait(printer->gather, due))
			break;
		failed = take_sample(printer) < 0;
		if (!failed)
			error = print(printer, context);
	}
	end = printer_end(printer);
	if (failed)
		return RUN_FAILED;
	return finish(printer, error < 0 ? error : end);
}

static int print_rows(struct printer *printer, void *context)
{
	(void)context;
	return printer_rows(printer);
}

struct printer_plan run_printer_plan(const struct run_plan *plan)
{
	return (struct printer_plan){ .settings = plan->settings,
				      .format = plan->format,
				      .time = plan->time,
				      .summary = plan->summary,
				      .is_subtree = plan->tree_root };
}

/* print NULL: one table of rows, at once. */
static int run(const struct run_plan *plan, struct procdir *procdir, run_print *print,
	       void *context)
{
	const struct printer_plan printer_plan = run_printer_plan(plan);
	struct gather *gather;
	struct printer printer;
	int result = gather_open(plan->settings, procdir, &gather);

	if (result < 0) {
		(void)fprintf(stderr, "proctor: cannot start: %s\n", strerror(-result));
		return RUN_FAILED;
	}
	printer_init(&printer, &printer_plan, gather, procdir);
	result = print ? run_interval(&printer, print, context)
		       : run_once(&printer, plan->tree_root);
	printer_done(&printer);
	gather_close(gather);
	return result;
}

int run_samples(const struct run_plan *plan, struct procdir *procdir, run_print *print,
		void *context)
{
	return run(plan, procdir, print, context);
}

int run_batch(const struct run_plan *plan, struct procdir *procdir)
{
	return run(plan, procdir, plan->once ? NULL : print_rows, NULL);
}
