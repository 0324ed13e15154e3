/*
 * json_value.h - values as JSON text
 *
 * All of it is ASCII: other characters are written \uXXXX, and a byte that is no
 * UTF-8 as the lone surrogate \udcXX, so that any bytes survive the way there and
 * back (Python's "surrogateescape" reads them). Numbers have no locale; times
 * are seconds, percents are ratios.
 */
#ifndef OUTPUT_JSON_VALUE_H
#define OUTPUT_JSON_VALUE_H

#include <json-c/json_object.h>
#include <json-c/printbuf.h>

#include "base/bytes.h"
#include "table/value.h"

/* Appends a string with its quotes. */
void json_value_put_text(struct printbuf *out, struct bytes text);

/* Appends a value: number, string, array or null. */
void json_value_put(struct printbuf *out, struct value value);

/* Why there is none: "EACCES", "pending", "stalled"; NULL: there is, or it does not apply. */
const char *json_value_reason(struct value value);

/*
 * The same as an object of json-c, or NULL for null. Returns owned; borrows *value and
 * its text as long as it lives.
 */
struct json_object *json_value_new(const struct value *value);

#endif
