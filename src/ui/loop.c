/* loop.c - see loop.h */
#include "ui/loop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/macros.h"
#include "source/choose.h"
#include "source/source.h"
#include "ui/app.h"
#include "ui/input.h"
#include "ui/screen.h"
#include "term/terminal.h"
#include "worker/inspector.h"
#include "worker/sampler.h"

enum {
	COMMAND_BYTES = 4096, /* of a command line: more than any screen shows */
	EXIT_CANNOT_START = 2,
};

#define FIRST_INTERVAL_NS (500 * NS_PER_MS) /* rates soon, but not of a moment */

/* The cursor begins at the process that was asked for, as soon as it is there. */
static void go_to_wanted(struct app *app)
{
	const struct row *row = app->go_to ? world_find_pid(app->world, app->go_to) : NULL;

	if (row && list_select(&app->list, &row->identity))
		app->list.follow = true;
	else if (app->go_to)
		app_say(app, true, "process %d is not there", app->go_to);
	app->go_to = 0;
}

static void take_snapshot(struct app *app)
{
	struct snapshot *snapshot = sampler_take(app->sampler);
	const uint64_t cpu = clock_process_cpu();

	if (!snapshot)
		return;
	app->dirty = true;
	app->sample_ns = clock_monotonic();
	if (snapshot->error < 0) {
		app_say(app, true, "the processes cannot be listed: %s",
			strerror(-snapshot->error));
		sampler_give_back(app->sampler, snapshot);
		return;
	}
	if (snapshot->notice)
		app_say(app, true, "%s", snapshot->notice);
	if (!snapshot->extra) {
		app->own_cpu_ns = cpu - app->cpu_at_sample_ns;
		app->cpu_at_sample_ns = cpu;
	}
	app->events_lost += snapshot->events.lost;
	sampler_give_back(app->sampler, world_update(app->world, snapshot));
	selection_observe(&app->settings->selection, app->world);
	app_world_changed(app);
	if (app->go_to)
		go_to_wanted(app);
	app_request(app, false);
	app_ask_commands(app);
}

static void take_answers(struct app *app)
{
	struct inspector_answer answer;

	while (inspector_take(app->inspector, &answer)) {
		if (answer.result == -ETIMEDOUT)
			world_stalled(app->world, &answer.identity);
		else
			world_answer_command(app->world, &answer.identity, answer.result,
					     answer.command);
		app->dirty = true;
	}
}

static void take_signal(struct app *app, int fd)
{
	struct signalfd_siginfo info;

	while (read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		switch (info.ssi_signo) {
		case SIGWINCH:
			/* All anew, be it the old size: one in between has cut what was there. */
			(void)terminal_resized(app->terminal);
			terminal_redraw(app->terminal);
			break;
		case SIGTSTP:
			terminal_suspend(app->terminal);
			break;
		case SIGCONT:
			terminal_redraw(app->terminal);
			break;
		default:
			app->quit = true;
			app->result = 128 + (int)info.ssi_signo;
			break;
		}
		app->dirty = true;
	}
}

static void take_keys(struct app *app)
{
	struct key key;
	int result;

	while (!app->quit && (result = terminal_key(app->terminal, &key)) != 0) {
		if (result < 0) {
			app->quit = true;
			app->result = 128 + SIGHUP;
			return;
		}
		input_key(app, key);
		app->dirty = true;
	}
}

/* The snapshot that should be there by now. */
static uint64_t overdue(const struct app *app, uint64_t now)
{
	const uint64_t patience =
		app->settings->delay_ns + app->settings->delay_ns / 2 + NS_PER_SECOND / 4;

	if (app->paused || app->sample_ns == 0 || now < app->sample_ns + patience)
		return 0;
	return now - app->sample_ns - app->settings->delay_ns;
}

static int earlier(int a, int b)
{
	if (a < 0 || b < 0)
		return MAX(a, b);
	return MIN(a, b);
}

/* How long nothing has to be done by itself. */
static int wait_ms(const struct app *app)
{
	const uint64_t now = clock_monotonic();
	int wait = earlier(terminal_patience_ms(app->terminal), inspector_wait_ms(app->inspector));

	if (app->message[0])
		wait = earlier(wait, app->message_until_ns > now
					     ? (int)((app->message_until_ns - now) / NS_PER_MS) + 1
					     : 0);
	if (!app->paused)
		wait = earlier(wait,
			       overdue(app, now)
				       ? 200
				       : (int)MIN(app->settings->delay_ns * 2 / NS_PER_MS, 60000));
	return wait;
}

/*
 * Lines came into sight: by a key, a new size, or because only the drawing tells how many there
 * are. Their command lines are asked for now, not with the next sample.
 */
static void ask_for_seen(struct app *app)
{
	const struct tablewidget *widget = &app->list.grid.widget;

	if (widget->top == app->asked_top && widget->page == app->asked_page)
		return;
	app->asked_top = widget->top;
	app->asked_page = widget->page;
	app_request(app, false);
	app_ask_commands(app);
}

static void draw(struct app *app)
{
	const uint64_t now = clock_monotonic();

	if (app->message[0] && now >= app->message_until_ns) {
		app->message[0] = '\0';
		app->dirty = true;
	}
	if (overdue(app, now))
		app->dirty = true;
	if (!app->dirty)
		return;
	screen_draw(app, overdue(app, now));
	ask_for_seen(app);
	switch (terminal_draw(app->terminal, app->canvas)) {
	case 0:
		app->dirty = false;
		break;
	case -EAGAIN:
		break; /* the terminal is slow: what is newest is drawn when it is ready */
	default:
		app->quit = true;
		app->result = 128 + SIGHUP;
		break;
	}
}

static void loop(struct app *app, int signal_fd)
{
	while (!app->quit) {
		struct pollfd fds[] = {
			terminal_pollfd(app->terminal),
			{ .fd = signal_fd, .events = POLLIN },
			{ .fd = sampler_fd(app->sampler), .events = POLLIN },
			{ .fd = inspector_fd(app->inspector), .events = POLLIN },
		};

		draw(app);
		if (app->quit)
			break;
		if (poll(fds, ARRAY_LEN(fds), wait_ms(app)) < 0 && errno != EINTR)
			break;
		take_signal(app, signal_fd);
		if (terminal_flush(app->terminal) == -EIO) {
			app->quit = true;
			app->result = 128 + SIGHUP;
		}
		take_keys(app);
		take_snapshot(app);
		take_answers(app);
	}
}

static int open_signals(void)
{
	static const int numbers[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT,
				       SIGTERM,	 SIGHUP,  SIGUSR1, SIGUSR2 };
	sigset_t signals;

	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&signals);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		(void)sigaddset(&signals, numbers[i]);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
		return -errno;
	return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

static enum terminal_colours colours_of(const struct settings *settings)
{
	const char *no_color = getenv("NO_COLOR");

	if (settings->color == SETTINGS_COLOR_ALWAYS)
		return TERMINAL_COLOURS_ALWAYS;
	if (settings->color == SETTINGS_COLOR_NEVER || (no_color && *no_color))
		return TERMINAL_COLOURS_NEVER;
	return TERMINAL_COLOURS_AUTO;
}

/* The workers before the terminal: an error is still readable then. */
static int start_workers(struct app *app, struct procdir *procdir)
{
	const struct source_request request = {
		.needs = settings_needs_all(app->settings),
		.needs_shown = settings_needs_shown(app->settings),
		.threads = app->settings->threads,
	};
	char reason[CHOOSE_REASON_MAX] = "";
	const uint64_t first = MIN(FIRST_INTERVAL_NS, app->settings->delay_ns);
	/*
	 * First of all: it makes room for many descriptors, which is slow once there are
	 * threads.
	 */
	struct source *source =
		app->settings->source == CHOOSE_AUTO
			? choose_open_lazily(procdir)
			: choose_open((enum choose_source)app->settings->source, procdir, reason);
	int result = inspector_new(procdir, COMMAND_BYTES, &app->inspector);

	if (app->settings->source == CHOOSE_BPF && reason[0])
		app_say(app, true, "no BPF source, text instead: %s", reason);
	if (result == 0)
		result = sampler_new(source, &request, first, app->settings->delay_ns,
				     &app->sampler);
	else
		source_free(source);
	if (result < 0)
		(void)fprintf(stderr, "proctor: cannot start a thread: %s\n", strerror(-result));
	return result;
}

static void stop_workers(struct app *app)
{
	sampler_free(app->sampler);
	(void)inspector_free(app->inspector);
}

static void stop(struct app *app)
{
	terminal_close(app->terminal);
	stop_workers(app);
	dialog_done(&app->dialog);
	prompt_history_done(&app->searches);
	prompt_history_done(&app->filters);
	pane_close(&app->pane);
	list_done(&app->list);
	selection_done(&app->tagging);
	world_free(app->world);
	canvas_free(app->canvas);
}

int loop_run(struct settings *settings, struct procdir *procdir)
{
	const struct terminal_options options = { .colours = colours_of(settings),
						  .mouse = settings->mouse };
	struct app app = {
		.settings = settings, .header = true, .dirty = true, .go_to = settings->follow
	};
	char error[256];
	int signal_fd = open_signals();

	if (signal_fd < 0 || start_workers(&app, procdir) < 0)
		return EXIT_CANNOT_START;
	if (terminal_open(&options, &app.terminal, error, sizeof(error)) < 0) {
		(void)fprintf(stderr, "proctor: %s\n", error);
		stop_workers(&app);
		return EXIT_CANNOT_START;
	}
	app.canvas = canvas_new(1, 1);
	app.world = world_new();
	list_init(&app.list, settings, app.world);
	loop(&app, signal_fd);
	stop(&app);
	(void)close(signal_fd);
	return app.result;
}
