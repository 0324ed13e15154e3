/* netlink.c - see netlink.h */
#include "sys/netlink.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"

enum {
	BATCH = 64,
	DATAGRAM_MAX = 2048, /* an exit with its account and its group's is about 1.2 kB */
	/* twice what the largest buffer holds: beyond that it is a race that nobody wins */
	BATCHES_MAX = 80000 / BATCH,
};

struct netlink_batch {
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	struct sockaddr_nl senders[BATCH];
	_Alignas(8) char data[BATCH][DATAGRAM_MAX];
};

static struct netlink_batch *new_batch(void)
{
	struct netlink_batch *batch = die_calloc(1, sizeof(*batch));

	for (size_t i = 0; i < BATCH; i++) {
		batch->parts[i] = (struct iovec){ batch->data[i], DATAGRAM_MAX };
		batch->messages[i].msg_hdr.msg_iov = &batch->parts[i];
		batch->messages[i].msg_hdr.msg_iovlen = 1;
		batch->messages[i].msg_hdr.msg_name = &batch->senders[i];
	}
	return batch;
}

static void set_buffer(int fd, size_t size)
{
	const int wanted = (int)MIN(size, (size_t)INT32_MAX / 2);

	/* it is as large as it can be: less is no reason to go without */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof(wanted)) < 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &wanted, sizeof(wanted));
}

int netlink_open(struct netlink *netlink, int protocol, size_t buffer_size, uint32_t groups)
{
	const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

	if (fd < 0)
		return -errno;
	set_buffer(fd, buffer_size);
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		int result = -errno;

		(void)close(fd);
		return result;
	}
	*netlink = (struct netlink){ .fd = fd, .batch = new_batch() };
	return 0;
}

void netlink_close(struct netlink *netlink)
{
	(void)close(netlink->fd);
	free(netlink->batch);
}

int netlink_send(const struct netlink *netlink, struct bytes message)
{
	const struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	ssize_t sent;

	do {
		sent = sendto(netlink->fd, message.p, message.n, 0,
			      (const struct sockaddr *)&kernel, sizeof(kernel));
	} while (sent < 0 && errno == EINTR);
	return sent < 0 ? -errno : 0;
}

int netlink_wait(const struct netlink *netlink, uint64_t until_ns)
{
	struct pollfd poll_fd = { .fd = netlink->fd, .events = POLLIN };
	uint64_t now;

	while ((now = clock_monotonic()) < until_ns) {
		const uint64_t left = until_ns - now;
		const struct timespec timeout = { (time_t)(left / NS_PER_SECOND),
						  (long)(left % NS_PER_SECOND) };

		if (ppoll(&poll_fd, 1, &timeout, NULL) > 0)
			return 1;
	}
	return 0;
}

/* Returns how many came, or 0: no more. */
static unsigned receive(struct netlink *netlink)
{
	struct netlink_batch *batch = netlink->batch;
	int count;

	for (size_t i = 0; i < BATCH; i++)
		batch->messages[i].msg_hdr.msg_namelen = sizeof(batch->senders[i]);
	while ((count = recvmmsg(netlink->fd, batch->messages, BATCH, 0, NULL)) < 0) {
		if (errno == ENOBUFS)
			netlink->overruns++;
		else if (errno != EINTR)
			return 0;
	}
	return (unsigned)count;
}

static bool is_from_kernel(const struct netlink_batch *batch, unsigned i)
{
	return batch->messages[i].msg_hdr.msg_namelen >= sizeof(batch->senders[i]) &&
	       batch->senders[i].nl_pid == 0;
}

void netlink_drain(struct netlink *netlink, void (*take)(void *context, struct bytes datagram),
		   void *context)
{
	struct netlink_batch *batch = netlink->batch;
	unsigned count = BATCH;

	for (unsigned batches = 0; count > 0 && batches < BATCHES_MAX; batches++) {
		count = receive(netlink);
		for (unsigned i = 0; i < count; i++) {
			if (is_from_kernel(batch, i))
				take(context,
				     (struct bytes){ batch->data[i], batch->messages[i].msg_len });
		}
	}
}

uint64_t netlink_dropped(const struct netlink *netlink)
{
	uint32_t memory[SK_MEMINFO_VARS] = { 0 };
	socklen_t size = sizeof(memory);

	/* kernels before 4.12 do not tell, and then it stays with 0 */
	(void)getsockopt(netlink->fd, SOL_SOCKET, SO_MEMINFO, memory, &size);
	return MAX(memory[SK_MEMINFO_DROPS], netlink->overruns);
}
