/* exitstats.c - see exitstats.h */
#include "sys/exitstats.h"

#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/taskstats.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "proc/nlmessage.h"
#include "proc/taskstats.h"
#include "sys/netlink.h"

enum {
	ANSWER_WITHIN_MS = 200,
	ACCOUNT_WITHIN_MS = 20, /* it is there already, or will never be */
	CPUS_TEXT_MAX = 512,	/* "0-127" mostly */
	REQUEST_MAX = 1024,
};

/* One question to the kernel and its answer. */
struct question {
	uint32_t sequence;
	uint16_t family; /* the answer to a look-up; 0: none */
	bool answered;
	int error; /* negative errno; 0: yes */
};

struct exitstats {
	struct netlink netlink;
	struct question question;
	uint16_t family;
	bool is_enrolled;
	char cpus[CPUS_TEXT_MAX]; /* those that were registered */
	void (*take)(void *context, const struct taskstats_exit *account);
	void *context;
};

/* A message that asks for one attribute, a string, and for an acknowledgement. */
struct request {
	uint16_t family, attribute;
	uint8_t command, version;
	const char *text;
};

static int send_request(struct exitstats *exitstats, const struct request *request)
{
	_Alignas(struct nlmsghdr) char buffer[REQUEST_MAX];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct genlmsghdr *general;

	exitstats->question = (struct question){ .sequence = exitstats->question.sequence + 1 };
	message->nlmsg_type = request->family;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	message->nlmsg_seq = exitstats->question.sequence;
	general = mnl_nlmsg_put_extra_header(message, sizeof(*general));
	general->cmd = request->command;
	general->version = request->version;
	mnl_attr_put_strz(message, request->attribute, request->text);
	return netlink_send(&exitstats->netlink, (struct bytes){ buffer, message->nlmsg_len });
}

static void take_error(const struct nlmsghdr *message, struct question *question)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);

	if (mnl_nlmsg_get_payload_len(message) < sizeof(error->error))
		return;
	question->answered = true;
	question->error = error->error;
}

static int take_attribute(const struct nlattr *attribute, void *context)
{
	struct question *question = context;

	if (mnl_attr_get_type(attribute) == CTRL_ATTR_FAMILY_ID &&
	    mnl_attr_get_payload_len(attribute) >= sizeof(question->family))
		question->family = mnl_attr_get_u16(attribute);
	return MNL_CB_OK;
}

static void take_answer(void *context, struct bytes datagram)
{
	struct question *question = context;
	const struct nlmsghdr *message;

	while (nlmessage_next(&datagram, &message) == 1) {
		if (message->nlmsg_seq != question->sequence)
			continue;
		if (message->nlmsg_type == NLMSG_ERROR)
			take_error(message, question);
		else if (message->nlmsg_type == GENL_ID_CTRL)
			(void)mnl_attr_parse(message, sizeof(struct genlmsghdr), take_attribute,
					     question);
	}
}

/* Accounts that come meanwhile are those of the time before it was open. */
static int ask(struct exitstats *exitstats, const struct request *request)
{
	const uint64_t until = clock_monotonic() + ANSWER_WITHIN_MS * NS_PER_MS;
	int result = send_request(exitstats, request);

	if (result < 0)
		return result;
	do {
		netlink_drain(&exitstats->netlink, take_answer, &exitstats->question);
	} while (!exitstats->question.answered && netlink_wait(&exitstats->netlink, until) > 0);
	return exitstats->question.answered ? exitstats->question.error : -ETIMEDOUT;
}

/* All CPUs that there may ever be, as the kernel itself writes them. */
static void get_cpus(char ret[CPUS_TEXT_MAX])
{
	int fd = open("/sys/devices/system/cpu/possible", O_RDONLY | O_CLOEXEC);
	ssize_t length = -1;

	if (fd >= 0) {
		length = read(fd, ret, CPUS_TEXT_MAX - 1);
		(void)close(fd);
	}
	if (length > 0) {
		ret[length] = '\0';
		ret[strcspn(ret, "\n")] = '\0';
	} else {
		(void)snprintf(ret, CPUS_TEXT_MAX, "0-%ld", sysconf(_SC_NPROCESSORS_CONF) - 1);
	}
}

static int find_family(struct exitstats *exitstats, const char **why)
{
	const struct request request = { .family = GENL_ID_CTRL,
					 .attribute = CTRL_ATTR_FAMILY_NAME,
					 .command = CTRL_CMD_GETFAMILY,
					 .version = 1,
					 .text = TASKSTATS_GENL_NAME };
	int result = ask(exitstats, &request);

	*why = "the kernel has no taskstats, or this is another network namespace";
	if (result == 0 && exitstats->question.family == 0)
		result = -ENOENT;
	exitstats->family = exitstats->question.family;
	return result;
}

static const char *refusal(int error)
{
	switch (error) {
	case -EPERM:
		return "needs CAP_NET_ADMIN";
	case -EINVAL:
		return "only in the first PID and user namespace";
	case -ETIMEDOUT:
		return "no answer from the kernel";
	default:
		return "the kernel refuses";
	}
}

/* To send accounts, or not any more. */
static struct request enrolment(const struct exitstats *exitstats, uint16_t attribute)
{
	return (struct request){ .family = exitstats->family,
				 .attribute = attribute,
				 .command = TASKSTATS_CMD_GET,
				 .version = TASKSTATS_GENL_VERSION,
				 .text = exitstats->cpus };
}

static int enrol(struct exitstats *exitstats, const char **why)
{
	struct request request;
	int result;

	get_cpus(exitstats->cpus);
	request = enrolment(exitstats, TASKSTATS_CMD_ATTR_REGISTER_CPUMASK);
	result = ask(exitstats, &request);
	exitstats->is_enrolled = result == 0;
	*why = refusal(result);
	return result;
}

/* What is waited for while it is opened: the account of a thread of ours. */
struct check {
	int32_t tid;
	bool seen;
};

static void take_check(void *context, struct bytes datagram)
{
	struct check *check = context;
	struct taskstats_exit account;

	while (taskstats_next(&datagram, &account) == 1)
		check->seen = check->seen || account.tid == check->tid;
}

static void *be_short(void *argument)
{
	*(int32_t *)argument = gettid();
	return NULL;
}

/*
 * From another network namespace the kernel says yes, and sends to somebody else. So a thread
 * has to die for it. Its account is sent before that is known to whoever joins it.
 */
static int check_self(struct exitstats *exitstats, const char **why)
{
	const uint64_t until = clock_monotonic() + ACCOUNT_WITHIN_MS * NS_PER_MS;
	struct check check = { 0 };
	pthread_t thread;
	int error = pthread_create(&thread, NULL, be_short, &check.tid);

	*why = "no thread can be begun to try it";
	if (error != 0)
		return -error;
	(void)pthread_join(thread, NULL);
	do {
		netlink_drain(&exitstats->netlink, take_check, &check);
	} while (!check.seen && netlink_wait(&exitstats->netlink, until) > 0);
	*why = "the kernel sends none: this may be another network namespace";
	return check.seen ? 0 : -EXDEV;
}

static void withdraw(struct exitstats *exitstats)
{
	const struct request request = enrolment(exitstats, TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK);

	/* else the kernel finds out by itself, with the next account that nobody takes */
	(void)send_request(exitstats, &request);
}

int exitstats_open(size_t buffer_size, struct exitstats **ret, const char **why)
{
	struct exitstats *exitstats;
	struct netlink netlink;
	int result = netlink_open(&netlink, NETLINK_GENERIC, buffer_size, 0);

	if (result < 0) {
		*why = "the kernel has no generic netlink";
		return result;
	}
	exitstats = die_calloc(1, sizeof(*exitstats));
	exitstats->netlink = netlink;
	result = find_family(exitstats, why);
	if (result == 0)
		result = enrol(exitstats, why);
	if (result == 0)
		result = check_self(exitstats, why);
	if (result < 0) {
		exitstats_close(exitstats);
		return result;
	}
	*ret = exitstats;
	return 0;
}

void exitstats_close(struct exitstats *exitstats)
{
	if (!exitstats)
		return;
	if (exitstats->is_enrolled)
		withdraw(exitstats);
	netlink_close(&exitstats->netlink);
	free(exitstats);
}

int exitstats_fd(const struct exitstats *exitstats)
{
	return exitstats->netlink.fd;
}

static void take_datagram(void *context, struct bytes datagram)
{
	struct exitstats *exitstats = context;
	struct taskstats_exit account;

	while (taskstats_next(&datagram, &account) == 1)
		exitstats->take(exitstats->context, &account);
}

void exitstats_drain(struct exitstats *exitstats,
		     void (*take)(void *context, const struct taskstats_exit *account),
		     void *context)
{
	exitstats->take = take;
	exitstats->context = context;
	netlink_drain(&exitstats->netlink, take_datagram, exitstats);
}

uint64_t exitstats_lost(const struct exitstats *exitstats)
{
	return netlink_dropped(&exitstats->netlink);
}
