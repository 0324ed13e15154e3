/* bytes.c - see bytes.h */
#include "base/bytes.h"

#include <errno.h>
#include <string.h>

#include "base/macros.h"

/* memcmp() and memchr() may not be given NULL, not even for no bytes. */
static bool same_bytes(const char *a, const char *b, size_t n)
{
	return n == 0 || memcmp(a, b, n) == 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
	return is_blank(c) || c == '\n';
}

struct bytes bytes_of(const char *string)
{
	return (struct bytes){ string, strlen(string) };
}

bool bytes_equal(struct bytes a, const char *string)
{
	return bytes_same(a, bytes_of(string));
}

bool bytes_same(struct bytes a, struct bytes b)
{
	return a.n == b.n && same_bytes(a.p, b.p, a.n);
}

bool bytes_starts_with(struct bytes a, const char *prefix)
{
	size_t n = strlen(prefix);

	return a.n >= n && same_bytes(a.p, prefix, n);
}

int bytes_compare(struct bytes a, struct bytes b)
{
	size_t n = MIN(a.n, b.n);
	int order = n == 0 ? 0 : memcmp(a.p, b.p, n);

	if (order != 0)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

struct bytes bytes_take(struct bytes *rest, size_t n)
{
	struct bytes taken = { rest->p, MIN(n, rest->n) };

	if (taken.n > 0) { /* NULL + 0 is not defined in C */
		rest->p += taken.n;
		rest->n -= taken.n;
	}
	return taken;
}

struct bytes bytes_next(struct bytes *rest, char separator)
{
	struct bytes before = bytes_take(rest, bytes_find(*rest, separator));

	bytes_take(rest, 1);
	return before;
}

struct bytes bytes_next_line(struct bytes *rest)
{
	return bytes_next(rest, '\n');
}

struct bytes bytes_next_word(struct bytes *rest)
{
	size_t n = 0;

	while (n < rest->n && is_blank(rest->p[n]))
		n++;
	bytes_take(rest, n);
	for (n = 0; n < rest->n && !is_space(rest->p[n]);)
		n++;
	return bytes_take(rest, n);
}

struct bytes bytes_trim(struct bytes a)
{
	size_t n = 0;

	while (n < a.n && is_space(a.p[n]))
		n++;
	bytes_take(&a, n);
	while (a.n > 0 && is_space(a.p[a.n - 1]))
		a.n--;
	return a;
}

size_t bytes_find(struct bytes a, char byte)
{
	const char *found = a.n == 0 ? NULL : memchr(a.p, byte, a.n);

	return found ? (size_t)(found - a.p) : a.n;
}

size_t bytes_find_last(struct bytes a, char byte)
{
	const char *found = a.n == 0 ? NULL : memrchr(a.p, byte, a.n);

	return found ? (size_t)(found - a.p) : a.n;
}

/* The value of a digit, of any other byte one that no base has. */
static unsigned digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return UINT32_MAX;
}

static int to_number(struct bytes a, unsigned base, uint64_t *ret)
{
	uint64_t number = 0;

	if (a.n == 0)
		return -EBADMSG;
	for (size_t i = 0; i < a.n; i++) {
		unsigned digit = digit_value(a.p[i]);

		if (digit >= base || number > (UINT64_MAX - digit) / base)
			return -EBADMSG;
		number = number * base + digit;
	}
	*ret = number;
	return 0;
}

int bytes_to_u64(struct bytes a, uint64_t *ret)
{
	return to_number(a, 10, ret);
}

int bytes_to_u64_hex(struct bytes a, uint64_t *ret)
{
	return to_number(a, 16, ret);
}

int bytes_to_i64(struct bytes a, int64_t *ret)
{
	bool negative = bytes_starts_with(a, "-");
	uint64_t size;

	if (negative)
		bytes_take(&a, 1);
	if (bytes_to_u64(a, &size) < 0 || size > (uint64_t)INT64_MAX + negative)
		return -EBADMSG;
	/* the most negative number has no positive twin: go through size - 1 */
	*ret = negative && size > 0 ? -(int64_t)(size - 1) - 1 : (int64_t)size;
	return 0;
}
