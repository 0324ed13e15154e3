/* main.c - the verbs of proctor */
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "batch/formats.h"
#include "batch/run.h"
#include "listing.h"
#include "options.h"
#include "sys/procdir.h"
#include "ui/loop.h"
#include "worker/inspector.h"

enum { EXIT_USAGE = 2, OUTPUT_BUFFER = 65536, MAP_FROM = 256 * 1024 };

/* A closed standard descriptor would be given to the next file that is opened, and written to. */
static int open_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			return -errno;
	} while (fd <= STDERR_FILENO);
	return close(fd);
}

static void set_locale(bool ascii)
{
	/* Only characters: numbers are always written the same way. */
	(void)setlocale(LC_CTYPE, "");
	(void)setlocale(LC_TIME, "C");
	text_set_ascii(ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
}

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

static int run_rows(struct options *options, struct procdir *procdir)
{
	const struct run_plan plan = {
		.settings = &options->settings,
		.format = format_of(options),
		.time = options->time,
		.once = options->verb != OPTIONS_BATCH,
		.summary = options->verb == OPTIONS_BATCH,
		.tree_root = options->tree_root,
	};

	return run_batch(&plan, procdir);
}

/* The exit status of a verb whose output went well, or not: the reader may go when it likes. */
static int status_of(int error)
{
	if (error == 0 || error == -EPIPE)
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "proctor: the output cannot be written: %s\n", strerror(-error));
	return EXIT_USAGE;
}

static int run_with_procdir(struct options *options)
{
	static struct procdir *procdir; /* never closed: a thread that was left behind may use it */
	int result;

	if (open_procdir(options->proc ? options->proc : "/proc", &procdir) < 0)
		return EXIT_USAGE;
	if (options->verb == OPTIONS_FEATURES)
		result = status_of(listing_features(procdir, stdout));
	else if (options->verb == OPTIONS_INTERACTIVE)
		result = loop_run(&options->settings, procdir);
	else
		result = run_rows(options, procdir);
	return result;
}

static int run(struct options *options)
{
	switch (options->verb) {
	case OPTIONS_HELP:
		options_print_help(stdout);
		return 0;
	case OPTIONS_VERSION:
		(void)puts("proctor " PACKAGE_VERSION);
		return 0;
	case OPTIONS_OPTIONS:
		options_print_list(stdout);
		return 0;
	case OPTIONS_COLUMNS:
		return status_of(listing_columns(format_of(options), &options->settings, stdout));
	case OPTIONS_KEYS:
		return status_of(listing_keys(format_of(options), &options->settings, stdout));
	default:
		return run_with_procdir(options);
	}
}

int main(int argc, char **argv)
{
	/* so that what does not come from a writer fails when it is flushed, and says why */
	static char output[OUTPUT_BUFFER];
	char error[OPTIONS_ERROR_MAX];
	struct options options;
	int result;

	if (open_standard_descriptors() < 0)
		return EXIT_USAGE;
	if (getauxval(AT_SECURE) && geteuid() != getuid()) {
		(void)fputs("proctor: it must not be set-user-ID: use sudo, or file capabilities\n",
			    stderr);
		return EXIT_USAGE;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	(void)setvbuf(stdout, output, _IOFBF, sizeof(output));
	/* Fixed, so that what is large is given back when it is freed: the kernel's types are. */
	(void)mallopt(M_MMAP_THRESHOLD, MAP_FROM);
	log_init();
	set_locale(false);
	if (options_parse(argc, argv, &options, error) < 0) {
		(void)fputs("proctor: ", stderr);
		(void)text_write(stderr, bytes_of(error), SIZE_MAX);
		(void)putc('\n', stderr);
		options_done(&options);
		return EXIT_USAGE;
	}
	set_locale(options.settings.ascii);
	result = run(&options);
	if (fflush(stdout) != 0 && result == EXIT_SUCCESS)
		result = status_of(-errno);
	options_done(&options);
	if (inspector_left_threads())
		_exit(result);
	return result;
}
