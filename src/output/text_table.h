/*
 * text_table.h - samples as aligned text, for people and journals
 *
 * The summary, an empty line, the headings, the rows; an empty line between two
 * samples. Never an escape sequence. The rows of a sample are collected first:
 * a column is as wide as its widest name or number asks for.
 */
#ifndef OUTPUT_TEXT_TABLE_H
#define OUTPUT_TEXT_TABLE_H

#include "output/writer.h"

extern const struct writer_format text_table_format;

#endif
