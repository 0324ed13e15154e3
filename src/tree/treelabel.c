/* treelabel.c - see treelabel.h */
#include "tree/treelabel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/text.h"
#include "tree/treestyle.h"
#include "model/row.h"

static void append(struct treelabel *label, struct bytes clean)
{
	if (clean.n == 0)
		return;
	label->text = die_grow(label->text, &label->capacity, label->length + clean.n, 1);
	memcpy(label->text + label->length, clean.p, clean.n);
	label->length += clean.n;
}

/* Returns the columns. What is empty is shown to be. */
static size_t append_raw(struct treelabel *label, struct bytes raw)
{
	struct text_part part;
	size_t width = 0;

	if (raw.n == 0) {
		append(label, bytes_of("''"));
		return 2;
	}
	while (text_next_part(&raw, SIZE_MAX, &part) > 0) {
		append(label, part.bytes);
		width += part.width;
		if (label->limit > 0 && width > label->limit)
			break;
	}
	return width;
}

/* In parentheses behind the name; with arguments, behind commas. */
static void append_item(struct treelabel *label, struct bytes item, unsigned *items)
{
	append(label, bytes_of(*items > 0 || label->style->arguments ? "," : "("));
	(void)append_raw(label, item);
	++*items;
}

static void append_number(struct treelabel *label, int32_t number, unsigned *items)
{
	char text[16];

	(void)snprintf(text, sizeof(text), "%d", number);
	append_item(label, bytes_of(text), items);
}

/* What was started by nobody is compared with root, as what boot starts is root's. */
static bool changes_user(const struct task *task, const struct row *parent)
{
	if (!(task->have & TASK_USER))
		return false;
	if (!parent)
		return task->uid != 0;
	return !(parent->task->have & TASK_USER) || parent->task->uid != task->uid;
}

static void append_items(struct treelabel *label, const struct task *task, int32_t number,
			 bool user)
{
	unsigned items = 0;

	if (label->style->pids)
		append_number(label, number, &items);
	if (label->style->pgids)
		append_number(label, task->pgrp, &items);
	if (user)
		append_item(label, task->user, &items);
	if (items > 0 && !label->style->arguments)
		append(label, bytes_of(")"));
}

static void append_arguments(struct treelabel *label, const struct attributes *attributes)
{
	struct bytes rest = attributes->command;
	size_t width = 0;

	if (attributes->stalled) {
		append(label, bytes_of(" ..."));
		return;
	}
	if (attributes->state != ATTRIBUTES_KNOWN)
		return;
	(void)bytes_next(&rest, '\0'); /* the program: the name says it */
	while (rest.n > 0 && (label->limit == 0 || width <= label->limit)) {
		append(label, bytes_of(" "));
		width += 1 + append_raw(label, bytes_next(&rest, '\0'));
	}
}

static struct bytes take(struct treelabel *label)
{
	struct bytes text = arena_copy(label->arena, (struct bytes){ label->text, label->length });

	label->length = 0;
	return text;
}

struct bytes treelabel_process(struct treelabel *label, const struct row *row,
			       const struct row *parent)
{
	(void)append_raw(label, row->task->comm);
	append_items(label, row->task, row->identity.pid,
		     label->style->users && changes_user(row->task, parent));
	if (label->style->arguments)
		append_arguments(label, row->attributes);
	return take(label);
}

struct bytes treelabel_thread(struct treelabel *label, const struct row *process,
			      const struct row *thread)
{
	const struct row *named = thread && label->style->thread_names ? thread : process;

	append(label, bytes_of("{"));
	(void)append_raw(label, named->task->comm);
	append(label, bytes_of("}"));
	append_items(label, process->task, (thread ? thread : process)->identity.pid, false);
	return take(label);
}

void treelabel_done(struct treelabel *label)
{
	free(label->text);
	label->text = NULL;
	label->length = label->capacity = 0;
}
