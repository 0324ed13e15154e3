/* cmdline.c - see cmdline.h; the kernel's side is get_mm_cmdline(), fs/proc/base.c */
#include "proc/cmdline.h"

#include <errno.h>
#include <stddef.h>

int cmdline_parse(struct bytes text, struct bytes *ret)
{
	size_t n = text.n;

	while (n > 0 && text.p[n - 1] == '\0')
		n--;
	/* a single NUL is one empty argument; several and nothing else were wiped */
	if (n == 0 && text.n != 1)
		return -ENODATA;
	*ret = (struct bytes){ text.p, n };
	return 0;
}

int cmdline_next(struct bytes *rest, struct bytes *ret)
{
	if (!rest->p)
		return 0;
	if (bytes_find(*rest, '\0') < rest->n) {
		*ret = bytes_next(rest, '\0');
		return 1;
	}
	/* the last one, maybe empty: so no length can tell that it is the end */
	*ret = *rest;
	*rest = (struct bytes){ NULL, 0 };
	return 1;
}
