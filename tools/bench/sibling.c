/* sibling.c - see sibling.h */
#include "sibling.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int sibling_path(const char *name, char ret[SIBLING_PATH_MAX])
{
	const ssize_t length = readlink("/proc/self/exe", ret, SIBLING_PATH_MAX);
	char *slash;
	size_t room;

	if (length < 0 || length >= SIBLING_PATH_MAX)
		return -ENOENT;
	ret[length] = '\0';
	slash = strrchr(ret, '/');
	if (!slash)
		return -ENOENT;
	room = SIBLING_PATH_MAX - (size_t)(slash + 1 - ret);
	if ((size_t)snprintf(slash + 1, room, "%s", name) >= room)
		return -ENAMETOOLONG;
	return access(ret, X_OK) < 0 ? -errno : 0;
}
