#include "test.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mailbox.h"

enum { ROUNDS = 20000, DEADLINE_MS = 60000 };

struct letter {
	int number;
	int *freed; /* counts those that nobody took */
};

static void free_letter(void *item)
{
	struct letter *letter = item;

	++*letter->freed;
	free(letter);
}

static struct letter *write_letter(int number, int *freed)
{
	struct letter *letter = malloc(sizeof(*letter));

	if (!letter)
		abort();
	*letter = (struct letter){ number, freed };
	return letter;
}

static bool is_readable(const struct mailbox *mailbox, int timeout_ms)
{
	struct pollfd poll_fd = { .fd = mailbox_fd(mailbox), .events = POLLIN };

	return poll(&poll_fd, 1, timeout_ms) == 1;
}

/* Returns the number of the letter, 0: none. */
static int open_next(struct mailbox *mailbox)
{
	struct letter *letter = mailbox_take(mailbox);
	int number = letter ? letter->number : 0;

	free(letter);
	return number;
}

struct script_case {
	const char *name;
	const char *script; /* p puts the next number, t takes */
	int want[4];	    /* what the takes return; 0: nothing */
	int freed;	    /* replaced, or left over at the end */
};

static const struct script_case script_cases[] = {
	{ "nothing was put", "t", { 0 }, 0 },
	{ "one is taken once", "ptt", { 1, 0 }, 0 },
	{ "the newest wins", "pppt", { 3 }, 2 },
	{ "one after the other", "ptptpt", { 1, 2, 3 }, 0 },
	{ "taken in between", "pptppt", { 2, 4 }, 2 },
	{ "what is left over is freed", "ptpp", { 1 }, 2 },
	{ "never used", "", { 0 }, 0 },
};

static void test_script(void **state)
{
	const struct script_case *c = *state;
	int freed = 0, number = 0, takes = 0;
	struct mailbox *mailbox = mailbox_new(free_letter);

	assert_non_null(mailbox);
	for (const char *step = c->script; *step; step++) {
		if (*step == 'p') {
			mailbox_put(mailbox, write_letter(++number, &freed));
			assert_true(is_readable(mailbox, 0));
		} else {
			assert_int_equal(open_next(mailbox), c->want[takes++]);
			assert_false(is_readable(mailbox, 0));
		}
	}
	mailbox_free(mailbox);
	assert_int_equal(freed, c->freed);
}

static void *put_all(void *argument)
{
	struct mailbox *mailbox = argument;
	static int freed; /* this thread's only */

	freed = 0;
	for (int i = 1; i <= ROUNDS; i++)
		mailbox_put(mailbox, write_letter(i, &freed));
	return &freed;
}

/* Whoever waits for the descriptor gets the last letter, whatever the two threads do. */
static void test_threads(void **state)
{
	struct mailbox *mailbox = mailbox_new(free_letter);
	pthread_t thread;
	void *freed;
	int last = 0, taken = 0;

	(void)state;
	assert_non_null(mailbox);
	assert_int_equal(pthread_create(&thread, NULL, put_all, mailbox), 0);
	while (last < ROUNDS) {
		int number;

		assert_true(is_readable(mailbox, DEADLINE_MS));
		number = open_next(mailbox);
		if (number == 0)
			continue;
		assert_true(number > last);
		last = number;
		taken++;
	}
	assert_int_equal(pthread_join(thread, &freed), 0);
	assert_int_equal(taken + *(int *)freed, ROUNDS);
	mailbox_free(mailbox);
}

struct echo {
	struct mailbox *there, *back;
	int freed;
};

static void *answer_all(void *argument)
{
	struct echo *echo = argument;

	for (int seen = 0; seen < ROUNDS;) {
		int number;

		if (!is_readable(echo->there, DEADLINE_MS))
			return NULL;
		number = open_next(echo->there);
		if (number == 0)
			continue;
		seen = number;
		mailbox_put(echo->back, write_letter(number, &echo->freed));
	}
	return echo;
}

/*
 * One letter in the air at a time, so that a lost wake-up stops both for ever: a
 * take that empties the slot before the descriptor loses one within these rounds.
 */
static void test_echo(void **state)
{
	struct echo echo = { mailbox_new(free_letter), mailbox_new(free_letter), 0 };
	pthread_t thread;
	void *result;
	int freed = 0;

	(void)state;
	assert_non_null(echo.there);
	assert_non_null(echo.back);
	assert_int_equal(pthread_create(&thread, NULL, answer_all, &echo), 0);
	for (int i = 1; i <= ROUNDS; i++) {
		int number;

		mailbox_put(echo.there, write_letter(i, &freed));
		do {
			assert_true(is_readable(echo.back, DEADLINE_MS));
			number = open_next(echo.back);
		} while (number == 0);
		assert_int_equal(number, i);
	}
	assert_int_equal(pthread_join(thread, &result), 0);
	assert_ptr_equal(result, &echo);
	assert_int_equal(freed + echo.freed, 0);
	mailbox_free(echo.there);
	mailbox_free(echo.back);
	mailbox_free(NULL);
}

int main(void)
{
	struct CMUnitTest scripts[ARRAY_LEN(script_cases)];
	static const struct CMUnitTest threads[] = {
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_echo),
	};
	int failed;

	test_table(scripts, ARRAY_LEN(scripts), script_cases, sizeof(script_cases[0]), test_script);
	failed = cmocka_run_group_tests_name("mailbox", scripts, NULL, NULL);
	failed += cmocka_run_group_tests_name("mailbox of two threads", threads, NULL, NULL);
	return failed;
}
