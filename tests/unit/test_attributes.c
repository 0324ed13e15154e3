#include "test.h"

#include <errno.h>

#include "model/attributes.h"
#include "proc/pidstat.h"
#include "snap/task.h"

#define SECOND NS_PER_SECOND

/* A question or an answer at a time. */
struct step {
	/* 'd' is due? 'a' ask; 'r' it runs; '0' the answer text; 'x' its result; 0: the end */
	char what;
	uint64_t at_ns;	  /* of d and a */
	uint64_t token;	  /* of d and a */
	bool watched;	  /* of d */
	int result;	  /* of x; of d: whether it is */
	const char *text; /* of 0 */
};

enum { STEPS_MAX = 8 };

struct life_case {
	const char *name;
	struct step steps[STEPS_MAX];
	enum attributes_state state;
	const char *command; /* in the end */
};

#define DUE(at, token, watched, yes)               \
	{                                          \
		'd', at, token, watched, yes, NULL \
	}
#define ASK(at, token)                         \
	{                                      \
		'a', at, token, false, 0, NULL \
	}
#define RUN                               \
	{                                 \
		'r', 0, 0, false, 0, NULL \
	}
#define TELL(text)                        \
	{                                 \
		'0', 0, 0, false, 0, text \
	}
#define FAIL(result)                           \
	{                                      \
		'x', 0, 0, false, result, NULL \
	}

/* clang-format off */
static const struct life_case life_cases[] = {
	{ "new: to be asked for", { DUE(0, 1, false, true) }, ATTRIBUTES_UNKNOWN, "" },
	{ "asked: not again until it is answered, whatever happens",
	  { ASK(0, 1), DUE(100 * SECOND, 2, true, false) }, ATTRIBUTES_ASKED, "" },
	{ "answered", { ASK(0, 1), TELL("ls"), DUE(SECOND, 1, false, false) }, ATTRIBUTES_KNOWN, "ls" },
	{ "exec", { ASK(0, 1), TELL("sh"), DUE(1, 2, false, true), ASK(1, 2), DUE(2, 2, false, false) },
	  ATTRIBUTES_KNOWN, "sh" },
	{ "exec, answered", { ASK(0, 1), TELL("sh"), ASK(1, 2), TELL("ls"), DUE(2, 2, false, false) },
	  ATTRIBUTES_KNOWN, "ls" },
	{ "one question at a time, whatever happens",
	  { ASK(0, 1), TELL("sh"), ASK(1, 2), DUE(100 * SECOND, 3, true, false) },
	  ATTRIBUTES_KNOWN, "sh" },
	{ "exec once more",
	  { ASK(0, 1), TELL("sh"), ASK(1, 2), TELL("ls"), DUE(2, 3, false, true) },
	  ATTRIBUTES_KNOWN, "ls" },
	{ "looked at, but asked for a moment ago",
	  { ASK(100 * SECOND, 1), TELL("sh"), RUN, DUE(102 * SECOND, 1, true, false) },
	  ATTRIBUTES_KNOWN, "sh" },
	{ "looked at for long: a title may be rewritten",
	  { ASK(0, 1), TELL("sh"), RUN, DUE(3 * SECOND, 1, true, false), DUE(3 * SECOND + 1, 1, true, true) },
	  ATTRIBUTES_KNOWN, "sh" },
	{ "looked at for long, but it has not run: it cannot have rewritten anything",
	  { ASK(0, 1), TELL("sh"), DUE(1000 * SECOND, 1, true, false) }, ATTRIBUTES_KNOWN, "sh" },
	{ "it ran before it was asked",
	  { RUN, ASK(0, 1), TELL("sh"), DUE(1000 * SECOND, 1, true, false) }, ATTRIBUTES_KNOWN, "sh" },
	{ "it ran between question and answer",
	  { ASK(0, 1), RUN, TELL("sh"), DUE(1000 * SECOND, 1, true, true) }, ATTRIBUTES_KNOWN, "sh" },
	{ "not looked at: once is enough",
	  { ASK(0, 1), TELL("sh"), RUN, DUE(1000 * SECOND, 1, false, false) }, ATTRIBUTES_KNOWN, "sh" },
	{ "there is none", { ASK(0, 1), TELL(""), DUE(1, 1, false, false) }, ATTRIBUTES_EMPTY, "" },
	{ "gone before it was read", { ASK(0, 1), FAIL(-ENOENT) }, ATTRIBUTES_EMPTY, "" },
	{ "what has ended keeps its command", { ASK(0, 1), TELL("ls"), ASK(1, 2), FAIL(-ESRCH) },
	  ATTRIBUTES_KNOWN, "ls" },
	{ "a zombie keeps its command", { ASK(0, 1), TELL("ls"), ASK(1, 2), TELL("") },
	  ATTRIBUTES_KNOWN, "ls" },
	{ "refused", { ASK(0, 1), FAIL(-EACCES) }, ATTRIBUTES_DENIED, "" },
	{ "not permitted", { ASK(0, 1), FAIL(-EPERM) }, ATTRIBUTES_DENIED, "" },
	{ "refused once, not after exec", { ASK(0, 1), FAIL(-EACCES), ASK(1, 2), TELL("ls") },
	  ATTRIBUTES_KNOWN, "ls" },
	{ "the same answer again", { ASK(0, 1), TELL("ls"), ASK(1, 2), TELL("ls") }, ATTRIBUTES_KNOWN, "ls" },
};
/* clang-format on */

static void take_step(struct attributes *attributes, const struct step *step)
{
	switch (step->what) {
	case 'd':
		assert_int_equal(attributes_is_due(attributes, step->token, step->at_ns,
						   step->watched),
				 step->result);
		break;
	case 'a':
		attributes_asked(attributes, step->token, step->at_ns);
		break;
	case 'r':
		attributes->has_run = true;
		break;
	case '0':
		attributes_answer(attributes, 0, bytes_of(step->text));
		break;
	default:
		attributes_answer(attributes, step->result, (struct bytes){ 0 });
		break;
	}
}

static void test_life(void **state)
{
	const struct life_case *c = *state;
	struct attributes *attributes = attributes_new();

	for (size_t i = 0; i < STEPS_MAX && c->steps[i].what; i++)
		take_step(attributes, &c->steps[i]);
	assert_int_equal(attributes->state, c->state);
	assert_bytes_equal(attributes->command, bytes_of(c->command));
	attributes_free(attributes);
}

/* An answer ends the stall, whatever it says; and the bytes are copied. */
static void test_answer(void **state)
{
	static const int results[] = { 0, -ENOENT, -EACCES };
	struct attributes *attributes = attributes_new();
	char command[] = "sleep\0001";

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(results); i++) {
		attributes->stalled = true;
		attributes_answer(attributes, results[i],
				  (struct bytes){ command,
						  results[i] == 0 ? sizeof(command) - 1 : 0 });
		assert_false(attributes->stalled);
	}
	memset(command, 'x', sizeof(command));
	assert_bytes_equal(attributes->command, ((struct bytes)TEXT("sleep\0001")));
	attributes_free(attributes);
	attributes_free(NULL);
}

struct token_case {
	const char *name;
	struct task a, b;
	bool same;
};

#define PROGRAM(text, code, bits)                                         \
	{                                                                 \
		.comm = TEXT(text), .start_code = (code), .flags = (bits) \
	}

static const struct token_case token_cases[] = {
	{ "nothing has changed", PROGRAM("sh", 1, 0), PROGRAM("sh", 1, 0), true },
	{ "another name", PROGRAM("sh", 1, 0), PROGRAM("ls", 1, 0), false },
	{ "the same letters in another order", PROGRAM("ab", 1, 0), PROGRAM("ba", 1, 0), false },
	{ "no name", PROGRAM("", 1, 0), PROGRAM("a", 1, 0), false },
	{ "another program of the same name", PROGRAM("sh", 0x1000, 0), PROGRAM("sh", 0x2000, 0),
	  false },
	{ "exec after fork, of itself", PROGRAM("sh", 1, PIDSTAT_FORKNOEXEC), PROGRAM("sh", 1, 0),
	  false },
	{ "other flags do not count", PROGRAM("sh", 1, 0), PROGRAM("sh", 1, PIDSTAT_EXITING),
	  true },
};

static void test_token(void **state)
{
	const struct token_case *c = *state;

	assert_int_equal(attributes_token(&c->a) == attributes_token(&c->b), c->same);
}

int main(void)
{
	struct CMUnitTest lives[ARRAY_LEN(life_cases)], tokens[ARRAY_LEN(token_cases)];
	static const struct CMUnitTest others[] = { cmocka_unit_test(test_answer) };
	int failed;

	test_table(lives, ARRAY_LEN(lives), life_cases, sizeof(life_cases[0]), test_life);
	test_table(tokens, ARRAY_LEN(tokens), token_cases, sizeof(token_cases[0]), test_token);
	failed = cmocka_run_group_tests_name("attributes", lives, NULL, NULL);
	failed += cmocka_run_group_tests_name("attributes_token", tokens, NULL, NULL);
	failed += cmocka_run_group_tests_name("attributes_answer", others, NULL, NULL);
	return failed;
}
