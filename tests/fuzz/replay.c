/*
 * replay.c - runs a fuzz target on the files that it is given, and on no bytes at all
 *
 * Each input lies in a block of exactly its size, so that the address sanitizer sees
 * the first byte read behind it.
 */
#include "fuzz.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int run_bytes(int fd, size_t size)
{
	uint8_t *data = malloc(size + (size == 0));
	size_t have = 0;

	if (data == NULL)
		return -ENOMEM;
	while (have < size) {
		ssize_t got = read(fd, data + have, size - have);

		if (got <= 0)
			break;
		have += (size_t)got;
	}
	if (have == size)
		(void)LLVMFuzzerTestOneInput(data, size); /* it returns 0, always */
	free(data);
	return have == size ? 0 : -EIO;
}

static int run_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat status;
	int result;

	if (fd < 0)
		return -errno;
	result = fstat(fd, &status) < 0 ? -errno : run_bytes(fd, (size_t)status.st_size);
	close(fd);
	return result;
}

int main(int argc, char **argv)
{
	int status = EXIT_SUCCESS;
	uint8_t nothing = 0;

	(void)LLVMFuzzerTestOneInput(&nothing, 0);
	for (int i = 1; i < argc; i++) {
		int result = run_file(argv[i]);

		if (result < 0) {
			fprintf(stderr, "%s: %s\n", argv[i], strerror(-result));
			status = EXIT_FAILURE;
		}
	}
	return status;
}
