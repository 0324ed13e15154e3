/* log.c - see log.h */
#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/macros.h"

static const char *wanted; /* NULL: off */
static int log_fd = -1;

void log_init(void)
{
	const char *modules = getenv("PROCTOR_DEBUG");
	const char *path = getenv("PROCTOR_DEBUG_FILE");

	if (!modules || !path)
		return;
	log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (log_fd >= 0)
		wanted = modules;
}

static bool is_wanted(const char *module)
{
	struct bytes rest = bytes_of(wanted);

	while (rest.n > 0) {
		struct bytes word = bytes_next(&rest, ',');

		if (bytes_equal(word, "all") || bytes_equal(word, module))
			return true;
	}
	return false;
}

void log_debug(const char *module, const char *format, ...)
{
	char line[512];
	va_list arguments;
	int length, more;
	uint64_t now;

	if (!wanted || !is_wanted(module))
		return;
	now = clock_monotonic();
	length = snprintf(line, sizeof(line),
			  "%llu.%06llu %s: ", (unsigned long long)(now / NS_PER_SECOND),
			  (unsigned long long)(now % NS_PER_SECOND / 1000), module);
	va_start(arguments, format);
	more = vsnprintf(line + length, sizeof(line) - (size_t)length - 1, format, arguments);
	va_end(arguments);
	if (more > 0)
		length = MIN(length + more, (int)sizeof(line) - 2);
	line[length++] = '\n';
	if (write(log_fd, line, (size_t)length) < 0)
		wanted = NULL; /* a full disk is no reason to disturb anybody */
}
