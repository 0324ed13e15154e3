/* selection.c - see selection.h */
#include "panes/selection.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/text.h"
#include "model/ending.h"
#include "model/family.h"
#include "model/world.h"
#include "panes/processes.h"
#include "panes/relations.h"
#include "sys/users.h"
#include "table/filter.h"
#include "table/filterlex.h"

void selection_done(struct selection *selection)
{
	free(selection->pids);
	free(selection->joined);
	family_free(selection->family);
	filter_free(selection->expression);
	*selection = (struct selection){ 0 };
}

int selection_users_parse(struct selection *selection, struct bytes list, char *error,
			  size_t error_size)
{
	struct selection parsed = *selection;

	parsed.user_count = 0;
	parsed.only_users = false;
	while (list.n > 0) {
		struct bytes word = bytes_trim(bytes_next(&list, ','));
		bool excluded = bytes_starts_with(word, "!");
		char name[256];
		uint32_t uid;

		if (excluded)
			(void)bytes_take(&word, 1);
		(void)snprintf(name, sizeof(name), "%.*s", (int)word.n, word.n ? word.p : "");
		if (parsed.user_count == SELECTION_USERS_MAX || users_find(name, &uid) < 0) {
			(void)snprintf(
				error, error_size,
				"no user '%s': give names or numbers, at most %d, !NAME excludes",
				name, SELECTION_USERS_MAX);
			return -EINVAL;
		}
		parsed.users[parsed.user_count].uid = uid;
		parsed.users[parsed.user_count++].excluded = excluded;
		parsed.only_users = parsed.only_users || !excluded;
	}
	*selection = parsed;
	return 0;
}

void selection_pid_add(struct selection *selection, int32_t pid, bool descendants)
{
	selection->pids = die_grow(selection->pids, &selection->pid_capacity,
				   selection->pid_count + 1, sizeof(selection->pids[0]));
	selection->pids[selection->pid_count++] = (struct selection_pid){ pid, descendants };
}

static int parse_pid(struct bytes word, int32_t *ret)
{
	uint64_t number;

	if (bytes_equal(word, "self")) {
		*ret = (int32_t)getpid();
		return 0;
	}
	if (bytes_to_u64(word, &number) < 0 || number == 0 || number > INT32_MAX)
		return -EINVAL;
	*ret = (int32_t)number;
	return 0;
}

int selection_pids_parse(struct selection *selection, struct bytes list, char *error,
			 size_t error_size)
{
	const size_t before = selection->pid_count;

	while (list.n > 0) {
		struct bytes word = bytes_trim(bytes_next(&list, ','));
		struct bytes number = word;
		bool descendants = word.n > 0 && word.p[word.n - 1] == '+';
		int32_t pid;

		if (descendants)
			number.n--;
		if (parse_pid(number, &pid) < 0) {
			(void)snprintf(error, error_size,
				       "no PID '%.*s': give numbers, 'self', or NUMBER+ for all "
				       "below it too",
				       (int)word.n, word.n ? word.p : "");
			selection->pid_count = before;
			return -EINVAL;
		}
		selection_pid_add(selection, pid, descendants);
	}
	return 0;
}

int selection_filter_parse(struct selection *selection, struct bytes text,
			   struct filtererror *error)
{
	const struct terms terms = { &processes_columns, &relations_family, relations_all,
				     relations_count };
	const bool is_expression = filterlex_is_expression(text);
	const size_t size = is_expression ? SELECTION_FILTER_MAX : SELECTION_WORD_MAX;
	struct filter *expression = NULL;

	if (text.n >= size)
		return filtererror_set(error, FILTERERROR_NOWHERE,
				       "the filter is too long: at most %zu bytes", size - 1);
	if (is_expression && filter_compile(text, &terms, &expression, error) < 0)
		return -EINVAL;
	filter_free(selection->expression);
	selection->expression = expression;
	if (text.n > 0)
		memcpy(selection->filter, text.p, text.n);
	selection->filter[text.n] = '\0';
	return 0;
}

bool selection_has_user(const struct selection *selection, bool known, uint32_t uid)
{
	bool wanted = !selection->only_users;

	if (selection->user_count == 0)
		return true;
	if (!known)
		return false;
	for (size_t i = 0; i < selection->user_count; i++) {
		if (selection->users[i].uid == uid)
			wanted = !selection->users[i].excluded;
	}
	return wanted;
}

void selection_observe(struct selection *selection, const struct world *world)
{
	for (; selection->followed < selection->pid_count; selection->followed++) {
		const struct selection_pid *wanted = &selection->pids[selection->followed];

		if (!wanted->descendants)
			continue;
		if (!selection->family)
			selection->family = family_new();
		family_add_root(selection->family, wanted->pid);
	}
	if (selection->family)
		family_observe(selection->family, world);
}

bool selection_follows(const struct family *family, const struct row *row)
{
	size_t count;
	const struct row *rows = world_rows(row->world, &count);

	if (!row->ending)
		return family_has(family, &rows[row->process].identity);
	/* Those that came and went have one row for several of them: their parent tells. */
	while (!family_has(family, &row->identity)) {
		if (row->parent == ROW_NONE)
			return false;
		row = &rows[row->parent];
	}
	return true;
}

static bool passes_pids(const struct selection *selection, const struct row *row)
{
	if (selection->pid_count == 0)
		return true;
	for (size_t i = 0; i < selection->pid_count; i++) {
		const struct selection_pid *wanted = &selection->pids[i];

		if (wanted->pid == row->task->tgid || wanted->pid == row->identity.pid)
			return true;
	}
	return selection->family && selection_follows(selection->family, row);
}

bool selection_has_pid(const struct selection *selection, int32_t pid)
{
	for (size_t i = 0; i < selection->pid_count; i++) {
		if (selection->pids[i].pid == pid)
			return true;
	}
	return selection->family && family_has_pid(selection->family, pid);
}

/* It can be told only where both samples have it: it may have been asked for in between. */
static bool has_done_io(const struct task *before, const struct task *now)
{
	return before->have & now->have & TASK_IO &&
	       (now->read_bytes != before->read_bytes || now->write_bytes != before->write_bytes);
}

static bool is_active(const struct row *row)
{
	const struct task *now = row->task, *before = row->before;

	if (row->ending)
		return row->ending->is_fresh;
	if (row->born || now->busiest == 'R' || now->busiest == 'D')
		return true;
	if (!before)
		return false;
	return now->utime_ns != before->utime_ns || now->stime_ns != before->stime_ns ||
	       now->cutime_ns != before->cutime_ns || now->cstime_ns != before->cstime_ns ||
	       now->majflt != before->majflt || has_done_io(before, now);
}

/* People write what they see: arguments with spaces between them. */
static struct bytes join_arguments(struct selection *selection, struct bytes command)
{
	if (command.n > selection->joined_size) {
		selection->joined = die_realloc(selection->joined, command.n);
		selection->joined_size = command.n;
	}
	for (size_t i = 0; i < command.n; i++)
		selection->joined[i] = command.p[i] ? command.p[i] : ' ';
	return (struct bytes){ selection->joined, command.n };
}

bool selection_contains(struct selection *selection, const void *subject, struct bytes needle)
{
	const struct row *row = subject;

	if (text_contains(row->task->comm, needle))
		return true;
	return !row->is_thread && row->attributes->state == ATTRIBUTES_KNOWN &&
	       text_contains(join_arguments(selection, row->attributes->command), needle);
}

bool selection_has_word(const struct selection *selection, struct bytes text)
{
	const struct bytes word = filterlex_plain(bytes_of(selection->filter));

	return word.n == 0 || text_contains(text, word);
}

/* The scratch buffers are the only things that change. */
static bool passes_filter(struct selection *selection, const struct row *row)
{
	if (selection->expression)
		return filter_match(selection->expression, row);
	return !selection->filter[0] ||
	       selection_contains(selection, row, filterlex_plain(bytes_of(selection->filter)));
}

bool selection_match(const void *subject, const void *context)
{
	const struct selection *selection = context;
	const struct row *row = subject;

	if (!selection->kernel && task_is_kernel(row->task))
		return false;
	if (!selection_has_user(selection, row->task->have & TASK_USER, row->task->uid) ||
	    !passes_pids(selection, row))
		return false;
	if (selection->active && !is_active(row))
		return false;
	return passes_filter((struct selection *)(uintptr_t)selection, row);
}

uint32_t selection_needs(const struct selection *selection)
{
	return (selection->user_count > 0 ? (uint32_t)TASK_USER : 0) |
	       (selection->expression ? filter_needs(selection->expression) : 0);
}

bool selection_needs_commands(const struct selection *selection)
{
	if (selection->expression)
		return filter_needs(selection->expression) & TASK_COMMAND;
	return selection->filter[0] != '\0';
}

bool selection_needs_relatives(const struct selection *selection)
{
	return selection->expression && filter_relates(selection->expression);
}
