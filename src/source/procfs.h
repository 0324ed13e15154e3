/*
 * procfs.h - the source that reads text: /proc, another procfs, a captured tree
 *
 * Who a process is follows from PID and start tick, but for two processes that had
 * one PID in one tick. Those are told apart by the inode of a pidfd (sys/pidfs.h), and
 * asking for it costs more than it is worth for all. It need not be: once a process
 * has been read later than in the tick of its start, whoever gets the PID after it has a
 * later tick. So the id is read of those that may have started since the sample
 * before, and once more of one whose tick was not over then; the first sample has no one
 * before it, and takes those that are a few ticks old. A successor within the tick is
 * always among them, so where one has no id no other is meant. The rest is known by
 * number and tick, as all are where there are no ids: in a captured tree, in the procfs of
 * another PID namespace, before Linux 6.9. TASK_ID asks for the ids of all.
 *
 * The id is asked for by number while stat is open, and stat is read after it: had the
 * process ended in between, stat would say so, and the id with it is thrown away.
 */
#ifndef SOURCE_PROCFS_H
#define SOURCE_PROCFS_H

struct procdir;
struct source;

/* Works everywhere. procdir is borrowed and must live longer. Returns owned. */
struct source *procfs_new(struct procdir *procdir);

#endif
