/* descriptors.c - see descriptors.h */
#include "descriptors.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* stat or schedstat, say: what is kept differs, its cost hardly. */
static bool is_process_file(const char *target)
{
	return strncmp(target, "/proc/", 6) == 0 && target[6] >= '1' && target[6] <= '9' &&
	       strchr(target + 6, '/') != NULL;
}

static uint64_t memlock_of(pid_t pid, const char *fd)
{
	static const char key[] = "memlock:";
	char path[64 + 256], line[256];
	uint64_t bytes = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "/proc/%d/fdinfo/%s", (int)pid, fd);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (strncmp(line, key, sizeof(key) - 1) == 0)
			bytes = strtoull(line + sizeof(key) - 1, NULL, 10);
	}
	if (file)
		(void)fclose(file);
	return bytes;
}

void descriptors_add(pid_t pid, struct descriptors *sum)
{
	char path[64], target[256];
	struct dirent *entry;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)) != NULL) {
		ssize_t length = readlinkat(dirfd(dir), entry->d_name, target, sizeof(target) - 1);

		if (length < 0)
			continue;
		target[length] = '\0';
		if (is_process_file(target))
			sum->kept_files++;
		else if (strcmp(target, "anon_inode:bpf-map") == 0 ||
			 strcmp(target, "anon_inode:bpf-prog") == 0)
			sum->bpf_memory += memlock_of(pid, entry->d_name);
	}
	if (dir)
		(void)closedir(dir);
}
