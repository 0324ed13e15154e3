/*
 * machine.h - the whole machine for one test at a time
 *
 * One compares all processes of it, the other does things to processes from outside
 * that are seen late by design.
 */
#ifndef TESTS_UNIT_MACHINE_H
#define TESTS_UNIT_MACHINE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>

/* Waits for it; it is given back when the program ends. Returns 0, or -1. */
static inline int machine_take(void)
{
	const char *directory = getenv("top_builddir");
	static int fd = -1;
	char path[4096];

	if (fd >= 0)
		return 0;
	(void)snprintf(path, sizeof(path), "%s/machine.lock", directory ? directory : ".");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	return fd < 0 ? -1 : flock(fd, LOCK_EX);
}

#endif
