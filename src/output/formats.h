/*
 * formats.h - the output formats there are
 */
#ifndef OUTPUT_FORMATS_H
#define OUTPUT_FORMATS_H

#include "base/bytes.h"
#include "output/writer.h"

/* In the order of the manual, NULL at the end. */
extern const struct writer_format *const formats_all[];

/* Returns borrowed, or NULL where no format has that name. */
const struct writer_format *formats_find(struct bytes name);

#endif
