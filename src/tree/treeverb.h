/*
 * treeverb.h - proctor tree as a drawing: what is drawn, and with what behind the names
 *
 * As pstree(1), but that every root is drawn.
 */
#ifndef TREE_TREEVERB_H
#define TREE_TREEVERB_H

struct procdir;
struct settings;
struct treestyle;

/*
 * Draws one snapshot on standard output. The selection's PIDs with descendants are the roots;
 * they are taken out of it. Returns an exit status (enum run_result).
 */
int treeverb_run(const struct treestyle *style, struct settings *settings, struct procdir *procdir);

#endif
