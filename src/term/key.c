/* key.c - see key.h */
#include "term/key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

struct named_key {
	const char *name;
	uint32_t code;
};

/* The first name of a code is the one that is shown. */
/* clang-format off */
static const struct named_key named_keys[] = {
	{ "Up",          KEY_CODE_UP },
	{ "Down",        KEY_CODE_DOWN },
	{ "Left",        KEY_CODE_LEFT },
	{ "Right",       KEY_CODE_RIGHT },
	{ "Home",        KEY_CODE_HOME },
	{ "End",         KEY_CODE_END },
	{ "PgUp",        KEY_CODE_PAGE_UP },
	{ "PgDn",        KEY_CODE_PAGE_DOWN },
	{ "Ins",         KEY_CODE_INSERT },
	{ "Del",         KEY_CODE_DELETE },
	{ "BS",          KEY_CODE_BACKSPACE },
	{ "Tab",         KEY_CODE_TAB },
	{ "Enter",       KEY_CODE_ENTER },
	{ "Esc",         KEY_CODE_ESCAPE },
	{ "Space",       ' ' },
	{ "MouseLeft",   KEY_CODE_MOUSE_LEFT },
	{ "MouseMiddle", KEY_CODE_MOUSE_MIDDLE },
	{ "MouseRight",  KEY_CODE_MOUSE_RIGHT },
	{ "WheelUp",     KEY_CODE_WHEEL_UP },
	{ "WheelDown",   KEY_CODE_WHEEL_DOWN },
	{ "PageUp",      KEY_CODE_PAGE_UP },
	{ "PageDown",    KEY_CODE_PAGE_DOWN },
	{ "Insert",      KEY_CODE_INSERT },
	{ "Delete",      KEY_CODE_DELETE },
	{ "Backspace",   KEY_CODE_BACKSPACE },
	{ "Return",      KEY_CODE_ENTER },
	{ "Escape",      KEY_CODE_ESCAPE },
};

static const struct {
	const char *prefix;
	uint8_t modifier;
} modifiers[] = {
	{ "C-", KEY_CONTROL },
	{ "M-", KEY_META },
	{ "S-", KEY_SHIFTED },
};
/* clang-format on */

size_t key_utf8(uint32_t code, char *ret)
{
	if (code == 0 || code >= KEY_CODE_FIRST || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	if (code < 0x80) {
		ret[0] = (char)code;
		return 1;
	}
	size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

	for (size_t i = n - 1; i > 0; i--) {
		ret[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	ret[0] = (char)(lead[n] | code);
	return n;
}

/* The bytes of the character that begins with this byte, 0 where none does. */
static size_t utf8_length(uint8_t byte)
{
	if (byte < 0x80)
		return 1;
	if (byte < 0xc2 || byte > 0xf4)
		return 0;
	return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

int key_from_utf8(struct bytes bytes, uint32_t *ret)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	static const uint8_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t n = bytes.n > 0 ? utf8_length((uint8_t)bytes.p[0]) : 0;
	uint32_t code;

	if (bytes.n == 0)
		return 0;
	if (n == 0)
		return -EILSEQ;
	code = (uint8_t)bytes.p[0] & mask[n];
	for (size_t i = 1; i < n; i++) {
		if (i == bytes.n)
			return 0;
		if (((uint8_t)bytes.p[i] & 0xc0) != 0x80)
			return -EILSEQ;
		code = code << 6 | ((uint8_t)bytes.p[i] & 0x3f);
	}
	if (code < least[n] || code >= KEY_CODE_FIRST || (code >= 0xd800 && code <= 0xdfff))
		return -EILSEQ;
	*ret = code;
	return (int)n;
}

static int find_name(struct bytes name, uint32_t *ret)
{
	for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
		if (bytes_equal(name, named_keys[i].name)) {
			*ret = named_keys[i].code;
			return 0;
		}
	}
	return -EINVAL;
}

/* F1 to F24, the upper twelve as shifted ones. */
static int parse_function_key(struct bytes name, struct key *key)
{
	uint64_t number;

	if (name.n < 2 || name.n > 3 || name.p[0] != 'F')
		return -EINVAL;
	if (bytes_to_u64((struct bytes){ name.p + 1, name.n - 1 }, &number) < 0 || number < 1 ||
	    number > 24)
		return -EINVAL;
	if (number > 12) {
		number -= 12;
		key->modifiers |= KEY_SHIFTED;
	}
	key->code = KEY_CODE_F0 + (uint32_t)number;
	return 0;
}

static bool is_control_character(uint32_t code)
{
	return code < ' ' || (code >= 0x7f && code < 0xa0);
}

static int parse_base(struct bytes name, struct key *key)
{
	uint32_t code;

	if (find_name(name, &key->code) == 0 || parse_function_key(name, key) == 0)
		return 0;
	if (key_from_utf8(name, &code) != (int)name.n || name.n == 0 || is_control_character(code))
		return -EINVAL;
	key->code = code;
	return 0;
}

int key_parse(struct bytes name, struct key *ret)
{
	struct key key = { 0 };

	/* "C-" needs something behind it: a lone '-' is a key as well, as in "C--". */
	for (size_t i = 0; i < ARRAY_LEN(modifiers); i++) {
		if (name.n > 2 && bytes_starts_with(name, modifiers[i].prefix)) {
			key.modifiers |= modifiers[i].modifier;
			(void)bytes_take(&name, 2);
		}
	}
	if (parse_base(name, &key) < 0)
		return -EINVAL;
	if ((key.modifiers & KEY_SHIFTED) && key.code < KEY_CODE_FIRST)
		return -EINVAL;
	*ret = key;
	return 0;
}

static const char *find_code(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_LEN(named_keys); i++) {
		if (named_keys[i].code == code)
			return named_keys[i].name;
	}
	return NULL;
}

const char *key_format(struct key key, char *ret)
{
	const char *name = find_code(key.code);
	char prefix[8] = "";
	char utf8[5] = "";

	for (size_t i = 0; i < ARRAY_LEN(modifiers); i++) {
		if (key.modifiers & modifiers[i].modifier)
			memcpy(prefix + strlen(prefix), modifiers[i].prefix, 3);
	}
	if (name)
		(void)snprintf(ret, KEY_NAME_MAX, "%s%s", prefix, name);
	else if (key.code > KEY_CODE_F0 && key.code <= KEY_CODE_LAST)
		(void)snprintf(ret, KEY_NAME_MAX, "%sF%u", prefix, key.code - KEY_CODE_F0);
	else if (!is_control_character(key.code) && key_utf8(key.code, utf8) > 0)
		(void)snprintf(ret, KEY_NAME_MAX, "%s%s", prefix, utf8);
	else
		(void)snprintf(ret, KEY_NAME_MAX, "?");
	return ret;
}

bool key_same(struct key a, struct key b)
{
	return a.code == b.code && a.modifiers == b.modifiers;
}

bool key_is_text(struct key key)
{
	return key.modifiers == 0 && key.code < KEY_CODE_FIRST && !is_control_character(key.code);
}

bool key_is_mouse(struct key key)
{
	return key.code >= KEY_CODE_MOUSE_LEFT && key.code <= KEY_CODE_WHEEL_DOWN;
}

bool key_is(struct key key, uint32_t code)
{
	return key.code == code && key.modifiers == 0;
}

bool key_is_control(struct key key, char letter)
{
	return key.code == (uint8_t)letter && key.modifiers == KEY_CONTROL;
}
