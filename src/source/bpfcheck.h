/*
 * bpfcheck.h - whether the task iterator tells the truth here
 */
#ifndef SOURCE_BPFCHECK_H
#define SOURCE_BPFCHECK_H

#include <stdbool.h>

struct procdir;
struct snapshot;
struct taskrecords;

/*
 * Whether the records of a pass, all of them whole and taken in, and /proc/self say
 * the same of ourselves. What differs would
 * be wrong of every task: a member that the loader found at a wrong place, numbers
 * of another namespace, other clocks. scratch: of the sample that the records were begun for.
 */
bool bpfcheck_self(const struct procdir *procdir, struct taskrecords *records,
		   struct snapshot *scratch);

#endif
