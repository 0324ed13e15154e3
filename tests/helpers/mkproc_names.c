/*
 * mkproc_names.c - kinds with names and arguments as nobody should give them
 *
 * The arguments of a process are those of its exec, so these children run this
 * program again, in a role: main() sees it in the environment.
 */
#include "mkproc.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum {
	HUGE_ARG = 131071, /* the most that the kernel takes as one argument, without its NUL */
	HUGE_COUNT = 8,	   /* 1 MiB in all */
	MANY_COUNT = 100000,
};

#define FAMILY	     "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7"
#define ACUTE	     "\xcc\x81"
#define FIVE_ACUTES  ACUTE ACUTE ACUTE ACUTE ACUTE
#define WIDE	     "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97\xe7\xac\xa6"
#define COMM_SETTING "MKPROC_COMM"

struct hostile {
	const char *tag;
	const char *comm; /* 15 bytes are kept; NULL: as exec leaves it */
	const char *arg0;
	const char *arg1; /* NULL: none */
};

/* clang-format off */
static const struct hostile hostile_names[] = {
	{ "plain",         "plain",              "plain", "an argument" },
	{ "csi",           "\033[31mred",        "\033[31mred", "\033[2J\033[H" },
	{ "title",         "\033]0;pwn\a",       "\033]0;pwn\a", "\033]2;pwn\033\\" },
	{ "clipboard",     "\033]52;c;QQ==\a",   "\033]52;c;cHduCg==\a", NULL },
	{ "query",         "\033[6n\033[c\005",  "\033[6n\033[c\005", "\033P$qm\033\\" },
	{ "reset",         "\033c\033[2J",       "\033c", "\033[?1049l\033[?25l" },
	{ "layout",        "a\nb\tc\rd",         "a\nb\tc\rd", "e\vf\fg" },
	{ "c1",            "a\x9b" "31mb",       "a\x9b" "31mb", "\x90q\x9c" },
	{ "c1-utf8",       "a\xc2\x9b" "31mb",   "a\xc2\x9b" "31mb", "\xc2\x9d" "0;x\xc2\x9c" },
	{ "invalid",       "\xff\x80\xc0\xaf\xed\xa0\x80", "\xff\x80\xc0\xaf\xed\xa0\x80", "\xf4\x90\x80\x80" },
	{ "cut-character", "aaaaaaaaaaaaa" WIDE, "aaaaaaaaaaaaa" WIDE, NULL },
	{ "cut-sequence",  "aaaaaaaaaaaa\033[31m", "aaaaaaaaaaaa\033[31m", NULL },
	{ "wide",          WIDE,                 WIDE WIDE WIDE, WIDE },
	{ "marks",         "e" FIVE_ACUTES,      "e" FIVE_ACUTES FIVE_ACUTES FIVE_ACUTES FIVE_ACUTES, NULL },
	{ "marks-first",   FIVE_ACUTES "e",      FIVE_ACUTES "e", FIVE_ACUTES },
	{ "bidi",          "\xe2\x80\xae" "live\xe2\x81\xa6", "\xe2\x80\xae" "live", "\xe2\x80\x8f\xd8\x9c" },
	{ "joined",        FAMILY,               FAMILY FAMILY, "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xef\xb8\x8f" },
	{ "zero-width",    "a\xe2\x80\x8b" "b\xef\xbb\xbf", "a\xe2\x80\x8b\xe2\x81\xa0" "b\xc2\xad", NULL },
	{ "private",       "\xee\x82\xa0\xef\xbf\xbf", "\xee\x82\xa0\xef\xbf\xbf", "\xf3\xa0\x80\x81" },
	{ "kernel",        "kworker/0:9",        "[kworker/0:9]", NULL },
	{ "parenthesis",   ") R 1 1 (",          ") R 1 1 (", ") Z 0 0 0" },
	{ "parentheses",   "((((",               "((((", "))))" },
	{ "format",        "%n%s%999999c",       "%n%s%999999c", "%*d" },
	{ "controls",      "\b\a\177\016\017",   "\b\a\177\016\017", "\001\037" },
	{ "spaces",        "   ",                "   ", " leading and trailing " },
	{ "shell",         "$(id);`id`|'\"",     "$(id);`id`|'\"\\", "*?[a]~{}" },
	{ "csv",           "=1+1,\"a\",",        "=cmd(),\"a\"", "@SUM(1)" },
	{ "regex",         ".*[(+?\\",           ".*[(+?\\", "^$" },
	{ "json",          "\"\\u0000\"}",       "\"\\u0000\"}", "\\ud800" },
	{ "empty-comm",    "",                   "empty-comm", NULL },
	{ "empty-arg0",    "empty-arg0",         "", "second" },
	{ "empty-args",    "empty-args",         "", "" },
};
/* clang-format on */

/* A name as hexadecimal, so that a line stays a line. */
static void tell_name(pid_t pid, const char *tag, const char *comm)
{
	char hex[64] = "";
	size_t n = comm == NULL ? 0 : strlen(comm);

	for (size_t i = 0; i < n && i < 15; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", (unsigned char)comm[i]);
	mkproc_tell("pid=%d tag=%s comm=%s", (int)pid, tag, comm == NULL ? "exe" : hex);
}

/* What exec takes and does not change. */
static char *text_of(const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		_exit(1);
	return copy;
}

static pid_t make_hostile(const struct hostile *hostile)
{
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		char *const argv[] = { text_of(hostile->arg0),
				       hostile->arg1 == NULL ? NULL : text_of(hostile->arg1),
				       NULL };

		(void)setenv(COMM_SETTING, hostile->comm, 1);
		mkproc_exec_role("comm", argv);
	}
	return pid;
}

/* `count` arguments of `length` bytes each; frees nothing, exec or death does. */
__attribute__((noreturn)) static void exec_with_many(size_t count, size_t length)
{
	char **argv = calloc(count + 1, sizeof(*argv));
	char *arg = malloc(length + 1);

	if (argv == NULL || arg == NULL)
		_exit(1);
	memset(arg, 'x', length);
	arg[length] = '\0';
	for (size_t i = 0; i < count; i++)
		argv[i] = arg;
	mkproc_exec_role("idle", argv);
}

static pid_t make_many(size_t count, size_t length)
{
	pid_t pid = mkproc_fork();

	if (pid == 0)
		exec_with_many(count, length);
	return pid;
}

static pid_t make_role(const char *role)
{
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		char *const argv[] = { text_of(role), NULL };

		mkproc_exec_role(role, argv);
	}
	return pid;
}

/* Without any argument: newer kernels put an empty one there. */
static pid_t make_argless(void)
{
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		char *const argv[] = { NULL };

		mkproc_exec_role("idle", argv);
	}
	return pid;
}

static int await_and_tell(pid_t pid, const char *tag)
{
	if (!mkproc_await(1))
		return mkproc_refuse(1, "the child %s failed", tag);
	tell_name(pid, tag, NULL);
	return 0;
}

static int make_names(const struct mkproc_args *args)
{
	int status;

	(void)args;
	for (size_t i = 0; i < sizeof(hostile_names) / sizeof(hostile_names[0]); i++) {
		pid_t pid = make_hostile(&hostile_names[i]);

		if (!mkproc_await(1))
			return mkproc_refuse(1, "the child %s failed", hostile_names[i].tag);
		tell_name(pid, hostile_names[i].tag, hostile_names[i].comm);
	}
	status = await_and_tell(make_argless(), "argc-0");
	if (status == 0)
		status = await_and_tell(make_many(HUGE_COUNT, HUGE_ARG), "huge");
	if (status == 0)
		status = await_and_tell(make_many(MANY_COUNT, 1), "many");
	return status;
}

static int make_title(const struct mkproc_args *args)
{
	int status = await_and_tell(make_role("title"), "title");

	(void)args;
	return status != 0 ? status : await_and_tell(make_role("title-long"), "title-long");
}

static int make_rename(const struct mkproc_args *args)
{
	long rate = mkproc_number(args, 0, 100, 1, 1000);
	pid_t pid = mkproc_fork();

	if (pid == 0) {
		mkproc_say(true);
		for (unsigned i = 0;; i++) {
			char name[16];

			(void)snprintf(name, sizeof(name), "rename-%08x", i);
			(void)prctl(PR_SET_NAME, name);
			mkproc_sleep_ms(1000 / rate);
		}
	}
	return await_and_tell(pid, "rename");
}

static int make_exec_loop(const struct mkproc_args *args)
{
	(void)args;
	return await_and_tell(make_role("exec-loop"), "exec-loop");
}

/* --------------------------------------------------------------------- roles */

/*
 * Writes over the arguments, and for the long title over the environment behind
 * them: the kernel shows that too when the last byte of the arguments is no NUL.
 */
static void write_title(char *const *argv, bool is_long)
{
	size_t room = strlen(argv[0]) + 1;
	char *at = argv[0];

	if (!is_long) {
		(void)snprintf(at, room, "%s", "short");
		return;
	}
	memset(at, 't', 3 * room);
	at[3 * room] = '\0';
}

/* Runs itself again and again, with a number that counts. */
__attribute__((noreturn)) static void run_exec_loop(int argc, char **argv)
{
	char number[24];
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	char *const next[] = { argv[0], number, NULL };

	if (argc == 1)
		mkproc_say(true);
	mkproc_sleep_ms(20);
	(void)snprintf(number, sizeof(number), "%lu", count + 1);
	(void)execv("/proc/self/exe", next);
	_exit(1);
}

void mkproc_exec_named(const char *name, char *const *argv)
{
	(void)setenv(COMM_SETTING, name, 1);
	mkproc_exec_role("idle", argv);
}

int mkproc_names_role(const char *role, int argc, char **argv)
{
	if (strcmp(role, "exec-loop") == 0 && argc > 0)
		run_exec_loop(argc, argv);
	if (strncmp(role, "title", 5) == 0 && argc > 0)
		write_title(argv, strcmp(role, "title-long") == 0);
	if (getenv(COMM_SETTING) != NULL)
		(void)prctl(PR_SET_NAME, getenv(COMM_SETTING));
	mkproc_say(true);
	mkproc_idle();
}

/* clang-format off */
const struct mkproc_kind mkproc_names_kinds[] = {
	{ "names",     "",       "hostile names and arguments, each with a tag", make_names,     NULL, NULL },
	{ "title",     "",       "arguments that were written over",             make_title,     NULL, NULL },
	{ "rename",    "[RATE]", "its name changes RATE (100) times a second",   make_rename,    NULL, NULL },
	{ "exec-loop", "",       "executes itself 50 times a second",            make_exec_loop, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */
