/*
 * loop.h - the interactive program from its start to its end
 *
 * One thread waits in one poll for keys, signals, samples and answers. It never
 * opens anything under /proc itself.
 */
#ifndef UI_LOOP_H
#define UI_LOOP_H

struct procdir;
struct settings;

/*
 * Runs until the user quits, a signal comes or the terminal has gone. Returns
 * the exit status; what kept it from starting is said on standard error. procdir
 * must not be closed afterwards: a thread that was left behind may still use it.
 */
int loop_run(struct settings *settings, struct procdir *procdir);

#endif
