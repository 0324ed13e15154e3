/* text.c - see text.h */
#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>
#include <wchar.h>

#include "base/macros.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* What becomes of a code point. */
enum fate {
	FATE_SHOWN,
	FATE_MARK,
	FATE_ESCAPED,
	FATE_REPLACED,
};

static bool ascii_only;

void text_set_ascii(bool ascii)
{
	ascii_only = ascii;
}

bool text_is_ascii(void)
{
	return ascii_only;
}

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f;
}

/* The bytes of the first code point, or -1: the first byte is not the begin of one. */
static int decode(struct bytes raw, int32_t *ret)
{
	utf8proc_ssize_t most = (utf8proc_ssize_t)MIN(raw.n, 4u);
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)raw.p, most, ret);

	return n > 0 ? (int)n : -1;
}

/* Some terminals draw two regional indicators as one flag, or a hand in the tone behind it. */
static bool depends_on_neighbours(int32_t code)
{
	return (code >= 0x1f1e6 && code <= 0x1f1ff) || (code >= 0x1f3fb && code <= 0x1f3ff);
}

static enum fate fate_of(int32_t code, int *ret_width)
{
	const utf8proc_property_t *property = utf8proc_get_property(code);
	int width = property->charwidth;

	*ret_width = width;
	switch (property->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return FATE_ESCAPED;
	default:
		break;
	}
	if (property->ignorable)
		return FATE_ESCAPED;
	if (width != wcwidth((wchar_t)code) || depends_on_neighbours(code))
		return FATE_REPLACED;
	switch (property->category) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return width == 0 ? FATE_MARK : FATE_REPLACED;
	default:
		return width > 0 ? FATE_SHOWN : FATE_REPLACED;
	}
}

static void set_cluster(struct text_cluster *ret, const char *text, size_t n, int width)
{
	memcpy(ret->utf8, text, n);
	ret->utf8[n] = '\0';
	ret->length = (unsigned char)n;
	ret->width = (unsigned char)width;
}

static void replace(struct text_cluster *ret)
{
	if (ascii_only)
		set_cluster(ret, "?", 1, 1);
	else
		set_cluster(ret, REPLACEMENT, sizeof(REPLACEMENT) - 1, 1);
	ret->escaped = true;
}

static void escape(int32_t code, struct text_cluster *ret)
{
	char text[TEXT_CLUSTER_MAX];
	int n;

	switch (code) {
	case '\n':
		n = snprintf(text, sizeof(text), "\\n");
		break;
	case '\t':
		n = snprintf(text, sizeof(text), "\\t");
		break;
	case '\r':
		n = snprintf(text, sizeof(text), "\\r");
		break;
	case 0x1b:
		n = snprintf(text, sizeof(text), "\\e");
		break;
	default:
		n = snprintf(text, sizeof(text), code < 0x80 ? "\\x%02x" : "\\u{%x}",
			     (unsigned)code);
		break;
	}
	set_cluster(ret, text, (size_t)n, n);
	ret->escaped = true;
}

/* Takes all marks that follow; the first few go on the base in *ret. */
static void take_marks(struct bytes *rest, struct text_cluster *ret)
{
	int marks = 0;

	while (rest->n > 0 && (unsigned char)rest->p[0] >= 0x80) {
		int32_t code;
		int n = decode(*rest, &code);
		int width;

		if (n < 0 || fate_of(code, &width) != FATE_MARK)
			return;
		if (marks++ < TEXT_MARKS_MAX) {
			memcpy(ret->utf8 + ret->length, rest->p, (size_t)n);
			ret->length = (unsigned char)(ret->length + n);
			ret->utf8[ret->length] = '\0';
		}
		bytes_take(rest, (size_t)n);
	}
}

/* Everything that is not printable ASCII. */
static void next_special(struct bytes *rest, struct text_cluster *ret)
{
	int32_t code;
	int n = decode(*rest, &code);
	struct bytes taken = bytes_take(rest, n < 0 ? 1 : (size_t)n);
	enum fate fate;
	int width;

	if (n < 0 || (ascii_only && code >= 0x80)) {
		replace(ret);
		return;
	}
	fate = fate_of(code, &width);
	if (fate == FATE_ESCAPED) {
		escape(code, ret);
	} else if (fate != FATE_SHOWN) {
		replace(ret);
	} else {
		set_cluster(ret, taken.p, taken.n, width);
		ret->escaped = false;
		take_marks(rest, ret);
	}
}

int text_next(struct bytes *rest, struct text_cluster *ret)
{
	char first;

	if (rest->n == 0)
		return 0;
	first = rest->p[0];
	if (!is_plain((unsigned char)first)) {
		next_special(rest, ret);
		return 1;
	}
	rest->p++;
	rest->n--;
	ret->utf8[0] = first;
	ret->utf8[1] = '\0';
	ret->length = 1;
	ret->width = 1;
	ret->escaped = false;
	if (rest->n > 0 && (unsigned char)rest->p[0] >= 0x80 && !ascii_only)
		take_marks(rest, ret);
	return 1;
}

/* Eight bytes at once. False: at least one of them has to be looked at alone. */
static bool is_plain_word(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word;

	memcpy(&word, p, sizeof(word));
	/* the highest bit of a byte that is less than 0x20, 0x7f, or more */
	return ((word | (word + ones) | (word - 0x20 * ones)) & 0x80 * ones) == 0;
}

/* How many of the first bytes are ASCII, and certain to carry no mark. */
static size_t plain_run(struct bytes raw, size_t most)
{
	size_t end = MIN(raw.n, most);
	size_t n = 0;

	while (end - n >= sizeof(uint64_t) && is_plain_word(raw.p + n))
		n += sizeof(uint64_t);
	while (n < end && is_plain((unsigned char)raw.p[n]))
		n++;
	if (n > 0 && n < raw.n && (unsigned char)raw.p[n] >= 0x80)
		n--;
	return n;
}

int text_next_part(struct bytes *rest, size_t max_width, struct text_part *ret)
{
	struct bytes behind = *rest;

	if (rest->n == 0 || max_width == 0)
		return 0;
	ret->bytes = bytes_take(rest, plain_run(*rest, max_width));
	ret->width = ret->bytes.n;
	if (ret->width > 0)
		return 1;
	if (text_next(&behind, &ret->cluster) == 0 || ret->cluster.width > max_width)
		return 0;
	*rest = behind;
	ret->bytes = (struct bytes){ ret->cluster.utf8, ret->cluster.length };
	ret->width = ret->cluster.width;
	return 1;
}

size_t text_width(struct bytes raw)
{
	struct text_part part;
	size_t width = 0;

	while (text_next_part(&raw, SIZE_MAX, &part) > 0)
		width += part.width;
	return width;
}

size_t text_write(FILE *out, struct bytes raw, size_t max_width)
{
	struct text_part part;
	size_t width = 0;

	while (text_next_part(&raw, max_width - width, &part) > 0) {
		(void)fwrite(part.bytes.p, 1, part.bytes.n, out); /* its owner asks ferror() */
		width += part.width;
	}
	return width;
}

/* The code points of a text, case folded, one at a time. */
struct folder {
	struct bytes rest;
	int32_t folded[4]; /* one code point folds to three at the most */
	int count, at;
};

static bool folder_next(struct folder *folder, int32_t *ret)
{
	int32_t code;
	int bounds = 0;
	int n;

	if (folder->at == folder->count) {
		if (folder->rest.n == 0)
			return false;
		n = decode(folder->rest, &code);
		bytes_take(&folder->rest, n < 0 ? 1 : (size_t)n);
		folder->at = 0;
		folder->count = (int)utf8proc_decompose_char(code, folder->folded,
							     ARRAY_LEN(folder->folded),
							     UTF8PROC_CASEFOLD, &bounds);
		if (folder->count < 1 || folder->count > (int)ARRAY_LEN(folder->folded)) {
			folder->folded[0] = code;
			folder->count = 1;
		}
	}
	*ret = folder->folded[folder->at++];
	return true;
}

/* Copies: both are tried from where they stand. */
static bool folder_begins_with(struct folder text, struct folder needle)
{
	int32_t a, b;

	while (folder_next(&needle, &b)) {
		if (!folder_next(&text, &a) || a != b)
			return false;
	}
	return true;
}

static bool contains_folded(struct bytes raw, struct bytes needle)
{
	struct folder text = { .rest = raw };
	const struct folder wanted = { .rest = needle };
	int32_t dropped;

	do {
		if (folder_begins_with(text, wanted))
			return true;
	} while (folder_next(&text, &dropped));
	return false;
}

static unsigned char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : (unsigned char)c;
}

static bool contains_ascii(struct bytes raw, struct bytes needle)
{
	for (size_t i = 0; i + needle.n <= raw.n; i++) {
		size_t n = 0;

		while (n < needle.n && ascii_lower(raw.p[i + n]) == ascii_lower(needle.p[n]))
			n++;
		if (n == needle.n)
			return true;
	}
	return false;
}

static bool is_ascii_text(struct bytes raw)
{
	for (size_t i = 0; i < raw.n; i++) {
		if ((unsigned char)raw.p[i] >= 0x80)
			return false;
	}
	return true;
}

static bool is_utf8(struct bytes raw)
{
	while (raw.n > 0) {
		int32_t code;
		int n = (unsigned char)raw.p[0] < 0x80 ? 1 : decode(raw, &code);

		if (n < 0)
			return false;
		bytes_take(&raw, (size_t)n);
	}
	return true;
}

bool text_contains(struct bytes raw, struct bytes needle)
{
	if (needle.n == 0)
		return true;
	/* A sign may fold into ASCII (the Kelvin sign is a k), so both have to be. */
	if (is_ascii_text(raw) && is_ascii_text(needle))
		return contains_ascii(raw, needle);
	/* one odd byte in it must not hide the rest of a text */
	if (is_utf8(needle))
		return contains_folded(raw, needle);
	return contains_ascii(raw, needle);
}
