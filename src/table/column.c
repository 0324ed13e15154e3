/* column.c - see column.h */
#include "table/column.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "base/text.h"

/* Where a parser puts its reason. */
struct reason {
	char *text;
	size_t size;
};

enum {
	QUOTE_WIDTH = 40, /* of a word in a message */
	QUOTE_MAX = QUOTE_WIDTH * TEXT_CLUSTER_MAX / 4 + TEXT_CLUSTER_MAX,
	NAME_MAX_NEAR = 32, /* bytes of a name that can be nearly another */
};

struct value column_value(const struct column *column, const void *row)
{
	if (column->missing) {
		struct value missing = column->missing(row, column->needs);

		if (!value_is_there(missing))
			return missing;
	}
	return column->get(row);
}

const struct column *column_find(const struct column_set *set, struct bytes name)
{
	for (size_t i = 0; i < set->count; i++) {
		if (bytes_equal(name, set->columns[i].name))
			return &set->columns[i];
	}
	return NULL;
}

static int fail(const struct reason *reason, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int fail(const struct reason *reason, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(reason->text, reason->size, format, arguments);
	va_end(arguments);
	return -EINVAL;
}

/* Cleans as much as fits into size bytes and width columns. */
static void clean(char *ret, size_t size, struct bytes raw, size_t width)
{
	struct text_cluster cluster;
	size_t length = 0;

	while (text_next(&raw, &cluster) > 0 && length + cluster.length < size &&
	       cluster.width <= width) {
		memcpy(ret + length, cluster.utf8, cluster.length);
		length += cluster.length;
		width -= cluster.width;
	}
	ret[length] = '\0';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/*
 * How many letters must be added, dropped or changed to make one of the other,
 * without regard to case. One row of the usual matrix at a time.
 */
static size_t distance(struct bytes a, struct bytes b)
{
	size_t row[NAME_MAX_NEAR + 1];

	if (a.n > NAME_MAX_NEAR || b.n > NAME_MAX_NEAR)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 0; i < a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < b.n; j++) {
			size_t changed = diagonal + (lower(a.p[i]) != lower(b.p[j]));

			diagonal = row[j + 1];
			row[j + 1] = MIN(changed, MIN(row[j], diagonal) + 1);
		}
	}
	return row[b.n];
}

/* The column that was probably meant, or NULL. */
static const struct column *find_near(const struct column_set *set, struct bytes name)
{
	const struct column *nearest = NULL;
	size_t least = name.n / 3 + 2;

	for (size_t i = 0; i < set->count; i++) {
		size_t away = distance(name, bytes_of(set->columns[i].name));

		if (away < least) {
			least = away;
			nearest = &set->columns[i];
		}
	}
	return nearest;
}

static int fail_unknown(const struct column_set *set, struct bytes name,
			const struct reason *reason)
{
	const struct column *near = find_near(set, name);
	char quoted[QUOTE_MAX];

	clean(quoted, sizeof(quoted), name, QUOTE_WIDTH);
	if (name.n == 0)
		return fail(reason, "a column name is missing in the list: NAME,NAME...");
	if (near)
		return fail(reason, "no column \"%s\" in the %s table: did you mean \"%s\"?",
			    quoted, set->name, near->name);
	return fail(reason, "no column \"%s\" in the %s table: \"proctor columns\" lists them",
		    quoted, set->name);
}

static struct column_choice choice_of(const struct column *column)
{
	struct column_choice choice = { .column = column, .width = column->width };

	clean(choice.title, sizeof(choice.title), bytes_of(column->title), SIZE_MAX);
	return choice;
}

void column_choices_default(const struct column_set *set, struct column_choices *ret)
{
	ret->count = 0;
	for (size_t i = 0; i < set->count && ret->count < COLUMN_CHOICES_MAX; i++) {
		if (set->columns[i].flags & COLUMN_DEFAULT)
			ret->of[ret->count++] = choice_of(&set->columns[i]);
	}
}

/* One word of a list: sign, name, and what stands behind the '='. */
struct word {
	char sign; /* '+', '-' or 0 */
	struct bytes name;
	struct bytes heading;
	bool has_heading;
};

static struct word word_next(struct bytes *list)
{
	struct bytes rest = bytes_trim(bytes_next(list, ','));
	struct word word = { 0 };

	if (bytes_starts_with(rest, "+") || bytes_starts_with(rest, "-"))
		word.sign = *bytes_take(&rest, 1).p;
	word.has_heading = bytes_find(rest, '=') < rest.n;
	word.name = bytes_next(&rest, '=');
	word.heading = rest;
	return word;
}

static bool is_digits(struct bytes a)
{
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] < '0' || a.p[i] > '9')
			return false;
	}
	return a.n > 0;
}

/* Reads TITLE:WIDTH into *choice; only digits behind the last colon are a width. */
static int parse_heading(struct bytes heading, struct column_choice *choice,
			 const struct reason *reason)
{
	size_t colon = bytes_find_last(heading, ':');
	struct bytes title = bytes_take(&heading, colon);
	uint64_t width;

	bytes_take(&heading, 1);
	if (heading.n > 0 && !is_digits(heading)) { /* the colon is the title's */
		title.n += 1 + heading.n;
		heading.n = 0;
	}
	if (heading.n > 0 && (bytes_to_u64(heading, &width) < 0 || width < 1 || width > UINT8_MAX))
		return fail(reason, "width \"%.*s\" of column \"%s\": a number from 1 to %d",
			    (int)MIN(heading.n, (size_t)QUOTE_WIDTH), heading.p,
			    choice->column->name, UINT8_MAX);
	if (title.n > 0)
		clean(choice->title, sizeof(choice->title), title, SIZE_MAX);
	if (heading.n > 0)
		choice->width = (uint8_t)width;
	else if (title.n > 0) /* a title that was asked for is shown whole */
		choice->width = (uint8_t)MAX(choice->width, text_width(bytes_of(choice->title)));
	return 0;
}

static struct column_choice *choice_find(struct column_choices *choices,
					 const struct column *column)
{
	for (size_t i = 0; i < choices->count; i++) {
		if (choices->of[i].column == column)
			return &choices->of[i];
	}
	return NULL;
}

static int add(struct column_choices *choices, const struct column_choice *choice,
	       const struct reason *reason)
{
	struct column_choice *there = choice_find(choices, choice->column);

	if (!there && choices->count == COLUMN_CHOICES_MAX)
		return fail(reason, "column \"%s\" is too much: at most %d columns",
			    choice->column->name, COLUMN_CHOICES_MAX);
	if (!there)
		there = &choices->of[choices->count++];
	*there = *choice;
	return 0;
}

static void drop(struct column_choices *choices, const struct column *column)
{
	struct column_choice *there = choice_find(choices, column);

	if (!there)
		return;
	choices->count--;
	for (size_t i = (size_t)(there - choices->of); i < choices->count; i++)
		choices->of[i] = choices->of[i + 1];
}

static int apply_all(const struct column_set *set, char sign, struct column_choices *choices,
		     const struct reason *reason)
{
	if (sign == '-') {
		choices->count = 0;
		return 0;
	}
	for (size_t i = 0; i < set->count; i++) {
		struct column_choice choice = choice_of(&set->columns[i]);

		/* one that is there already keeps its title */
		if (!choice_find(choices, choice.column) && add(choices, &choice, reason) < 0)
			return -EINVAL;
	}
	return 0;
}

static int apply(const struct column_set *set, const struct word *word,
		 struct column_choices *choices, const struct reason *reason)
{
	const struct column *column = column_find(set, word->name);
	struct column_choice choice;

	if (!column && bytes_equal(word->name, "all") && !word->has_heading)
		return apply_all(set, word->sign, choices, reason);
	if (!column)
		return fail_unknown(set, word->name, reason);
	if (word->sign == '-' && word->has_heading)
		return fail(reason, "column \"%s\" is to be removed: that takes no title",
			    column->name);
	if (word->sign == '-') {
		drop(choices, column);
		return 0;
	}
	choice = choice_of(column);
	if (parse_heading(word->heading, &choice, reason) < 0)
		return -EINVAL;
	return add(choices, &choice, reason);
}

static bool has_plain_word(struct bytes list)
{
	while (list.n > 0) {
		if (!word_next(&list).sign)
			return true;
	}
	return false;
}

int column_choices_parse(const struct column_set *set, struct bytes list,
			 struct column_choices *choices, char *error, size_t error_size)
{
	const struct reason reason = { error, error_size };
	struct column_choices result = *choices;

	if (has_plain_word(list))
		result.count = 0;
	do {
		const struct word word = word_next(&list);

		if (apply(set, &word, &result, &reason) < 0)
			return -EINVAL;
	} while (list.n > 0);
	if (result.count == 0)
		return fail(&reason, "no column is left: at least one must stay");
	*choices = result;
	return 0;
}

/* snprintf() to the end of what is there, for a length that may pass the size. */
static size_t append(char *ret, size_t size, size_t length, const char *text)
{
	size_t n = strlen(text);

	if (length < size) {
		size_t kept = MIN(n, size - length - 1);

		memcpy(ret + length, text, kept);
		ret[length + kept] = '\0';
	}
	return length + n;
}

size_t column_choices_format(const struct column_choices *choices, char *ret, size_t size)
{
	size_t length = append(ret, size, 0, "");

	for (size_t i = 0; i < choices->count; i++) {
		const struct column_choice *choice = &choices->of[i];
		const struct column_choice own = choice_of(choice->column);
		bool titled = strcmp(choice->title, own.title) != 0;
		char width[8];

		length = append(ret, size, length, i > 0 ? "," : "");
		length = append(ret, size, length, choice->column->name);
		if (!titled && choice->width == own.width)
			continue;
		(void)snprintf(width, sizeof(width), ":%d", choice->width);
		length = append(ret, size, length, "=");
		length = append(ret, size, length, titled ? choice->title : "");
		length = append(ret, size, length, width);
	}
	return length;
}

uint32_t column_choices_needs(const struct column_choices *choices)
{
	uint32_t needs = 0;

	for (size_t i = 0; i < choices->count; i++)
		needs |= choices->of[i].column->needs;
	return needs;
}

static bool keys_have(const struct column_keys *keys, const struct column *column)
{
	for (size_t i = 0; i < keys->count; i++) {
		if (keys->of[i].column == column)
			return true;
	}
	return false;
}

int column_keys_parse(const struct column_set *set, struct bytes list, struct column_keys *keys,
		      char *error, size_t error_size)
{
	const struct reason reason = { error, error_size };
	struct column_keys result = { .count = 0 };

	do {
		const struct word word = word_next(&list);
		const struct column *column = column_find(set, word.name);

		if (!column)
			return fail_unknown(set, word.name, &reason);
		if (word.has_heading)
			return fail(&reason,
				    "sort key \"%s\": a name alone, or with + or - before it",
				    column->name);
		if (keys_have(&result, column))
			continue;
		if (result.count == COLUMN_KEYS_MAX)
			return fail(&reason, "sort key \"%s\" is too much: at most %d keys",
				    column->name, COLUMN_KEYS_MAX);
		result.of[result.count++] = (struct column_key){
			.column = column,
			.descending = word.sign == '-' ||
				      (!word.sign && column->flags & COLUMN_DESCENDING),
		};
	} while (list.n > 0);
	*keys = result;
	return 0;
}

uint32_t column_keys_needs(const struct column_keys *keys)
{
	uint32_t needs = 0;

	for (size_t i = 0; i < keys->count; i++)
		needs |= keys->of[i].column->needs;
	return needs;
}
