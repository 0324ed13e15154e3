/*
 * records.h - lines for programs: records of proctor and of atop
 */
#ifndef BENCH_RECORDS_H
#define BENCH_RECORDS_H

struct tally;

/* A record of proctor -b --ended -f jsonl with the columns name, cpu and chld. */
void records_json(const char *line, struct tally *tally);

/* A line of atop -P PRC. One that ends a sample counts as a refresh. */
void records_prc(const char *line, struct tally *tally);

#endif
