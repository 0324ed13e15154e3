#include "fuzz.h"

#include <locale.h>

#include "base/macros.h"
#include "base/text.h"
#include "table/filter.h"
#include "table/filterlex.h"

static struct value get_id(const void *row)
{
	return value_id(*(const unsigned char *)row);
}

static struct value get_cpu(const void *row)
{
	return value_percent(*(const unsigned char *)row / 10.0);
}

static struct value get_rss(const void *row)
{
	(void)row;
	return value_denied();
}

static struct value get_growth(const void *row)
{
	return value_delta(-(int64_t) * (const unsigned char *)row);
}

static struct value get_start(const void *row)
{
	return value_time(*(const unsigned char *)row);
}

static struct value get_state(const void *row)
{
	(void)row;
	return value_state('R');
}

static struct value get_name(const void *row)
{
	return *(const unsigned char *)row % 2 ? value_text(bytes_of("a\xff"
								     "aab"))
					       : value_none();
}

static struct value get_command(const void *row)
{
	(void)row;
	return value_list((struct bytes){ "sh\0-c\0a b", 9 });
}

/* clang-format off */
static const struct column columns[] = {
	{ "id",     "", "", VALUE_ID,      1,  0, 1, get_id,      NULL },
	{ "cpu",    "", "", VALUE_PERCENT, 2,  0, 1, get_cpu,     NULL },
	{ "rss",    "", "", VALUE_BYTES,   4,  0, 1, get_rss,     NULL },
	{ "growth", "", "", VALUE_DELTA,   8,  0, 1, get_growth,  NULL },
	{ "start",  "", "", VALUE_TIME,    16, 0, 1, get_start,   NULL },
	{ "state",  "", "", VALUE_STATE,   32, 0, 1, get_state,   NULL },
	{ "name",   "", "", VALUE_TEXT,    64, 0, 1, get_name,    NULL },
	{ "command", "", "", VALUE_LIST,   1,  0, 1, get_command, NULL },
};
/* clang-format on */

static const struct column_set set = { "process", columns, ARRAY_LEN(columns) };

static enum terms_truth is_under(const void *row, const struct terms_argument *argument)
{
	fuzz_check(argument->text.n > 0);
	return *(const unsigned char *)row == argument->number ? TERMS_TRUE : TERMS_UNKNOWN;
}

static const struct terms_relation relations[] = {
	{ "under", "a number", true, is_under },
	{ "above", "a number", false, is_under },
};

static const struct terms terms = { &set, relations, ARRAY_LEN(relations) };

/* A reason is one line that a terminal may see, and its place is in the text. */
static void check_error(const struct filtererror *error, size_t size)
{
	struct bytes rest = bytes_of(error->message);
	struct text_cluster cluster;

	fuzz_check(rest.n > 0 && rest.n < sizeof(error->message));
	fuzz_check(error->at == FILTERERROR_NOWHERE ? size > FILTER_TEXT_MAX : error->at <= size);
	while (text_next(&rest, &cluster) > 0)
		fuzz_check(!cluster.escaped || strcmp(cluster.utf8, "\xef\xbf\xbd") == 0);
}

static void check_rows(struct filter *filter)
{
	bool passes[4];

	for (unsigned char row = 0; row < ARRAY_LEN(passes); row++)
		passes[row] = filter_match(filter, &row);
	for (unsigned char row = 0; row < ARRAY_LEN(passes); row++)
		fuzz_check(filter_match(filter, &row) == passes[row]);
	fuzz_check(filter_needs(filter) < 128);
}

/* What passes a filter does not pass its opposite. */
static void check_opposite(struct filter *filter, struct bytes text)
{
	const size_t size = text.n + 6;
	char *opposite = malloc(size);
	struct filtererror error;
	struct filter *other;

	fuzz_check(opposite != NULL);
	memcpy(opposite, "not (", 5);
	memcpy(opposite + 5, text.p, text.n);
	opposite[size - 1] = ')';
	if (filter_compile((struct bytes){ opposite, size }, &terms, &other, &error) == 0) {
		for (unsigned char row = 0; row < 4; row++)
			fuzz_check(!filter_match(filter, &row) || !filter_match(other, &row));
		filter_free(other);
	}
	free(opposite);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct bytes text = fuzz_text(data, size);
	struct filter *filter = NULL;
	struct filtererror error;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (filter_compile(text, &terms, &filter, &error) < 0) {
		fuzz_check(filter == NULL);
		check_error(&error, size);
	} else {
		/* Nothing that is an expression is taken for a word. */
		fuzz_check(filterlex_is_expression(text));
		check_rows(filter);
		check_opposite(filter, text);
		filter_free(filter);
	}
	fuzz_check(fuzz_within(filterlex_plain(text), text));
	return 0;
}
