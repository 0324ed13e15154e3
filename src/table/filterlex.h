/*
 * filterlex.h - the text of a filter expression in tokens
 *
 * A name, an operator or a parenthesis ends where the next one begins, blanks or
 * not. A value (what stands behind an operator, or in the parentheses of a
 * function) is either quoted, with " or ', or reaches to the next blank, to && or
 * ||, or to a parenthesis that it has not opened itself: name ~ ^(a|b)$ needs no
 * quotes. In quotes a backslash before the quote stands for the quote; before
 * anything else it stays, as regular expressions want it.
 */
#ifndef TABLE_FILTERLEX_H
#define TABLE_FILTERLEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "table/filtererror.h"

enum filterlex_kind {
	FILTERLEX_END,
	FILTERLEX_WORD,	  /* a name, or a bare value */
	FILTERLEX_STRING, /* a quoted value */
	FILTERLEX_AND,
	FILTERLEX_OR,
	FILTERLEX_NOT,
	FILTERLEX_OPEN,
	FILTERLEX_CLOSE,
	FILTERLEX_EQUAL, /* the first and ... */
	FILTERLEX_NOT_EQUAL,
	FILTERLEX_LESS,
	FILTERLEX_LESS_EQUAL,
	FILTERLEX_GREATER,
	FILTERLEX_GREATER_EQUAL,
	FILTERLEX_MATCH,
	FILTERLEX_NO_MATCH, /* ... the last of the operators */
};

struct filterlex_token {
	enum filterlex_kind kind;
	size_t at;	   /* where it begins */
	struct bytes text; /* all of it, of a string what is between the quotes; borrowed */
};

struct filterlex {
	struct bytes text; /* borrowed */
	size_t at;
};

/* Reads the next token where a condition or an operator may stand. */
struct filterlex_token filterlex_next(struct filterlex *lex);

/* Reads a value: a word or a string. Returns 0, or -EINVAL with *error: there is none. */
int filterlex_value(struct filterlex *lex, struct filterlex_token *ret, struct filtererror *error);

/*
 * Reads the argument of a relation, whose parenthesis was read last. Returns 0 with a value; 1
 * where an expression begins instead, of which nothing is read; or -EINVAL with *error.
 */
int filterlex_argument(struct filterlex *lex, struct filterlex_token *ret,
		       struct filtererror *error);

bool filterlex_is_comparison(enum filterlex_kind kind);

/* Writes the value that the token stands for, at most its text's length. Returns it, in `to`. */
struct bytes filterlex_unquote(const struct filterlex_token *token, char *to);

/* Where in the whole text the value's byte `offset` comes from. */
size_t filterlex_place(const struct filterlex_token *token, size_t offset);

/*
 * Whether a text can be an expression at all; else it is a plain word. It can be
 * if, outside of quotes, it has a comparison, a name with a parenthesis directly
 * behind it, an `and`, `or`, && or || between two things, or begins with `not` or
 * ! and goes on. "(sd-pam)" is a word by that, and so is "--root /srv".
 */
bool filterlex_is_expression(struct bytes text);

/* A plain word without the quotes around it, if there are any: "a=b" looks for a=b. */
struct bytes filterlex_plain(struct bytes text);

#endif
