/*
 * nlmessage.h - the messages of netlink in a datagram
 */
#ifndef PROC_NLMESSAGE_H
#define PROC_NLMESSAGE_H

#include "base/bytes.h"

struct nlmsghdr;

/*
 * Cuts off the next message; the datagram is aligned to 4. Returns 1 and *ret, borrowed, all of
 * which lies in *rest; 0 at the end; or -EBADMSG: the rest makes no sense and is empty then.
 */
int nlmessage_next(struct bytes *rest, const struct nlmsghdr **ret);

#endif
