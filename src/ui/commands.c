/* commands.c - see commands.h */
#include "ui/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "panes/processes.h"
#include "ui/app.h"
#include "ui/help.h"
#include "ui/lookups.h"
#include "ui/pickers.h"
#include "ui/terminal.h"
#include "worker/sampler.h"

/* Movement. */

static void move_by(struct app *app, long lines)
{
	tablewidget_move(&app->list.widget, lines);
	list_cursor_moved(&app->list);
}

static void up(struct app *app)
{
	move_by(app, -1);
}

static void down(struct app *app)
{
	move_by(app, 1);
}

static void page_up(struct app *app)
{
	move_by(app, -MAX(app->list.widget.page, 1));
}

static void page_down(struct app *app)
{
	move_by(app, MAX(app->list.widget.page, 1));
}

static void half_up(struct app *app)
{
	move_by(app, -MAX(app->list.widget.page / 2, 1));
}

static void half_down(struct app *app)
{
	move_by(app, MAX(app->list.widget.page / 2, 1));
}

static void first(struct app *app)
{
	tablewidget_go(&app->list.widget, 0);
	list_cursor_moved(&app->list);
}

static void last(struct app *app)
{
	tablewidget_go(&app->list.widget, app->list.widget.count);
	list_cursor_moved(&app->list);
}

enum { SCROLL_STEP = 8 };

static void scroll_left(struct app *app)
{
	app->list.widget.scroll = MAX(app->list.widget.scroll - SCROLL_STEP, 0);
}

static void scroll_right(struct app *app)
{
	app->list.widget.scroll = MIN(app->list.widget.scroll + SCROLL_STEP, 8 * CANVAS_MAX);
}

static void scroll_home(struct app *app)
{
	app->list.widget.scroll = 0;
}

/* To where the last column begins. */
static void scroll_end(struct app *app)
{
	const struct column_choices *choices = &app->settings->columns;
	int x = 0;

	for (size_t i = 1; i + 1 < choices->count; i++)
		x += choices->of[i].width + 1;
	app->list.widget.scroll = x;
}

/* Order. */

static void sort_by(struct app *app, const char *name)
{
	const struct column *column = column_find(&processes_columns, bytes_of(name));

	pickers_sort_by(app, column);
}

static void sort_pid(struct app *app)
{
	sort_by(app, "pid");
}

static void sort_cpu(struct app *app)
{
	sort_by(app, "cpu");
}

static void sort_mem(struct app *app)
{
	sort_by(app, "mem");
}

static void sort_time(struct app *app)
{
	sort_by(app, "time");
}

static void invert(struct app *app)
{
	struct column_keys *keys = settings_keys(app->settings);

	if (keys->count == 0)
		return;
	keys->of[0].descending = !keys->of[0].descending;
	app_changed(app, false);
}

/* The neighbour of the column that sorts, among those shown. */
static void sort_neighbour(struct app *app, int step)
{
	const struct column_choices *choices = &app->settings->columns;
	const struct column_keys *keys = settings_keys(app->settings);

	for (size_t i = 0; i < choices->count; i++) {
		size_t next = i + (size_t)step;

		if (keys->count > 0 && choices->of[i].column == keys->of[0].column &&
		    next < choices->count) {
			pickers_sort_by(app, choices->of[next].column);
			return;
		}
	}
	if (choices->count > 0 && keys->count == 0)
		pickers_sort_by(app, choices->of[0].column);
}

static void sort_left(struct app *app)
{
	sort_neighbour(app, -1);
}

static void sort_right(struct app *app)
{
	sort_neighbour(app, 1);
}

static void freeze(struct app *app)
{
	app->list.frozen = !app->list.frozen;
	app_say(app, false, "%s",
		app->list.frozen ? "the order is frozen, values go on (o to let it go)"
				 : "the order is free again");
	app_changed(app, false);
}

/* What is shown. */

static void toggle_tree(struct app *app)
{
	app->settings->tree = !app->settings->tree;
	app_changed(app, false);
}

static void toggle_threads(struct app *app)
{
	settings_set_threads(app->settings, !app->settings->threads);
	app_say(app, false, "threads are %s", app->settings->threads ? "rows too" : "hidden");
	app_changed(app, true);
}

static void toggle_kernel(struct app *app)
{
	bool *kernel = &app->settings->selection.kernel;

	*kernel = !*kernel;
	app_say(app, false, "kernel threads are %s", *kernel ? "shown" : "hidden");
	app_changed(app, false);
}

static void toggle_active(struct app *app)
{
	bool *active = &app->settings->selection.active;

	*active = !*active;
	app_say(app, false, "%s",
		*active ? "only what was active in the interval" : "idle processes are shown");
	app_changed(app, false);
}

static void toggle_sums(struct app *app)
{
	app->settings->sums = !app->settings->sums;
	app_say(app, false, "%s",
		app->settings->sums ? "cells are the sums of their subtrees"
				    : "cells are of one process");
	app_changed(app, app->settings->sums);
}

static void toggle_header(struct app *app)
{
	app->header = !app->header;
}

static void fold(struct app *app)
{
	list_fold(&app->list, true);
}

static void unfold(struct app *app)
{
	list_fold(&app->list, false);
}

static void fold_toggle_all(struct app *app)
{
	list_fold_all(&app->list, app->list.folded.count == 0);
}

/* Into the parent, and fold it. */
static void fold_parent(struct app *app)
{
	const struct row *row = list_selected(&app->list);
	size_t count;
	const struct row *rows = world_rows(app->world, &count);

	if (!row || row->parent == ROW_NONE || !app->settings->tree)
		return;
	if (list_select(&app->list, &rows[row->parent].identity))
		list_fold(&app->list, true);
}

/* Marks. */

static void tag(struct app *app)
{
	list_tag(&app->list);
}

static void tag_subtree(struct app *app)
{
	list_tag_subtree(&app->list);
}

static void untag(struct app *app)
{
	marks_clear(&app->list.tagged);
}

static void follow(struct app *app)
{
	app->list.follow = !app->list.follow;
	app_say(app, false, "%s",
		app->list.follow ? "the cursor follows its process"
				 : "the cursor stays at its line");
}

/* The program. */

static void pause_samples(struct app *app)
{
	app->paused = !app->paused;
	sampler_pause(app->sampler, app->paused);
	app_say(app, false, "%s", app->paused ? "paused (Z goes on)" : "going on");
}

static void redraw(struct app *app)
{
	terminal_redraw(app->terminal);
}

static void suspend(struct app *app)
{
	terminal_suspend(app->terminal);
}

static void quit(struct app *app)
{
	app->quit = true;
}

static void help(struct app *app)
{
	static struct help_line lines[128];
	size_t count = 0;

	for (size_t i = 0; i < commands_table_count && count < ARRAY_LEN(lines); i++) {
		const struct command *command = &commands_table[i];

		lines[count].heading = !command->run;
		lines[count].help = command->help;
		if (command->run)
			(void)commands_keys(command, lines[count].keys);
		count++;
	}
	help_open(app, lines, count);
}

/* What was asked for last goes first: the search, then the tags stay. */
static void leave(struct app *app)
{
	app->list.search[0] = '\0';
	app->list.follow = false;
	app->message[0] = '\0';
}

/* clang-format off */
const struct command commands_table[] = {
	{ NULL, NULL, "moving", NULL },
	{ "up",            NULL,      "one line up",                                          up },
	{ "down",          NULL,      "one line down",                                        down },
	{ "page-up",       NULL,      "one page up",                                          page_up },
	{ "page-down",     NULL,      "one page down",                                        page_down },
	{ "half-up",       NULL,      "half a page up",                                       half_up },
	{ "half-down",     NULL,      "half a page down",                                     half_down },
	{ "first",         NULL,      "the first line",                                       first },
	{ "last",          NULL,      "the last line",                                        last },
	{ "scroll-left",   NULL,      "scroll the columns, the first one stays",              scroll_left },
	{ "scroll-right",  NULL,      "scroll the columns, the first one stays",              scroll_right },
	{ "scroll-home",   NULL,      "back to the first columns",                            scroll_home },
	{ "scroll-end",    NULL,      "to the last column",                                   scroll_end },
	{ NULL, NULL, "finding", NULL },
	{ "search",        "Search",  "search in names and command lines while you type",     lookups_search },
	{ "search-next",   NULL,      "next match of the search",                             lookups_search_next },
	{ "search-previous", NULL,    "previous match of the search",                         lookups_search_previous },
	{ "filter",        "Filter",  "show only rows with a word in name or command line, or for which an expression holds; in a tree their ancestors stay", lookups_filter },
	{ "user",          NULL,      "show only processes of some users",                    pickers_user },
	{ "go-to-pid",     NULL,      "go to a PID while you type its digits",                lookups_pid },
	{ "follow",        NULL,      "the cursor stays with its process",                    follow },
	{ NULL, NULL, "order", NULL },
	{ "sort",          "Sort",    "choose the column to sort by",                         pickers_sort },
	{ "sort-left",     NULL,      "sort by the column to the left",                       sort_left },
	{ "sort-right",    NULL,      "sort by the column to the right",                      sort_right },
	{ "sort-pid",      NULL,      "sort by PID",                                          sort_pid },
	{ "sort-cpu",      NULL,      "sort by CPU%",                                         sort_cpu },
	{ "sort-mem",      NULL,      "sort by memory",                                       sort_mem },
	{ "sort-time",     NULL,      "sort by CPU time",                                     sort_time },
	{ "invert",        NULL,      "invert the order",                                     invert },
	{ "freeze",        NULL,      "freeze the order, values live on",                     freeze },
	{ NULL, NULL, "what is shown", NULL },
	{ "columns",       "Columns", "choose, add, remove and move columns",                 pickers_columns },
	{ "tree",          "Tree",    "tree or list",                                         toggle_tree },
	{ "fold",          NULL,      "fold the subtree under the cursor",                    fold },
	{ "unfold",        NULL,      "unfold the subtree under the cursor",                  unfold },
	{ "fold-all",      NULL,      "fold or unfold all subtrees",                          fold_toggle_all },
	{ "fold-parent",   NULL,      "go to the parent and fold it",                         fold_parent },
	{ "sums",          NULL,      "sums of subtrees on or off",                           toggle_sums },
	{ "threads",       NULL,      "threads as rows on or off",                            toggle_threads },
	{ "kernel",        NULL,      "kernel threads on or off",                             toggle_kernel },
	{ "active",        NULL,      "only active processes on or off",                      toggle_active },
	{ "header",        NULL,      "meters on or off",                                     toggle_header },
	{ NULL, NULL, "marks", NULL },
	{ "tag",           NULL,      "tag the process and go on",                            tag },
	{ "tag-subtree",   NULL,      "tag the process and all below it",                     tag_subtree },
	{ "untag",         NULL,      "untag all",                                            untag },
	{ NULL, NULL, "the program", NULL },
	{ "delay",         NULL,      "time between two samples",                             lookups_delay },
	{ "pause",         NULL,      "stop and go on sampling",                              pause_samples },
	{ "help",          "Help",    "this help",                                            help },
	{ "redraw",        NULL,      "draw the screen anew",                                 redraw },
	{ "suspend",       NULL,      "back to the shell; fg goes on",                        suspend },
	{ "leave",         NULL,      "end the search, stop following",                       leave },
	{ "quit",          "Quit",    "end",                                                  quit },
};

const struct command_binding commands_bindings[] = {
	{ "n", "search-next", COMMAND_SEARCHING },   { "N", "search-previous", COMMAND_SEARCHING },
	{ "F1", "help", 0 },        { "h", "help", 0 },          { "?", "help", 0 },
	{ "F2", "columns", 0 },     { "f", "columns", 0 },       { "S", "columns", 0 },      { "C", "columns", 0 },
	{ "F3", "search", 0 },      { "/", "search", 0 },        { "S-F3", "search-previous", 0 },
	{ "F4", "filter", 0 },      { "\\", "filter", 0 },
	{ "F5", "tree", 0 },        { "t", "tree", 0 },          { "V", "tree", 0 },
	{ "F6", "sort", 0 },        { ",", "sort", 0 },          { ".", "sort", 0 },
	{ "<", "sort-left", 0 },    { ">", "sort-right", 0 },
	{ "F10", "quit", 0 },       { "q", "quit", 0 },          { "C-c", "quit", 0 },
	{ "Up", "up", 0 },          { "C-p", "up", 0 },          { "M-k", "up", 0 },
	{ "Down", "down", 0 },      { "C-n", "down", 0 },        { "M-j", "down", 0 },
	{ "PgUp", "page-up", 0 },   { "PgDn", "page-down", 0 },
	{ "C-u", "half-up", 0 },    { "C-d", "half-down", 0 },
	{ "Home", "first", 0 },     { "g", "first", 0 },         { "End", "last", 0 },       { "G", "last", 0 },
	{ "Left", "scroll-left", 0 }, { "C-b", "scroll-left", 0 }, { "M-h", "scroll-left", 0 },
	{ "Right", "scroll-right", 0 }, { "C-f", "scroll-right", 0 }, { "M-l", "scroll-right", 0 },
	{ "C-a", "scroll-home", 0 }, { "^", "scroll-home", 0 },  { "C-e", "scroll-end", 0 }, { "$", "scroll-end", 0 },
	{ "u", "user", 0 },         { "F", "follow", 0 },
	{ "0", "go-to-pid", 0 }, { "1", "go-to-pid", 0 }, { "2", "go-to-pid", 0 }, { "3", "go-to-pid", 0 },
	{ "4", "go-to-pid", 0 }, { "5", "go-to-pid", 0 }, { "6", "go-to-pid", 0 }, { "7", "go-to-pid", 0 },
	{ "8", "go-to-pid", 0 }, { "9", "go-to-pid", 0 },
	{ "N", "sort-pid", 0 },     { "P", "sort-cpu", 0 },      { "M", "sort-mem", 0 },     { "T", "sort-time", 0 },
	{ "I", "invert", 0 },       { "R", "invert", 0 },        { "o", "freeze", 0 },
	{ "-", "fold", 0 },         { "+", "unfold", 0 },        { "=", "unfold", 0 },
	{ "*", "fold-all", 0 },     { "BS", "fold-parent", 0 },  { "J", "sums", 0 },
	{ "H", "threads", 0 },      { "K", "kernel", 0 },        { "i", "active", 0 },       { "#", "header", 0 },
	{ "Space", "tag", 0 },      { "c", "tag-subtree", 0 },   { "U", "untag", 0 },
	{ "d", "delay", 0 },        { "Z", "pause", 0 },
	{ "C-l", "redraw", 0 },     { "C-z", "suspend", 0 },     { "Esc", "leave", 0 },
};
/* clang-format on */

const size_t commands_table_count = ARRAY_LEN(commands_table);
const size_t commands_bindings_count = ARRAY_LEN(commands_bindings);

const struct command *commands_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(commands_table); i++) {
		if (commands_table[i].name && strcmp(commands_table[i].name, name) == 0)
			return &commands_table[i];
	}
	return NULL;
}

const struct command *commands_of_key(struct key key, bool searching)
{
	for (size_t i = 0; i < ARRAY_LEN(commands_bindings); i++) {
		const struct command_binding *binding = &commands_bindings[i];
		struct key bound;

		if (binding->when == COMMAND_SEARCHING && !searching)
			continue;
		if (key_parse(bytes_of(binding->key), &bound) == 0 && key_same(bound, key))
			return commands_find(binding->command);
	}
	return NULL;
}

const char *commands_keys(const struct command *command, char ret[COMMAND_KEYS_MAX])
{
	size_t length = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(commands_bindings); i++) {
		const struct command_binding *binding = &commands_bindings[i];

		if (strcmp(binding->command, command->name) != 0 ||
		    length + KEY_NAME_MAX + 1 > COMMAND_KEYS_MAX)
			continue;
		length += (size_t)snprintf(ret + length, COMMAND_KEYS_MAX - length, "%s%s",
					   length ? " " : "", binding->key);
	}
	return ret;
}
