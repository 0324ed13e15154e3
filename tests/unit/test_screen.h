/*
 * test_screen.h - keys in, screen out: what the tests of the widgets share
 */
#ifndef TESTS_UNIT_TEST_SCREEN_H
#define TESTS_UNIT_TEST_SCREEN_H

#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "term/canvas.h"
#include "term/key.h"

/* Types keys by their names, with spaces between: "Down a Enter". */
static inline void type_keys(const char *names, void (*type)(void *widget, struct key key),
			     void *widget)
{
	struct bytes rest = bytes_of(names);

	while (rest.n > 0) {
		struct key key;

		assert_int_equal(key_parse(bytes_next(&rest, ' '), &key), 0);
		type(widget, key);
	}
}

/* What the canvas shows, line by line. */
static inline void assert_screen(const struct canvas *canvas, const char *want)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	canvas_dump(canvas, out);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text, want);
	free(text);
}

/* The style of one cell. */
static inline int style_at(const struct canvas *canvas, int y, int x)
{
	const struct canvas_cell *cell = canvas_cell(canvas, y, x);

	assert_non_null(cell);
	return cell->style;
}

#endif
