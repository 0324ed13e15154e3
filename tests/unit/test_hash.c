#include "test.h"

#include "base/hash.h"

struct fill_case {
	const char *name;
	size_t expected; /* told to hash_init() */
	uint64_t first, step;
	uint32_t count;
};

static const struct fill_case fill_cases[] = {
	{ "one", 1, 7, 1, 1 },
	{ "as many as were expected", 1000, 1, 1, 1000 },
	{ "far more than were expected", 0, 1, 1, 40000 },
	{ "keys whose low bits are all the same", 4, 0, UINT64_C(1) << 32, 5000 },
	{ "the largest keys", 4, UINT64_MAX - 99, 1, 100 },
	{ "key 0 is a key", 16, 0, 1, 3 },
};

static void test_fill(void **state)
{
	const struct fill_case *c = *state;
	struct hash hash;

	hash_init(&hash, c->expected);
	for (uint32_t i = 0; i < c->count; i++) {
		uint64_t key = c->first + i * c->step;

		assert_int_equal(hash_get(&hash, key), HASH_NONE);
		hash_put(&hash, key, i);
	}
	for (uint32_t i = 0; i < c->count; i++)
		assert_int_equal(hash_get(&hash, c->first + i * c->step), i);
	assert_int_equal(hash.used, c->count);
	assert_int_equal(hash_get(&hash, c->first + c->count * c->step), HASH_NONE);
	/* At most half full, so that a search ends soon, and at all. */
	assert_true(hash.used * 2 <= hash.mask + 2);
	hash_done(&hash);
}

static void test_replace(void **state)
{
	struct hash hash;

	(void)state;
	hash_init(&hash, 1);
	for (uint32_t i = 0; i < 1000; i++)
		hash_put(&hash, 5, i);
	assert_int_equal(hash_get(&hash, 5), 999);
	assert_int_equal(hash.used, 1);
	assert_int_equal(hash.mask, 15); /* nothing was added, so nothing grew */
	hash_done(&hash);
}

static void test_clear(void **state)
{
	const struct hash_slot *slots;
	struct hash hash;

	(void)state;
	hash_init(&hash, 100);
	hash_put(&hash, 1, 1);
	slots = hash.slots;
	hash_clear(&hash, 50);
	assert_ptr_equal(hash.slots, slots);
	assert_int_equal(hash_get(&hash, 1), HASH_NONE);
	assert_int_equal(hash.used, 0);
	hash_clear(&hash, 10000);
	assert_true(hash.mask + 1 >= 20000);
	assert_int_equal(hash_get(&hash, 1), HASH_NONE);
	hash_done(&hash);
	assert_int_equal(hash_get(&hash, 1), HASH_NONE);
	hash_clear(&hash, 3);
	hash_put(&hash, 1, 2);
	assert_int_equal(hash_get(&hash, 1), 2);
	hash_done(&hash);
}

/* Pairs as of PID and start: none of them falls on another, and their order matters. */
static void test_mix(void **state)
{
	struct hash hash;

	(void)state;
	hash_init(&hash, 90000);
	for (uint64_t a = 0; a < 300; a++) {
		for (uint64_t b = 0; b < 300; b++) {
			uint64_t key = hash_mix(a, b);

			assert_int_equal(hash_get(&hash, key), HASH_NONE);
			hash_put(&hash, key, (uint32_t)(a * 300 + b));
		}
	}
	hash_done(&hash);
}

int main(void)
{
	struct CMUnitTest fills[ARRAY_LEN(fill_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_replace),
		cmocka_unit_test(test_clear),
		cmocka_unit_test(test_mix),
	};
	int failed;

	test_table(fills, ARRAY_LEN(fills), fill_cases, sizeof(fill_cases[0]), test_fill);
	failed = cmocka_run_group_tests_name("hash_put", fills, NULL, NULL);
	failed += cmocka_run_group_tests_name("hash", others, NULL, NULL);
	return failed;
}
