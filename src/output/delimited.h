/*
 * delimited.h - samples as comma or tab separated values
 *
 * One line a row: timestamp, interval, the columns; the names once in front. Numbers
 * are raw, an absent value is an empty field, the arguments of a list are joined
 * by spaces. Control characters and bytes that are no UTF-8 are written \xNN, so a
 * record is always one line.
 *
 * CSV is that of RFC 4180, its CR LF included. TSV also escapes \t \n \\, so it
 * can be read back without loss.
 */
#ifndef OUTPUT_DELIMITED_H
#define OUTPUT_DELIMITED_H

#include "output/writer.h"

extern const struct writer_format delimited_csv;
extern const struct writer_format delimited_tsv;

#endif
