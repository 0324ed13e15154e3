/* noiterator.c - see iterator.h: a build without the BPF source */
#include "iterator.h"

#include <errno.h>
#include <stdio.h>

int iterator_new(struct iterator **ret, char *reason, size_t reason_size)
{
	(void)ret;
	(void)snprintf(reason, reason_size, "built without BPF");
	return -ENOTSUP;
}

int iterator_pass(struct iterator *iterator, bool whole)
{
	(void)iterator;
	(void)whole;
	return -ENOTSUP;
}
