/*
 * processes.h - the columns of the process list; a row is a struct row of model/
 */
#ifndef PANES_PROCESSES_H
#define PANES_PROCESSES_H

#include "table/column.h"

extern const struct column_set processes_columns;

/*
 * What the list and the tree are sorted by at first, and the columns of `proctor list`, as for
 * -o and -s.
 */
#define PROCESSES_SORT	       "-cpu"
#define PROCESSES_TREE_SORT    "+pid"
#define PROCESSES_LIST_COLUMNS "pid,ppid,user,state,nice,virt,rss,cpulife,mem,start,time,command"
#define PROCESSES_TREE_COLUMNS "pid,user,state,command"
#define PROCESSES_LIST_SORT    "+pid"

#endif
