/* filtererror.c - see filtererror.h */
#include "table/filtererror.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { QUOTE_WIDTH = 32 };

int filtererror_set(struct filtererror *error, size_t at, const char *format, ...)
{
	va_list arguments;

	error->at = at;
	va_start(arguments, format);
	(void)vsnprintf(error->message, sizeof(error->message), format, arguments);
	va_end(arguments);
	return -EINVAL;
}

const char *filtererror_quote(char ret[FILTERERROR_QUOTE_MAX], struct bytes word)
{
	struct text_cluster cluster;
	size_t length = 0, width = 0;

	while (text_next(&word, &cluster) > 0 && width + cluster.width <= QUOTE_WIDTH &&
	       length + cluster.length < FILTERERROR_QUOTE_MAX) {
		memcpy(ret + length, cluster.utf8, cluster.length);
		length += cluster.length;
		width += cluster.width;
	}
	ret[length] = '\0';
	return ret;
}
