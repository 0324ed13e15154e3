/* branches.c - see branches.h */
#include "table/branches.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

struct shapes {
	const char *through, *none, *middle, *end, *cut;
};

static const struct shapes unicode_shapes = { "│  ", "   ", "├─ ", "└─ ", "…" };
static const struct shapes ascii_shapes = { "|  ", "   ", "|- ", "`- ", "<" };

size_t branches_format(const struct view_line *lines, uint32_t line, uint32_t base,
		       char ret[BRANCHES_MAX], size_t *ret_width)
{
	const struct shapes *shapes = text_is_ascii() ? &ascii_shapes : &unicode_shapes;
	const char *levels[BRANCHES_LEVELS];
	size_t count = 0, length = 0;
	uint32_t at = line;

	/*
	 * Upwards from the row: its own corner first, then who of the ancestors has more to
	 * come.
	 */
	while (at != VIEW_ROOT && lines[at].depth > base && count < BRANCHES_LEVELS) {
		if (at == line)
			levels[count++] = lines[at].last ? shapes->end : shapes->middle;
		else
			levels[count++] = lines[at].last ? shapes->none : shapes->through;
		at = lines[at].parent;
	}
	*ret_width = count * 3;
	if (at != VIEW_ROOT && lines[at].depth > base) {
		length = strlen(shapes->cut);
		memcpy(ret, shapes->cut, length);
		++*ret_width;
	}
	while (count-- > 0) {
		size_t n = strlen(levels[count]);

		memcpy(ret + length, levels[count], n);
		length += n;
	}
	ret[length] = '\0';
	return length;
}
