/*
 * branches.h - the lines in front of a row of a tree
 */
#ifndef TABLE_BRANCHES_H
#define TABLE_BRANCHES_H

#include <stddef.h>
#include <stdint.h>

#include "table/view.h"

enum {
	BRANCHES_LEVELS = 32, /* of a deeper row only the last ones are drawn, behind a mark */
	BRANCHES_MAX = BRANCHES_LEVELS * 8 + 16,
};

/*
 * Writes the branches of one line, clean UTF-8 or ASCII (text_is_ascii()), a
 * level three columns wide: "│  ├─ ". Levels above base are left out: 0 draws
 * all, the roots without branches. Costs at most BRANCHES_LEVELS steps. Returns
 * the bytes; *ret_width is set to the columns.
 */
size_t branches_format(const struct view_line *lines, uint32_t line, uint32_t base,
		       char ret[BRANCHES_MAX], size_t *ret_width);

#endif
