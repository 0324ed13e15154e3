/*
 * app.h - the interactive program: what all its parts share
 *
 * One thread owns all of it: the terminal, the world, the list.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "widgets/dialog.h"
#include "ui/list.h"
#include "widgets/pane.h"
#include "widgets/prompt.h"

struct inspector;
struct sampler;
struct settings;
struct terminal;
struct world;

enum { APP_MESSAGE_MAX = 160 };

struct app {
	struct settings *settings; /* borrowed */
	struct terminal *terminal;
	struct canvas *canvas;
	struct sampler *sampler;
	struct inspector *inspector;
	struct world *world;
	struct list list;
	struct pane pane; /* lies over the list while it is open */
	struct pane_content event_content;
	uint64_t events_lost;	  /* since the program began */
	struct selection tagging; /* what "tag matching" asks for while it is typed */
	struct dialog dialog;
	struct prompt_history searches, filters;

	char message[APP_MESSAGE_MAX]; /* on the last line instead of the function bar; "": none */
	bool message_is_error;
	uint64_t message_until_ns;

	bool paused, header, quit, dirty;
	int result;	    /* exit status */
	uint64_t sample_ns; /* CLOCK_MONOTONIC when the last snapshot arrived */
	uint64_t cpu_at_sample_ns,
		own_cpu_ns; /* our own CPU time then, and in the interval before */
	int32_t go_to;	    /* PID to put the cursor on when it is there; 0: none */
	size_t asked_top;   /* the lines whose command lines were asked for last */
	int asked_page;
};

/* Shows a message for some seconds. */
void app_say(struct app *app, bool is_error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * What is shown was changed: orders the lines anew, tells the sampler what to read
 * and asks for command lines. now: a sample at once, out of turn.
 */
void app_changed(struct app *app, bool now);

/* There is a new sample: whatever shows rows of the world looks at the new ones. */
void app_world_changed(struct app *app);

/* Tells the sampler what the screen needs. */
void app_request(struct app *app, bool now);

/* Asks for the command lines of what is on the screen; of all, where they decide what is. */
void app_ask_commands(struct app *app);

#endif
