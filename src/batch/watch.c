/* watch.c - see watch.h */
#include "batch/watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"
#include "batch/gather.h"
#include "batch/printer.h"
#include "batch/run.h"
#include "batch/tally.h"
#include "model/family.h"
#include "sys/procdir.h"

enum { EXIT_CANNOT_EXECUTE = 126, EXIT_NOT_FOUND = 127 };

/* Where nothing is printed meanwhile. */
#define DELAY_NS (200 * NS_PER_MS)

struct watch {
	struct command command;
	struct gather *gather;
	struct family *family; /* all below us */
	struct printer printer;
	bool prints;		       /* tables, as long as somebody reads them */
	bool is_over;		       /* nobody is left */
	bool has_events, has_accounts; /* of all the time since it was released */
	struct tally tally;
};

/* To the command only: whom it signals in turn is its own business. */
static int pass_on(const struct watch *watch, const struct signalfd_siginfo *info)
{
	if (watch->command.ended_ns)
		return GATHER_END;
	if (info->ssi_code != SI_KERNEL)
		command_signal(&watch->command, (int)info->ssi_signo);
	return GATHER_GO_ON;
}

static int take_signal(void *context, const struct signalfd_siginfo *info)
{
	struct watch *watch = context;

	if (info->ssi_signo != SIGCHLD)
		return pass_on(watch, info);
	watch->is_over = !command_reap(&watch->command);
	return watch->is_over ? GATHER_WAKE : GATHER_GO_ON;
}

static int handle_signals(struct watch *watch)
{
	sigset_t signals;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGCHLD);
	(void)sigaddset(&signals, SIGQUIT);
	return gather_handle(watch->gather, &signals, take_signal, watch);
}

static void measure(struct watch *watch)
{
	struct tally *tally = &watch->tally;
	uint64_t sum = 0, processes = 0;
	size_t count;
	const struct row *rows = world_rows(watch->printer.world, &count);

	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];

		if (row->is_thread || row->ending || row->identity.pid == watch->printer.except ||
		    !family_has(watch->family, &row->identity))
			continue;
		sum += row->task->rss;
		processes++;
	}
	tally->left = processes;
	if (sum > tally->peak_rss) {
		tally->peak_rss = sum;
		tally->peak_processes = processes;
	}
}

/* Each sample, be it printed or not: nothing may be missed. */
static int sample(struct watch *watch)
{
	const struct event_list *events;
	int result = gather_sample(watch->gather);

	if (result < 0) {
		(void)fprintf(stderr, "proctor: the processes cannot be listed: %s\n",
			      strerror(-result));
		watch->has_events = false;
		return result;
	}
	family_observe(watch->family, watch->printer.world);
	events = world_events(watch->printer.world);
	watch->has_events = watch->has_events && events->on && events->lost == 0;
	watch->has_accounts = watch->has_accounts && events->accounts;
	measure(watch);
	return 0;
}

static void print(struct watch *watch)
{
	const uint64_t wanted = watch->printer.settings->iterations;
	int result;

	if (!watch->prints || (wanted > 0 && watch->printer.printed >= wanted))
		return;
	result = printer_rows(&watch->printer);
	if (result < 0 && result != -EINTR)
		watch->prints = false; /* the writer keeps the reason: it is told in the end */
}

/* Tables come after whole intervals but for the last, which tells of the end. */
static void follow(struct watch *watch)
{
	const struct settings *settings = watch->printer.settings;
	const uint64_t delay = !watch->prints && settings->delay_ns == SETTINGS_DELAY_DEFAULT
				       ? DELAY_NS
				       : settings->delay_ns;
	uint64_t due = clock_monotonic();

	watch->is_over = !command_reap(&watch->command); /* it may have been too fast for signals */
	while (!watch->is_over) {
		due = MAX(due + delay, clock_monotonic());
		if (!gather_wait(watch->gather, due) || watch->is_over)
			break;
		if (sample(watch) == 0)
			print(watch);
	}
	if (sample(watch) == 0)
		print(watch);
}

static void sum_up(struct watch *watch)
{
	const struct family_count *counts = family_counts(watch->family);
	struct tally *tally = &watch->tally;
	const uint64_t end = watch->is_over ? watch->command.last_ns : clock_monotonic();

	tally->command = watch->command;
	tally->lasted_ns = end - watch->command.begun_ns;
	tally->is_exact = watch->has_events;
	tally->started = counts->started;
	tally->failed = counts->failed;
	if (!tally->is_exact) {
		tally->started = MAX(tally->started, watch->command.waited_for);
		tally->failed = MAX(tally->failed, watch->command.failed);
	}
	tally->has_accounts = watch->has_events && watch->has_accounts &&
			      counts->unaccounted == 0 && counts->ended == counts->started;
	tally->read_bytes = counts->read_bytes;
	tally->write_bytes = counts->write_bytes;
}

static int exit_status(const struct watch *watch)
{
	if (!watch->command.ended_ns)
		return 128 + gather_signal(watch->gather);
	return WIFSIGNALED(watch->command.status) ? 128 + WTERMSIG(watch->command.status)
						  : WEXITSTATUS(watch->command.status);
}

static int refuse(const char *word, int error)
{
	(void)fputs("proctor: '", stderr);
	(void)text_write(stderr, bytes_of(word), SIZE_MAX);
	(void)fprintf(stderr, "' cannot be executed: %s\n", strerror(-error));
	return error == -ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_EXECUTE;
}

/* The words one behind the other, as /proc has them. Owned. */
static char *join_words(char *const *words, size_t *ret_size)
{
	size_t size = 0, at = 0;
	char *joined;

	for (size_t i = 0; words[i]; i++)
		size += strlen(words[i]) + 1;
	joined = die_malloc(size + 1);
	for (size_t i = 0; words[i]; i++) {
		const size_t length = strlen(words[i]) + 1;

		memcpy(joined + at, words[i], length);
		at += length;
	}
	*ret_size = size;
	return joined;
}

static bool is_json(const struct writer_format *format)
{
	return strncmp(format->name, "json", 4) == 0;
}

/* What was told of the time before the command began is not about it. */
static bool is_ready(struct watch *watch)
{
	watch->has_events = watch->has_accounts = true;
	return handle_signals(watch) == 0 && sample(watch) == 0;
}

static int end_tables(struct watch *watch)
{
	const int error = printer_end(&watch->printer);

	if (error < 0 && error != -EPIPE)
		(void)fprintf(stderr, "proctor: the output cannot be written: %s\n",
			      strerror(-error));
	return error;
}

static int watch_command(struct watch *watch, char *const *words)
{
	int result;
	char *joined;

	if (!is_ready(watch)) {
		command_cancel(&watch->command);
		return RUN_FAILED;
	}
	result = command_release(&watch->command);
	if (result < 0)
		return refuse(words[0], result);
	if (watch->prints)
		printer_begin(&watch->printer);
	result = watch->prints;
	follow(watch);
	if (result)
		(void)end_tables(watch); /* the command's status is worth more */
	joined = join_words(words, &watch->tally.words_size);
	watch->tally.words = joined;
	sum_up(watch);
	tally_print(&watch->tally, &watch->printer, is_json(watch->printer.plan.format));
	free(joined);
	return exit_status(watch);
}

static void open_watch(struct watch *watch, const struct run_plan *plan, struct procdir *procdir)
{
	struct printer_plan printer_plan = run_printer_plan(plan);

	printer_plan.is_subtree = true;
	gather_need(watch->gather, 0);
	watch->family = family_new();
	family_add_root(watch->family, getpid());
	printer_init(&watch->printer, &printer_plan, watch->gather, procdir);
	watch->printer.only = watch->family;
	watch->printer.except = getpid();
	watch->prints = plan->tables;
}

int watch_run(const struct run_plan *plan, char *const *command, struct procdir *procdir)
{
	struct watch watch = { 0 };
	int result =
		procdir_is_live(procdir) ? command_fork(command, &watch.command) : -EMEDIUMTYPE;

	if (result == 0) {
		result = gather_open(plan->settings, procdir, &watch.gather);
		if (result < 0)
			command_cancel(&watch.command);
	}
	if (result < 0) {
		(void)fprintf(stderr, "proctor: --exec: %s\n",
			      result == -EMEDIUMTYPE
				      ? "a command cannot be started in another /proc"
				      : strerror(-result));
		return RUN_FAILED;
	}
	open_watch(&watch, plan, procdir);
	result = watch_command(&watch, command);
	printer_done(&watch.printer);
	family_free(watch.family);
	gather_close(watch.gather);
	return result;
}
