/*
 * bpfpass.h - the program in the kernel, and passes over all tasks with it
 *
 * Loaded from the object that is part of this program; nothing is read from files but
 * the kernel's own types.
 */
#ifndef SOURCE_BPFPASS_H
#define SOURCE_BPFPASS_H

#include <stddef.h>

struct bpfpass;
struct procdir;
struct taskrecords;

/*
 * Loads the program, and has it tell of ourselves what /proc/self tells. Returns 0 and
 * *ret, owned; or negative errno with the reason, a phrase.
 */
int bpfpass_new(const struct procdir *procdir, struct bpfpass **ret, char *reason,
		size_t reason_size);
void bpfpass_free(struct bpfpass *pass);

/*
 * One pass: what has changed since the last one, fed to the records, between their begin and
 * their end. Returns 0, or negative errno: what was told then counts as told, so it takes
 * bpfpass_forget() and other records to begin again.
 */
int bpfpass_run(struct bpfpass *pass, struct taskrecords *records);

/* The next pass tells everything of every task. */
void bpfpass_forget(struct bpfpass *pass);

#endif
