/* pt_golden.c - compares screens with files; see pt_golden.h */
#include "pt_golden.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static char *read_file(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;

	if (in == NULL)
		return NULL;
	if (getdelim(&text, &room, '\0', in) < 0) {
		free(text);
		text = strdup("");
	}
	(void)fclose(in);
	return text;
}

static bool write_file(const char *path, const char *text)
{
	FILE *out = fopen(path, "we");

	if (out == NULL)
		return false;
	(void)fputs(text, out);
	return fclose(out) == 0;
}

/* Prints each line that differs, wanted above got. */
static void print_difference(const char *want, const char *got)
{
	for (int line = 1; *want != '\0' || *got != '\0'; line++) {
		int nw = (int)strcspn(want, "\n"), ng = (int)strcspn(got, "\n");

		if (nw != ng || memcmp(want, got, (size_t)nw) != 0)
			print_error("%3d -%.*s\n    +%.*s\n", line, nw, want, ng, got);
		want += nw + (want[nw] == '\n');
		got += ng + (got[ng] == '\n');
	}
}

static void compare_golden(struct pt *pt, const char *name, const char *suffix, char *got)
{
	const char *srcdir = getenv("srcdir"), *update = getenv("PT_UPDATE");
	char path[PATH_MAX];
	char *want;
	bool same;

	(void)snprintf(path, sizeof(path), "%s/tests/screen/golden/%s.%s",
		       srcdir == NULL ? "." : srcdir, name, suffix);
	if (update != NULL && strcmp(update, "1") == 0) {
		bool written = write_file(path, got);

		free(got);
		if (!written)
			pt_fail(pt, "cannot write %s: %s", path, strerror(errno));
		return;
	}
	want = read_file(path);
	same = want != NULL && strcmp(want, got) == 0;
	if (want != NULL && !same)
		print_difference(want, got);
	free(got);
	if (want == NULL)
		pt_fail(pt, "no %s: PT_UPDATE=1 writes it", path);
	free(want);
	if (!same)
		pt_fail(pt, "the screen is not that of %s", path);
}

void pt_golden(struct pt *pt, const char *name)
{
	compare_golden(pt, name, "txt", pt_text(pt));
}

void pt_golden_looks(struct pt *pt, const char *name)
{
	compare_golden(pt, name, "looks", pt_looks(pt));
}
