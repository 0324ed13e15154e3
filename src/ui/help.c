/* help.c - see help.h */
#include "ui/help.h"

#include <stdio.h>

#include "base/die.h"
#include "table/column.h"
#include "ui/app.h"
#include "ui/front.h"

enum { LINE_MAX_BYTES = 240, KEYS_COLUMNS = 22 };

/* Lines that are being written; the text of each has its fixed place. */
struct page {
	struct pager_line *lines;
	char *texts;
	size_t count;
};

/* One line; a head is set in front of the text, in its own style and width. */
static void add(struct page *page, enum style style, const char *head, const char *words)
{
	char *text = page->texts + page->count * LINE_MAX_BYTES;
	int length = head ? snprintf(text, LINE_MAX_BYTES, "  %-20s %s", head, words)
			  : snprintf(text, LINE_MAX_BYTES, "%s", words);
	size_t n = length < LINE_MAX_BYTES ? (size_t)length : LINE_MAX_BYTES - 1;

	page->lines[page->count++] = (struct pager_line){ .text = { text, n },
							  .style = style,
							  .head = head ? KEYS_COLUMNS : 0,
							  .head_style = STYLE_DIALOG_TITLE };
}

static void add_commands(struct page *page, const struct help_line *commands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (commands[i].heading) {
			add(page, STYLE_NORMAL, NULL, "");
			add(page, STYLE_HEADING, NULL, commands[i].help);
		} else {
			add(page, STYLE_NORMAL, commands[i].keys, commands[i].help);
		}
	}
}

static void add_columns(struct page *page, const struct column_set *set)
{
	add(page, STYLE_NORMAL, NULL, "");
	add(page, STYLE_HEADING, NULL, "columns");
	for (size_t i = 0; i < set->count; i++)
		add(page, STYLE_NORMAL, set->columns[i].name, set->columns[i].help);
}

void help_open(struct app *app, const struct help_line *commands, size_t count)
{
	const struct column_set *columns = front_of(app).columns;
	const size_t most = 2 * count + columns->count + 16;
	struct page page = { die_calloc(most, sizeof(*page.lines)),
			     die_calloc(most, LINE_MAX_BYTES), 0 };

	add(&page, STYLE_HEADING, NULL, "proctor " PACKAGE_VERSION ": q or Esc leaves, / searches");
	add(&page, STYLE_NORMAL, NULL, "");
	add(&page, STYLE_NORMAL, NULL,
	    "A cell without a value says why: - does not apply, ? no permission, ... not read "
	    "yet.");
	add(&page, STYLE_NORMAL, NULL,
	    "CPU% is of one CPU. Unattributed: CPU time that no row accounts for.");
	add(&page, STYLE_NORMAL, NULL,
	    "State X: it has ended, in brackets how. [9 ended]: so many came and went unseen.");
	add(&page, STYLE_NORMAL, NULL,
	    "The mouse selects, sorts by titles, scrolls, and presses what is below.");
	add_commands(&page, commands, count);
	add_columns(&page, columns);
	dialog_open_pager(&app->dialog, page.lines, page.count, page.texts);
}
