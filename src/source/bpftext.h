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
struct source;
struct source_request;
struct task;
struct versions;

/* All borrowed; text is a source of text. Returns owned. */
struct bpftext *bpftext_new(struct procdir *procdir, struct source *text);
void bpftext_free(struct bpftext *text);

/* Of the sample that begins; borrowed until the next one. */
void bpftext_begin(struct bpftext *text, const struct source_request *request);

/*
 * Names the user, and a kernel thread whose name is longer than the iterator tells. last: the
 * task in the sample before, or NULL. The names are borrowed until the next call.
 */
void bpftext_name(void *text, const struct task *last, struct task *task);

/*
 * delivered: the tasks that the iterator gave. Adds the processes that it did not
 * give, for whom there must be room (TASKRECORDS_SPARE), and reads the files that
 * the request asks for.
 */
void bpftext_complete(struct bpftext *text, size_t delivered, struct versions *versions,
		      struct snapshot *snapshot);

#endif
