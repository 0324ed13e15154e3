/*
 * order.h - sorts rows by columns
 *
 * The keys are fetched once a row, in one pass; then an array of numbers is
 * sorted. The sort is stable, so rows that no key tells apart stay in the order
 * of the rows, and absent values come last in both directions.
 */
#ifndef TABLE_ORDER_H
#define TABLE_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "table/column.h"

struct order_entry {
	uint64_t rank; /* the first key as a number, in ascending order */
	uint32_t row;
	uint32_t absent; /* 1: the first key is not there */
};

/* The memory of one sort, used again by the next one. All zero at first. */
struct order {
	struct order_entry *entries; /* sorted, count of them; borrowed until the next sort */
	struct order_entry *spare;   /* as large, for the merge */
	struct value *values;	     /* all keys of all rows; not filled where the rank says all */
	size_t capacity, values_capacity;
};

void order_done(struct order *order);

/* Sorts all rows by the keys into order->entries; without a key, as they are. */
void order_by_keys(struct order *order, const void *rows, size_t row_size, size_t count,
		   const struct column_keys *keys);

/* Sorts the count entries anew by their rank alone. */
void order_by_rank(struct order *order, size_t count);

#endif
