/* treeverb.c - see treeverb.h */
#include "tree/treeverb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/die.h"
#include "batch/asked.h"
#include "batch/gather.h"
#include "batch/run.h"
#include "tree/treenodes.h"
#include "tree/treeroots.h"
#include "tree/treestyle.h"
#include "tree/treetext.h"
#include "panes/processes.h"
#include "table/view.h"

struct treeverb {
	const struct treestyle *style;
	struct settings *settings;
	struct gather *gather;
	struct world *world; /* of the gather */
	struct view *view;
	int32_t *pids; /* the roots that were asked for */
	size_t pid_count;
	size_t limit; /* columns of a line; 0: as many as it takes */
};

/* Roots are no part of the selection: it would walk from each row up to them. */
static void take_roots(struct treeverb *verb)
{
	struct selection *selection = &verb->settings->selection;
	size_t kept = 0;

	verb->pids = die_calloc(selection->pid_count + 1, sizeof(verb->pids[0]));
	for (size_t i = 0; i < selection->pid_count; i++) {
		if (selection->pids[i].descendants)
			verb->pids[verb->pid_count++] = selection->pids[i].pid;
		else
			selection->pids[kept++] = selection->pids[i];
	}
	selection->pid_count = kept;
}

static void choose_columns(struct treeverb *verb)
{
	const char *list = verb->style->users || verb->style->root ? "pid,user" : "pid";
	char error[128];

	if (column_choices_parse(&processes_columns, bytes_of(list), &verb->settings->columns,
				 error, sizeof(error)) < 0)
		die("the columns of the tree: %s", error);
	/* Else their number says enough. */
	verb->settings->threads =
		!verb->style->no_threads &&
		(verb->style->pids || verb->style->thread_names || verb->style->apart);
}

static size_t find_limit(const struct treeverb *verb)
{
	struct winsize size;

	if (verb->style->unlimited)
		return 0;
	if (verb->settings->width > 0)
		return verb->settings->width;
	if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

/* Threads are drawn with their process. */
static bool is_wanted(const void *subject, const void *context)
{
	const struct row *row = subject;

	return !row->is_thread && !row->ending && selection_match(row, context);
}

static void update_view(struct treeverb *verb)
{
	const struct selection *selection = &verb->settings->selection;
	struct view_rows rows = { .row_size = sizeof(struct row) };
	const struct view_plan plan = {
		.keys = *settings_keys(verb->settings),
		.tree = true,
		.match = is_wanted,
		.context = selection,
	};
	const struct row *all = world_rows(verb->world, &rows.count);

	if (selection_needs_commands(selection) || column_keys_needs(&plan.keys) & TASK_COMMAND) {
		for (size_t i = 0; i < rows.count; i++)
			gather_ask(verb->gather, &all[i]);
		gather_answers(verb->gather);
	}
	rows.rows = all;
	rows.parents = world_parents(verb->world);
	view_update(verb->view, &rows, &plan);
}

/* Escape sequences are for terminals that know some. */
static bool may_be_bold(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

static int draw(struct treeverb *verb, struct treenodes *tree)
{
	const struct treetext_style style = { verb->limit, verb->style->arguments };
	const int32_t highlight = verb->style->highlight;
	const struct row *bold = highlight ? world_find_pid(verb->world, highlight) : NULL;
	size_t count;
	const struct view_line *lines;
	int result;

	update_view(verb);
	lines = view_lines(verb->view, &count);
	if (verb->settings->top > 0 && verb->settings->top < count)
		count = verb->settings->top;
	if (bold && may_be_bold())
		treenodes_mark_bold(tree, bold);
	treenodes_choose(tree, lines, count);
	for (size_t i = 0; i < count && verb->style->arguments; i++) {
		if (treenodes_has(tree, lines[i].row))
			gather_ask(verb->gather, &tree->rows[lines[i].row]);
	}
	gather_answers(verb->gather);
	if (gather_signal(verb->gather))
		return 128 + gather_signal(verb->gather);
	treenodes_make(tree, lines, count);
	treetext_draw(stdout, tree->nodes, tree->count, &style);
	result = asked_check(verb->world, verb->pids, verb->pid_count);
	if (result == RUN_DONE && highlight)
		result = asked_check(verb->world, &highlight, 1);
	if (result == RUN_DONE && tree->matched == 0)
		result = RUN_NOTHING;
	return asked_finish(fflush(stdout) != 0 || ferror(stdout) ? -errno : 0, result);
}

static int run(struct treeverb *verb)
{
	struct treenodes tree;
	int result = gather_sample(verb->gather);

	if (result < 0) {
		(void)fprintf(stderr, "proctor: the processes cannot be listed: %s\n",
			      strerror(-result));
		return RUN_FAILED;
	}
	verb->world = gather_world(verb->gather);
	treenodes_init(&tree, verb->style, verb->limit, verb->world);
	result = treeroots_mark(&tree, verb->world, verb->pids, verb->pid_count);
	if (result == RUN_DONE)
		result = draw(verb, &tree);
	treenodes_done(&tree);
	return result;
}

int treeverb_run(const struct treestyle *style, struct settings *settings, struct procdir *procdir)
{
	struct treeverb verb = { .style = style, .settings = settings };
	int result;

	take_roots(&verb);
	choose_columns(&verb);
	verb.limit = find_limit(&verb);
	result = gather_open(settings, procdir, &verb.gather);
	if (result < 0) {
		(void)fprintf(stderr, "proctor: cannot start: %s\n", strerror(-result));
		free(verb.pids);
		return RUN_FAILED;
	}
	verb.view = view_new();
	result = run(&verb);
	view_free(verb.view);
	gather_close(verb.gather);
	free(verb.pids);
	return result;
}
