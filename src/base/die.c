/* die.c - see die.h */
#include "base/die.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*die_hook)(void);

void die_set_hook(void (*hook)(void))
{
	die_hook = hook;
}

void die(const char *format, ...)
{
	va_list arguments;

	if (die_hook)
		die_hook();
	va_start(arguments, format);
	(void)fputs("proctor: ", stderr);
	(void)vfprintf(stderr, format, arguments);
	(void)fputc('\n', stderr);
	va_end(arguments);
	abort();
}

static void *checked(void *memory, size_t size)
{
	if (!memory)
		die("out of memory: %zu bytes asked for", size);
	return memory;
}

void *die_malloc(size_t size)
{
	return checked(malloc(size ? size : 1), size);
}

void *die_calloc(size_t count, size_t size)
{
	if (count == 0 || size == 0)
		count = size = 1;
	return checked(calloc(count, size), count * size);
}

void *die_realloc(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1), size);
}

char *die_strdup(const char *string)
{
	size_t size = strlen(string) + 1;

	return memcpy(die_malloc(size), string, size);
}

void *die_grow(void *array, size_t *capacity, size_t need, size_t size)
{
	size_t grown = *capacity + *capacity / 2;

	if (need <= *capacity && array)
		return array;
	if (grown < need)
		grown = need;
	if (grown < 16)
		grown = 16;
	if (size > 0 && grown > SIZE_MAX / size)
		die("out of memory: %zu elements of %zu bytes asked for", grown, size);
	array = die_realloc(array, grown * size);
	*capacity = grown;
	return array;
}
