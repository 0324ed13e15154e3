/* comm.c - see comm.h; the kernel's side is comm_show(), fs/proc/base.c */
#include "proc/comm.h"

#include <errno.h>

int comm_parse(struct bytes text, struct bytes *ret)
{
	if (text.n == 0)
		return -ENODATA;
	if (text.p[text.n - 1] == '\n')
		text.n--;
	*ret = text;
	return 0;
}
