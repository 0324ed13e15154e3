/* pidfs.c - see pidfs.h */
#include "sys/pidfs.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

/* Not in the headers of kernels before 6.9. */
#define PIDFS_MAGIC 0x50494446

/* Known once for the machine; any thread may find it out. */
static atomic_bool has_none;

static int ask(int fd, uint64_t *ret)
{
	struct statfs fs;
	struct stat status;

	if (fstatfs(fd, &fs) < 0 || fstat(fd, &status) < 0)
		return -errno;
	/* Before, all pidfds had the one inode of anonymous files. */
	if (fs.f_type != PIDFS_MAGIC || status.st_ino == 0)
		return -ENOSYS;
	*ret = (uint64_t)status.st_ino;
	return 0;
}

/* A filter of system calls refuses with EPERM what it does not know. */
static int open_pidfd(int32_t pid)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd >= 0)
		return fd;
	if (errno == EPERM)
		return -ENOSYS;
	return errno == EINVAL ? -ESRCH : -errno;
}

int pidfs_id(int32_t pid, uint64_t *ret)
{
	int fd, result;

	if (atomic_load_explicit(&has_none, memory_order_relaxed))
		return -ENOSYS;
	fd = open_pidfd(pid);
	result = fd < 0 ? fd : ask(fd, ret);
	if (fd >= 0)
		(void)close(fd);
	if (result == -ENOSYS)
		atomic_store_explicit(&has_none, true, memory_order_relaxed);
	return result;
}
