/* nlmessage.c - see nlmessage.h */
#include "proc/nlmessage.h"

#include <errno.h>
#include <libmnl/libmnl.h>

#include "base/macros.h"

int nlmessage_next(struct bytes *rest, const struct nlmsghdr **ret)
{
	const struct nlmsghdr *message = (const void *)rest->p;

	if (rest->n == 0)
		return 0;
	/* libmnl takes a length of more than 31 bits for a negative one, and that for right */
	if (!mnl_nlmsg_ok(message, (int)MIN(rest->n, (size_t)INT32_MAX)) ||
	    message->nlmsg_len > rest->n) {
		*rest = (struct bytes){ 0 };
		return -EBADMSG;
	}
	(void)bytes_take(rest, (message->nlmsg_len + (size_t)3) & ~(size_t)3);
	*ret = message;
	return 1;
}
