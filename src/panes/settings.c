/* settings.c - see settings.h */
#include "panes/settings.h"

#include <errno.h>
#include <stdio.h>

#include "base/die.h"
#include "base/macros.h"
#include "panes/processes.h"
#include "snap/task.h"

static void set_keys(struct column_keys *keys, const char *list)
{
	char error[128];

	if (column_keys_parse(&processes_columns, bytes_of(list), keys, error, sizeof(error)) < 0)
		die("the default sort key: %s", error);
}

void settings_init(struct settings *settings)
{
	*settings = (struct settings){
		.delay_ns = SETTINGS_DELAY_DEFAULT,
		.mouse = true,
		.ended = true,
	};
	column_choices_default(&processes_columns, &settings->columns);
	set_keys(&settings->list_keys, PROCESSES_SORT);
	set_keys(&settings->tree_keys, PROCESSES_TREE_SORT);
}

void settings_done(struct settings *settings)
{
	selection_done(&settings->selection);
}

struct column_keys *settings_keys(struct settings *settings)
{
	return settings->tree ? &settings->tree_keys : &settings->list_keys;
}

static size_t find_choice(const struct column_choices *choices, const struct column *column)
{
	size_t i = 0;

	while (i < choices->count && choices->of[i].column != column)
		i++;
	return i;
}

/* Behind the first column, which is the PID as a rule. */
static void add_tid(struct column_choices *choices)
{
	char error[128];

	if (choices->count >= COLUMN_CHOICES_MAX ||
	    column_choices_parse(&processes_columns, bytes_of("+tid"), choices, error,
				 sizeof(error)) < 0)
		return;
	for (size_t i = choices->count - 1; i > 1; i--) {
		struct column_choice choice = choices->of[i];

		choices->of[i] = choices->of[i - 1];
		choices->of[i - 1] = choice;
	}
}

void settings_set_threads(struct settings *settings, bool threads)
{
	struct column_choices *choices = &settings->columns;
	const size_t at = find_choice(choices, column_find(&processes_columns, bytes_of("tid")));

	settings->threads = threads;
	if (threads && at == choices->count) {
		add_tid(choices);
		settings->added_tid = true;
	} else if (!threads) {
		/* It may have been taken away by hand in between: then it is not ours any more. */
		if (settings->added_tid && at < choices->count) {
			choices->count--;
			for (size_t i = at; i < choices->count; i++)
				choices->of[i] = choices->of[i + 1];
		}
		settings->added_tid = false;
	}
}

uint32_t settings_needs_all(struct settings *settings)
{
	uint32_t needs = TASK_STAT | column_keys_needs(settings_keys(settings)) |
			 selection_needs(&settings->selection);

	/* A sum is made of all rows below, on the screen or not. */
	if (settings->sums)
		needs |= column_choices_needs(&settings->columns);
	return needs;
}

uint32_t settings_needs_shown(const struct settings *settings)
{
	return column_choices_needs(&settings->columns);
}

struct unit {
	const char *name;
	uint64_t ns;
};

/*
 * Digits with at most one point, then a unit; by hand, as strtod would follow the locale and
 * take "nan".
 */
static int parse_decimal(struct bytes *rest, uint64_t *ret_whole, uint64_t *ret_nanos)
{
	uint64_t whole = 0, nanos = 0, scale = NS_PER_SECOND;
	size_t digits = 0;

	for (; rest->n > 0 && *rest->p >= '0' && *rest->p <= '9';
	     (void)bytes_take(rest, 1), digits++) {
		whole = whole * 10 + (uint64_t)(*rest->p - '0');
		if (whole > SETTINGS_DELAY_MAX)
			return -EINVAL;
	}
	if (rest->n > 0 && *rest->p == '.') {
		(void)bytes_take(rest, 1);
		for (; rest->n > 0 && *rest->p >= '0' && *rest->p <= '9';
		     (void)bytes_take(rest, 1), digits++) {
			scale /= 10;
			nanos += scale * (uint64_t)(*rest->p - '0');
		}
	}
	*ret_whole = whole;
	*ret_nanos = nanos;
	return digits > 0 ? 0 : -EINVAL;
}

int settings_delay_parse(const char *text, uint64_t *ret_ns, char *error, size_t error_size)
{
	static const struct unit units[] = {
		{ "", NS_PER_SECOND },	     { "s", NS_PER_SECOND },	    { "ms", NS_PER_MS },
		{ "m", 60 * NS_PER_SECOND }, { "h", 3600 * NS_PER_SECOND },
	};
	struct bytes rest = bytes_of(text);
	uint64_t whole, nanos;

	if (parse_decimal(&rest, &whole, &nanos) == 0) {
		for (size_t i = 0; i < ARRAY_LEN(units); i++) {
			double ns;

			if (!bytes_equal(rest, units[i].name))
				continue;
			ns = ((double)whole + (double)nanos / (double)NS_PER_SECOND) *
			     (double)units[i].ns;
			if (ns < (double)SETTINGS_DELAY_MIN || ns > (double)SETTINGS_DELAY_MAX)
				break;
			*ret_ns = (uint64_t)(ns + 0.5);
			return 0;
		}
	}
	(void)snprintf(error, error_size,
		       "no delay '%s': seconds from 0.05 to 86400, or 500ms, 2s, 1m, 1h", text);
	return -EINVAL;
}
