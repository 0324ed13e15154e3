/*
 * home.h - a directory for the settings of the programs that are measured
 */
#ifndef BENCH_HOME_H
#define BENCH_HOME_H

#include <stdbool.h>

enum { HOME_PATH_MAX = 64 };

/*
 * Makes an empty one that belongs to that user (NULL: to us), with what makes the
 * programs comparable: an interval of one second, threads shown or not. Returns 0
 * or negative errno.
 */
int home_make(char path[HOME_PATH_MAX], const char *user, bool threads);

/* Removes it and all that was written there. */
void home_remove(const char *path);

#endif
