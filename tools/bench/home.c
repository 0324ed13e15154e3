/* home.c - see home.h */
#include "home.h"

#include <errno.h>
#include <ftw.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/macros.h"

enum { OPEN_DIRECTORIES = 16 };

struct entry {
	const char *path, *text; /* of a directory NULL */
};

/* What is not said here is the default of each program. */
static const struct entry without_threads[] = {
	{ "", NULL },
	{ "/.config", NULL },
	{ "/.config/htop", NULL },
	{ "/.config/htop/htoprc", "hide_userland_threads=1\n" },
	{ "/.config/btop", NULL },
	{ "/.config/btop/btop.conf", "update_ms=1000\n" },
};

static int write_entry(const char *path, const struct entry *entry)
{
	FILE *file;
	int result = 0;

	if (!entry->text)
		return entry->path[0] == '\0' || mkdir(path, 0700) == 0 ? 0 : -errno;
	file = fopen(path, "we");
	if (!file)
		return -errno;
	if (fputs(entry->text, file) < 0)
		result = -EIO;
	if (fclose(file) != 0)
		result = -EIO;
	return result;
}

int home_make(char path[HOME_PATH_MAX], const char *user, bool threads)
{
	const struct passwd *owner = user ? getpwnam(user) : NULL;

	(void)snprintf(path, HOME_PATH_MAX, "/tmp/bench-home-XXXXXX");
	if (!mkdtemp(path))
		return -errno;
	for (size_t i = 0; i < ARRAY_LEN(without_threads); i++) {
		const struct entry *entry = &without_threads[i];
		char full[HOME_PATH_MAX + 64];
		int result;

		if (threads && strstr(entry->path, "htop"))
			continue; /* htop shows threads by itself */
		(void)snprintf(full, sizeof(full), "%s%s", path, entry->path);
		result = write_entry(full, entry);
		if (result == 0 && owner && chown(full, owner->pw_uid, owner->pw_gid) < 0)
			result = -errno;
		if (result < 0)
			return result;
	}
	return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

void home_remove(const char *path)
{
	(void)nftw(path, remove_entry, OPEN_DIRECTORIES, FTW_DEPTH | FTW_PHYS);
}
