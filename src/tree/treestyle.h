/*
 * treestyle.h - what is drawn of a tree: the options of `proctor tree`
 */
#ifndef TREE_TREESTYLE_H
#define TREE_TREESTYLE_H

#include <stdbool.h>
#include <stdint.h>

struct treestyle {
	bool arguments;	   /* -a */
	bool apart;	   /* -c: branches that look the same are not drawn as one */
	bool pgids;	   /* -g */
	bool unlimited;	   /* -l: no line is cut */
	bool by_pid;	   /* -n */
	bool pids;	   /* -p */
	bool parents;	   /* -s */
	bool thread_names; /* -t */
	bool no_threads;   /* -T */
	bool users;	   /* -u: where the user changes */
	int32_t highlight; /* this process and its ancestors; 0: none */
	const char *root;  /* name of processes, or else of a user; borrowed; NULL: not by name */
};

#endif
