/* main.c - what has to be done before and after a verb */
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
#include "options.h"
#include "verbs.h"
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
	result = verbs_run(&options);
	if (fflush(stdout) != 0 && result == EXIT_SUCCESS)
		result = verbs_status(-errno);
	options_done(&options);
	if (inspector_left_threads())
		_exit(result);
	return result;
}
