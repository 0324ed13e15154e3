/* taskstats.c - see taskstats.h */
#include "proc/taskstats.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/taskstats.h>
#include <string.h>

#include "base/macros.h"
#include "proc/nlmessage.h"

/*
 * Members by their place and not by struct taskstats: what is sent may be older or newer than
 * the headers of whoever built this, and need not be aligned.
 */
enum {
	AT_VERSION = 0, /* 16 bits */
	AT_EXIT_CODE = 4,
	AT_FLAG = 8, /* 8 bits */
	AT_CPU_RUN_VIRTUAL = 72,
	AT_COMM = 80,
	AT_UID = 120,
	AT_PPID = 132,
	AT_ETIME = 144, /* us, as the next two */
	AT_UTIME = 152,
	AT_STIME = 160,
	AT_MINFLT = 168,
	AT_MAJFLT = 176,
	AT_HIWATER_RSS = 200, /* kB */
	AT_HIWATER_VM = 208,
	AT_READ_CHAR = 216,
	AT_WRITE_CHAR = 224,
	AT_READ_BYTES = 248,
	AT_WRITE_BYTES = 256,
	AT_TGID = 368, /* since version 12 */

	VERSION_MIN = 8, /* Linux 2.6.32; all but the last is there since then */
	VERSION_TGID = 12,
	VERSION_BETWEEN = 15,
	SIZE_MIN = 264,
	SIZE_TGID = 372,
	LAST_OF_GROUP = 0x20, /* AGROUP, since version 12 */
};

/* One structure. */
struct stats {
	struct bytes bytes;
	unsigned version;
};

/* Version 15 has two more numbers behind each of the three delays that come first; and so on. */
static size_t place_of(const struct stats *stats, size_t at)
{
	if (stats->version != VERSION_BETWEEN || at < AT_CPU_RUN_VIRTUAL)
		return at;
	return at + (at < AT_TGID ? 3U : 6U) * 2 * sizeof(uint64_t);
}

static uint64_t get_u64(const struct stats *stats, size_t at)
{
	uint64_t number;

	memcpy(&number, stats->bytes.p + place_of(stats, at), sizeof(number));
	return number;
}

static uint32_t get_u32(const struct stats *stats, size_t at)
{
	uint32_t number;

	memcpy(&number, stats->bytes.p + place_of(stats, at), sizeof(number));
	return number;
}

/* Whether it has what is read of it. */
static bool get_stats(const struct nlattr *attribute, struct stats *ret)
{
	struct stats stats = {
		{ mnl_attr_get_payload(attribute), mnl_attr_get_payload_len(attribute) }, 0
	};
	uint16_t version;

	if (stats.bytes.n < SIZE_MIN)
		return false;
	memcpy(&version, stats.bytes.p + AT_VERSION, sizeof(version));
	stats.version = version;
	if (version < VERSION_MIN ||
	    (version >= VERSION_TGID && stats.bytes.n < place_of(&stats, AT_TGID) + 4))
		return false;
	*ret = stats;
	return true;
}

static void fill_thread(const struct stats *stats, struct taskstats_exit *ret)
{
	memcpy(ret->comm, stats->bytes.p + place_of(stats, AT_COMM), sizeof(ret->comm));
	ret->comm[sizeof(ret->comm) - 1] = '\0';
	ret->exit_code = get_u32(stats, AT_EXIT_CODE);
	ret->uid = get_u32(stats, AT_UID);
	ret->ppid = (int32_t)get_u32(stats, AT_PPID);
	if (stats->version >= VERSION_TGID) {
		ret->pid = (int32_t)get_u32(stats, AT_TGID);
		ret->is_last = stats->bytes.p[AT_FLAG] & LAST_OF_GROUP;
	}
	ret->utime_ns = get_u64(stats, AT_UTIME) * NS_PER_US;
	ret->stime_ns = get_u64(stats, AT_STIME) * NS_PER_US;
	ret->elapsed_ns = get_u64(stats, AT_ETIME) * NS_PER_US;
	ret->cpu_ns = get_u64(stats, AT_CPU_RUN_VIRTUAL);
	if (ret->cpu_ns == 0)
		ret->cpu_ns = ret->utime_ns + ret->stime_ns;
	ret->peak_rss = get_u64(stats, AT_HIWATER_RSS) * 1024;
	ret->peak_virt = get_u64(stats, AT_HIWATER_VM) * 1024;
	ret->rchar = get_u64(stats, AT_READ_CHAR);
	ret->wchar = get_u64(stats, AT_WRITE_CHAR);
	ret->read_bytes = get_u64(stats, AT_READ_BYTES);
	ret->write_bytes = get_u64(stats, AT_WRITE_BYTES);
	ret->minflt = get_u64(stats, AT_MINFLT);
	ret->majflt = get_u64(stats, AT_MAJFLT);
}

/* The number and the structure of one AGGR_ attribute. */
struct pair {
	int32_t number;
	struct stats stats;
	bool has_number, has_stats;
};

static int take_part(const struct nlattr *part, void *context)
{
	struct pair *pair = context;
	const unsigned type = mnl_attr_get_type(part);

	if ((type == TASKSTATS_TYPE_PID || type == TASKSTATS_TYPE_TGID) &&
	    mnl_attr_get_payload_len(part) >= sizeof(pair->number)) {
		memcpy(&pair->number, mnl_attr_get_payload(part), sizeof(pair->number));
		pair->has_number = true;
	} else if (type == TASKSTATS_TYPE_STATS) {
		pair->has_stats = get_stats(part, &pair->stats);
	}
	return MNL_CB_OK;
}

/* What a message holds. */
struct message {
	struct taskstats_exit exit;
	bool found;
};

static int take_attribute(const struct nlattr *attribute, void *context)
{
	struct message *message = context;
	const unsigned type = mnl_attr_get_type(attribute);
	struct pair pair = { 0 };

	if (type != TASKSTATS_TYPE_AGGR_PID && type != TASKSTATS_TYPE_AGGR_TGID)
		return MNL_CB_OK;
	if (mnl_attr_parse_nested(attribute, take_part, &pair) < 0 || !pair.has_number ||
	    !pair.has_stats)
		return MNL_CB_ERROR;
	if (type == TASKSTATS_TYPE_AGGR_PID) {
		message->exit.tid = pair.number;
		fill_thread(&pair.stats, &message->exit);
		message->found = true;
	} else { /* it follows the other one */
		message->exit.pid = pair.number;
		message->exit.is_last = true;
		message->exit.group_cpu_ns = get_u64(&pair.stats, AT_CPU_RUN_VIRTUAL);
	}
	return MNL_CB_OK;
}

/* Returns 1, 0: there is no account in it, or -EBADMSG. */
static int parse(const struct nlmsghdr *header, struct taskstats_exit *ret)
{
	struct message message = { 0 };

	if (mnl_attr_parse(header, sizeof(struct genlmsghdr), take_attribute, &message) < 0)
		return -EBADMSG;
	if (message.found)
		*ret = message.exit;
	return message.found;
}

int taskstats_next(struct bytes *rest, struct taskstats_exit *ret)
{
	const struct nlmsghdr *message;
	int result, parsed = 0;

	while (parsed == 0 && (result = nlmessage_next(rest, &message)) != 0) {
		if (result < 0)
			return result;
		if (message->nlmsg_type >= NLMSG_MIN_TYPE &&
		    mnl_nlmsg_get_payload_len(message) >= sizeof(struct genlmsghdr))
			parsed = parse(message, ret);
	}
	if (parsed < 0)
		*rest = (struct bytes){ 0 };
	return parsed;
}
