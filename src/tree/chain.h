/*
 * chain.h - proctor chain PID: a process and its ancestors, up to the root
 *
 * As a line of text, PID|NAME|USER;PID|NAME|USER;... from the process upwards. In it a
 * backslash stands in front of | ; and \ , and what a terminal may not see is written as
 * base/text.h says (\n, \x1b, U+FFFD): no byte of a name can be taken for a part of the line.
 * A parent that cannot be seen is PID|?|?.
 */
#ifndef TREE_CHAIN_H
#define TREE_CHAIN_H

#include <stdbool.h>

struct procdir;
struct run_plan;

/*
 * Prints the chains of the PIDs in the plan's selection, in their order: as lines, or, where
 * table is set or the format is not text, as rows with the columns of the settings. JSON is one
 * array of objects, jsonl an object a line. Returns an exit status (enum run_result).
 */
int chain_run(const struct run_plan *plan, bool table, struct procdir *procdir);

#endif
