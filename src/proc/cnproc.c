/* cnproc.c - see cnproc.h */
#include "proc/cnproc.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/connector.h>
#include <string.h>

#include "base/macros.h"
#include "proc/nlmessage.h"

/* Spelt out, because the parts of the kernel's have other names in newer headers. */
struct happening {
	uint32_t what, cpu;
	uint64_t time_ns;
	int32_t data[6];
};

_Static_assert(sizeof(struct happening) == 40, "struct proc_event");
_Static_assert(CNPROC_REQUEST_SIZE == sizeof(struct nlmsghdr) + sizeof(struct cn_msg) + 4,
	       "the order is 32 bits");

/* What stands where in data[]. In the last two 0, the place of the thread, means nowhere. */
struct shape {
	uint32_t what;
	enum cnproc_kind kind;
	uint8_t tid, pid, other, value;
};

/* clang-format off */
static const struct shape shapes[] = {
	{ 0x00000000, CNPROC_ACK,      0, 0, 0, 0 },
	{ 0x00000001, CNPROC_FORK,     2, 3, 1, 0 },
	{ 0x00000002, CNPROC_EXEC,     0, 1, 0, 0 },
	{ 0x00000004, CNPROC_UID,      0, 1, 0, 3 },
	{ 0x00000040, CNPROC_GID,      0, 1, 0, 3 },
	{ 0x00000080, CNPROC_SID,      0, 1, 0, 0 },
	{ 0x00000100, CNPROC_PTRACE,   0, 1, 3, 0 },
	{ 0x00000200, CNPROC_COMM,     0, 1, 0, 0 },
	{ 0x40000000, CNPROC_COREDUMP, 0, 1, 3, 0 },
	{ 0x80000000, CNPROC_EXIT,     0, 1, 5, 2 },
};
/* clang-format on */

static void fill(const struct happening *happening, const struct shape *shape, struct cnproc *ret)
{
	const int32_t *data = happening->data;

	ret->kind = shape->kind;
	if (shape->kind == CNPROC_ACK) {
		ret->value = (uint32_t)data[0];
		return;
	}
	ret->tid = data[shape->tid];
	ret->pid = data[shape->pid];
	ret->other = shape->other ? data[shape->other] : 0;
	ret->value = shape->value ? (uint32_t)data[shape->value] : 0;
	if (shape->kind == CNPROC_COMM) {
		memcpy(ret->comm, &data[2], sizeof(ret->comm));
		ret->comm[sizeof(ret->comm) - 1] = '\0';
	}
}

/* Returns 1, 0: not for us, or -EBADMSG. */
static int parse(struct bytes message, struct cnproc *ret)
{
	struct cn_msg connector;
	struct happening happening;

	if (message.n < sizeof(connector))
		return -EBADMSG;
	memcpy(&connector, message.p, sizeof(connector));
	if (connector.id.idx != CNPROC_ADDRESS || connector.id.val != CNPROC_ADDRESS)
		return 0;
	(void)bytes_take(&message, sizeof(connector));
	if (connector.len > message.n || connector.len < sizeof(happening))
		return -EBADMSG;
	memcpy(&happening, message.p, sizeof(happening));
	*ret = (struct cnproc){ .kind = CNPROC_OTHER,
				.cpu = happening.cpu,
				.number = connector.seq,
				.ack = connector.ack,
				.time_ns = happening.time_ns };
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (shapes[i].what == happening.what)
			fill(&happening, &shapes[i], ret);
	}
	return 1;
}

int cnproc_next(struct bytes *rest, struct cnproc *ret)
{
	const struct nlmsghdr *message;
	int result, parsed = 0;

	while (parsed == 0 && (result = nlmessage_next(rest, &message)) != 0) {
		if (result < 0)
			return result;
		if (message->nlmsg_type == NLMSG_DONE) /* the type of all that a connector sends */
			parsed = parse((struct bytes){ mnl_nlmsg_get_payload(message),
						       mnl_nlmsg_get_payload_len(message) },
				       ret);
	}
	if (parsed < 0)
		*rest = (struct bytes){ 0 };
	return parsed;
}

void cnproc_request(char ret[CNPROC_REQUEST_SIZE], enum cnproc_wish wish, uint32_t ack)
{
	const struct nlmsghdr header = { .nlmsg_len = CNPROC_REQUEST_SIZE,
					 .nlmsg_type = NLMSG_DONE };
	const uint32_t order = wish;
	const struct cn_msg connector = { .id = { CNPROC_ADDRESS, CNPROC_ADDRESS },
					  .ack = ack,
					  .len = sizeof(order) };

	memcpy(ret, &header, sizeof(header));
	memcpy(ret + sizeof(header), &connector, sizeof(connector));
	memcpy(ret + sizeof(header) + sizeof(connector), &order, sizeof(order));
}
