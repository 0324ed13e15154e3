/*
 * pidfs.h - the number that a process has for good: the inode of its pidfd
 *
 * Since Linux 6.9 pidfds are files of pidfs, a file system with one inode a process,
 * numbered as processes are made and never used twice before the next boot. A PID
 * is used again, and even with the start time it may name two processes that came
 * within one clock tick.
 */
#ifndef SYS_PIDFS_H
#define SYS_PIDFS_H

#include <stdint.h>

/*
 * The id of whoever has that PID just now, in our own PID namespace; not 0. Returns 0;
 * -ENOSYS: this kernel has none, or we may not ask for them, which is remembered;
 * -ESRCH: there is no such process, or it is about to go; or another negative errno.
 */
int pidfs_id(int32_t pid, uint64_t *ret);

#endif
