/*
 * summary.h - the machine as a whole, as lines for people and as pairs for programs
 */
#ifndef BATCH_SUMMARY_H
#define BATCH_SUMMARY_H

#include <stddef.h>

#include "output/writer.h"

struct world;

/* Which processes the sample is about. */
enum summary_scope {
	SUMMARY_ALL,
	SUMMARY_SOME, /* how many there are, and who used the CPUs, is not known then */
};

enum { SUMMARY_LINES_MAX = 8, SUMMARY_PAIRS_MAX = 56, SUMMARY_LINE_MAX = 200 };

struct summary {
	char text[SUMMARY_LINES_MAX][SUMMARY_LINE_MAX];
	const char *lines[SUMMARY_LINES_MAX];
	size_t line_count;
	struct writer_pair pairs[SUMMARY_PAIRS_MAX];
	size_t pair_count;
};

/*
 * Fills *ret from the present sample. What is not known is left out of the lines and absent in
 * the pairs.
 */
void summary_make(const struct world *world, enum summary_scope scope, const char *time,
		  struct summary *ret);

#endif
