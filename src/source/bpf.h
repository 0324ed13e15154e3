/*
 * bpf.h - the source that asks the kernel's task iterator
 *
 * One pass gives every task of the machine, threads included, for less than a
 * tenth of what reading text costs. Files that the iterator has no answer to
 * (wchan, exe, cgroup, oom_score) and tasks that it withholds are read as text.
 */
#ifndef SOURCE_BPF_H
#define SOURCE_BPF_H

#include <stddef.h>

struct procdir;
struct source;

/*
 * Loads the program and compares what it says of ourselves with /proc/self.
 * procdir must be our own procfs; borrowed. text, a source of text of it, reads what
 * the iterator withholds, and everything should the iterator fail; it is taken over
 * on success. Returns 0 and *ret, owned; or negative errno with the reason, a phrase,
 * in reason: -ENOSYS built without, -EPERM ...
 */
int bpf_new(struct procdir *procdir, struct source *text, struct source **ret, char *reason,
	    size_t reason_size);

#endif
