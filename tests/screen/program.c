/* program.c - see program.h */
#include "program.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "helper.h"

enum {
	WORDS_MAX = 32,
	ENV_MAX = 12,
	TEXT_MAX = 4096,
	PATH_MAX_BYTES = 512,

	/* Backgrounds of theme.c, on 256 colours. */
	GROUND_SELECTED = 24,
	GROUND_FOLLOWING = 130,
};

static char copy[PATH_MAX_BYTES];

static const char *variable(const char *name, const char *fallback)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : fallback;
}

/* Words, cut in place. Returns how many; the array ends with NULL. */
static size_t cut(char *text, const char *words[WORDS_MAX], size_t count)
{
	char *rest = text, *word;

	while ((word = strsep(&rest, " ")) != NULL) {
		if (word[0] != '\0' && count + 1 < WORDS_MAX)
			words[count++] = word;
	}
	words[count] = NULL;
	return count;
}

struct pt *program_start(const char *words, struct pt_options options)
{
	const char *env[ENV_MAX] = { "TZ=UTC0", "NO_COLOR", "COLORTERM", "CLICOLOR_FORCE" };
	const char *argv[WORDS_MAX] = { variable("PROCTOR", "./proctor") };
	static char text[TEXT_MAX], tree[PATH_MAX_BYTES];
	size_t count = 4;

	(void)snprintf(text, sizeof(text), "%s", words);
	(void)cut(text, argv, 1);
	for (size_t i = 1; argv[i] != NULL; i++) {
		if (argv[i][0] != '@')
			continue;
		(void)snprintf(tree, sizeof(tree), "%s/tests/proc/%s", variable("top_srcdir", "."),
			       argv[i] + 1);
		argv[i] = tree;
	}
	for (size_t i = 0; options.env != NULL && options.env[i] != NULL; i++) {
		assert_true(count + 1 < ENV_MAX);
		env[count++] = options.env[i];
	}
	env[count] = NULL;
	options.argv = argv;
	options.env = env;
	return pt_start(&options);
}

struct pt *program_list(const char *words)
{
	struct pt *pt = program_start(words, (struct pt_options){ 0 });

	program_until_list(pt);
	return pt;
}

static int row_count(struct pt *pt)
{
	char *text = pt_text(pt);
	int rows = 0;

	for (const char *at = text; *at != '\0'; at++)
		rows += *at == '\n';
	free(text);
	return rows;
}

/* In front of PID may be the arrow of the column that sorts, or it is PPID. */
int program_title_row(struct pt *pt)
{
	int rows = row_count(pt);

	for (int row = 0; row < rows; row++) {
		const char *text = pt_row_text(pt, row);
		const char *title = strstr(text, "PID");

		if (title != NULL && title > text &&
		    strspn(text, " P\xe2\x96\xb3\xbd") >= (size_t)(title - text))
			return row;
	}
	return -1;
}

static bool has_list(struct pt *pt, const void *arg)
{
	int title = program_title_row(pt);

	(void)arg;
	return title >= 0 && strspn(pt_row_text(pt, title + 1), " 0123456789") > 1;
}

void program_until_list(struct pt *pt)
{
	pt_until_true(pt, has_list, NULL, 0);
}

/* Of a pane the titles are on its second row. Their ground may be that of the cursor. */
static int titles_of_anything(struct pt *pt)
{
	const int row = program_title_row(pt);

	return row < 0 && strstr(pt_row_text(pt, 1), " EVENT ") != NULL ? 1 : row;
}

int program_cursor_row(struct pt *pt, bool *ret_following)
{
	int rows = row_count(pt);

	for (int i = titles_of_anything(pt) + 1; i < rows; i++) {
		int ground = pt_cell(pt, i, 0).bg;

		if (ground != GROUND_SELECTED && ground != GROUND_FOLLOWING)
			continue;
		if (ret_following != NULL)
			*ret_following = ground == GROUND_FOLLOWING;
		return i;
	}
	return -1;
}

static bool is_cursor_on(struct pt *pt, const void *arg)
{
	int row = program_cursor_row(pt, NULL);

	return row >= 0 && strstr(pt_row_text(pt, row), arg) != NULL;
}

static void until(struct pt *pt, pt_condition_fn condition, const void *arg, const char *what)
{
	if (!pt_holds(pt, condition, arg, 0))
		pt_fail(pt, "%s: \"%s\"; the cursor is on row %d", what, (const char *)arg,
			program_cursor_row(pt, NULL));
}

void program_until_cursor(struct pt *pt, const char *text)
{
	until(pt, is_cursor_on, text, "the cursor is not on the line with");
}

static bool is_following(struct pt *pt, const void *arg)
{
	bool following = false;

	return program_cursor_row(pt, &following) >= 0 && following == *(const bool *)arg;
}

void program_until_following(struct pt *pt, bool following)
{
	pt_until_true(pt, is_following, &following, 0);
}

static bool has_rows(struct pt *pt, const void *arg)
{
	int row = program_title_row(pt);
	char seen[TEXT_MAX] = "";
	size_t n = 0;

	if (row < 0)
		return false;
	for (;;) {
		const char *line = pt_row_text(pt, ++row);
		const char *digits = line + strspn(line, " ");
		size_t length = strspn(digits, "0123456789");

		if (length == 0 || n + length + 2 > sizeof(seen))
			break;
		n += (size_t)snprintf(seen + n, sizeof(seen) - n, "%s%.*s", n > 0 ? " " : "",
				      (int)length, digits);
	}
	return strcmp(seen, arg) == 0;
}

void program_until_rows(struct pt *pt, const char *pids)
{
	until(pt, has_rows, pids, "the rows are not");
}

int program_title_column(struct pt *pt, const char *title)
{
	int row = program_title_row(pt);
	const char *text, *at;

	if (row < 0)
		pt_fail(pt, "there are no titles");
	text = pt_row_text(pt, row);
	at = strstr(text, title);
	if (at == NULL)
		pt_fail(pt, "no title %s", title);
	/* left of it may be the arrow of the column that sorts: three bytes, one column */
	return (int)(at - text) - (memchr(text, '\xe2', (size_t)(at - text)) != NULL ? 2 : 0);
}

static bool is_sorted_by(struct pt *pt, const void *arg)
{
	int row = program_title_row(pt);

	return row >= 0 && strstr(pt_row_text(pt, row), arg) != NULL &&
	       pt_cell(pt, row, program_title_column(pt, arg)).bg == GROUND_SELECTED;
}

void program_until_sorted_by(struct pt *pt, const char *title)
{
	until(pt, is_sorted_by, title, "not sorted by");
}

static bool has_left(struct pt *pt, const void *arg)
{
	(void)arg;
	return !pt_alt_screen(pt);
}

void program_until_left(struct pt *pt)
{
	pt_until_true(pt, has_left, NULL, 0);
}

/* Copies */

static int run_shell(const char *script, const char *first, const char *second)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		(void)execlp("sh", "sh", "-c", script, "sh", first, second, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -1;
	return status;
}

const char *program_copy_tree(const char *name)
{
	char source[PATH_MAX_BYTES];

	(void)snprintf(copy, sizeof(copy), "%s/proctor-screen-XXXXXX", variable("TMPDIR", "/tmp"));
	assert_non_null(mkdtemp(copy));
	(void)snprintf(source, sizeof(source), "%s/tests/proc/%s/.", variable("top_srcdir", "."),
		       name);
	assert_int_equal(run_shell("cp -R \"$1\" \"$2\" && chmod -R u+w \"$2\"", source, copy), 0);
	return copy;
}

void program_patch(const char *file, const char *from, const char *to)
{
	char path[2 * PATH_MAX_BYTES], text[TEXT_MAX + 1];
	const char *at;
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", copy, file);
	fd = open(path, O_RDWR | O_CLOEXEC);
	assert_true(fd >= 0);
	n = read(fd, text, TEXT_MAX);
	assert_true(n > 0);
	text[n] = '\0';
	at = strstr(text, from);
	assert_non_null(at);
	assert_int_equal(strlen(from), strlen(to));
	assert_int_equal(pwrite(fd, to, strlen(to), at - text), (ssize_t)strlen(to));
	(void)close(fd);
}

void program_hide(const char *pid, bool hidden)
{
	char shown[2 * PATH_MAX_BYTES], away[2 * PATH_MAX_BYTES];

	(void)snprintf(shown, sizeof(shown), "%s/%s", copy, pid);
	(void)snprintf(away, sizeof(away), "%s/away-%s", copy, pid);
	assert_int_equal(hidden ? rename(shown, away) : rename(away, shown), 0);
}

int program_teardown(void **state)
{
	int result = pt_teardown(state);

	helper_end_all();
	if (copy[0] != '\0' && run_shell("rm -rf \"$1\"", copy, "") != 0)
		result = -1;
	copy[0] = '\0';
	return result;
}
