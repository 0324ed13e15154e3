/*
 * eventlog.h - batch mode about events: what happened to processes, in place of rows
 *
 * One table for the whole stream, with the columns of panes/events; a sample is what
 * happened in one interval. Where the kernel does not tell of events, what two samples
 * tell is all there is, and a line on standard error says so and why.
 */
#ifndef BATCH_EVENTLOG_H
#define BATCH_EVENTLOG_H

struct procdir;
struct run_plan;

/*
 * As run_batch(); settings.columns and the filter are those of events. Returns an exit status
 * (enum run_result); RUN_DENIED where nothing can be told at all.
 */
int eventlog_run(const struct run_plan *plan, struct procdir *procdir);

#endif
