/* connector.c - see connector.h */
#include "sys/connector.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/cnproc.h"
#include "sys/netlink.h"

enum {
	ANSWER_WITHIN_MS = 200,
	CPUS_MAX = 65536,
};

/* The numbers of one CPU's events. */
struct cpu {
	uint32_t next;
	bool known;
};

/* What is waited for while it is opened. */
struct check {
	uint32_t ack;
	int32_t pid, tid;
	uint64_t since_ns;
	bool acknowledged, seen;
	uint32_t error;
};

struct connector {
	struct netlink netlink;
	struct cpu *cpus;
	size_t cpu_count, cpu_capacity;
	uint64_t missing; /* numbers that never came */
	uint32_t ack;
	struct check check;
	void (*take)(void *context, const struct cnproc *event);
	void *context;
};

static void count_missing(struct connector *connector, const struct cnproc *event)
{
	struct cpu *cpu;
	uint32_t missing;

	if (event->cpu >= CPUS_MAX)
		return;
	if (event->cpu >= connector->cpu_count) {
		const size_t old = connector->cpu_count;

		connector->cpu_count = event->cpu + (size_t)1;
		connector->cpus = die_grow(connector->cpus, &connector->cpu_capacity,
					   connector->cpu_count, sizeof(connector->cpus[0]));
		memset(connector->cpus + old, 0,
		       (connector->cpu_count - old) * sizeof(connector->cpus[0]));
	}
	cpu = &connector->cpus[event->cpu];
	missing = event->number - cpu->next;
	/* a step back is a count that was begun anew */
	if (cpu->known && missing < UINT32_MAX / 2)
		connector->missing += missing;
	cpu->next = event->number + 1;
	cpu->known = true;
}

static void take_datagram(void *context, struct bytes datagram)
{
	struct connector *connector = context;
	struct cnproc event;

	while (cnproc_next(&datagram, &event) == 1) {
		count_missing(connector, &event);
		if (event.kind != CNPROC_OTHER)
			connector->take(connector->context, &event);
	}
}

void connector_drain(struct connector *connector,
		     void (*take)(void *context, const struct cnproc *event), void *context)
{
	connector->take = take;
	connector->context = context;
	netlink_drain(&connector->netlink, take_datagram, connector);
}

uint64_t connector_lost(const struct connector *connector)
{
	return MAX(connector->missing, netlink_dropped(&connector->netlink));
}

static int ask(struct connector *connector, enum cnproc_wish wish)
{
	char request[CNPROC_REQUEST_SIZE];

	cnproc_request(request, wish, connector->ack);
	return netlink_send(&connector->netlink, (struct bytes){ request, sizeof(request) });
}

void connector_renew(struct connector *connector)
{
	(void)ask(connector, CNPROC_LISTEN); /* it may be over all the same: then nothing comes */
}

/* Acknowledgements go to all who listen, and so do the events: ours have to be told apart. */
static void take_check(void *context, const struct cnproc *event)
{
	struct check *check = context;

	if (event->kind == CNPROC_ACK && event->ack == check->ack + 1) {
		check->acknowledged = true;
		check->error = event->value;
	}
	if (event->kind == CNPROC_COMM && event->tid == check->tid && event->pid == check->pid &&
	    event->time_ns >= check->since_ns)
		check->seen = true;
}

static bool wait_for(struct connector *connector, const bool *what)
{
	const uint64_t until = clock_monotonic() + ANSWER_WITHIN_MS * NS_PER_MS;

	do {
		connector_drain(connector, take_check, &connector->check);
	} while (!*what && netlink_wait(&connector->netlink, until) > 0);
	return *what;
}

/*
 * The cheapest thing that there is an event of: to give this thread the name that it has. A
 * fork would do as well, for a thousand times the price.
 */
static void make_event(struct check *check)
{
	char name[CNPROC_COMM_MAX + 1] = "";

	check->since_ns = clock_monotonic();
	(void)prctl(PR_GET_NAME, name); /* these two cannot fail */
	(void)prctl(PR_SET_NAME, name);
}

static int subscribe(struct connector *connector, const char **why)
{
	struct check *check = &connector->check;
	int result;

	connector->ack = (uint32_t)clock_monotonic() ^ (uint32_t)getpid() << 16;
	*check = (struct check){ .ack = connector->ack, .pid = getpid(), .tid = gettid() };
	*why = "the kernel has no proc connector, or this is another network namespace";
	result = ask(connector, CNPROC_LISTEN);
	if (result < 0)
		return result;
	*why = "no answer from the kernel";
	if (!wait_for(connector, &check->acknowledged))
		return -ETIMEDOUT;
	*why = "the kernel refuses: needs CAP_NET_ADMIN before Linux 6.6";
	if (check->error != 0)
		return -EPERM;
	make_event(check);
	*why = "the kernel tells nothing of ourselves";
	return wait_for(connector, &check->seen) ? 0 : -EXDEV;
}

int connector_open(size_t buffer_size, struct connector **ret, const char **why)
{
	struct connector *connector;
	struct netlink netlink;
	int result = netlink_open(&netlink, NETLINK_CONNECTOR, buffer_size, CNPROC_ADDRESS);

	if (result < 0) {
		*why = result == -EPERM || result == -EACCES
			       ? "needs CAP_NET_ADMIN before Linux 6.6"
			       : "the kernel has no connector";
		return result;
	}
	connector = die_calloc(1, sizeof(*connector));
	connector->netlink = netlink;
	result = subscribe(connector, why);
	if (result < 0) {
		connector_close(connector);
		return result;
	}
	*ret = connector;
	return 0;
}

void connector_close(struct connector *connector)
{
	if (!connector)
		return;
	/* Older kernels would go on making events for nobody. Newer ones see the socket close. */
	if (connector->check.acknowledged)
		(void)ask(connector, CNPROC_IGNORE);
	netlink_close(&connector->netlink);
	free(connector->cpus);
	free(connector);
}

int connector_fd(const struct connector *connector)
{
	return connector->netlink.fd;
}
