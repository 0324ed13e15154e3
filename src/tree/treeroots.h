/*
 * treeroots.h - where a drawn tree begins: at some PIDs, at all of a name, or at a user's
 */
#ifndef TREE_TREEROOTS_H
#define TREE_TREEROOTS_H

#include <stddef.h>
#include <stdint.h>

struct treenodes;
struct world;

/*
 * Marks the processes with these PIDs and those that the style names: all of that name, or else
 * the topmost ones of that user. Without any, all is shown. Returns RUN_DONE, or RUN_NOTHING
 * where nothing has the name, which is said on standard error.
 */
int treeroots_mark(struct treenodes *tree, const struct world *world, const int32_t *pids,
		   size_t count);

#endif
