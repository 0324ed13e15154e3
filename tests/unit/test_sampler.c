#include "test.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "snap/snapshot.h"
#include "source/source.h"
#include "worker/sampler.h"

enum { DEADLINE_MS = 60000 };

#define SHORT_NS (5 * NS_PER_MS)
#define NEVER_NS (100 * 3600 * NS_PER_SECOND)

/* A source that counts; the number of a sample is in `unreadable`. */
struct fake {
	struct source source;
	atomic_uint taken, freed;
	int error;
	unsigned slow_one; /* that sample takes until slow_ns have passed */
	uint64_t slow_ns;
	uint64_t slow_end_ns; /* the thread's, read when it has ended */
	int event_fd;	      /* readable while there are events; 0: it has none */
	bool endless;	      /* they never end */
	atomic_uint drained;
};

/* Each sample has one event, which bears its number, and lost one. */
static void add_event(struct snapshot *ret, unsigned number)
{
	struct event *event = arena_zero(ret->arena, sizeof(*event));

	event->pid = (int32_t)number;
	ret->events = (struct event_list){ .on = true, .lost = 1, .of = event, .count = 1 };
}

static int fake_sample(struct source *source, const struct source_request *request,
		       struct snapshot *ret)
{
	struct fake *fake = (struct fake *)source;
	unsigned number = atomic_fetch_add(&fake->taken, 1) + 1;

	(void)request;
	ret->monotonic_ns = clock_monotonic();
	ret->unreadable = number;
	ret->task_count = 7;
	add_event(ret, number);
	if (number == fake->slow_one) {
		while (clock_monotonic() - ret->monotonic_ns < fake->slow_ns)
			(void)poll(NULL, 0, 1);
		fake->slow_end_ns = clock_monotonic();
	}
	return fake->error;
}

static int fake_event_fd(const struct source *source)
{
	const struct fake *fake = (const struct fake *)source;

	return fake->event_fd > 0 ? fake->event_fd : -1;
}

static void fake_drain(struct source *source)
{
	struct fake *fake = (struct fake *)source;
	uint64_t count;

	if (!fake->endless)
		assert_int_equal(read(fake->event_fd, &count, sizeof(count)), sizeof(count));
	atomic_fetch_add(&fake->drained, 1);
}

static void fake_free(struct source *source)
{
	struct fake *fake = (struct fake *)source;

	atomic_fetch_add(&fake->freed, 1);
}

static const struct source_ops fake_ops = {
	.name = "fake",
	.help = "counts",
	.sample = fake_sample,
	.event_fd = fake_event_fd,
	.drain = fake_drain,
	.free = fake_free,
};

static struct sampler *start(struct fake *fake, uint64_t first_ns, uint64_t interval_ns)
{
	const struct source_request request = { .needs = 1 };
	struct sampler *sampler = NULL;

	fake->source.ops = &fake_ops;
	assert_int_equal(sampler_new(&fake->source, &request, first_ns, interval_ns, &sampler), 0);
	assert_non_null(sampler);
	return sampler;
}

static void stop(struct sampler *sampler, struct fake *fake)
{
	sampler_free(sampler);
	assert_int_equal(fake->freed, 1);
}

/* The next snapshot; that one comes is what is tested. */
static struct snapshot *await(struct sampler *sampler)
{
	struct pollfd poll_fd = { .fd = sampler_fd(sampler), .events = POLLIN };

	for (;;) {
		struct snapshot *snapshot;

		assert_int_equal(poll(&poll_fd, 1, DEADLINE_MS), 1);
		snapshot = sampler_take(sampler);
		if (snapshot)
			return snapshot;
	}
}

/* Its number. */
static unsigned await_number(struct sampler *sampler, bool want_extra)
{
	struct snapshot *snapshot = await(sampler);
	unsigned number = snapshot->unreadable;

	assert_int_equal(snapshot->extra, want_extra);
	snapshot_free(snapshot);
	return number;
}

static void ask(struct sampler *sampler, uint32_t needs, bool now)
{
	const struct source_request request = { .needs = needs };

	sampler_request(sampler, &request, now);
}

static void test_ticks(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS);
	unsigned last = 0;
	uint64_t begun_ns = 0;

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct snapshot *snapshot = await(sampler);

		assert_true(snapshot->unreadable > last);
		assert_true(snapshot->monotonic_ns > begun_ns);
		assert_false(snapshot->extra);
		assert_string_equal(snapshot->source, "fake");
		last = snapshot->unreadable;
		begun_ns = snapshot->monotonic_ns;
		sampler_give_back(sampler, snapshot);
	}
	sampler_give_back(sampler, NULL);
	stop(sampler, &fake);
}

/* The first at once, the second after its own time, then no more for long. */
static void test_first(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, SHORT_NS, NEVER_NS);
	struct snapshot *one = await(sampler), *two = await(sampler);

	(void)state;
	assert_int_equal(one->unreadable, 1);
	assert_int_equal(two->unreadable, 2);
	assert_true(two->monotonic_ns >= one->monotonic_ns + SHORT_NS / 2);
	snapshot_free(one);
	snapshot_free(two);
	ask(sampler, 1, true);
	assert_int_equal(await_number(sampler, true), 3);
	stop(sampler, &fake);
}

/* Out of turn, with what is wanted now, into the memory that was given back. */
static void test_extra(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, NEVER_NS, NEVER_NS);
	struct snapshot *snapshot = await(sampler);

	(void)state;
	assert_int_equal(snapshot->needs, 1);
	for (uint32_t i = 2; i < 10; i++) {
		const struct snapshot *spare = snapshot;

		sampler_give_back(sampler, snapshot);
		ask(sampler, i, true);
		snapshot = await(sampler);
		assert_ptr_equal(snapshot, spare);
		assert_int_equal(snapshot->unreadable, i);
		assert_int_equal(snapshot->needs, i);
		assert_true(snapshot->extra);
	}
	/* Not at once: it waits for its turn, and the next one out of turn has the newest. */
	for (uint32_t i = 10; i < 30; i++) {
		sampler_give_back(sampler, snapshot);
		ask(sampler, 1000 + i, false);
		(void)poll(NULL, 0, 1); /* time enough to do it wrong */
		ask(sampler, i, true);
		snapshot = await(sampler);
		assert_int_equal(snapshot->unreadable, i);
		assert_int_equal(snapshot->needs, i);
	}
	snapshot_free(snapshot);
	stop(sampler, &fake);
}

static void test_request(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS);
	uint32_t needs = 0;

	(void)state;
	assert_true(await_number(sampler, false) > 0);
	ask(sampler, 42, false);
	/* Perhaps the last one of the old kind is still on its way, and one that was begun. */
	for (int i = 0; i < 3 && needs != 42; i++) {
		struct snapshot *snapshot = await(sampler);

		needs = snapshot->needs;
		assert_false(snapshot->extra);
		snapshot_free(snapshot);
	}
	assert_int_equal(needs, 42);
	stop(sampler, &fake);
}

static void test_interval(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, NEVER_NS, NEVER_NS);

	(void)state;
	assert_int_equal(await_number(sampler, false), 1);
	sampler_interval(sampler, SHORT_NS);
	for (int i = 0; i < 5; i++)
		assert_true(await_number(sampler, false) > 1);
	stop(sampler, &fake);
}

/* Nothing while it is paused, not even out of turn; then what was wanted. */
static void test_pause(void **state)
{
	struct fake fake = { 0 }, other = { 0 };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS), *clock;
	unsigned before, quiet = 0;

	(void)state;
	assert_true(await_number(sampler, false) > 0);
	sampler_pause(sampler, true);
	/* It stands still, while another one ticks on and on. */
	clock = start(&other, 2 * SHORT_NS, 2 * SHORT_NS);
	before = atomic_load(&fake.taken);
	while (quiet < 10) {
		unsigned now;

		(void)await_number(clock, false);
		now = atomic_load(&fake.taken);
		quiet = now == before ? quiet + 1 : 0;
		before = now;
		assert_true(atomic_load(&other.taken) < 1000);
	}
	ask(sampler, 5, true);
	for (int i = 0; i < 5; i++)
		(void)await_number(clock, false);
	assert_int_equal(atomic_load(&fake.taken), before);
	snapshot_free(sampler_take(sampler));
	sampler_pause(sampler, false);
	for (int i = 0; i < 3; i++) {
		struct snapshot *snapshot = await(sampler);

		assert_int_equal(snapshot->needs, 5);
		assert_true(snapshot->unreadable > before);
		snapshot_free(snapshot);
	}
	stop(clock, &other);
	stop(sampler, &fake);
}

static void test_error(void **state)
{
	struct fake fake = { .error = -EACCES };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS);

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct snapshot *snapshot = await(sampler);

		assert_int_equal(snapshot->error, -EACCES);
		assert_int_equal(snapshot->task_count, 0);
		snapshot_free(snapshot);
	}
	stop(sampler, &fake);
}

/* After a sample that took many intervals the next one has a whole interval for itself. */
static void test_slow(void **state)
{
	struct fake fake = { .slow_one = 2, .slow_ns = 20 * SHORT_NS };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS);
	uint64_t begun_ns[5] = { 0 };

	(void)state;
	while (begun_ns[4] == 0) {
		struct snapshot *snapshot = await(sampler);

		if (snapshot->unreadable < ARRAY_LEN(begun_ns))
			begun_ns[snapshot->unreadable] = snapshot->monotonic_ns;
		else
			begun_ns[4] = snapshot->monotonic_ns;
		snapshot_free(snapshot);
	}
	stop(sampler, &fake);
	/* The third may have been replaced before it was taken: then there is nothing to see. */
	if (begun_ns[3] > 0)
		assert_true(begun_ns[3] >= fake.slow_end_ns + SHORT_NS);
}

/* Stopped at any time: while it ticks, while nothing is due, at once, while it is paused. */
static void test_stop(void **state)
{
	static const uint64_t intervals[] = { NS_PER_US, SHORT_NS, NEVER_NS };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(intervals); i++) {
		for (int round = 0; round < 20; round++) {
			struct fake fake = { 0 };
			struct sampler *sampler = start(&fake, intervals[i], intervals[i]);

			if (round % 2)
				assert_int_not_equal(await_number(sampler, false), 0);
			if (round % 3 == 0)
				sampler_pause(sampler, true);
			if (round % 5 == 0)
				ask(sampler, 3, true);
			stop(sampler, &fake);
		}
	}
	sampler_free(NULL);
}

/* Whatever nobody took is in the next one: no event is missing, none comes twice. */
static void test_carry(void **state)
{
	struct fake fake = { 0 };
	struct sampler *sampler = start(&fake, SHORT_NS, SHORT_NS);
	unsigned next = 1;

	(void)state;
	for (unsigned wanted = 5; wanted < 40; wanted += 5) {
		struct snapshot *snapshot;

		while (atomic_load(&fake.taken) < wanted)
			(void)poll(NULL, 0, 1);
		snapshot = await(sampler);
		assert_int_equal(snapshot->events.lost, snapshot->events.count);
		for (size_t i = 0; i < snapshot->events.count; i++)
			assert_int_equal(snapshot->events.of[i].pid, next++);
		assert_int_equal(snapshot->unreadable, next - 1);
		sampler_give_back(sampler, snapshot);
	}
	stop(sampler, &fake);
}

static void await_drains(struct fake *fake, unsigned count)
{
	const uint64_t until = clock_monotonic() + DEADLINE_MS * NS_PER_MS;

	while (atomic_load(&fake->drained) < count && clock_monotonic() < until)
		(void)poll(NULL, 0, 1);
	assert_true(atomic_load(&fake->drained) >= count);
}

/* Between samples, and while it is paused. */
static void test_drain(void **state)
{
	struct fake fake = { .event_fd = eventfd(0, EFD_CLOEXEC) };
	struct sampler *sampler = start(&fake, NEVER_NS, NEVER_NS);

	(void)state;
	assert_true(fake.event_fd > 0);
	assert_int_equal(await_number(sampler, false), 1);
	assert_int_equal(fake.drained, 0);
	for (unsigned i = 1; i <= 30; i++) {
		if (i == 15)
			sampler_pause(sampler, true);
		assert_int_equal(eventfd_write(fake.event_fd, 1), 0);
		await_drains(&fake, i);
		assert_int_equal(fake.drained, i);
	}
	assert_int_equal(fake.taken, 1);
	stop(sampler, &fake);
	(void)close(fake.event_fd);
}

/* In a storm it looks after them 20 times a second, and no more than a second's worth at once. */
static void test_storm(void **state)
{
	struct fake fake = { .event_fd = eventfd(1, EFD_CLOEXEC), .endless = true };
	const uint64_t begun_ns = clock_monotonic();
	struct sampler *sampler = start(&fake, NEVER_NS, NEVER_NS);

	(void)state;
	assert_true(fake.event_fd > 0);
	await_drains(&fake, 25);
	stop(sampler, &fake);
	assert_true(fake.drained <= 22 + (clock_monotonic() - begun_ns) / (50 * NS_PER_MS));
	(void)close(fake.event_fd);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks),	 cmocka_unit_test(test_first),
		cmocka_unit_test(test_extra),	 cmocka_unit_test(test_request),
		cmocka_unit_test(test_interval), cmocka_unit_test(test_pause),
		cmocka_unit_test(test_error),	 cmocka_unit_test(test_slow),
		cmocka_unit_test(test_stop),	 cmocka_unit_test(test_carry),
		cmocka_unit_test(test_drain),	 cmocka_unit_test(test_storm),
	};

	return cmocka_run_group_tests_name("sampler", tests, NULL, NULL);
}
