/*
 * keystream.c - see keystream.h
 *
 * The grammar is ECMA-48's (CSI parameters and a final byte, strings up to ST),
 * with the few sequences of Linux, rxvt and old xterm that break it: ESC [ [ A,
 * ESC [ 5 $, and ESC [ M with three bytes of a click.
 */
#include "term/keystream.h"

#include <string.h>

#include "base/macros.h"

#define ESC '\033'

/* What one look at the bytes gives. */
struct cut {
	size_t n; /* bytes that it took; 0: needs more */
	bool is_key;
	struct key key;
};

static const struct cut cut_more = { 0 };

static struct cut cut_key(size_t n, uint32_t code, uint8_t modifiers)
{
	return (struct cut){ .n = n,
			     .is_key = true,
			     .key = { .code = code, .modifiers = modifiers } };
}

static struct cut cut_nothing(size_t n)
{
	return (struct cut){ .n = n };
}

void keystream_init(struct keystream *stream)
{
	memset(stream, 0, sizeof(*stream));
}

void keystream_learn(struct keystream *stream, struct bytes sequence, struct key key)
{
	struct keystream_extra *extra = &stream->extra[stream->extra_count];

	if (sequence.n < 2 || sequence.n > sizeof(extra->bytes) || sequence.p[0] != ESC)
		return;
	if (stream->extra_count == KEYSTREAM_EXTRA_MAX)
		return;
	memcpy(extra->bytes, sequence.p, sequence.n);
	extra->n = sequence.n;
	extra->key = key;
	stream->extra_count++;
}

size_t keystream_room(const struct keystream *stream)
{
	return sizeof(stream->bytes) - stream->n;
}

void keystream_feed(struct keystream *stream, struct bytes bytes)
{
	size_t n = MIN(bytes.n, keystream_room(stream));

	if (n > 0)
		memcpy(stream->bytes + stream->n, bytes.p, n);
	stream->n += n;
}

bool keystream_waits(const struct keystream *stream)
{
	return stream->n > 0 || stream->in_string;
}

/* A byte below space, or DEL. */
static struct cut cut_control(uint8_t byte, uint8_t modifiers)
{
	if (byte == '\r' || byte == '\n')
		return cut_key(1, KEY_CODE_ENTER, modifiers);
	if (byte == '\t')
		return cut_key(1, KEY_CODE_TAB, modifiers);
	if (byte == '\b' || byte == 0x7f)
		return cut_key(1, KEY_CODE_BACKSPACE, modifiers);
	if (byte == 0)
		return cut_key(1, ' ', modifiers | KEY_CONTROL);
	return cut_key(1, byte <= 26 ? byte + UINT32_C(0x60) : byte + UINT32_C(0x40),
		       modifiers | KEY_CONTROL);
}

static struct cut cut_character(struct bytes in, uint8_t modifiers)
{
	uint32_t code;
	int n;

	if ((uint8_t)in.p[0] < ' ' || in.p[0] == 0x7f)
		return cut_control((uint8_t)in.p[0], modifiers);
	n = key_from_utf8(in, &code);
	if (n == 0)
		return cut_more;
	if (n < 0)
		return cut_nothing(1);
	if (code >= 0x80 && code < 0xa0)
		return cut_nothing((size_t)n); /* a C1 control is no text */
	return cut_key((size_t)n, code, modifiers);
}

/* The letters that end a CSI or SS3 sequence, and the numbers before '~'. */
/* clang-format off */
static const struct {
	char letter;
	uint32_t code;
} letters[] = {
	{ 'A', KEY_CODE_UP },       { 'B', KEY_CODE_DOWN },     { 'C', KEY_CODE_RIGHT },
	{ 'D', KEY_CODE_LEFT },     { 'H', KEY_CODE_HOME },     { 'F', KEY_CODE_END },
	{ 'P', KEY_CODE_F0 + 1 },   { 'Q', KEY_CODE_F0 + 2 },   { 'R', KEY_CODE_F0 + 3 },
	{ 'S', KEY_CODE_F0 + 4 },   { 'M', KEY_CODE_ENTER },
};

static const uint32_t numbers[] = {
	[1] = KEY_CODE_HOME,        [2] = KEY_CODE_INSERT,      [3] = KEY_CODE_DELETE,
	[4] = KEY_CODE_END,         [5] = KEY_CODE_PAGE_UP,     [6] = KEY_CODE_PAGE_DOWN,
	[7] = KEY_CODE_HOME,        [8] = KEY_CODE_END,
	[11] = KEY_CODE_F0 + 1,     [12] = KEY_CODE_F0 + 2,     [13] = KEY_CODE_F0 + 3,
	[14] = KEY_CODE_F0 + 4,     [15] = KEY_CODE_F0 + 5,     [17] = KEY_CODE_F0 + 6,
	[18] = KEY_CODE_F0 + 7,     [19] = KEY_CODE_F0 + 8,     [20] = KEY_CODE_F0 + 9,
	[21] = KEY_CODE_F0 + 10,    [23] = KEY_CODE_F0 + 11,    [24] = KEY_CODE_F0 + 12,
};

/* F13 to F20: the keyboards of today send them for Shift. */
static const uint32_t shifted_numbers[] = {
	[25] = KEY_CODE_F0 + 1,     [26] = KEY_CODE_F0 + 2,     [28] = KEY_CODE_F0 + 3,
	[29] = KEY_CODE_F0 + 4,     [31] = KEY_CODE_F0 + 5,     [32] = KEY_CODE_F0 + 6,
	[33] = KEY_CODE_F0 + 7,     [34] = KEY_CODE_F0 + 8,
};
/* clang-format on */

static uint32_t code_of_letter(char letter)
{
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		if (letters[i].letter == letter)
			return letters[i].code;
	}
	return KEY_CODE_NONE;
}

struct csi {
	char mark; /* '<', '?' and so on before the parameters; 0: none */
	unsigned of[4];
	size_t count;
	char middle; /* an intermediate byte; 0: none */
	char final;
};

/* xterm's modifier parameter: 1 + (1 shift, 2 alt, 4 control, 8 meta). */
static uint8_t csi_modifiers(const struct csi *csi)
{
	unsigned bits = csi->count >= 2 && csi->of[1] > 0 ? csi->of[1] - 1 : 0;
	uint8_t modifiers = 0;

	if (bits & 1)
		modifiers |= KEY_SHIFTED;
	if (bits & (2 | 8))
		modifiers |= KEY_META;
	if (bits & 4)
		modifiers |= KEY_CONTROL;
	return modifiers;
}

/*
 * A key of any code with modifiers that a terminal reported: Shift of a character is in the
 * character.
 */
static struct cut cut_reported(size_t n, uint32_t code, uint8_t modifiers)
{
	char byte = (char)code;
	struct cut cut;

	if (code < ' ' || code == 0x7f) {
		if (code == ESC)
			return cut_key(n, KEY_CODE_ESCAPE, modifiers);
		cut = cut_character((struct bytes){ &byte, 1 }, modifiers);
		cut.n = n;
		return cut;
	}
	if (code >= KEY_CODE_FIRST || (code >= 0x7f && code < 0xa0))
		return cut_nothing(n);
	return cut_key(n, code, modifiers & (KEY_META | KEY_CONTROL));
}

static struct cut cut_number(size_t n, const struct csi *csi)
{
	uint8_t modifiers = csi_modifiers(csi);
	unsigned number = csi->count > 0 ? csi->of[0] : 0;

	if (csi->final == '^' || csi->final == '@')
		modifiers |= KEY_CONTROL; /* rxvt */
	if (csi->final == '$' || csi->final == '@')
		modifiers |= KEY_SHIFTED;
	if (number == 27 && csi->count == 3)
		return cut_reported(n, csi->of[2], modifiers); /* xterm's modifyOtherKeys */
	if (number < ARRAY_LEN(numbers) && numbers[number] != KEY_CODE_NONE)
		return cut_key(n, numbers[number], modifiers);
	if (number < ARRAY_LEN(shifted_numbers) && shifted_numbers[number] != KEY_CODE_NONE)
		return cut_key(n, shifted_numbers[number], modifiers | KEY_SHIFTED);
	return cut_nothing(n);
}

static int16_t mouse_place(unsigned from_one)
{
	return (int16_t)(MIN(MAX(from_one, 1U), 10000U) - 1);
}

/* Presses and the wheel; releases and movements say nothing to us. */
static struct cut cut_mouse(size_t n, unsigned bits, unsigned x, unsigned y)
{
	static const uint32_t buttons[] = { KEY_CODE_MOUSE_LEFT, KEY_CODE_MOUSE_MIDDLE,
					    KEY_CODE_MOUSE_RIGHT };
	static const uint32_t wheels[] = { KEY_CODE_WHEEL_UP, KEY_CODE_WHEEL_DOWN };
	unsigned button = bits & 3;
	struct cut cut = cut_key(n, KEY_CODE_NONE, 0);

	if (bits & 32 || bits >= 128)
		return cut_nothing(n);
	if (bits & 64 && button < ARRAY_LEN(wheels))
		cut.key.code = wheels[button];
	else if (!(bits & 64) && button < ARRAY_LEN(buttons))
		cut.key.code = buttons[button];
	else
		return cut_nothing(n);
	cut.key.modifiers = (uint8_t)((bits & 4 ? KEY_SHIFTED : 0) | (bits & 8 ? KEY_META : 0) |
				      (bits & 16 ? KEY_CONTROL : 0));
	cut.key.x = mouse_place(x);
	cut.key.y = mouse_place(y);
	return cut;
}

static struct cut cut_csi_known(size_t n, const struct csi *csi)
{
	uint32_t code;

	if (csi->mark == '<') /* SGR mouse; 'm' is the release */
		return csi->final == 'M' && csi->count == 3
			       ? cut_mouse(n, csi->of[0], csi->of[1], csi->of[2])
			       : cut_nothing(n);
	if (csi->mark != 0 || csi->middle != 0)
		return cut_nothing(n);
	if (strchr("~^$@", csi->final))
		return cut_number(n, csi);
	if (csi->final == 'Z')
		return cut_key(n, KEY_CODE_TAB, KEY_SHIFTED);
	if (csi->final == 'u' && csi->count > 0)
		return cut_reported(n, csi->of[0], csi_modifiers(csi));
	if (csi->final >= 'a' && csi->final <= 'd') /* rxvt */
		return cut_key(n, code_of_letter((char)(csi->final - 'a' + 'A')), KEY_SHIFTED);
	code = code_of_letter(csi->final);
	/* ESC [ 24 ; 80 R is where the cursor is, ESC [ 1 ; 2 R is Shift-F3. */
	if (code == KEY_CODE_NONE || (csi->count > 0 && csi->of[0] > 1))
		return cut_nothing(n);
	return cut_key(n, code, csi_modifiers(csi));
}

/* Parameters as numbers; too many or too large ones are kept small, never wrong memory. */
static size_t read_parameters(struct bytes in, size_t at, struct csi *csi)
{
	unsigned value = 0;
	bool any = false;

	for (; at < in.n && in.p[at] >= 0x30 && in.p[at] <= 0x3f; at++) {
		char c = in.p[at];

		if (c >= '0' && c <= '9') {
			value = MIN(value * 10 + (unsigned)(c - '0'), 0x110000U);
			any = true;
		} else if (c == ';' || c == ':') {
			if (csi->count < ARRAY_LEN(csi->of))
				csi->of[csi->count++] = value;
			value = 0;
			any = true;
		} else {
			csi->mark = c;
		}
	}
	if (any && csi->count < ARRAY_LEN(csi->of))
		csi->of[csi->count++] = value;
	return at;
}

/* in begins with ESC [ */
static struct cut cut_csi(struct bytes in)
{
	struct csi csi = { 0 };
	size_t at = 2;

	if (at < in.n && in.p[at] == '[') { /* Linux console: F1 to F5 */
		if (in.n < 4)
			return cut_more;
		if (in.p[3] >= 'A' && in.p[3] <= 'E')
			return cut_key(4, KEY_CODE_F0 + 1 + (uint32_t)(in.p[3] - 'A'), 0);
		return cut_nothing(4);
	}
	if (at < in.n && in.p[at] == 'M') { /* a click as the first xterm sent it */
		if (in.n < 6)
			return cut_more;
		return cut_mouse(6, (uint8_t)in.p[3] - 32U, (uint8_t)in.p[4] - 32U,
				 (uint8_t)in.p[5] - 32U);
	}
	at = read_parameters(in, at, &csi);
	if (at < in.n && in.p[at] == '$' && csi.mark == 0 && csi.count == 1) {
		csi.final = '$';
		return cut_csi_known(at + 1, &csi);
	}
	for (; at < in.n && in.p[at] >= 0x20 && in.p[at] <= 0x2f; at++)
		csi.middle = in.p[at];
	if (at == in.n)
		return cut_more;
	csi.final = in.p[at];
	if (csi.final < 0x40 || csi.final > 0x7e)
		return cut_nothing(at); /* broken off: what follows begins anew */
	return cut_csi_known(at + 1, &csi);
}

/* in begins with ESC O: application keypad and cursor keys, old xterm puts the modifier between */
static struct cut cut_ss3(struct bytes in)
{
	static const char keypad[] = "jklmnopqrstuvwxyXI";
	static const char keypad_text[] = "*+,-./0123456789= ";
	struct csi csi = { .count = 2, .of = { 1, 1 } };
	size_t at = 2;
	const char *found;
	uint32_t code;

	if (at < in.n && in.p[at] >= '1' && in.p[at] <= '9')
		csi.of[1] = (unsigned)(in.p[at++] - '0');
	if (at == in.n)
		return cut_more;
	code = code_of_letter(in.p[at]);
	if (code != KEY_CODE_NONE)
		return cut_key(at + 1, code, csi_modifiers(&csi));
	found = in.p[at] != 0 ? strchr(keypad, in.p[at]) : NULL;
	if (found)
		return cut_key(at + 1, (uint8_t)keypad_text[found - keypad], 0);
	return cut_nothing(in.p[at] < ' ' ? at : at + 1);
}

/* Compares with what the terminal's description says. May set *more: in is the beginning of one. */
static struct cut cut_learnt(const struct keystream *stream, struct bytes in, bool *more)
{
	for (size_t i = 0; i < stream->extra_count; i++) {
		const struct keystream_extra *extra = &stream->extra[i];

		if (memcmp(extra->bytes, in.p, MIN(in.n, extra->n)) != 0)
			continue;
		if (in.n >= extra->n)
			return cut_key(extra->n, extra->key.code, extra->key.modifiers);
		*more = true;
	}
	return cut_more;
}

/* in begins with ESC and has more. May set in_string. */
static struct cut cut_escape(struct keystream *stream, struct bytes in)
{
	struct bytes behind = { in.p + 1, in.n - 1 };
	struct cut cut;

	switch (in.p[1]) {
	case '[':
		return cut_csi(in);
	case 'O':
		return cut_ss3(in);
	case ']': /* OSC, DCS, PM, APC, SOS; or Alt and that key, if nothing follows */
	case 'P':
	case '^':
	case '_':
	case 'X':
		if (in.n < 3)
			return cut_more;
		stream->in_string = true;
		return cut_nothing(2);
	case ESC: /* Esc twice; or rxvt's Alt with a key that is a sequence itself */
		if (in.n < 3)
			return cut_more;
		if (in.p[2] != '[' && in.p[2] != 'O')
			return cut_key(1, KEY_CODE_ESCAPE, 0);
		cut = cut_escape(stream, behind);
		break;
	default:
		cut = cut_character(behind, KEY_META);
		break;
	}
	if (cut.n == 0)
		return cut_more;
	cut.key.modifiers |= KEY_META;
	cut.n++;
	return cut;
}

/* The bytes begin with something whose rest did not come. */
static struct cut cut_quiet(struct bytes in)
{
	struct cut cut;

	if (in.p[0] != ESC)
		return cut_nothing(in.n); /* half a character */
	if (in.n == 1 || in.p[1] == ESC)
		return cut_key(1, KEY_CODE_ESCAPE, 0);
	if (in.n > 2)
		return cut_nothing(in.n);
	cut = cut_character((struct bytes){ in.p + 1, 1 }, KEY_META);
	return cut.is_key ? cut_key(2, cut.key.code, cut.key.modifiers) : cut_nothing(2);
}

static struct cut cut_next(struct keystream *stream, bool quiet)
{
	struct bytes in = { stream->bytes, stream->n };
	struct cut cut = cut_more;
	bool more = false;

	if (in.p[0] != ESC) {
		cut = cut_character(in, 0);
	} else {
		cut = cut_learnt(stream, in, &more);
		if (cut.n == 0 && !more && in.n > 1)
			cut = cut_escape(stream, in);
	}
	/* A full buffer without a whole sequence is none. */
	if (cut.n == 0 && (quiet || keystream_room(stream) == 0))
		cut = cut_quiet(in);
	return cut;
}

/* Skips within a string: up to BEL, or to ESC, which ends it or begins what follows. */
static void skip_string(struct keystream *stream, bool quiet)
{
	size_t at = 0;

	while (at < stream->n && stream->bytes[at] != '\a' && stream->bytes[at] != ESC)
		at++;
	if (at < stream->n && stream->bytes[at] == '\a') {
		at++;
		stream->in_string = false;
	} else if (at + 1 < stream->n && stream->bytes[at + 1] == '\\') {
		at += 2;
		stream->in_string = false;
	} else if (at + 1 < stream->n || quiet) {
		stream->in_string = false;
	}
	stream->n -= at;
	memmove(stream->bytes, stream->bytes + at, stream->n);
}

int keystream_next(struct keystream *stream, bool quiet, struct key *ret)
{
	while (keystream_waits(stream)) {
		struct cut cut;

		if (stream->in_string) {
			skip_string(stream, quiet);
			if (stream->in_string)
				return 0;
			continue;
		}
		cut = cut_next(stream, quiet);
		if (cut.n == 0)
			return 0;
		stream->n -= cut.n;
		memmove(stream->bytes, stream->bytes + cut.n, stream->n);
		if (cut.is_key) {
			*ret = cut.key;
			return 1;
		}
	}
	return 0;
}
