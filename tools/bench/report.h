/*
 * report.h - a scenario as a table of Markdown
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

struct scenario;

/* To standard output. */
void report_print(const struct scenario *scenario);

#endif
