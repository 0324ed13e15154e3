/* pattern.c - see pattern.h */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "table/pattern.h"

#include <ctype.h>
#include <errno.h>
#include <pcre2.h>
#include <stdbool.h>
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

/* An expression that is nothing but a text: it is found without the regular expression. */
struct literal {
	char *text; /* owned; NULL: it is none */
	size_t length;
	bool begins, ends; /* it has to be there */
};

struct pattern {
	struct literal literal;
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

/* ASCII that stands for itself; of the rest, what is valid is for the library to say. */
static bool is_plain(char c)
{
	return c >= ' ' && c < 0x7f && !strchr("\\^$.[]|()?*+{}#", c);
}

static bool is_escapable(char c)
{
	return c >= ' ' && c < 0x7f && !isalnum((unsigned char)c);
}

/* Cuts off a character that stands for itself. Returns whether there is one. */
static bool take_plain(struct bytes *expression, char *ret)
{
	const char first = expression->n > 0 ? *expression->p : '\0';

	if (first == '\\' && expression->n > 1 && is_escapable(expression->p[1]))
		(void)bytes_take(expression, 1);
	else if (!is_plain(first))
		return false;
	*ret = *bytes_take(expression, 1).p;
	return true;
}

/* "^kworker/", "\.so$", "sshd": what most people write. The expression is known to be right. */
static struct literal find_literal(struct bytes expression)
{
	struct literal literal = { .begins = bytes_starts_with(expression, "^") };

	if (literal.begins)
		(void)bytes_take(&expression, 1);
	literal.text = die_malloc(expression.n + 1);
	while (take_plain(&expression, &literal.text[literal.length]))
		literal.length++;
	literal.ends = bytes_equal(expression, "$");
	if (literal.length == 0 || expression.n > literal.ends) {
		free(literal.text);
		literal.text = NULL;
	}
	return literal;
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
	pattern->literal = find_literal(expression);
	*ret = pattern;
	return 0;
}

void pattern_free(struct pattern *pattern)
{
	if (!pattern)
		return;
	free(pattern->literal.text);
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

/* A text of ASCII is never inside of another character, nor across what is not valid UTF-8. */
static bool has_literal(const struct literal *literal, struct bytes text)
{
	const size_t n = literal->length;

	if (text.n < n || (literal->begins && literal->ends && text.n != n))
		return false;
	if (literal->begins)
		return memcmp(text.p, literal->text, n) == 0;
	if (literal->ends)
		return memcmp(text.p + text.n - n, literal->text, n) == 0;
	return memmem(text.p, text.n, literal->text, n) != NULL;
}

int pattern_search(struct pattern *pattern, struct bytes text)
{
	int result;

	if (pattern->literal.text)
		return has_literal(&pattern->literal, text);
	result = search(pattern, text, 0);
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
