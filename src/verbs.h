/*
 * verbs.h - does what the command line asks for
 */
#ifndef VERBS_H
#define VERBS_H

struct options;

/* Returns the exit status. */
int verbs_run(struct options *options);

/*
 * The exit status of a verb whose output went well, or not (negative errno), which is said: the
 * reader may go when it likes.
 */
int verbs_status(int error);

#endif
