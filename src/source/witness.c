/* witness.c - see witness.h */
#include "source/witness.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/log.h"
#include "source/events.h"
#include "source/source.h"

struct witness {
	struct source source;
	struct source_ops ops; /* ours under the name of the inner source */
	struct source *inner;
	const struct procdir *procdir;
	struct events *events; /* NULL: not yet */
};

static void open_events(struct witness *witness)
{
	const char *why, *accounts_why;

	if (witness->events)
		return;
	witness->events = events_open(witness->procdir, &events_limits);
	why = events_why(witness->events);
	accounts_why = events_accounts_why(witness->events);
	log_debug("source", "events: %s; accounts: %s", why ? why : "on",
		  accounts_why ? accounts_why : "on");
}

/* The subscription comes first: what happens while the sample is taken is told of as well. */
static int witness_sample(struct source *source, const struct source_request *request,
			  struct snapshot *ret)
{
	struct witness *witness = (struct witness *)source;
	int result;

	open_events(witness);
	events_begin(witness->events);
	result = source_sample(witness->inner, request, ret);
	events_hand_over(witness->events, ret);
	return result;
}

static int witness_event_fd(const struct source *source)
{
	const struct witness *witness = (const struct witness *)source;

	return witness->events ? events_fd(witness->events) : -1;
}

static void witness_drain(struct source *source)
{
	struct witness *witness = (struct witness *)source;

	if (witness->events)
		events_drain(witness->events);
}

static void witness_free(struct source *source)
{
	struct witness *witness = (struct witness *)source;

	events_close(witness->events);
	source_free(witness->inner);
	free(witness);
}

struct source *witness_new(struct source *inner, const struct procdir *procdir)
{
	struct witness *witness = die_calloc(1, sizeof(*witness));

	witness->ops = (struct source_ops){ .name = inner->ops->name,
					    .help = inner->ops->help,
					    .sample = witness_sample,
					    .event_fd = witness_event_fd,
					    .drain = witness_drain,
					    .free = witness_free };
	witness->source.ops = &witness->ops;
	witness->inner = inner;
	witness->procdir = procdir;
	return &witness->source;
}

struct witness_state witness_state(struct source *source)
{
	struct witness *witness = (struct witness *)source;

	open_events(witness);
	return (struct witness_state){ events_why(witness->events),
				       events_accounts_why(witness->events) };
}
