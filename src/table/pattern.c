/* pattern.c - see pattern.h */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "table/pattern.h"

#include <errno.h>
#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

enum {
	EXPRESSION_MAX = 4096, /* bytes */
	STEPS_MAX = 20000,     /* at each place where a match may begin */
	STEPS_MIN = 100,
	PATIENCE = 8,	 /* searches that are given up until the steps are half as many */
	HEAP_MAX = 4096, /* KiB */
};

struct pattern {
	pcre2_code *code;
	pcre2_match_data *found;
	pcre2_match_context *limits;
	uint32_t given_up; /* searches; stops when the steps are the fewest */
};

static pcre2_code *compile(struct bytes expression, int *ret_error, size_t *ret_at)
{
	const uint32_t options = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C |
				 PCRE2_DOTALL | PCRE2_DOLLAR_ENDONLY;

	return pcre2_compile((PCRE2_SPTR)(expression.n > 0 ? expression.p : ""), expression.n,
			     options, ret_error, ret_at, NULL);
}

static int fail(struct pattern_error *error, int code, size_t at)
{
	PCRE2_UCHAR reason[PATTERN_REASON_MAX];

	error->at = at;
	/* A message that is too long for the buffer is cut and still ends with a NUL. */
	(void)pcre2_get_error_message(code, reason, sizeof(reason));
	(void)strlcpy(error->reason, (const char *)reason, sizeof(error->reason));
	return -EINVAL;
}

int pattern_compile(struct bytes expression, struct pattern **ret, struct pattern_error *error)
{
	struct pattern *pattern;
	pcre2_code *code;
	size_t at = 0;
	int reason;

	if (expression.n > EXPRESSION_MAX)
		return fail(error, PCRE2_ERROR_PATTERN_STRING_TOO_LONG, EXPRESSION_MAX);
	code = compile(expression, &reason, &at);
	if (!code)
		return fail(error, reason, at);
	/* Without it (a machine or a policy that has none) searches are slower, that is all. */
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	pattern = die_calloc(1, sizeof(*pattern));
	pattern->code = code;
	pattern->found = pcre2_match_data_create(1, NULL);
	pattern->limits = pcre2_match_context_create(NULL);
	if (!pattern->found || !pattern->limits)
		die("out of memory");
	(void)pcre2_set_match_limit(pattern->limits, STEPS_MAX);
	(void)pcre2_set_heap_limit(pattern->limits, HEAP_MAX);
	*ret = pattern;
	return 0;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_context_free(pattern->limits);
	pcre2_match_data_free(pattern->found);
	pcre2_code_free(pattern->code);
	free(pattern);
}

static int search(const struct pattern *pattern, struct bytes text, uint32_t options)
{
	return pcre2_match(pattern->code, (PCRE2_SPTR)(text.n > 0 ? text.p : ""), text.n, 0,
			   options, pattern->found, pattern->limits);
}

/* One text more in which it takes too much: with thousands of them that would be seconds. */
static void give_up(struct pattern *pattern)
{
	uint32_t steps = STEPS_MAX / (1 + pattern->given_up / PATIENCE);

	if (steps > STEPS_MIN)
		pattern->given_up++;
	(void)pcre2_set_match_limit(pattern->limits, steps);
}

int pattern_search(struct pattern *pattern, struct bytes text)
{
	int result = search(pattern, text, 0);

	/* The fast way has a small stack of its own. */
	if (result == PCRE2_ERROR_JIT_STACKLIMIT)
		result = search(pattern, text, PCRE2_NO_JIT);
	if (result >= 0) /* 0: there are groups in it, and no room for where they are */
		return 1;
	if (result == PCRE2_ERROR_NOMATCH)
		return 0;
	give_up(pattern);
	return -E2BIG;
}
