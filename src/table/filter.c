/* filter.c - see filter.h */
#include "table/filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "table/filterparse.h"
#include "table/pattern.h"

int filter_compile(struct bytes text, const struct terms *terms, struct filter **ret,
		   struct filtererror *error)
{
	struct filter *filter;

	if (text.n > FILTER_TEXT_MAX)
		return filtererror_set(error, FILTERERROR_NOWHERE,
				       "the expression is too long: at most %d bytes",
				       FILTER_TEXT_MAX);
	filter = die_calloc(1, sizeof(*filter));
	filter->texts = die_malloc(text.n + 1);
	if (filterparse_expression(filter, text, terms, error) < 0) {
		filter_free(filter);
		return -EINVAL;
	}
	*ret = filter;
	return 0;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < filter->count; i++) {
		pattern_free(filter->steps[i].pattern);
		free(filter->steps[i].related);
	}
	free(filter->steps);
	free(filter->meant);
	free(filter->texts);
	free(filter->scratch);
	free(filter);
}

uint32_t filter_needs(const struct filter *filter)
{
	return filter->needs;
}

bool filter_relates(const struct filter *filter)
{
	return filter->family != NULL;
}

static char *scratch_of(struct filter *filter, size_t size)
{
	if (size > filter->scratch_size) {
		filter->scratch = die_realloc(filter->scratch, size);
		filter->scratch_size = size;
	}
	return filter->scratch;
}

/* People write what they see: arguments with blanks between them. */
static struct bytes join(struct filter *filter, struct bytes list)
{
	char *joined = scratch_of(filter, list.n);

	for (size_t i = 0; i < list.n; i++)
		joined[i] = list.p[i] ? list.p[i] : ' ';
	return (struct bytes){ joined, list.n };
}

/* A value as text, borrowed from the row or until the next one. */
static struct bytes text_of(struct filter *filter, const struct value *value)
{
	char *formatted;

	if (value->kind == VALUE_TEXT)
		return value->text;
	if (value->kind == VALUE_LIST)
		return join(filter, value->text);
	formatted = scratch_of(filter, VALUE_FORMAT_MAX);
	return (struct bytes){ formatted, value_format_raw(formatted, *value) };
}

static bool holds(enum filterlex_kind comparison, int order)
{
	switch (comparison) {
	case FILTERLEX_EQUAL:
		return order == 0;
	case FILTERLEX_NOT_EQUAL:
		return order != 0;
	case FILTERLEX_LESS:
		return order < 0;
	case FILTERLEX_LESS_EQUAL:
		return order <= 0;
	case FILTERLEX_GREATER:
		return order > 0;
	default:
		return order >= 0;
	}
}

static enum terms_truth truth_of(bool is_true)
{
	return is_true ? TERMS_TRUE : TERMS_FALSE;
}

static enum terms_truth compare(struct filter *filter, const struct filterstep *step,
				const void *row)
{
	const struct value value = column_value(step->column, row);

	if (!value_is_there(value))
		return TERMS_UNKNOWN;
	if (step->operand.kind == VALUE_TEXT)
		return truth_of(holds(step->comparison,
				      bytes_compare(text_of(filter, &value), step->operand.text)));
	if (value.kind != step->operand.kind)
		return TERMS_UNKNOWN;
	return truth_of(holds(step->comparison, value_compare(value, step->operand)));
}

static enum terms_truth search(struct filter *filter, const struct filterstep *step,
			       const void *row)
{
	const struct value value = column_value(step->column, row);
	int found;

	if (!value_is_there(value))
		return TERMS_UNKNOWN;
	found = pattern_search(step->pattern, text_of(filter, &value));
	if (found < 0) /* it would take too long to tell */
		return TERMS_UNKNOWN;
	return truth_of((found > 0) == (step->comparison == FILTERLEX_MATCH));
}

static enum terms_truth related(const struct filter *filter, const struct filterstep *step,
				const void *row)
{
	return (enum terms_truth)step->related[filter->family->place(row)];
}

/* Runs the steps from first to last, which are an expression. */
static enum terms_truth run(struct filter *filter, size_t first, size_t last, const void *row)
{
	/* One for each operator that waited at the same time when it was compiled, and one. */
	enum terms_truth stack[FILTERSTEP_DEPTH_MAX + 2];
	enum terms_truth *top = stack; /* stack[0] is never used */

	for (size_t i = first; i <= last; i++) {
		const struct filterstep *step = &filter->steps[i];

		switch (step->kind) {
		case FILTERSTEP_COMPARE:
			*++top = compare(filter, step, row);
			break;
		case FILTERSTEP_SEARCH:
			*++top = search(filter, step, row);
			break;
		case FILTERSTEP_RELATION:
			*++top = related(filter, step, row);
			i = step->to;
			break;
		case FILTERSTEP_NOT:
			*top = TERMS_TRUE - *top;
			break;
		case FILTERSTEP_AND:
			top--;
			*top = MIN(top[0], top[1]);
			break;
		case FILTERSTEP_OR:
			top--;
			*top = MAX(top[0], top[1]);
			break;
		case FILTERSTEP_UNLESS_FALSE:
			i = *top == TERMS_FALSE ? step->to : i;
			break;
		case FILTERSTEP_UNLESS_TRUE:
			i = *top == TERMS_TRUE ? step->to : i;
			break;
		}
	}
	return *top;
}

/* ----------------------------------------------------------------------- relations */

static void make_room(struct filter *filter, size_t count)
{
	if (count <= filter->sets_capacity)
		return;
	filter->meant = die_grow(filter->meant, &filter->sets_capacity, count, 1);
	for (size_t i = 0; i < filter->count; i++) {
		if (filter->steps[i].kind == FILTERSTEP_RELATION)
			filter->steps[i].related =
				die_realloc(filter->steps[i].related, filter->sets_capacity);
	}
}

/* The rows that an expression means; relations in it have their sets. */
static void mean(struct filter *filter, size_t first, size_t last)
{
	const struct terms_rows *rows = &filter->rows;

	for (size_t i = 0; i < rows->count; i++) {
		const void *row = (const char *)rows->rows + i * rows->size;

		if (filter->family->place(row) == i)
			filter->meant[i] = (uint8_t)run(filter, first, last, row);
	}
}

/* From the last to the first: those within an argument come before the one whose it is. */
static void make_sets(struct filter *filter)
{
	const struct terms_rows *rows = &filter->rows;

	make_room(filter, rows->count);
	for (size_t i = filter->count; i-- > 0;) {
		struct filterstep *step = &filter->steps[i];

		if (step->kind != FILTERSTEP_RELATION || rows->count == 0)
			continue;
		memset(filter->meant, TERMS_FALSE, rows->count);
		memset(step->related, TERMS_FALSE, rows->count);
		if (step->argument.kind == TERMS_EXPRESSION)
			mean(filter, i + 1, step->to);
		else
			filter->family->mean(rows, &step->argument, filter->meant);
		step->relation->relate(rows, &step->argument, filter->meant, step->related);
	}
}

static void look_around(struct filter *filter, const void *row)
{
	struct terms_rows rows;

	filter->family->rows(row, &rows);
	if (rows.owner == filter->rows.owner && rows.version == filter->rows.version)
		return;
	filter->rows = rows;
	make_sets(filter);
}

bool filter_match(struct filter *filter, const void *row)
{
	if (filter->family)
		look_around(filter, row);
	return run(filter, 0, filter->count - 1, row) == TERMS_TRUE;
}
