/*
 * events.h - the columns of the event journal; a row is a struct journal_entry of model/
 */
#ifndef PANES_EVENTS_H
#define PANES_EVENTS_H

#include "table/column.h"

/* The names are the keys of what `proctor events` prints: a contract. */
extern const struct column_set events_columns;

#endif
