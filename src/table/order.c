/* order.c - see order.h */
#include "table/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"

/* Rows that are sorted by insertion before the merging begins. */
#define RUN 8

/* What two entries are compared by. values is NULL where the rank says all. */
struct comparison {
	const struct column_keys *keys;
	const struct value *values;
};

void order_done(struct order *order)
{
	free(order->entries);
	free(order->spare);
	free(order->values);
	*order = (struct order){ 0 };
}

static void reserve(struct order *order, size_t count)
{
	size_t capacity = order->capacity;

	order->entries = die_grow(order->entries, &capacity, count, sizeof(order->entries[0]));
	order->spare = die_grow(order->spare, &order->capacity, count, sizeof(order->spare[0]));
}

static int compare_keys(const struct comparison *by, uint32_t a, uint32_t b)
{
	const struct value *left = by->values + a * by->keys->count;
	const struct value *right = by->values + b * by->keys->count;

	for (size_t i = 0; i < by->keys->count; i++) {
		bool both = value_is_there(left[i]) && value_is_there(right[i]);
		int order = both ? value_compare(left[i], right[i])
				 : value_is_there(right[i]) - value_is_there(left[i]);

		if (order != 0)
			return both && by->keys->of[i].descending ? -order : order;
	}
	return 0;
}

/* Whether b has to come before a, which stands in front of it. */
static bool is_before(const struct comparison *by, const struct order_entry *b,
		      const struct order_entry *a)
{
	if (b->absent != a->absent)
		return b->absent < a->absent;
	if (b->rank != a->rank)
		return b->rank < a->rank;
	return by->values && compare_keys(by, b->row, a->row) < 0;
}

static void sort_run(const struct comparison *by, struct order_entry *entries, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct order_entry entry = entries[i];
		size_t at = i;

		for (; at > 0 && is_before(by, &entry, &entries[at - 1]); at--)
			entries[at] = entries[at - 1];
		entries[at] = entry;
	}
}

/* Merges from[0..middle) and from[middle..count) into to. */
static void merge(const struct comparison *by, const struct order_entry *from, size_t middle,
		  size_t count, struct order_entry *to)
{
	size_t left = 0, right = middle;

	/* what was in order a moment ago mostly is so again */
	if (middle >= count || !is_before(by, &from[middle], &from[middle - 1])) {
		memcpy(to, from, count * sizeof(*to));
		return;
	}
	while (left < middle && right < count)
		*to++ = is_before(by, &from[right], &from[left]) ? from[right++] : from[left++];
	memcpy(to, from + left, (middle - left) * sizeof(*to));
	memcpy(to + (middle - left), from + right, (count - right) * sizeof(*to));
}

static void sort(struct order *order, size_t count, const struct comparison *by)
{
	for (size_t i = 0; i < count; i += RUN)
		sort_run(by, order->entries + i, MIN(count - i, (size_t)RUN));
	for (size_t width = RUN; width < count; width *= 2) {
		struct order_entry *sorted = order->spare;

		for (size_t i = 0; i < count; i += 2 * width) {
			size_t n = MIN(count - i, 2 * width);

			merge(by, order->entries + i, MIN(width, n), n, sorted + i);
		}
		order->spare = order->entries;
		order->entries = sorted;
	}
}

static void set_entry(struct order_entry *entry, uint32_t row, struct value value, bool descending)
{
	uint64_t rank = value_rank(value);

	entry->row = row;
	entry->absent = !value_is_there(value);
	entry->rank = descending ? ~rank : rank;
}

/* Whether equal ranks mean equal values, so that nothing is left to be compared. */
static bool rank_says_all(const struct column_keys *keys)
{
	return keys->count == 1 && keys->of[0].column->kind != VALUE_TEXT &&
	       keys->of[0].column->kind != VALUE_LIST;
}

/* Shares of CPU time in ns always differ a little: rows would change places with every sample. */
static struct value key_value(const struct column *column, const void *row)
{
	struct value value = column_value(column, row);

	if (column->flags & COLUMN_STEADY && value.kind == VALUE_PERCENT)
		value.ratio = (double)(uint64_t)(value.ratio * 1000 + 0.5) / 1000;
	return value;
}

void order_by_keys(struct order *order, const void *rows, size_t row_size, size_t count,
		   const struct column_keys *keys)
{
	struct comparison by = { .keys = keys };
	const char *row = rows;
	struct value *values = NULL;

	reserve(order, count);
	if (keys->count == 0) {
		for (size_t i = 0; i < count; i++)
			order->entries[i] = (struct order_entry){ .row = (uint32_t)i };
		return;
	}
	if (!rank_says_all(keys)) {
		order->values = die_grow(order->values, &order->values_capacity,
					 count * keys->count, sizeof(order->values[0]));
		by.values = values = order->values;
	}
	for (size_t i = 0; i < count; i++, row += row_size) {
		struct value first = key_value(keys->of[0].column, row);

		set_entry(&order->entries[i], (uint32_t)i, first, keys->of[0].descending);
		for (size_t k = 0; values && k < keys->count; k++)
			*values++ = k == 0 ? first : key_value(keys->of[k].column, row);
	}
	sort(order, count, &by);
}

void order_by_rank(struct order *order, size_t count)
{
	const struct comparison by = { .values = NULL };

	sort(order, count, &by);
}
