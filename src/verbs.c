/* verbs.c - see verbs.h */
#include "verbs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "output/formats.h"
#include "listing.h"
#include "options.h"
#include "sampling.h"
#include "sys/procdir.h"
#include "ui/loop.h"
#include "usage.h"

enum { EXIT_NOTHING = 1, EXIT_USAGE = 2 };

static int open_procdir(const char *path, struct procdir **ret)
{
	int result = procdir_open(path, ret);

	if (result == 0)
		return 0;
	(void)fputs("proctor: --proc: '", stderr);
	(void)text_write(stderr, bytes_of(path), SIZE_MAX);
	if (result == -EMEDIUMTYPE)
		(void)fputs("' has no process in it", stderr);
	else
		(void)fprintf(stderr, "' cannot be opened: %s", strerror(-result));
	(void)fputs("; it takes a procfs, or a tree captured from one\n", stderr);
	return result;
}

static const struct writer_format *format_of(const struct options *options)
{
	return options->format ? options->format : formats_find(bytes_of("text"));
}

int verbs_status(int error)
{
	if (error == 0 || error == -EPIPE)
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "proctor: the output cannot be written: %s\n", strerror(-error));
	return EXIT_USAGE;
}

/* The same of a verb that says how many rows there were. */
static int status_of_rows(int rows)
{
	return rows == 0 ? EXIT_NOTHING : verbs_status(rows > 0 ? 0 : rows);
}

static int run_with_procdir(struct options *options)
{
	static struct procdir *procdir; /* never closed: a thread that was left behind may use it */
	int result;

	if (open_procdir(options->proc ? options->proc : "/proc", &procdir) < 0)
		return EXIT_USAGE;
	if (options->verb == OPTIONS_FEATURES)
		result = verbs_status(listing_features(procdir, stdout));
	else if (options->verb == OPTIONS_INTERACTIVE)
		result = loop_run(&options->settings, procdir);
	else
		result = sampling_run(options, procdir);
	return result;
}

int verbs_run(struct options *options)
{
	switch (options->verb) {
	case OPTIONS_HELP:
		usage_print_help(stdout, options->about);
		return 0;
	case OPTIONS_VERSION:
		(void)puts("proctor " PACKAGE_VERSION);
		return 0;
	case OPTIONS_OPTIONS:
		usage_print_list(stdout);
		return 0;
	case OPTIONS_COLUMNS:
		return status_of_rows(
			listing_columns(format_of(options), &options->settings, stdout));
	case OPTIONS_KEYS:
		return status_of_rows(listing_keys(format_of(options), &options->settings, stdout));
	default:
		return run_with_procdir(options);
	}
}
