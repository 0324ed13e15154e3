/*
 * stormreport.h - a storm as a table of Markdown, and what it says of the aims
 */
#ifndef BENCH_STORMREPORT_H
#define BENCH_STORMREPORT_H

#include "stormrun.h"

/* To standard output. */
void stormreport_print(const struct stormrun *run);

/* Rows of the table of aims: what there are figures for. */
void stormreport_aims(const struct stormrun *run);

#endif
