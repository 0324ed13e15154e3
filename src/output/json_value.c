/* json_value.c - see json_value.h */
#include "output/json_value.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/die.h"
#include "base/macros.h"

/* Bytes that a string holds as they are. */
static bool is_plain(char byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static void put_bytes(struct printbuf *out, const char *p, size_t n)
{
	if (printbuf_memappend(out, p, (int)MIN(n, (size_t)INT32_MAX)) < 0)
		die("out of memory: a record of %zu bytes and more", n);
}

static void put_string(struct printbuf *out, const char *string)
{
	put_bytes(out, string, strlen(string));
}

static void put_unit(struct printbuf *out, unsigned unit)
{
	static const char digits[] = "0123456789abcdef";
	const char text[] = { '\\',
			      'u',
			      digits[unit >> 12 & 15],
			      digits[unit >> 8 & 15],
			      digits[unit >> 4 & 15],
			      digits[unit & 15] };

	put_bytes(out, text, sizeof(text));
}

static void put_code(struct printbuf *out, int32_t code)
{
	if (code < 0x10000) {
		put_unit(out, (unsigned)code);
		return;
	}
	code -= 0x10000;
	put_unit(out, 0xd800 + ((unsigned)code >> 10));
	put_unit(out, 0xdc00 + ((unsigned)code & 0x3ff));
}

/* The first character of *rest, which is not plain. */
static void put_special(struct printbuf *out, struct bytes *rest)
{
	static const char letters[] = "\"\\\n\t\r\b\f", written[] = "\"\\ntrbf";
	const char *letter = *rest->p ? strchr(letters, *rest->p) : NULL;
	int32_t code;
	utf8proc_ssize_t n;

	if (letter) {
		const char escaped[] = { '\\', written[letter - letters] };

		put_bytes(out, escaped, sizeof(escaped));
		bytes_take(rest, 1);
		return;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)rest->p, (utf8proc_ssize_t)MIN(rest->n, 4u),
			     &code);
	if (n > 0)
		put_code(out, code);
	else
		put_unit(out, 0xdc00 + (unsigned char)*rest->p);
	bytes_take(rest, n > 0 ? (size_t)n : 1);
}

void json_value_put_text(struct printbuf *out, struct bytes text)
{
	put_bytes(out, "\"", 1);
	while (text.n > 0) {
		size_t plain = 0;

		while (plain < text.n && is_plain(text.p[plain]))
			plain++;
		if (plain > 0)
			put_bytes(out, bytes_take(&text, plain).p, plain);
		if (text.n > 0)
			put_special(out, &text);
	}
	put_bytes(out, "\"", 1);
}

static void put_list(struct printbuf *out, struct bytes list)
{
	put_bytes(out, "[", 1);
	for (size_t i = 0; list.n > 0; i++) {
		if (i > 0)
			put_bytes(out, ",", 1);
		json_value_put_text(out, bytes_next(&list, '\0'));
	}
	put_bytes(out, "]", 1);
}

static bool is_of_number(char c)
{
	return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == 'e';
}

/* The shortest of two forms that reads back as the same number. */
static void put_ratio(struct printbuf *out, double ratio)
{
	char text[VALUE_FORMAT_MAX];
	int n;

	if (!isfinite(ratio)) {
		put_string(out, "null");
		return;
	}
	if (ratio == (double)(int32_t)MAX(MIN(ratio, 2e9), -2e9)) {
		n = snprintf(text, sizeof(text), "%" PRId32, (int32_t)ratio);
	} else {
		n = snprintf(text, sizeof(text), "%.15g", ratio);
		if (strtod(text, NULL) != ratio)
			n = snprintf(text, sizeof(text), "%.17g", ratio);
	}
	for (int i = 0; i < n; i++) {
		/* the point of a locale, should one ever be set */
		if (!is_of_number(text[i]))
			text[i] = '.';
	}
	put_bytes(out, text, (size_t)n);
}

void json_value_put(struct printbuf *out, struct value value)
{
	char text[VALUE_FORMAT_MAX];
	size_t n;

	switch (value.kind) {
	case VALUE_TEXT:
		json_value_put_text(out, value.text);
		return;
	case VALUE_LIST:
		put_list(out, value.text);
		return;
	case VALUE_RATE:
	case VALUE_SPEED:
	case VALUE_PERCENT:
		put_ratio(out, value.ratio);
		return;
	default:
		break;
	}
	n = value_format_raw(text, value);
	if (!value_is_there(value))
		put_string(out, "null");
	else if (!value_kinds[value.kind].number)
		json_value_put_text(out, (struct bytes){ text, n });
	else
		put_bytes(out, text, n);
}

const char *json_value_reason(struct value value)
{
	switch (value.kind) {
	case VALUE_DENIED:
		return "EACCES";
	case VALUE_PENDING:
		return "pending";
	case VALUE_STALLED:
		return "stalled";
	default:
		return NULL;
	}
}

/* Called by json-c when it prints an object of json_value_new(). */
static int serialize(struct json_object *object, struct printbuf *out, int level, int flags)
{
	const struct value *value = json_object_get_userdata(object);
	int before = printbuf_length(out);

	(void)level;
	(void)flags;
	json_value_put(out, *value);
	return printbuf_length(out) - before;
}

struct json_object *json_value_new(const struct value *value)
{
	struct json_object *object;

	if (!value_is_there(*value))
		return NULL;
	object = json_object_new_boolean(0); /* what it is does not matter: we print it */
	if (!object)
		die("out of memory: a value of JSON");
	/* only read again by serialize(), which takes it as const */
	json_object_set_serializer(object, serialize, (void *)(uintptr_t)value, NULL);
	return object;
}
