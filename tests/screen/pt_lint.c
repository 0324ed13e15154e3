/* pt_lint.c - see pt_lint.h; the grammar was read off infocmp(1) of the five terminals */
#include "pt_lint.h"

#include <stdio.h>
#include <string.h>

#define ESC '\033'
#define BEL '\a'

enum { ARGS_MAX = 32 };

struct csi {
	char prefix; /* '?' or 0 */
	char final;
	unsigned args[ARGS_MAX];
	size_t count;
};

/* Returns a reason why not, or NULL. */
typedef const char *(*csi_check_fn)(struct pt_lint *lint, const struct csi *csi);

struct csi_rule {
	char prefix;
	char final;
	size_t args_max;
	csi_check_fn check; /* NULL: any argument */
};

struct mode_rule {
	unsigned number;
	size_t field; /* of the bool in struct pt_lint_modes */
	bool inverted;
};

#define FIELD(name) offsetof(struct pt_lint_modes, name)
#define NO_FIELD    SIZE_MAX

/* clang-format off */
static const struct mode_rule private_modes[] = {
	{ 1,    FIELD(application_cursor), false },
	{ 5,    FIELD(reverse_all),        false },
	{ 7,    FIELD(no_wrap),            true  },
	{ 12,   NO_FIELD,                  false }, /* blinking cursor */
	{ 25,   FIELD(cursor_hidden),      true  },
	{ 1000, FIELD(mouse),              false },
	{ 1002, FIELD(mouse),              false },
	{ 1003, FIELD(mouse),              false },
	{ 1004, FIELD(focus),              false },
	{ 1006, FIELD(mouse_sgr),          false },
	{ 1034, NO_FIELD,                  false }, /* meta key sends the eighth bit */
	{ 1049, FIELD(alternate),          false },
	{ 2004, FIELD(paste),              false },
	{ 2026, FIELD(synchronized),       false },
};

static const struct mode_rule public_modes[] = {
	{ 4,  FIELD(insert), false },
	{ 34, NO_FIELD,      false }, /* screen and tmux: cursor very visible */
};
/* clang-format on */

void pt_lint_init(struct pt_lint *lint, unsigned allow, int rows, int cols)
{
	memset(lint, 0, sizeof(*lint));
	lint->allow = allow;
	lint->rows = rows;
	lint->cols = cols;
}

static size_t quote_byte(char *dst, size_t room, unsigned char byte)
{
	if (byte == ESC)
		return (size_t)snprintf(dst, room, "\\e");
	if (byte < 0x20 || byte >= 0x7f)
		return (size_t)snprintf(dst, room, "\\x%02x", byte);
	if (byte == '\\')
		return (size_t)snprintf(dst, room, "\\\\");
	return (size_t)snprintf(dst, room, "%c", byte);
}

char *pt_lint_quote(char *dst, size_t size, const char *bytes, size_t n)
{
	size_t used = 0;

	dst[0] = '\0';
	for (size_t i = 0; i < n && used + 5 < size; i++)
		used += quote_byte(dst + used, size - used, (unsigned char)bytes[i]);
	return dst;
}

/* The token began n bytes before the end of what was seen. */
void pt_lint_complain(struct pt_lint *lint, const char *bytes, size_t n, const char *why)
{
	char quoted[200];

	if (lint->complaints++ > 0)
		return;
	(void)snprintf(lint->reason, sizeof(lint->reason), "byte %llu: \"%s\": %s",
		       (unsigned long long)(lint->offset - n),
		       pt_lint_quote(quoted, sizeof(quoted), bytes, n), why);
}

static const char *check_mode(struct pt_lint *lint, const struct mode_rule *rules, size_t count,
			      const struct csi *csi)
{
	if (csi->count == 0)
		return "a mode without a number";
	for (size_t i = 0; i < csi->count; i++) {
		size_t k = 0;
		bool on = csi->final == 'h';

		while (k < count && rules[k].number != csi->args[i])
			k++;
		if (k == count)
			return "a mode that we never set";
		if (rules[k].field != NO_FIELD)
			*(bool *)((char *)&lint->modes + rules[k].field) = on != rules[k].inverted;
	}
	return NULL;
}

static const char *check_private_mode(struct pt_lint *lint, const struct csi *csi)
{
	return check_mode(lint, private_modes, sizeof(private_modes) / sizeof(private_modes[0]),
			  csi);
}

static const char *check_public_mode(struct pt_lint *lint, const struct csi *csi)
{
	return check_mode(lint, public_modes, sizeof(public_modes) / sizeof(public_modes[0]), csi);
}

static const char *check_row(struct pt_lint *lint, const struct csi *csi)
{
	return csi->count > 0 && csi->args[0] > (unsigned)lint->rows ? "row outside the screen"
								     : NULL;
}

static const char *check_column(struct pt_lint *lint, const struct csi *csi)
{
	return csi->count > 0 && csi->args[0] > (unsigned)lint->cols ? "column outside the screen"
								     : NULL;
}

static const char *check_position(struct pt_lint *lint, const struct csi *csi)
{
	if (csi->count > 1 && csi->args[1] > (unsigned)lint->cols)
		return "column outside the screen";
	return check_row(lint, csi);
}

static const char *check_region(struct pt_lint *lint, const struct csi *csi)
{
	if (csi->count == 2 && csi->args[1] > (unsigned)lint->rows)
		return "scrolling region outside the screen";
	lint->modes.region =
		csi->count == 2 && !(csi->args[0] <= 1 && csi->args[1] == (unsigned)lint->rows);
	return NULL;
}

static const char *check_erase(struct pt_lint *lint, const struct csi *csi)
{
	(void)lint;
	return csi->count > 0 && csi->args[0] > 2 ? "erases more than the screen" : NULL;
}

/* xterm keeps and restores the title around the alternate screen; nothing else of 't'. */
static const char *check_window(struct pt_lint *lint, const struct csi *csi)
{
	(void)lint;
	if (csi->count != 3 || (csi->args[0] != 22 && csi->args[0] != 23) || csi->args[1] != 0 ||
	    csi->args[2] != 0)
		return "a window operation";
	return NULL;
}

static const char *check_linux_cursor(struct pt_lint *lint, const struct csi *csi)
{
	(void)lint;
	if (csi->count != 1 || (csi->args[0] != 0 && csi->args[0] != 1 && csi->args[0] != 8))
		return "a query, or a cursor shape that no terminfo entry has";
	return NULL;
}

/* The arguments that 38 and 48 take behind them, themselves included. 0: malformed. */
static size_t colour_length(const struct csi *csi, size_t i)
{
	size_t left = csi->count - i;

	if (left >= 3 && csi->args[i + 1] == 5 && csi->args[i + 2] < 256)
		return 3;
	if (left >= 5 && csi->args[i + 1] == 2)
		return 5;
	return 0;
}

static bool is_plain_sgr(unsigned n)
{
	return n <= 12 || (n >= 21 && n <= 25) || (n >= 27 && n <= 29) || (n >= 30 && n <= 37) ||
	       (n >= 39 && n <= 47) || n == 49 || (n >= 90 && n <= 97) || (n >= 100 && n <= 107);
}

static const char *check_sgr(struct pt_lint *lint, const struct csi *csi)
{
	if (csi->count == 0)
		lint->modes.coloured = false;
	for (size_t i = 0; i < csi->count;) {
		size_t length = 1;

		if (csi->args[i] == 38 || csi->args[i] == 48)
			length = colour_length(csi, i);
		else if (!is_plain_sgr(csi->args[i]))
			length = 0;
		if (length == 0)
			return "a graphic rendition that no terminfo entry has";
		/* 10 is the first font, 39 and 49 the default colours: they leave nothing behind */
		if (csi->args[i] == 0)
			lint->modes.coloured = false;
		else if (csi->args[i] != 10 && csi->args[i] != 39 && csi->args[i] != 49 &&
			 !(csi->args[i] >= 21 && csi->args[i] <= 29))
			lint->modes.coloured = true;
		i += length;
	}
	return NULL;
}

/* clang-format off */
static const struct csi_rule csi_rules[] = {
	{ 0,   '@', 1, NULL },
	{ 0,   'A', 1, NULL },
	{ 0,   'B', 1, NULL },
	{ 0,   'C', 1, NULL },
	{ 0,   'D', 1, NULL },
	{ 0,   'G', 1, check_column },
	{ 0,   'H', 2, check_position },
	{ 0,   'J', 1, check_erase },
	{ 0,   'K', 1, check_erase },
	{ 0,   'L', 1, NULL },
	{ 0,   'M', 1, NULL },
	{ 0,   'P', 1, NULL },
	{ 0,   'S', 1, NULL },
	{ 0,   'T', 1, NULL },
	{ 0,   'X', 1, NULL },
	{ 0,   'Z', 1, NULL },
	{ 0,   'b', 1, NULL },
	{ 0,   'd', 1, check_row },
	{ 0,   'h', 1, check_public_mode },
	{ 0,   'l', 1, check_public_mode },
	{ 0,   'm', ARGS_MAX, check_sgr },
	{ 0,   'r', 2, check_region },
	{ 0,   't', 3, check_window },
	{ '?', 'c', 1, check_linux_cursor },
	{ '?', 'h', ARGS_MAX, check_private_mode },
	{ '?', 'l', ARGS_MAX, check_private_mode },
};
/* clang-format on */

/* Reads "ESC [ ? 1 ; 2 h". Returns a reason why it is malformed, or NULL. */
static const char *parse_csi(const char *token, size_t n, struct csi *csi)
{
	size_t i = 2;
	bool in_number = false;

	memset(csi, 0, sizeof(*csi));
	csi->final = token[n - 1];
	if (token[i] == '?')
		csi->prefix = token[i++];
	for (; i + 1 < n; i++) {
		unsigned digit = (unsigned)token[i] - '0';

		if (digit > 9 && token[i] != ';')
			return "a control sequence that no terminfo entry has";
		if (csi->count == 0)
			csi->count = 1; /* a ';' in front stands behind an empty argument */
		if (token[i] == ';') {
			if (csi->count == ARGS_MAX)
				return "too many arguments";
			csi->count++;
			continue;
		}
		if (csi->args[csi->count - 1] > 100000)
			return "an argument too large";
		csi->args[csi->count - 1] = csi->args[csi->count - 1] * 10 + digit;
		in_number = true;
	}
	return !in_number && csi->count > 0 && csi->final != 'm' ? "empty arguments" : NULL;
}

static const char *check_csi(struct pt_lint *lint, struct csi *csi)
{
	const char *why = parse_csi(lint->token, lint->n, csi);

	if (why != NULL)
		return why;
	for (size_t i = 0; i < sizeof(csi_rules) / sizeof(csi_rules[0]); i++) {
		const struct csi_rule *rule = &csi_rules[i];

		if (rule->prefix != csi->prefix || rule->final != csi->final)
			continue;
		if (csi->count > rule->args_max)
			return "too many arguments";
		return rule->check == NULL ? NULL : rule->check(lint, csi);
	}
	return "a control sequence that no terminfo entry has";
}

/* A string command without its introducer and terminator. */
static const char *check_osc(const struct pt_lint *lint, const char *body, size_t n)
{
	if (n == 3 && memcmp(body, "104", 3) == 0)
		return NULL; /* ncurses gives the palette of xterm back at its end */
	if ((lint->allow & PT_LINT_TITLE) != 0 && n >= 2 && body[0] >= '0' && body[0] <= '2' &&
	    body[1] == ';') {
		for (size_t i = 2; i < n; i++) {
			if ((unsigned char)body[i] < 0x20 || body[i] == 0x7f)
				return "a control character in a title";
		}
		return NULL;
	}
	return "an operating system command";
}

static const char *check_charset(struct pt_lint *lint)
{
	char set = lint->token[2];

	if (strchr("0ABU", set) == NULL || set == '\0')
		return "a character set that no terminfo entry selects";
	if (lint->token[1] == '(')
		lint->modes.shifted = set != 'B';
	return NULL;
}

static const char *check_escape(struct pt_lint *lint)
{
	char final = lint->token[1];

	if (final == '=' || final == '>')
		lint->modes.application_keypad = final == '=';
	/* save, restore, index, next line, tab stop, reverse index, keypad, flash of screen */
	return final != '\0' && strchr("78DEHM=>g", final) != NULL
		       ? NULL
		       : "an escape sequence that no terminfo entry has";
}

static void emit(struct pt_lint *lint, enum pt_lint_kind kind, const char *why,
		 struct pt_lint_token *token)
{
	token->kind = why == NULL ? kind : PT_LINT_GARBAGE;
	token->bytes = lint->token;
	token->n = lint->n;
	if (why != NULL)
		pt_lint_complain(lint, lint->token, lint->n, why);
}

/* Characters that are not seen, or move others, or mean something else to each terminal. */
static bool is_invisible(uint32_t c)
{
	static const uint32_t ranges[][2] = {
		{ 0xad, 0xad },	    { 0x61c, 0x61c },	{ 0x180e, 0x180e },   { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xe000, 0xf8ff },   { 0xfdd0, 0xfdef },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff }, { 0xf0000, 0x10ffff },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (c >= ranges[i][0] && c <= ranges[i][1])
			return true;
	}
	return (c & 0xfffe) == 0xfffe;
}

/* The length that a first byte announces, 0 if it announces none. */
static size_t utf8_length(unsigned char first)
{
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

static const char *check_character(const struct pt_lint *lint)
{
	uint32_t c = (unsigned char)lint->token[0] & (0xffU >> (lint->n + 1));

	for (size_t i = 1; i < lint->n; i++)
		c = c << 6 | ((unsigned char)lint->token[i] & 0x3f);
	if ((lint->n == 3 && c < 0x800) || (lint->n == 4 && c < 0x10000) || c > 0x10ffff ||
	    (c >= 0xd800 && c <= 0xdfff))
		return "invalid UTF-8";
	if (c < 0xa0)
		return "a C1 control character";
	if (is_invisible(c) && (lint->allow & PT_LINT_INVISIBLE) == 0)
		return "an invisible character";
	return NULL;
}

static const char *check_control(struct pt_lint *lint)
{
	char c = lint->token[0];

	if (c == '\016' || c == '\017')
		lint->modes.shifted = c == '\016';
	if (c == '\0')
		return (lint->allow & PT_LINT_PADDING) != 0 ? NULL : "NUL";
	return strchr("\a\b\t\n\r\016\017", c) != NULL ? NULL : "a control character";
}

/* Both string terminators; the linux console's palette reset has none. */
static bool osc_is_complete(const struct pt_lint *lint)
{
	const char *token = lint->token;
	size_t n = lint->n;

	return token[n - 1] == BEL || (n >= 4 && token[n - 2] == ESC && token[n - 1] == '\\');
}

/* Called with the byte already in the token. Returns whether the token is complete. */
static bool step_string(struct pt_lint *lint, struct pt_lint_token *token)
{
	size_t end = lint->token[lint->n - 1] == BEL ? 1 : 2;

	if (lint->n == 3 && memcmp(lint->token, "\033]R", 3) == 0) {
		token->emulator_skip = true;
		emit(lint, PT_LINT_SEQUENCE, NULL, token);
		return true;
	}
	if (!osc_is_complete(lint)) {
		if (lint->n < PT_LINT_TOKEN_MAX)
			return false;
		emit(lint, PT_LINT_GARBAGE, "a string that has no end", token);
		return true;
	}
	emit(lint, PT_LINT_SEQUENCE,
	     lint->swallow ? "a device control or privacy string"
			   : check_osc(lint, lint->token + 2, lint->n - 2 - end),
	     token);
	return true;
}

static bool step_csi(struct pt_lint *lint, struct pt_lint_token *token)
{
	unsigned char byte = (unsigned char)lint->token[lint->n - 1];
	const char *why;
	struct csi csi;

	if (lint->n == 2)
		return false;
	if (byte < 0x20 || byte > 0x7e || lint->n == PT_LINT_TOKEN_MAX) {
		emit(lint, PT_LINT_GARBAGE, "a control sequence that breaks off", token);
		return true;
	}
	if (byte < 0x40)
		return false;
	why = check_csi(lint, &csi);
	token->final = csi.prefix == 0 ? csi.final : '\0';
	token->argument = csi.args[0];
	emit(lint, PT_LINT_SEQUENCE, why, token);
	return true;
}

static bool step_escape(struct pt_lint *lint, struct pt_lint_token *token)
{
	char second;

	if (lint->n == 1)
		return false;
	second = lint->token[1];
	if (second == '[')
		return step_csi(lint, token);
	if (second == ']')
		return step_string(lint, token);
	if (second == 'P' || second == 'X' || second == '^' || second == '_') {
		lint->swallow = true;
		return step_string(lint, token);
	}
	if (second == '(' || second == ')') {
		if (lint->n == 2)
			return false;
		emit(lint, PT_LINT_SEQUENCE, check_charset(lint), token);
		return true;
	}
	emit(lint, PT_LINT_SEQUENCE, check_escape(lint), token);
	return true;
}

static bool step(struct pt_lint *lint, struct pt_lint_token *token)
{
	unsigned char first = (unsigned char)lint->token[0];

	if (first == ESC)
		return step_escape(lint, token);
	if (first < 0x20 || first == 0x7f) {
		emit(lint, PT_LINT_CONTROL, check_control(lint), token);
		return true;
	}
	if (first < 0x80) {
		emit(lint, PT_LINT_TEXT, NULL, token);
		return true;
	}
	if (utf8_length(first) == 0) {
		emit(lint, PT_LINT_TEXT, "invalid UTF-8", token);
		return true;
	}
	if (lint->n < utf8_length(first))
		return false;
	emit(lint, PT_LINT_TEXT, check_character(lint), token);
	return true;
}

/* A character that the next byte does not continue: that byte begins something new. */
static bool breaks_character(const struct pt_lint *lint, unsigned char byte)
{
	return lint->n > 0 && (unsigned char)lint->token[0] >= 0x80 && (byte & 0xc0) != 0x80;
}

static void hand_on(struct pt_lint *lint, struct pt_lint_token *token, pt_lint_fn fn, void *arg)
{
	fn(arg, token);
	lint->n = 0;
	lint->swallow = false;
}

void pt_lint_feed(struct pt_lint *lint, const char *bytes, size_t n, pt_lint_fn fn, void *arg)
{
	for (size_t i = 0; i < n; i++) {
		struct pt_lint_token token = { 0 };

		if (breaks_character(lint, (unsigned char)bytes[i])) {
			emit(lint, PT_LINT_TEXT, "half a character", &token);
			hand_on(lint, &token, fn, arg);
			token = (struct pt_lint_token){ 0 };
		}
		lint->token[lint->n++] = bytes[i];
		lint->offset++;
		if (step(lint, &token))
			hand_on(lint, &token, fn, arg);
	}
}

void pt_lint_finish(struct pt_lint *lint)
{
	if (lint->n > 0)
		pt_lint_complain(lint, lint->token, lint->n, "the stream ends inside of it");
}
