#include "test.h"

#include <errno.h>

#include "proc/taskstats.h"

/* Types of attributes, as in linux/taskstats.h. */
enum { PID = 1, TGID = 2, STATS = 3, AGGR_PID = 4, AGGR_TGID = 5, PADDING = 6 };

enum { STATS_MAX = 640, BUFFER = 2048 };

/* A message that is being made. */
struct message {
	_Alignas(8) char data[BUFFER];
	size_t size;
};

static void put(struct message *message, const void *from, size_t size)
{
	assert_true(message->size + size <= sizeof(message->data));
	memcpy(message->data + message->size, from, size);
	message->size += (size + 3) & ~(size_t)3;
}

static size_t begin(struct message *message, uint16_t type)
{
	const uint16_t head[2] = { 0, type };

	put(message, head, sizeof(head));
	return message->size - sizeof(head);
}

static void end(struct message *message, size_t at)
{
	const uint16_t length = (uint16_t)(message->size - at);

	memcpy(message->data + at, &length, sizeof(length));
}

static void put_attribute(struct message *message, uint16_t type, const void *from, size_t size)
{
	size_t at = begin(message, type);

	put(message, from, size);
	end(message, at);
}

static void begin_message(struct message *message)
{
	const uint32_t head[5] = { 0, 31, 1, 0, 0x0102 }; /* the last is TASKSTATS_CMD_NEW */

	memset(message, 0, sizeof(*message));
	put(message, head, sizeof(head));
}

static struct bytes end_message(struct message *message)
{
	memcpy(message->data, &(uint32_t){ (uint32_t)message->size }, 4);
	return (struct bytes){ message->data, message->size };
}

/* struct taskstats of a version; where its members are is written down here a second time. */
struct layout {
	const char *name;
	uint16_t version;
	size_t size;
	bool tgid; /* it has ac_tgid, and a flag for the last one */
	size_t run_virtual, comm, uid, ppid, etime, minflt, hiwater_rss, read_char, read_bytes,
		ac_tgid;
};

/* clang-format off */
static const struct layout layouts[] = {
	{ "version 8", 8, 328, false, 72, 80, 120, 132, 144, 168, 200, 216, 248, 0 },
	{ "version 11", 11, 368, false, 72, 80, 120, 132, 144, 168, 200, 216, 248, 0 },
	{ "version 12", 12, 400, true, 72, 80, 120, 132, 144, 168, 200, 216, 248, 368 },
	{ "version 13", 13, 416, true, 72, 80, 120, 132, 144, 168, 200, 216, 248, 368 },
	{ "version 14", 14, 432, true, 72, 80, 120, 132, 144, 168, 200, 216, 248, 368 },
	{ "version 15: members in between", 15, 560, true,
	  120, 128, 168, 180, 192, 216, 248, 264, 296, 464 },
	{ "version 16", 16, 560, true, 72, 80, 120, 132, 144, 168, 200, 216, 248, 368 },
	{ "version 17: one that is longer", 17, 640, true,
	  72, 80, 120, 132, 144, 168, 200, 216, 248, 368 },
};
/* clang-format on */

static void set64(char *stats, size_t at, uint64_t number)
{
	memcpy(stats + at, &number, sizeof(number));
}

static void set32(char *stats, size_t at, uint32_t number)
{
	memcpy(stats + at, &number, sizeof(number));
}

static void make_stats(char stats[STATS_MAX], const struct layout *layout)
{
	/* what is not set is not to be read */
	memset(stats, 0x5a, STATS_MAX);
	memcpy(stats, &layout->version, sizeof(layout->version));
	set32(stats, 4, 0x300);
	stats[8] = 0x20;
	set64(stats, layout->run_virtual, 123456);
	memset(stats + layout->comm, 0, 32);
	memcpy(stats + layout->comm, "a\nb", 3);
	set32(stats, layout->uid, 33);
	set32(stats, layout->ppid, 10);
	for (uint64_t i = 0; i < 3; i++)
		set64(stats, layout->etime + 8 * i, 1000 + i);
	set64(stats, layout->minflt, 4);
	set64(stats, layout->minflt + 8, 5);
	set64(stats, layout->hiwater_rss, 100);
	set64(stats, layout->hiwater_rss + 8, 200);
	set64(stats, layout->read_char, 6);
	set64(stats, layout->read_char + 8, 7);
	set64(stats, layout->read_bytes, 8);
	set64(stats, layout->read_bytes + 8, 9);
	if (layout->tgid)
		set32(stats, layout->ac_tgid, 20);
}

static void put_pair(struct message *message, uint16_t type, const struct layout *layout,
		     uint64_t cpu_ns)
{
	char stats[STATS_MAX];
	size_t at = begin(message, type);

	make_stats(stats, layout);
	set64(stats, layout->run_virtual, cpu_ns);
	put_attribute(message, type == AGGR_PID ? PID : TGID,
		      &(int32_t){ 21 - (type == AGGR_TGID) }, 4);
	put_attribute(message, PADDING, "", 0);
	put_attribute(message, STATS, stats, layout->size);
	end(message, at);
}

static void assert_thread(const struct taskstats_exit *exit)
{
	assert_int_equal(exit->tid, 21);
	assert_int_equal(exit->exit_code, 0x300);
	assert_string_equal(exit->comm, "a\nb");
	assert_int_equal(exit->uid, 33);
	assert_int_equal(exit->ppid, 10);
	assert_int_equal(exit->cpu_ns, 123456);
	assert_int_equal(exit->elapsed_ns, 1000000);
	assert_int_equal(exit->utime_ns, 1001000);
	assert_int_equal(exit->stime_ns, 1002000);
	assert_int_equal(exit->minflt, 4);
	assert_int_equal(exit->majflt, 5);
	assert_int_equal(exit->peak_rss, 102400);
	assert_int_equal(exit->peak_virt, 204800);
	assert_int_equal(exit->rchar, 6);
	assert_int_equal(exit->wchar, 7);
	assert_int_equal(exit->read_bytes, 8);
	assert_int_equal(exit->write_bytes, 9);
}

static void assert_refused(struct bytes datagram)
{
	struct taskstats_exit exit, untouched;

	memset(&exit, 0xa5, sizeof(exit));
	untouched = exit;
	assert_int_equal(taskstats_next(&datagram, &exit), -EBADMSG);
	assert_int_equal(datagram.n, 0);
	assert_memory_equal(&exit, &untouched, sizeof(exit));
}

/* Alone, with its group, cut short anywhere. */
static void test_layout(void **state)
{
	const struct layout *layout = *state;
	struct taskstats_exit exit;
	struct message message;
	struct bytes rest;

	begin_message(&message);
	put_pair(&message, AGGR_PID, layout, 123456);
	rest = end_message(&message);
	assert_int_equal(taskstats_next(&rest, &exit), 1);
	assert_thread(&exit);
	assert_int_equal(exit.pid, layout->tgid ? 20 : 0);
	assert_int_equal(exit.is_last, layout->tgid);
	assert_int_equal(exit.group_cpu_ns, 0);
	assert_int_equal(taskstats_next(&rest, &exit), 0);
	for (size_t n = 1; n < message.size; n++)
		assert_refused((struct bytes){ message.data, n });

	begin_message(&message);
	put_pair(&message, AGGR_PID, layout, 123456);
	put_pair(&message, AGGR_TGID, layout, 654321);
	rest = end_message(&message);
	assert_int_equal(taskstats_next(&rest, &exit), 1);
	assert_thread(&exit);
	assert_int_equal(exit.pid, 20);
	assert_true(exit.is_last);
	assert_int_equal(exit.group_cpu_ns, 654321);
	assert_int_equal(taskstats_next(&rest, &exit), 0);
}

/* A structure that is shorter than what its version promises. */
static void test_short(void **state)
{
	struct message message;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++) {
		struct layout layout = layouts[i];

		layout.size = layout.tgid ? layout.ac_tgid : 256;
		begin_message(&message);
		put_pair(&message, AGGR_PID, &layout, 1);
		assert_refused(end_message(&message));
	}
}

static void test_old(void **state)
{
	struct layout layout = layouts[0];
	struct message message;

	(void)state;
	layout.version = 7;
	begin_message(&message);
	put_pair(&message, AGGR_PID, &layout, 1);
	assert_refused(end_message(&message));
}

/* Where the kernel does not count exactly, ticks have to do. */
static void test_inexact(void **state)
{
	struct taskstats_exit exit;
	struct message message;
	struct bytes rest;

	(void)state;
	begin_message(&message);
	put_pair(&message, AGGR_PID, &layouts[4], 0);
	rest = end_message(&message);
	assert_int_equal(taskstats_next(&rest, &exit), 1);
	assert_int_equal(exit.cpu_ns, 2003000);
}

static void test_without(void **state)
{
	struct taskstats_exit exit;
	struct message message;
	struct bytes rest;
	size_t at;

	(void)state;
	begin_message(&message); /* attributes of somebody else */
	put_attribute(&message, 99, "abcd", 4);
	rest = end_message(&message);
	assert_int_equal(taskstats_next(&rest, &exit), 0);

	begin_message(&message); /* a thread without its structure */
	at = begin(&message, AGGR_PID);
	put_attribute(&message, PID, &(int32_t){ 21 }, 4);
	end(&message, at);
	assert_refused(end_message(&message));

	begin_message(&message); /* an answer of netlink itself */
	put_pair(&message, AGGR_PID, &layouts[4], 1);
	message.data[4] = 2; /* NLMSG_ERROR */
	rest = end_message(&message);
	assert_int_equal(taskstats_next(&rest, &exit), 0);
}

/* A length that is not true. */
static void test_lengths(void **state)
{
	static const uint32_t lengths[] = { 0, 15, 19, 700, 0x7fffffff, 0x80000010, 0xffffffff };
	struct message message;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
		struct bytes datagram;

		begin_message(&message);
		put_pair(&message, AGGR_PID, &layouts[6], 1);
		datagram = end_message(&message);
		memcpy(message.data, &lengths[i], sizeof(lengths[i]));
		assert_refused(datagram);
	}
}

int main(void)
{
	static const struct CMUnitTest more[] = {
		cmocka_unit_test(test_short),	cmocka_unit_test(test_old),
		cmocka_unit_test(test_inexact), cmocka_unit_test(test_without),
		cmocka_unit_test(test_lengths),
	};
	struct CMUnitTest tests[ARRAY_LEN(layouts) + ARRAY_LEN(more)];

	test_table(tests, ARRAY_LEN(layouts), layouts, sizeof(layouts[0]), test_layout);
	memcpy(tests + ARRAY_LEN(layouts), more, sizeof(more));
	return cmocka_run_group_tests_name("taskstats", tests, NULL, NULL);
}
