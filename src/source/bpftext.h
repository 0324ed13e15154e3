/*
 * bpftext.h - what the task iterator has no answer to: read as text, remembered
 * where it does not change
 *
 * The iterator keeps 15 bytes of a name, knows no wchan, link or path, and on some
 * machines withholds tasks (a protected first process). This completes a
 * snapshot that was made of its records.
 */
#ifndef SOURCE_BPFTEXT_H
#define SOURCE_BPFTEXT_H

#include <stddef.h>

struct bpftext;
struct procdir;
struct snapshot;
struct source_request;

/* procdir is borrowed. Returns owned. */
struct bpftext *bpftext_new(struct procdir *procdir);
void bpftext_free(struct bpftext *text);

/*
 * delivered: the tasks that the iterator gave. Adds the processes that it did
 * not give, the names of users and terminals, long names of kernel threads, and
 * the files that the request asks for.
 */
void bpftext_complete(struct bpftext *text, const struct source_request *request, size_t delivered,
		      struct snapshot *snapshot);

#endif
