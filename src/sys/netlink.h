/*
 * netlink.h - what all sockets on which the kernel tells of events have in common
 */
#ifndef SYS_NETLINK_H
#define SYS_NETLINK_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct netlink_batch;

struct netlink {
	int fd;
	uint32_t overruns;	     /* how often the kernel said that something was lost */
	struct netlink_batch *batch; /* the buffers, used again and again */
};

/*
 * Opens a socket that does not block, with a receive buffer of that size if it is allowed, and
 * in these multicast groups. Returns 0 or negative errno.
 */
int netlink_open(struct netlink *netlink, int protocol, size_t buffer_size, uint32_t groups);
void netlink_close(struct netlink *netlink);

/* To the kernel. Returns 0 or negative errno. */
int netlink_send(const struct netlink *netlink, struct bytes message);

/* Waits until something can be read. Returns 1, or 0 when the time has come. */
int netlink_wait(const struct netlink *netlink, uint64_t until_ns);

/*
 * Gives all datagrams of the kernel that wait to take(), aligned; those of anybody else are
 * dropped. Does not go on for ever where they come as fast as they are read.
 */
void netlink_drain(struct netlink *netlink, void (*take)(void *context, struct bytes datagram),
		   void *context);

/* How many datagrams had no room, as far as the kernel knows; and overruns at least. */
uint64_t netlink_dropped(const struct netlink *netlink);

#endif
