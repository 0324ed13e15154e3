/*
 * choose.h - which source runs, and why not the other
 */
#ifndef SOURCE_CHOOSE_H
#define SOURCE_CHOOSE_H

struct procdir;
struct source;

enum choose_source { CHOOSE_AUTO, CHOOSE_BPF, CHOOSE_PROCFS };

enum { CHOOSE_REASON_MAX = 160 };

/*
 * Opens the source that was asked for; auto takes the BPF one where it can. Where
 * that cannot run it is text: this never fails. Either comes with events (witness.h), where
 * the kernel tells of them. Owned. reason says in a phrase why it is not BPF; "" where it is,
 * or was not asked for.
 */
struct source *choose_open(enum choose_source wanted, struct procdir *procdir,
			   char reason[CHOOSE_REASON_MAX]);

/*
 * The same for auto, decided by the thread that takes the first sample: loading a program
 * into the kernel takes some 40 ms, in which a screen can already say that it is there.
 * Owned; never fails.
 */
struct source *choose_open_lazily(struct procdir *procdir);

#endif
