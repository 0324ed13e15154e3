/* commands.c - see commands.h */
#include "ui/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"
#include "model/ending.h"
#include "ui/app.h"
#include "ui/eventpane.h"
#include "ui/front.h"
#include "ui/help.h"
#include "ui/lookups.h"
#include "ui/pickers.h"
#include "term/terminal.h"
#include "worker/sampler.h"

/* Movement. */

static struct tablewidget *widget_of(struct app *app)
{
	return &front_of(app).grid->widget;
}

static void move_by(struct app *app, long lines)
{
	tablewidget_move(widget_of(app), lines);
	front_cursor_moved(app);
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
	move_by(app, -MAX(widget_of(app)->page, 1));
}

static void page_down(struct app *app)
{
	move_by(app, MAX(widget_of(app)->page, 1));
}

static void half_up(struct app *app)
{
	move_by(app, -MAX(widget_of(app)->page / 2, 1));
}

static void half_down(struct app *app)
{
	move_by(app, MAX(widget_of(app)->page / 2, 1));
}

static void first(struct app *app)
{
	tablewidget_go(widget_of(app), 0);
	front_cursor_moved(app);
}

static void last(struct app *app)
{
	tablewidget_go(widget_of(app), widget_of(app)->count);
	front_cursor_moved(app);
}

enum { SCROLL_STEP = 8 };

static void scroll_left(struct app *app)
{
	grid_scroll(front_of(app).grid, -SCROLL_STEP);
}

static void scroll_right(struct app *app)
{
	grid_scroll(front_of(app).grid, SCROLL_STEP);
}

static void scroll_home(struct app *app)
{
	front_of(app).grid->widget.scroll = 0;
}

static void scroll_end(struct app *app)
{
	grid_scroll_end(front_of(app).grid, front_of(app).choices);
}

/* Order. */

/* A pane need not have that column. */
static void sort_by(struct app *app, const char *name)
{
	front_sort_by(app, column_find(front_of(app).columns, bytes_of(name)));
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
	struct column_keys *keys = front_of(app).keys;

	if (keys->count == 0)
		return;
	keys->of[0].descending = !keys->of[0].descending;
	front_changed(app, false);
}

/* The neighbour of the column that sorts, among those shown. */
static void sort_left(struct app *app)
{
	front_sort_by(app, grid_sort_neighbour(front_of(app).choices, front_of(app).keys, -1));
}

static void sort_right(struct app *app)
{
	front_sort_by(app, grid_sort_neighbour(front_of(app).choices, front_of(app).keys, 1));
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

static void toggle_ended(struct app *app)
{
	app->settings->ended = !app->settings->ended;
	app_say(app, false, "processes that ended a moment ago are %s",
		app->settings->ended ? "shown" : "hidden");
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

/* Whether nothing can be done to the process under the cursor any more; then that is said. */
static bool has_ended(struct app *app)
{
	const struct row *row = list_selected(&app->list);
	char how[ENDING_TEXT_MAX];

	if (!row || !row->ending)
		return false;
	(void)ending_text(row->ending, how);
	app_say(app, true, "that has ended: %s", how);
	return true;
}

static void tag(struct app *app)
{
	(void)has_ended(app);
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
	if (!app->list.follow && has_ended(app))
		return;
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

/* Back, where there is something behind it. */
static void quit(struct app *app)
{
	if (pane_is_open(&app->pane))
		pane_close(&app->pane);
	else
		app->quit = true;
}

static void enter(struct app *app)
{
	pane_enter(&app->pane);
}

static void help(struct app *app)
{
	static struct help_line lines[128];
	const bool pane = front_of(app).is_pane;
	size_t count = 0;

	for (size_t i = 0; i < commands_table_count && count < ARRAY_LEN(lines); i++) {
		const struct command *command = &commands_table[i];

		if (command->run && !commands_is_of(command, pane))
			continue;
		/* A group of which nothing is left has no heading either. */
		if (!command->run && count > 0 && lines[count - 1].heading)
			count--;
		lines[count].heading = !command->run;
		lines[count].help = command->help;
		if (command->run)
			(void)commands_keys(command, lines[count].keys);
		count++;
	}
	help_open(app, lines, count);
}

/* What was asked for last goes first: the search, then the pane; tags stay. */
static void leave(struct app *app)
{
	char *search = front_of(app).grid->search;

	app->message[0] = '\0';
	if (!search[0] && pane_is_open(&app->pane))
		pane_close(&app->pane);
	else if (!pane_is_open(&app->pane))
		app->list.follow = false;
	search[0] = '\0';
}

/* clang-format off */
const struct command commands_table[] = {
	{ NULL, NULL, "moving", NULL, COMMAND_BOTH },
	{ "up",            NULL,      "one line up",                                          up, COMMAND_BOTH },
	{ "down",          NULL,      "one line down",                                        down, COMMAND_BOTH },
	{ "page-up",       NULL,      "one page up",                                          page_up, COMMAND_BOTH },
	{ "page-down",     NULL,      "one page down",                                        page_down, COMMAND_BOTH },
	{ "half-up",       NULL,      "half a page up",                                       half_up, COMMAND_BOTH },
	{ "half-down",     NULL,      "half a page down",                                     half_down, COMMAND_BOTH },
	{ "first",         NULL,      "the first line",                                       first, COMMAND_BOTH },
	{ "last",          NULL,      "the last line",                                        last, COMMAND_BOTH },
	{ "scroll-left",   NULL,      "scroll the columns, the first one stays",              scroll_left, COMMAND_BOTH },
	{ "scroll-right",  NULL,      "scroll the columns, the first one stays",              scroll_right, COMMAND_BOTH },
	{ "scroll-home",   NULL,      "back to the first columns",                            scroll_home, COMMAND_BOTH },
	{ "scroll-end",    NULL,      "to the last column",                                   scroll_end, COMMAND_BOTH },
	{ NULL, NULL, "finding", NULL, COMMAND_BOTH },
	{ "search",        "Search",  "search in names and command lines while you type",     lookups_search, COMMAND_BOTH },
	{ "search-next",   NULL,      "next match of the search",                             lookups_search_next, COMMAND_BOTH },
	{ "search-previous", NULL,    "previous match of the search",                         lookups_search_previous, COMMAND_BOTH },
	{ "filter",        "Filter",  "show only rows with a word in name or command line, or for which an expression holds; in a tree their ancestors stay", lookups_filter, COMMAND_BOTH },
	{ "user",          NULL,      "show only processes of some users",                    pickers_user, COMMAND_LIST },
	{ "go-to-pid",     NULL,      "go to a PID while you type its digits",                lookups_pid, COMMAND_LIST },
	{ "follow",        NULL,      "the cursor stays with its process",                    follow, COMMAND_LIST },
	{ NULL, NULL, "order", NULL, COMMAND_BOTH },
	{ "sort",          "Sort",    "choose the column to sort by",                         pickers_sort, COMMAND_BOTH },
	{ "sort-left",     NULL,      "sort by the column to the left",                       sort_left, COMMAND_BOTH },
	{ "sort-right",    NULL,      "sort by the column to the right",                      sort_right, COMMAND_BOTH },
	{ "sort-pid",      NULL,      "sort by PID",                                          sort_pid, COMMAND_BOTH },
	{ "sort-cpu",      NULL,      "sort by CPU%",                                         sort_cpu, COMMAND_BOTH },
	{ "sort-mem",      NULL,      "sort by memory",                                       sort_mem, COMMAND_LIST },
	{ "sort-time",     NULL,      "sort by CPU time",                                     sort_time, COMMAND_LIST },
	{ "invert",        NULL,      "invert the order",                                     invert, COMMAND_BOTH },
	{ "freeze",        NULL,      "freeze the order, values live on",                     freeze, COMMAND_LIST },
	{ NULL, NULL, "what is shown", NULL, COMMAND_BOTH },
	{ "columns",       "Columns", "choose, add, remove and move columns",                 pickers_columns, COMMAND_BOTH },
	{ "tree",          "Tree",    "tree or list",                                         toggle_tree, COMMAND_LIST },
	{ "fold",          NULL,      "fold the subtree under the cursor",                    fold, COMMAND_LIST },
	{ "unfold",        NULL,      "unfold the subtree under the cursor",                  unfold, COMMAND_LIST },
	{ "fold-all",      NULL,      "fold or unfold all subtrees",                          fold_toggle_all, COMMAND_LIST },
	{ "fold-parent",   NULL,      "go to the parent and fold it",                         fold_parent, COMMAND_LIST },
	{ "sums",          NULL,      "sums of subtrees on or off",                           toggle_sums, COMMAND_LIST },
	{ "ended",         NULL,      "processes that ended a moment ago on or off, and how they ended", toggle_ended, COMMAND_LIST },
	{ "threads",       NULL,      "threads as rows on or off",                            toggle_threads, COMMAND_LIST },
	{ "kernel",        NULL,      "kernel threads on or off",                             toggle_kernel, COMMAND_LIST },
	{ "active",        NULL,      "only active processes on or off",                      toggle_active, COMMAND_LIST },
	{ "header",        NULL,      "meters on or off",                                     toggle_header, COMMAND_LIST },
	{ NULL, NULL, "marks", NULL, COMMAND_BOTH },
	{ "tag",           NULL,      "tag the process and go on",                            tag, COMMAND_LIST },
	{ "tag-subtree",   NULL,      "tag the process and all below it",                     tag_subtree, COMMAND_LIST },
	{ "tag-matching",  NULL,      "tag all shown rows with a word in name or command line, or for which an expression holds", lookups_tag_matching, COMMAND_LIST },
	{ "untag",         NULL,      "untag all",                                            untag, COMMAND_LIST },
	{ NULL, NULL, "panes", NULL, COMMAND_BOTH },
	{ "events",        NULL,      "what happened to processes lately: a list that goes on, the newest at its end", eventpane_open, COMMAND_LIST },
	{ "enter",         NULL,      "in a pane: go to the process of the line",             enter, COMMAND_PANE },
	{ NULL, NULL, "the program", NULL, COMMAND_BOTH },
	{ "delay",         NULL,      "time between two samples",                             lookups_delay, COMMAND_LIST },
	{ "pause",         NULL,      "stop and go on sampling",                              pause_samples, COMMAND_BOTH },
	{ "help",          "Help",    "this help",                                            help, COMMAND_BOTH },
	{ "redraw",        NULL,      "draw the screen anew",                                 redraw, COMMAND_BOTH },
	{ "suspend",       NULL,      "back to the shell; fg goes on",                        suspend, COMMAND_BOTH },
	{ "leave",         NULL,      "end the search, stop following; in a pane: back",                       leave, COMMAND_BOTH },
	{ "quit",          "Quit",    "end; in a pane: back",                                                  quit, COMMAND_BOTH },
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
	{ "E", "ended", 0 },        { "A", "events", 0 },        { "Enter", "enter", 0 },
	{ "Space", "tag", 0 },      { "c", "tag-subtree", 0 },   { "U", "untag", 0 },        { "\"", "tag-matching", 0 },
	{ "d", "delay", 0 },        { "Z", "pause", 0 },
	{ "C-l", "redraw", 0 },     { "C-z", "suspend", 0 },     { "Esc", "leave", 0 },
};
/* clang-format on */

const size_t commands_table_count = ARRAY_LEN(commands_table);
const size_t commands_bindings_count = ARRAY_LEN(commands_bindings);

bool commands_is_of(const struct command *command, bool pane)
{
	return command->place == COMMAND_BOTH ||
	       command->place == (pane ? COMMAND_PANE : COMMAND_LIST);
}

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
