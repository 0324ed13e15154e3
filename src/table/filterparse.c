/* filterparse.c - see filterparse.h */
#include "table/filterparse.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>

#include "base/die.h"
#include "table/filtervalue.h"
#include "table/pattern.h"

#define NO_STEP SIZE_MAX

#define RELATION_TAKES "\"%s\" takes a PID, a name or an expression"

/*
 * The operators wait on a stack until their right side is complete: what follows binds less
 * closely, a parenthesis closes, or the text ends.
 */
struct waiting {
	enum filterlex_kind kind; /* NOT, AND, OR, OPEN */
	size_t at;
	/*
	 * Of AND and OR the one that goes on behind it; of OPEN the relation whose argument it
	 * opens, NO_STEP: none.
	 */
	size_t step;
};

struct parser {
	struct filter *filter;
	const struct terms *terms;
	struct filtererror *error;
	struct filterlex lex;
	struct filterlex_token token; /* the present one */
	struct waiting waiting[FILTERSTEP_DEPTH_MAX];
	size_t depth;
};

static struct filterstep *add_step(struct filter *filter, enum filterstep_kind kind)
{
	struct filterstep *step;

	filter->steps = die_grow(filter->steps, &filter->capacity, filter->count + 1,
				 sizeof(filter->steps[0]));
	step = &filter->steps[filter->count++];
	*step = (struct filterstep){ .kind = kind };
	return step;
}

static void advance(struct parser *parser)
{
	parser->token = filterlex_next(&parser->lex);
}

/* The value of a token without its quotes, kept as long as the filter. */
static struct bytes keep(struct parser *parser, const struct filterlex_token *token)
{
	struct filter *filter = parser->filter;
	struct bytes text = filterlex_unquote(token, filter->texts + filter->texts_length);

	filter->texts_length += text.n;
	return text;
}

static int wait_for_end(struct parser *parser, size_t step)
{
	if (parser->depth == FILTERSTEP_DEPTH_MAX)
		return filtererror_set(parser->error, parser->token.at,
				       "too deep: at most %d parentheses and nots in one another",
				       FILTERSTEP_DEPTH_MAX);
	parser->waiting[parser->depth++] =
		(struct waiting){ parser->token.kind, parser->token.at, step };
	advance(parser);
	return 0;
}

/* -------------------------------------------------------------------- conditions */

static bool is_name(struct bytes word)
{
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
		      (i > 0 && ((c >= '0' && c <= '9') || c == '-'))))
			return false;
	}
	return word.n > 0;
}

/* A word with an operator in it was perhaps meant as a word. */
static const char *word_hint(const struct parser *parser)
{
	return parser->filter->count == 0 ? " (all in quotes it is a word to look for)" : "";
}

static int fail_name(const struct parser *parser, const struct filterlex_token *name)
{
	char quote[FILTERERROR_QUOTE_MAX], reason[FILTERERROR_MESSAGE_MAX];
	struct column_keys keys;

	/* The list of columns knows what was probably meant. */
	if (name->kind == FILTERLEX_WORD && is_name(name->text) &&
	    column_keys_parse(parser->terms->columns, name->text, &keys, reason, sizeof(reason)) <
		    0)
		return filtererror_set(parser->error, name->at, "%s%s", reason, word_hint(parser));
	return filtererror_set(parser->error, name->at,
			       "the name of a column is missing before \"%s\"%s",
			       filtererror_quote(quote, name->text), word_hint(parser));
}

static int fail_relation(const struct parser *parser, const struct filterlex_token *name)
{
	char quote[FILTERERROR_QUOTE_MAX], list[FILTERERROR_MESSAGE_MAX / 2] = "";
	size_t length = 0;

	if (!parser->terms->family)
		return filtererror_set(parser->error, name->at,
				       "no function \"%s\": there are none for this table",
				       filtererror_quote(quote, name->text));
	for (size_t i = 0; i < parser->terms->relation_count && length < sizeof(list); i++)
		length += (size_t)snprintf(list + length, sizeof(list) - length, " %s",
					   parser->terms->relations[i].name);
	return filtererror_set(parser->error, name->at, "no function \"%s\": there are%s",
			       filtererror_quote(quote, name->text), list);
}

static const struct terms_relation *find_relation(const struct terms *terms, struct bytes name)
{
	for (size_t i = 0; terms->family && i < terms->relation_count; i++) {
		if (bytes_equal(name, terms->relations[i].name))
			return &terms->relations[i];
	}
	return NULL;
}

/* A number or a name as argument, up to the parenthesis that closes. */
static int finish_relation(struct parser *parser, struct filterstep *step,
			   const struct filterlex_token *value)
{
	struct terms_argument *argument = &step->argument;

	argument->text = keep(parser, value);
	argument->kind = TERMS_NAME;
	if (value->kind == FILTERLEX_WORD && bytes_to_u64(argument->text, &argument->number) == 0)
		argument->kind = TERMS_NUMBER;
	if (argument->text.n == 0)
		return filtererror_set(parser->error, value->at, RELATION_TAKES,
				       step->relation->name);
	advance(parser);
	if (parser->token.kind != FILTERLEX_CLOSE)
		return filtererror_set(parser->error, parser->token.at,
				       "a parenthesis ) is missing here: " RELATION_TAKES,
				       step->relation->name);
	advance(parser);
	return 0;
}

/* Returns 1 where an expression follows as its argument: the step waits for the end of that. */
static int parse_relation(struct parser *parser, const struct filterlex_token *name)
{
	const struct terms_relation *relation = find_relation(parser->terms, name->text);
	const size_t at = parser->filter->count;
	struct filterlex_token value;
	struct filterstep *step;
	int result;

	if (!relation)
		return fail_relation(parser, name);
	result = filterlex_argument(&parser->lex, &value, parser->error);
	if (result < 0)
		return result;
	parser->filter->family = parser->terms->family;
	step = add_step(parser->filter, FILTERSTEP_RELATION);
	step->relation = relation;
	step->to = at;
	if (result == 0)
		return finish_relation(parser, step, &value);
	step->argument.kind = TERMS_EXPRESSION;
	return wait_for_end(parser, at) < 0 ? -EINVAL : 1;
}

/* Text, and numbers that are names: what is seen of the others is rounded, or has a unit. */
static bool has_patterns(const struct column *column)
{
	return column->kind == VALUE_TEXT || column->kind == VALUE_LIST ||
	       column->kind == VALUE_STATE || column->kind == VALUE_ID;
}

static int parse_pattern(struct parser *parser, const struct filterlex_token *value,
			 struct filterstep *step)
{
	struct pattern_error reason;

	if (pattern_compile(keep(parser, value), &step->pattern, &reason) == 0)
		return 0;
	return filtererror_set(parser->error, filterlex_place(value, reason.at),
			       "the regular expression: %s", reason.reason);
}

static int parse_operand(struct parser *parser, const struct filterlex_token *value,
			 struct filterstep *step)
{
	char reason[FILTERVALUE_REASON_MAX], quote[FILTERERROR_QUOTE_MAX];

	if (filtervalue_parse(step->column, keep(parser, value), &step->operand, reason) == 0)
		return 0;
	return filtererror_set(parser->error, value->at, "not \"%s\": %s",
			       filtererror_quote(quote, value->text), reason);
}

static int parse_comparison(struct parser *parser, const struct column *column)
{
	const struct filterlex_token sign = parser->token;
	const bool searches = sign.kind == FILTERLEX_MATCH || sign.kind == FILTERLEX_NO_MATCH;
	struct filterlex_token value;
	struct filterstep *step;

	if (!filterlex_is_comparison(sign.kind))
		return filtererror_set(parser->error, sign.at,
				       "column \"%s\" is to be compared here: "
				       "= != < <= > >= ~ !~",
				       column->name);
	if (searches && !has_patterns(column))
		return filtererror_set(parser->error, sign.at,
				       "column \"%s\" is a number: = != < <= > >=", column->name);
	if (filterlex_value(&parser->lex, &value, parser->error) < 0)
		return -EINVAL;
	step = add_step(parser->filter, searches ? FILTERSTEP_SEARCH : FILTERSTEP_COMPARE);
	step->column = column;
	step->comparison = sign.kind;
	parser->filter->needs |= column->needs;
	if ((searches ? parse_pattern : parse_operand)(parser, &value, step) < 0)
		return -EINVAL;
	advance(parser);
	return 0;
}

/* Returns 1 where it has only begun, and a condition within it follows. */
static int parse_condition(struct parser *parser)
{
	const struct filterlex_token name = parser->token;
	const struct column *column;

	if (name.kind == FILTERLEX_END || name.kind == FILTERLEX_CLOSE)
		return filtererror_set(parser->error, name.at,
				       "a condition is missing here: COLUMN = VALUE, not, (");
	if (name.kind != FILTERLEX_WORD)
		return fail_name(parser, &name);
	advance(parser);
	/* Directly behind it, as else "python (3)" would be no plain word. */
	if (parser->token.kind == FILTERLEX_OPEN && parser->token.at == name.at + name.text.n)
		return parse_relation(parser, &name);
	column = column_find(parser->terms->columns, name.text);
	return column ? parse_comparison(parser, column) : fail_name(parser, &name);
}

/* --------------------------------------------------------------------- operators */

static int closeness(enum filterlex_kind kind)
{
	switch (kind) {
	case FILTERLEX_NOT:
		return 3;
	case FILTERLEX_AND:
		return 2;
	case FILTERLEX_OR:
		return 1;
	default:
		return 0;
	}
}

/* The operators that bind at least as closely have their right side. */
static void complete(struct parser *parser, int least)
{
	struct filter *filter = parser->filter;

	while (parser->depth > 0) {
		const struct waiting *last = &parser->waiting[parser->depth - 1];

		if (closeness(last->kind) < least)
			return;
		parser->depth--;
		if (last->kind == FILTERLEX_NOT) {
			(void)add_step(filter, FILTERSTEP_NOT);
			continue;
		}
		(void)add_step(filter,
			       last->kind == FILTERLEX_AND ? FILTERSTEP_AND : FILTERSTEP_OR);
		filter->steps[last->step].to = filter->count - 1;
	}
}

static int parse_operator(struct parser *parser)
{
	const enum filterlex_kind kind = parser->token.kind;

	complete(parser, closeness(kind));
	(void)add_step(parser->filter,
		       kind == FILTERLEX_AND ? FILTERSTEP_UNLESS_FALSE : FILTERSTEP_UNLESS_TRUE);
	return wait_for_end(parser, parser->filter->count - 1);
}

static int close_parenthesis(struct parser *parser)
{
	size_t step;

	complete(parser, 1);
	if (parser->depth == 0)
		return filtererror_set(parser->error, parser->token.at,
				       "a parenthesis ( is missing before this one");
	step = parser->waiting[--parser->depth].step;
	if (step != NO_STEP)
		parser->filter->steps[step].to = parser->filter->count - 1;
	advance(parser);
	return 0;
}

/* At the end, or where something stands that cannot follow. */
static int finish(struct parser *parser)
{
	char quote[FILTERERROR_QUOTE_MAX];

	if (parser->token.kind != FILTERLEX_END)
		return filtererror_set(parser->error, parser->token.at,
				       "and, or, ) or the end before \"%s\"",
				       filtererror_quote(quote, parser->token.text));
	complete(parser, 1);
	if (parser->depth > 0)
		return filtererror_set(parser->error, parser->waiting[parser->depth - 1].at,
				       "this parenthesis is not closed");
	return 0;
}

int filterparse_expression(struct filter *filter, struct bytes text, const struct terms *terms,
			   struct filtererror *error)
{
	struct parser parser = {
		.filter = filter,
		.terms = terms,
		.error = error,
		.lex = { .text = text },
	};
	int result = 0;

	advance(&parser);
	while (result >= 0) {
		if (parser.token.kind == FILTERLEX_NOT || parser.token.kind == FILTERLEX_OPEN) {
			result = wait_for_end(&parser, NO_STEP);
			continue;
		}
		result = parse_condition(&parser);
		if (result > 0)
			continue;
		while (result == 0 && parser.token.kind == FILTERLEX_CLOSE)
			result = close_parenthesis(&parser);
		if (result < 0)
			break;
		if (parser.token.kind != FILTERLEX_AND && parser.token.kind != FILTERLEX_OR)
			return finish(&parser);
		result = parse_operator(&parser);
	}
	return result;
}
