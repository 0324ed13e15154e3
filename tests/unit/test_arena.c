#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

struct take_case {
	const char *name;
	size_t size;
	size_t count;
};

/* A piece of 16 bytes fills the first chunk of 64 KiB 4,096 times. */
static const struct take_case take_cases[] = {
	{ "nothing, often", 0, 1000 },
	{ "one byte, often", 1, 10000 },
	{ "just the alignment", 16, 4097 },
	{ "one more than the alignment", 17, 5000 },
	{ "the first chunk to its last byte, and one more", 64 * 1024, 2 },
	{ "larger than the first chunk", 64 * 1024 + 1, 3 },
	{ "larger than the largest chunk", 5 * 1024 * 1024, 3 },
};

static void test_take(void **state)
{
	const struct take_case *c = *state;
	struct arena *arena = arena_new();
	unsigned char **pieces = calloc(c->count, sizeof(*pieces));

	assert_non_null(pieces);
	for (size_t i = 0; i < c->count; i++) {
		pieces[i] = arena_take(arena, c->size);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
		memset(pieces[i], (int)(i & 0xff), c->size);
	}
	/* No piece lies in another: each still holds what was written into it. */
	for (size_t i = 0; i < c->count; i++) {
		for (size_t at = 0; at<c->size; at += c->size> 4096 ? 4095 : 1)
			assert_int_equal(pieces[i][at], i & 0xff);
		if (c->size > 0)
			assert_int_equal(pieces[i][c->size - 1], i & 0xff);
	}
	assert_true(arena_size(arena) >= c->size * c->count);
	free(pieces);
	arena_free(arena);
}

struct copy_case {
	const char *name;
	struct bytes text;
};

static const struct copy_case copy_cases[] = {
	{ "text", TEXT("proctor") },
	{ "bytes with NULs in them", TEXT("a\0b\0") },
	{ "an empty slice", TEXT("") },
	{ "no slice at all", { NULL, 0 } },
};

static void test_copy(void **state)
{
	const struct copy_case *c = *state;
	struct arena *arena = arena_new();
	struct bytes copy;

	/* What lay there before must not serve as the NUL behind. */
	memset(arena_take(arena, 4096), 0xa5, 4096);
	arena_reset(arena);
	copy = arena_copy(arena, c->text);
	assert_bytes_equal(copy, c->text);
	assert_ptr_not_equal(copy.p, c->text.p);
	assert_int_equal(copy.p[copy.n], '\0');
	arena_free(arena);
}

static void test_zero(void **state)
{
	static const unsigned char zeros[512];
	struct arena *arena = arena_new();

	(void)state;
	memset(arena_take(arena, 512), 0xa5, 512);
	arena_reset(arena);
	assert_memory_equal(arena_zero(arena, 512), zeros, 512);
	arena_free(arena);
}

static void test_reset(void **state)
{
	struct arena *arena = arena_new();
	size_t size, first = arena_size(arena);

	(void)state;
	for (int i = 0; i < 5000; i++)
		(void)arena_take(arena, 100);
	size = arena_size(arena);
	assert_true(size > first);
	/* The second user of the same size finds room enough: nothing grows from round to round. */
	for (int round = 0; round < 10; round++) {
		arena_reset(arena);
		for (int i = 0; i < 5000; i++)
			memset(arena_take(arena, 100), round, 100);
		assert_int_equal(arena_size(arena), size);
	}
	arena_free(arena);
	arena_free(NULL);
}

/* Sizes at which adding the header or rounding up would start again at 0. */
static const size_t impossible[] = { SIZE_MAX, SIZE_MAX - 14, SIZE_MAX - 15, SIZE_MAX - 40,
				     SIZE_MAX / 2 };

static void test_impossible(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(impossible); i++) {
		pid_t pid = fork();
		int status;

		assert_true(pid >= 0);
		if (pid == 0) {
			volatile size_t size = impossible[i];

			(void)signal(SIGABRT, SIG_DFL);
			(void)!freopen("/dev/null", "w", stderr);
			(void)arena_take(arena_new(), size);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		/* die() aborts; a sanitizer's allocator may end it in its own way before that. */
		assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		assert_false(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	}
}

int main(void)
{
	struct CMUnitTest takes[ARRAY_LEN(take_cases)], copies[ARRAY_LEN(copy_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_zero),
		cmocka_unit_test(test_reset),
		cmocka_unit_test(test_impossible),
	};
	int failed;

	test_table(takes, ARRAY_LEN(takes), take_cases, sizeof(take_cases[0]), test_take);
	test_table(copies, ARRAY_LEN(copies), copy_cases, sizeof(copy_cases[0]), test_copy);
	failed = cmocka_run_group_tests_name("arena_take", takes, NULL, NULL);
	failed += cmocka_run_group_tests_name("arena_copy", copies, NULL, NULL);
	failed += cmocka_run_group_tests_name("arena", others, NULL, NULL);
	return failed;
}
