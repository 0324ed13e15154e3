/*
 * bpfcheck.h - whether the task iterator tells the truth here
 */
#ifndef SOURCE_BPFCHECK_H
#define SOURCE_BPFCHECK_H

#include <stdbool.h>

#include "base/bytes.h"

struct procdir;
struct taskrecords;

/*
 * Whether the records and /proc/self say the same of ourselves. What differs would
 * be wrong of every task: a member that the loader found at a wrong place, numbers
 * of another namespace, other clocks.
 */
bool bpfcheck_self(const struct procdir *procdir, struct taskrecords *records, struct bytes raw);

#endif
