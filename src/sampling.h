/*
 * sampling.h - the verbs that take samples and print them
 */
#ifndef SAMPLING_H
#define SAMPLING_H

struct options;
struct procdir;

/* Returns an exit status. */
int sampling_run(struct options *options, struct procdir *procdir);

#endif
