#include "test.h"

#include <pthread.h>
#include <stdatomic.h>

#include "snap/lease.h"

static void test_two(void **state)
{
	struct lease *lease = lease_new(UINT64_MAX);

	(void)state;
	assert_int_equal(lease_sample(lease), UINT64_MAX);
	assert_false(lease_is_over(lease));
	lease_release(lease);
	assert_true(lease_is_over(lease));
	assert_int_equal(lease_sample(lease), UINT64_MAX);
	lease_release(lease); /* who looks for leaks sees whether it is gone */
	lease_release(NULL);
}

enum { LEASES = 2000 };

struct shared {
	struct lease *leases[LEASES];
	uint64_t written[LEASES]; /* by who has the lease, until it lets go */
	atomic_uint begun;
};

static void *let_go(void *argument)
{
	struct shared *shared = argument;

	for (unsigned i = 0; i < LEASES; i++) {
		atomic_store(&shared->begun, i + 1);
		shared->written[i] = lease_sample(shared->leases[i]);
		lease_release(shared->leases[i]);
	}
	return NULL;
}

/* What the other thread did before it let go is seen here behind lease_is_over(). */
static void test_threads(void **state)
{
	static struct shared shared;
	pthread_t thread;

	(void)state;
	for (size_t i = 0; i < LEASES; i++)
		shared.leases[i] = lease_new(i + 1);
	assert_int_equal(pthread_create(&thread, NULL, let_go, &shared), 0);
	for (size_t i = 0; i < LEASES; i++) {
		while (!lease_is_over(shared.leases[i]))
			;
		assert_int_equal(shared.written[i], i + 1);
		shared.written[i] = 0;
		assert_true(atomic_load(&shared.begun) > i);
		lease_release(shared.leases[i]);
	}
	assert_int_equal(pthread_join(thread, NULL), 0);
}

/* Both let go at the same time: one of them frees it, no matter which. */
static void test_race(void **state)
{
	static struct shared shared;
	pthread_t thread;

	(void)state;
	for (size_t i = 0; i < LEASES; i++)
		shared.leases[i] = lease_new(i);
	assert_int_equal(pthread_create(&thread, NULL, let_go, &shared), 0);
	for (size_t i = LEASES; i-- > 0;)
		lease_release(shared.leases[i]);
	assert_int_equal(pthread_join(thread, NULL), 0);
	for (size_t i = 0; i < LEASES; i++)
		assert_int_equal(shared.written[i], i);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_race),
	};

	return cmocka_run_group_tests_name("lease", tests, NULL, NULL);
}
