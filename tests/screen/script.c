/* script.c - see script.h */
#include "script.h"

#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program.h"
#include "pt_golden.h"

enum { ENDS_BY_TERM = 128 + SIGTERM, QUIET_MS = 400, BEFORE_INTERRUPT_MS = 50 };

struct golden {
	char *want;
	bool looks;
};

static char *read_golden(const char *name, bool looks)
{
	const char *srcdir = getenv("srcdir");
	char path[PATH_MAX];
	char *text = NULL;
	size_t room = 0;
	FILE *file;

	(void)snprintf(path, sizeof(path), "%s/tests/screen/golden/%s.%s",
		       srcdir == NULL ? "." : srcdir, name, looks ? "looks" : "txt");
	file = fopen(path, "re");
	if (file == NULL)
		return NULL;
	if (getdelim(&text, &room, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	(void)fclose(file);
	return text;
}

static bool is_golden(struct pt *pt, const void *arg)
{
	const struct golden *golden = arg;
	char *got = golden->looks ? pt_looks(pt) : pt_text(pt);
	bool same = strcmp(got, golden->want) == 0;

	free(got);
	return same;
}

void script_golden(struct pt *pt, const char *name, bool looks)
{
	struct golden golden = { read_golden(name, looks), looks };

	if (getenv("PT_UPDATE") != NULL)
		pt_quiet(pt, QUIET_MS);
	else if (golden.want != NULL)
		(void)pt_holds(pt, is_golden, &golden, 0);
	free(golden.want);
	/* this tells what differs */
	if (looks)
		pt_golden_looks(pt, name);
	else
		pt_golden(pt, name);
}

static bool has_title(struct pt *pt, const void *arg)
{
	int row = program_title_row(pt);

	return row >= 0 && strstr(pt_row_text(pt, row), arg) != NULL;
}

/* "ROW COLUMN BUTTON"; ROW "titles": that row, and COLUMN is a title; -1: from the end. */
static void click(struct pt *pt, const struct script *script, const char *what)
{
	char row_word[16], column_word[16], button_word[4];
	char *const words[] = { row_word, column_word, button_word };
	const size_t sizes[] = { sizeof(row_word), sizeof(column_word), sizeof(button_word) };
	int row, column;

	for (size_t i = 0; i < 3; i++) {
		size_t n = strcspn(what, " ");

		assert_true(n > 0 && n < sizes[i]);
		memcpy(words[i], what, n);
		words[i][n] = '\0';
		what += n + (what[n] == ' ');
	}
	if (strcmp(row_word, "titles") == 0) {
		row = program_title_row(pt);
		column = program_title_column(pt, column_word);
	} else {
		row = (int)strtol(row_word, NULL, 10);
		column = (int)strtol(column_word, NULL, 10);
	}
	if (row < 0)
		row += script->options.rows > 0 ? script->options.rows : 24;
	pt_click(pt, row, column, (int)strtol(button_word, NULL, 10));
}

static void look_for(struct pt *pt, const struct script *script, const struct script_step *step)
{
	int rows = script->options.rows > 0 ? script->options.rows : 24;

	switch (step->check) {
	case SCRIPT_TEXT:
		pt_until(pt, step->want, 0);
		break;
	case SCRIPT_GONE:
		pt_until_gone(pt, step->want, 0);
		break;
	case SCRIPT_CURSOR:
		program_until_cursor(pt, step->want);
		break;
	case SCRIPT_ROWS:
		program_until_rows(pt, step->want);
		break;
	case SCRIPT_SORTED:
		program_until_sorted_by(pt, step->want);
		break;
	case SCRIPT_TITLES:
		if (!pt_holds(pt, has_title, step->want, 0))
			pt_fail(pt, "the titles have no %s", step->want);
		break;
	case SCRIPT_FOLLOWING:
		program_until_following(pt, step->want[0] == 'y');
		break;
	case SCRIPT_LAST:
		pt_until_row(pt, rows - 1, step->want, 0);
		break;
	case SCRIPT_GOLDEN:
	case SCRIPT_LOOKS:
		script_golden(pt, step->want, step->check == SCRIPT_LOOKS);
		break;
	case SCRIPT_LEFT:
		assert_int_equal(pt_quit(pt, NULL, 0), strtol(step->want, NULL, 10));
		break;
	case SCRIPT_NOTHING:
		break;
	}
}

void script_run(const struct script *script)
{
	struct pt *pt = program_start(script->words, script->options);
	bool left = false;

	program_until_list(pt);
	for (size_t i = 0; i < SCRIPT_STEPS_MAX && script->steps[i].keys != NULL; i++) {
		const struct script_step *step = &script->steps[i];

		/* the terminal throws away what it has not delivered then, be it half a sequence */
		if (strcmp(step->keys, "C-c") == 0)
			pt_quiet(pt, BEFORE_INTERRUPT_MS);
		if (strncmp(step->keys, "@click ", 7) == 0)
			click(pt, script, step->keys + 7);
		else
			pt_send(pt, step->keys);
		look_for(pt, script, step);
		left = step->check == SCRIPT_LEFT;
	}
	if (left)
		return;
	pt_signal(pt, SIGTERM);
	assert_int_equal(pt_quit(pt, NULL, 0), ENDS_BY_TERM);
}
