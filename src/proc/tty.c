/* tty.c - see tty.h; the numbers are those of Documentation/admin-guide/devices.txt */
#include "proc/tty.h"

#include <stdio.h>

#include "base/macros.h"

struct driver {
	uint32_t major, minor_first, minor_last;
	const char *prefix;
	uint32_t number_first; /* of minor_first */
};

/* clang-format off */
static const struct driver drivers[] = {
	{   4,  0,     63, "tty",     0 },
	{   4, 64,    255, "ttyS",    0 },
	{ 136,  0, 0xfffff, "pts/",   0 },
	{ 137,  0, 0xfffff, "pts/", 256 },
	{ 138,  0, 0xfffff, "pts/", 512 },
	{ 139,  0, 0xfffff, "pts/", 768 },
	{ 188,  0, 0xfffff, "ttyUSB", 0 },
	{ 166,  0, 0xfffff, "ttyACM", 0 },
	{ 204, 64,     79, "ttyAMA",  0 },
	{ 229,  0, 0xfffff, "hvc",    0 },
};
/* clang-format on */

size_t tty_name(int32_t tty_nr, char ret[TTY_NAME_MAX])
{
	const uint32_t number = (uint32_t)tty_nr;
	const uint32_t major = number >> 8 & 0xfff;
	const uint32_t minor = (number & 0xff) | (number >> 12 & 0xfff00);
	int length;

	ret[0] = '\0';
	if (number == 0)
		return 0;
	if (major == 5 && minor == 1)
		return (size_t)snprintf(ret, TTY_NAME_MAX, "console");
	for (size_t i = 0; i < ARRAY_LEN(drivers); i++) {
		const struct driver *driver = &drivers[i];

		if (driver->major != major || minor < driver->minor_first ||
		    minor > driver->minor_last)
			continue;
		length = snprintf(ret, TTY_NAME_MAX, "%s%u", driver->prefix,
				  minor - driver->minor_first + driver->number_first);
		return (size_t)length;
	}
	length = snprintf(ret, TTY_NAME_MAX, "%u,%u", major, minor);
	return (size_t)length;
}
