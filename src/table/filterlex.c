/* filterlex.c - see filterlex.h */
#include "table/filterlex.h"

#include <errno.h>
#include <string.h>

#include "base/macros.h"

/* Of two that begin alike, the longer comes first. */
static const struct {
	const char *text;
	enum filterlex_kind kind;
} symbols[] = {
	{ "&&", FILTERLEX_AND },	{ "||", FILTERLEX_OR },
	{ "!=", FILTERLEX_NOT_EQUAL },	{ "!~", FILTERLEX_NO_MATCH },
	{ "<=", FILTERLEX_LESS_EQUAL }, { ">=", FILTERLEX_GREATER_EQUAL },
	{ "==", FILTERLEX_EQUAL },	{ "=", FILTERLEX_EQUAL },
	{ "<", FILTERLEX_LESS },	{ ">", FILTERLEX_GREATER },
	{ "~", FILTERLEX_MATCH },	{ "!", FILTERLEX_NOT },
	{ "(", FILTERLEX_OPEN },	{ ")", FILTERLEX_CLOSE },
};

static const struct {
	const char *text;
	enum filterlex_kind kind;
} keywords[] = {
	{ "and", FILTERLEX_AND },
	{ "or", FILTERLEX_OR },
	{ "not", FILTERLEX_NOT },
};

static struct bytes rest_of(const struct filterlex *lex)
{
	struct bytes rest = lex->text;

	(void)bytes_take(&rest, lex->at);
	return rest;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

/* Cuts off the symbol that the rest begins with. FILTERLEX_END: none. */
static struct filterlex_token take_symbol(struct filterlex *lex)
{
	const struct bytes rest = rest_of(lex);

	for (size_t i = 0; i < ARRAY_LEN(symbols); i++) {
		struct filterlex_token token = { .kind = symbols[i].kind, .at = lex->at };

		if (!bytes_starts_with(rest, symbols[i].text))
			continue;
		token.text = (struct bytes){ rest.p, strlen(symbols[i].text) };
		lex->at += token.text.n;
		return token;
	}
	return (struct filterlex_token){ .kind = FILTERLEX_END, .at = lex->at };
}

/* The byte behind the string that begins at the first byte; 0: it is no string, or has no end. */
static size_t string_end(struct bytes text)
{
	if (text.n == 0 || !is_quote(text.p[0]))
		return 0;
	for (size_t i = 1; i < text.n; i++) {
		if (text.p[i] == text.p[0])
			return i + 1;
		if (text.p[i] == '\\')
			i++;
	}
	return 0;
}

static bool take_string(struct filterlex *lex, struct filterlex_token *ret)
{
	const struct bytes rest = rest_of(lex);
	const size_t end = string_end(rest);

	if (end == 0)
		return false;
	*ret = (struct filterlex_token){
		.kind = FILTERLEX_STRING,
		.at = lex->at,
		.text = { rest.p + 1, end - 2 },
	};
	lex->at += end;
	return true;
}

static void skip_blanks(struct filterlex *lex)
{
	while (lex->at < lex->text.n && is_blank(lex->text.p[lex->at]))
		lex->at++;
}

static bool ends_word(struct filterlex *lex)
{
	struct filterlex probe = *lex;

	return is_blank(lex->text.p[lex->at]) || is_quote(lex->text.p[lex->at]) ||
	       take_symbol(&probe).kind != FILTERLEX_END;
}

static enum filterlex_kind keyword_of(struct bytes word)
{
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		if (bytes_equal(word, keywords[i].text))
			return keywords[i].kind;
	}
	return FILTERLEX_WORD;
}

struct filterlex_token filterlex_next(struct filterlex *lex)
{
	struct filterlex_token token;

	skip_blanks(lex);
	if (take_string(lex, &token))
		return token;
	token = take_symbol(lex);
	if (token.kind != FILTERLEX_END || lex->at == lex->text.n)
		return token;
	/* A quote without an end is a letter like others. */
	do
		lex->at++;
	while (lex->at < lex->text.n && !ends_word(lex));
	token.text = (struct bytes){ lex->text.p + token.at, lex->at - token.at };
	token.kind = keyword_of(token.text);
	return token;
}

/* A bare value: see the top of filterlex.h for where it ends. */
static struct bytes take_bare(struct filterlex *lex)
{
	const size_t from = lex->at;
	size_t open = 0;

	for (; lex->at < lex->text.n && !is_blank(lex->text.p[lex->at]); lex->at++) {
		const struct bytes rest = rest_of(lex);

		if (bytes_starts_with(rest, "&&") || bytes_starts_with(rest, "||"))
			break;
		if (*rest.p == ')' && open == 0)
			break;
		open += *rest.p == '(';
		open -= *rest.p == ')';
	}
	return (struct bytes){ lex->text.p + from, lex->at - from };
}

int filterlex_value(struct filterlex *lex, struct filterlex_token *ret, struct filtererror *error)
{
	struct filterlex_token token;
	char first;

	skip_blanks(lex);
	first = lex->at < lex->text.n ? lex->text.p[lex->at] : '\0';
	if (take_string(lex, ret))
		return 0;
	if (is_quote(first))
		return filtererror_set(error, lex->at, "the quote %c is not closed", first);
	token = (struct filterlex_token){ .kind = FILTERLEX_WORD, .at = lex->at };
	if (!first || strchr("=<>~!", first) == NULL)
		token.text = take_bare(lex);
	if (token.text.n == 0 || keyword_of(token.text) != FILTERLEX_WORD)
		return filtererror_set(error, token.at,
				       "a value is missing here: a word, or a text in quotes");
	*ret = token;
	return 0;
}

bool filterlex_is_comparison(enum filterlex_kind kind)
{
	return kind >= FILTERLEX_EQUAL;
}

/* The quote is the byte before the text; one inside it can only be behind a backslash. */
static bool is_escape(const struct filterlex_token *token, size_t i)
{
	const struct bytes text = token->text;

	return token->kind == FILTERLEX_STRING && text.p[i] == '\\' && i + 1 < text.n &&
	       text.p[i + 1] == text.p[-1];
}

struct bytes filterlex_unquote(const struct filterlex_token *token, char *to)
{
	size_t n = 0;

	for (size_t i = 0; i < token->text.n; i++) {
		if (!is_escape(token, i))
			to[n++] = token->text.p[i];
	}
	return (struct bytes){ to, n };
}

size_t filterlex_place(const struct filterlex_token *token, size_t offset)
{
	size_t i = 0;

	for (; i < token->text.n && offset > 0; i++) {
		if (!is_escape(token, i))
			offset--;
	}
	return token->at + (token->kind == FILTERLEX_STRING) + i;
}

/* A name, and a parenthesis directly behind it. */
static bool is_call(const struct filterlex *lex, const struct filterlex_token *token)
{
	return token->kind == FILTERLEX_WORD && lex->at < lex->text.n &&
	       lex->text.p[lex->at] == '(';
}

bool filterlex_is_expression(struct bytes text)
{
	struct filterlex lex = { .text = text };
	bool first = true, joined = false;

	for (;;) {
		const struct filterlex_token token = filterlex_next(&lex);

		if (token.kind == FILTERLEX_END)
			return false;
		/* What joins two things, or denies one, has to be followed by something. */
		if (joined || filterlex_is_comparison(token.kind) || is_call(&lex, &token))
			return true;
		if (token.kind == FILTERLEX_AND || token.kind == FILTERLEX_OR)
			joined = !first;
		else if (token.kind == FILTERLEX_NOT)
			joined = first;
		first = false;
	}
}

struct bytes filterlex_plain(struct bytes text)
{
	if (text.n < 3 || string_end(text) != text.n)
		return text;
	return (struct bytes){ text.p + 1, text.n - 2 };
}

/* What stands in a parenthesis is an expression, if what it begins with is not all of it. */
static bool begins_expression(const struct filterlex_token *value,
			      const struct filterlex_token *next)
{
	if (value->kind == FILTERLEX_WORD && filterlex_is_expression(value->text))
		return true;
	if (next->kind == FILTERLEX_CLOSE || next->kind == FILTERLEX_END)
		return false;
	return filterlex_is_comparison(next->kind) || next->kind == FILTERLEX_AND ||
	       next->kind == FILTERLEX_OR || bytes_starts_with(value->text, "(");
}

int filterlex_argument(struct filterlex *lex, struct filterlex_token *ret,
		       struct filtererror *error)
{
	struct filterlex probe = *lex, behind = *lex;
	struct filterlex_token next;

	if (filterlex_value(&behind, ret, error) < 0)
		return filterlex_next(&probe).kind == FILTERLEX_NOT ? 1 : -EINVAL;
	probe = behind;
	next = filterlex_next(&probe);
	if (begins_expression(ret, &next))
		return 1;
	*lex = behind;
	return 0;
}
