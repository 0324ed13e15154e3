/*
 * watch.h - starts a command and watches it with all that it starts: proctor --exec
 *
 * The command has our standard descriptors, and begins when the first sample is there. It is
 * watched until the last of its descendants has ended; those that outlive their parents become
 * our children, so none escapes. In the end a tally goes to standard error.
 *
 * Signals: what a terminal sends (Ctrl-C, hangup) has reached the command by itself, and we wait
 * for it to end. SIGINT, SIGTERM, SIGHUP and SIGQUIT that are sent to us are passed on to the
 * command, as long as it lives; afterwards they end the watching of those that it has left
 * behind. Should we be killed, all go on without us.
 */
#ifndef BATCH_WATCH_H
#define BATCH_WATCH_H

struct procdir;
struct run_plan;

/*
 * command: its arguments, NULL behind the last. plan->tables: also prints the table of these
 * processes each interval. Without it, and where no delay was asked for, samples are taken
 * more often than usual, for memory. Returns the exit status of the command: 128 + the signal
 * that ended it, 127: not found, 126: it cannot be executed.
 */
int watch_run(const struct run_plan *plan, char *const *command, struct procdir *procdir);

#endif
