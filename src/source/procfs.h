/*
 * procfs.h - the source that reads text: /proc, another procfs, a captured tree
 */
#ifndef SOURCE_PROCFS_H
#define SOURCE_PROCFS_H

struct procdir;
struct source;

/* Works everywhere. procdir is borrowed and must live longer. Returns owned. */
struct source *procfs_new(struct procdir *procdir);

#endif
