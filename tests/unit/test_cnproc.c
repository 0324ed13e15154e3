#include "test.h"

#include <errno.h>

#include "proc/cnproc.h"

enum { HEADER = 16, CONNECTOR = 20, EVENT = 40, DATAGRAM = HEADER + CONNECTOR + EVENT };

_Static_assert(DATAGRAM == 76, "what the kernel sends");

/* A datagram as the kernel makes it; `more` bytes longer than those of today. */
static struct bytes make(uint32_t *buffer, uint32_t what, const int32_t data[6], uint16_t more)
{
	const uint64_t time_ns = 987654321012;
	unsigned char *at = (unsigned char *)buffer;
	const uint32_t head[9] = { DATAGRAM + (uint32_t)more,
				   3, /* NLMSG_DONE, no flags */
				   77,
				   0,
				   1,
				   1,
				   77,
				   5,
				   (uint32_t)(EVENT + more) };

	memset(buffer, 0, DATAGRAM + more);
	memcpy(at, head, sizeof(head));
	memcpy(at + 36, &what, 4);
	memcpy(at + 40, &(uint32_t){ 3 }, 4);
	memcpy(at + 44, &time_ns, 8);
	memcpy(at + 52, data, 24);
	return (struct bytes){ (const char *)buffer, DATAGRAM + (size_t)more };
}

struct shape_case {
	const char *name;
	uint32_t what;
	int32_t data[6];
	struct cnproc want;
};

/* clang-format off */
static const struct shape_case shape_cases[] = {
	{ "the answer", 0, { 22 }, { .kind = CNPROC_ACK, .value = 22 } },
	{ "fork of a process", 1, { 11, 10, 20, 20 },
	  { .kind = CNPROC_FORK, .pid = 20, .tid = 20, .other = 10 } },
	{ "fork of a thread", 1, { 11, 10, 21, 20 },
	  { .kind = CNPROC_FORK, .pid = 20, .tid = 21, .other = 10 } },
	{ "exec", 2, { 20, 20 }, { .kind = CNPROC_EXEC, .pid = 20, .tid = 20 } },
	{ "uid, the effective one", 4, { 21, 20, 1000, 33 },
	  { .kind = CNPROC_UID, .pid = 20, .tid = 21, .value = 33 } },
	{ "gid, the effective one", 0x40, { 20, 20, 1000, 34 },
	  { .kind = CNPROC_GID, .pid = 20, .tid = 20, .value = 34 } },
	{ "session", 0x80, { 20, 20 }, { .kind = CNPROC_SID, .pid = 20, .tid = 20 } },
	{ "traced", 0x100, { 21, 20, 31, 30 },
	  { .kind = CNPROC_PTRACE, .pid = 20, .tid = 21, .other = 30 } },
	{ "traced no longer", 0x100, { 21, 20, 0, 0 },
	  { .kind = CNPROC_PTRACE, .pid = 20, .tid = 21 } },
	{ "name, with a newline", 0x200, { 21, 20, 0x29290a61 },
	  { .kind = CNPROC_COMM, .pid = 20, .tid = 21, .comm = "a\n))" } },
	{ "name without a NUL", 0x200,
	  { 21, 20, 0x61616161, 0x61616161, 0x61616161, 0x61616161 },
	  { .kind = CNPROC_COMM, .pid = 20, .tid = 21, .comm = "aaaaaaaaaaaaaaa" } },
	{ "core dump", 0x40000000, { 21, 20, 11, 10 },
	  { .kind = CNPROC_COREDUMP, .pid = 20, .tid = 21, .other = 10 } },
	{ "exit", 0x80000000, { 21, 20, 0x300, 17, 11, 10 },
	  { .kind = CNPROC_EXIT, .pid = 20, .tid = 21, .other = 10, .value = 0x300 } },
	{ "something that we do not know", 0x400, { 21, 20, 1, 2, 3, 4 }, { .kind = CNPROC_OTHER } },
	{ "two at once are none", 3, { 21, 20, 1, 2, 3, 4 }, { .kind = CNPROC_OTHER } },
};
/* clang-format on */

static void assert_same(const struct cnproc *event, const struct cnproc *want)
{
	assert_int_equal(event->kind, want->kind);
	assert_int_equal(event->cpu, 3);
	assert_int_equal(event->number, 77);
	assert_int_equal(event->ack, 5);
	assert_true(event->time_ns == 987654321012);
	assert_int_equal(event->pid, want->pid);
	assert_int_equal(event->tid, want->tid);
	assert_int_equal(event->other, want->other);
	assert_int_equal(event->value, want->value);
	assert_memory_equal(event->comm, want->comm, sizeof(want->comm));
}

static void test_shape(void **state)
{
	const struct shape_case *c = *state;
	uint32_t buffer[64];

	/* as it is, and as of a kernel that has more to say */
	for (uint16_t more = 0; more <= 24; more = (uint16_t)(more + 8)) {
		struct bytes rest = make(buffer, c->what, c->data, more);
		struct cnproc event;

		assert_int_equal(cnproc_next(&rest, &event), 1);
		assert_same(&event, &c->want);
		assert_int_equal(cnproc_next(&rest, &event), 0);
	}
}

static void assert_refused(struct bytes datagram)
{
	struct cnproc event, untouched;

	memset(&event, 0xa5, sizeof(event));
	untouched = event;
	assert_int_equal(cnproc_next(&datagram, &event), -EBADMSG);
	assert_int_equal(datagram.n, 0);
	assert_memory_equal(&event, &untouched, sizeof(event));
}

static void test_cut(void **state)
{
	const int32_t data[6] = { 11, 10, 20, 20 };
	uint32_t buffer[64];
	struct bytes whole = make(buffer, 1, data, 0);

	(void)state;
	for (size_t n = 1; n < whole.n; n++)
		assert_refused((struct bytes){ whole.p, n });
}

/* A length that is not true, in each of the two headers. */
static void test_lengths(void **state)
{
	static const uint32_t netlink[] = { 0, 15, 16, 35, 36, 75, 77, 0x7fffffff, 0xffffffff };
	static const uint16_t connector[] = { 0, 39, 41, 0xffff };
	const int32_t data[6] = { 11, 10, 20, 20 };
	uint32_t buffer[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(netlink); i++) {
		struct bytes datagram = make(buffer, 1, data, 0);

		memcpy(buffer, &netlink[i], sizeof(netlink[i]));
		assert_refused(datagram);
	}
	for (size_t i = 0; i < ARRAY_LEN(connector); i++) {
		struct bytes datagram = make(buffer, 1, data, 0);

		memcpy((char *)buffer + 32, &connector[i], sizeof(connector[i]));
		assert_refused(datagram);
	}
}

/* Another connector's message, and one of netlink itself, are passed over. */
static void test_others(void **state)
{
	const int32_t data[6] = { 11, 10, 20, 20 };
	uint32_t buffer[4 * DATAGRAM / sizeof(uint32_t)];
	struct bytes rest = { (const char *)buffer, sizeof(buffer) };
	struct cnproc event;

	(void)state;
	for (size_t i = 0; i < 4; i++)
		(void)make(buffer + i * DATAGRAM / sizeof(uint32_t), 1, data, 0);
	buffer[4] = 9;				      /* the first one's address */
	((uint16_t *)(buffer + DATAGRAM / 4))[2] = 1; /* NLMSG_NOOP */
	assert_int_equal(cnproc_next(&rest, &event), 1);
	assert_int_equal(rest.n, DATAGRAM);
	assert_int_equal(cnproc_next(&rest, &event), 1);
	assert_int_equal(cnproc_next(&rest, &event), 0);
}

static void test_request(void **state)
{
	uint32_t request[CNPROC_REQUEST_SIZE / sizeof(uint32_t)];

	(void)state;
	cnproc_request((char *)request, CNPROC_LISTEN, 1234);
	assert_int_equal(request[0], CNPROC_REQUEST_SIZE);
	assert_int_equal(request[1], 3);
	assert_int_equal(request[4], CNPROC_ADDRESS);
	assert_int_equal(request[5], CNPROC_ADDRESS);
	assert_int_equal(request[7], 1234);
	assert_int_equal(request[8], 4);
	assert_int_equal(request[9], CNPROC_LISTEN);
}

int main(void)
{
	static const struct CMUnitTest more[] = {
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_request),
	};
	struct CMUnitTest tests[ARRAY_LEN(shape_cases) + ARRAY_LEN(more)];

	test_table(tests, ARRAY_LEN(shape_cases), shape_cases, sizeof(shape_cases[0]), test_shape);
	memcpy(tests + ARRAY_LEN(shape_cases), more, sizeof(more));
	return cmocka_run_group_tests_name("cnproc", tests, NULL, NULL);
}
