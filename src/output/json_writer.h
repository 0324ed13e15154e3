/*
 * json_writer.h - samples as JSON: one document, or one record a line
 *
 * The document is an array of samples, each with its rows. A line (jsonl) stands
 * for itself: what is known of the sample is repeated in each. Columns go by their
 * names; null is unknown, and "NAME_err" says why.
 */
#ifndef OUTPUT_JSON_WRITER_H
#define OUTPUT_JSON_WRITER_H

#include "output/writer.h"

extern const struct writer_format json_writer_document;
extern const struct writer_format json_writer_lines;

#endif
