/* listing.c - see listing.h */
#include "listing.h"

#include <unistd.h>

#include "base/macros.h"
#include "listtable.h"
#include "panes/processes.h"
#include "panes/settings.h"
#include "source/choose.h"
#include "source/source.h"
#include "source/witness.h"
#include "sys/procdir.h"
#include "ui/commands.h"

/* The columns of the lists are columns like any others: all formats follow. */

static struct value text_or_none(const char *text)
{
	return text && *text ? value_text(bytes_of(text)) : value_none();
}

static struct value get_column_name(const void *row)
{
	return text_or_none(((const struct column *)row)->name);
}

static struct value get_column_title(const void *row)
{
	return text_or_none(((const struct column *)row)->title);
}

static struct value get_column_kind(const void *row)
{
	return text_or_none(value_kinds[((const struct column *)row)->kind].name);
}

static struct value get_column_unit(const void *row)
{
	return text_or_none(value_kinds[((const struct column *)row)->kind].unit);
}

static struct value get_column_default(const void *row)
{
	return text_or_none(((const struct column *)row)->flags & COLUMN_DEFAULT ? "yes" : "");
}

static struct value get_column_help(const void *row)
{
	return text_or_none(((const struct column *)row)->help);
}

static const struct column column_columns[] = {
	{ "name", "NAME", "as for -o, -s and in records", VALUE_TEXT, 0, COLUMN_DEFAULT, 10,
	  get_column_name, NULL },
	{ "title", "TITLE", "on the screen", VALUE_TEXT, 0, COLUMN_DEFAULT, 8, get_column_title,
	  NULL },
	{ "kind", "KIND", "kind of value", VALUE_TEXT, 0, COLUMN_DEFAULT, 9, get_column_kind,
	  NULL },
	{ "unit", "UNIT", "of the raw number", VALUE_TEXT, 0, COLUMN_DEFAULT, 8, get_column_unit,
	  NULL },
	{ "default", "SHOWN", "shown without being asked for", VALUE_TEXT, 0, COLUMN_DEFAULT, 5,
	  get_column_default, NULL },
	{ "help", "MEANING", "what it means", VALUE_TEXT, 0, COLUMN_DEFAULT | COLUMN_GROWS, 20,
	  get_column_help, NULL },
};

struct key_row {
	const struct command *command;
	char keys[COMMAND_KEYS_MAX];
};

static struct value get_key_keys(const void *row)
{
	return text_or_none(((const struct key_row *)row)->keys);
}

static struct value get_key_command(const void *row)
{
	return text_or_none(((const struct key_row *)row)->command->name);
}

static struct value get_key_help(const void *row)
{
	return text_or_none(((const struct key_row *)row)->command->help);
}

static const struct column key_columns[] = {
	{ "keys", "KEYS", "names of keys", VALUE_TEXT, 0, COLUMN_DEFAULT, 24, get_key_keys, NULL },
	{ "command", "COMMAND", "name of the command", VALUE_TEXT, 0, COLUMN_DEFAULT, 16,
	  get_key_command, NULL },
	{ "help", "MEANING", "what it does", VALUE_TEXT, 0, COLUMN_DEFAULT | COLUMN_GROWS, 20,
	  get_key_help, NULL },
};

const struct column_set listing_column_set = { "column", column_columns,
					       ARRAY_LEN(column_columns) };
const struct column_set listing_key_set = { "key", key_columns, ARRAY_LEN(key_columns) };

int listing_columns(const struct writer_format *format, struct settings *settings, FILE *out)
{
	const struct view_rows rows = { .rows = processes_columns.columns,
					.row_size = sizeof(struct column),
					.count = processes_columns.count };

	return listtable_print(&listing_column_set, &rows, format, settings, out);
}

int listing_keys(const struct writer_format *format, struct settings *settings, FILE *out)
{
	static struct key_row key_rows[128];
	struct view_rows rows = { .rows = key_rows, .row_size = sizeof(key_rows[0]) };

	for (size_t i = 0; i < commands_table_count && rows.count < ARRAY_LEN(key_rows); i++) {
		if (!commands_table[i].run)
			continue;
		key_rows[rows.count].command = &commands_table[i];
		(void)commands_keys(&commands_table[i], key_rows[rows.count++].keys);
	}
	return listtable_print(&listing_key_set, &rows, format, settings, out);
}

static void print_state(const char *what, const char *why_not, FILE *out)
{
	(void)fprintf(out, "%-8s %s\n", what, why_not ? why_not : "on");
}

int listing_features(struct procdir *procdir, FILE *out)
{
	char reason[CHOOSE_REASON_MAX];
	struct source *source = choose_open(CHOOSE_AUTO, procdir, reason);

	(void)fprintf(out, "source   %s: %s", source->ops->name, source->ops->help);
	if (reason[0])
		(void)fprintf(out, " (not bpf: %s)", reason);
	(void)fputc('\n', out);
	print_state("events", witness_state(source).events_why, out);
	print_state("accounts", witness_state(source).accounts_why, out);
	source_free(source);
	(void)fprintf(
		out, "numbers  %s\n",
		procdir_is_ours(procdir)
			? "those of our own PID namespace"
			: "not those of our own PID namespace: nothing can be done to a process");
	(void)fprintf(out, "user     %s\n",
		      geteuid() == 0 ? "root"
				     : "not root: io, wchan and exe of others stay unknown");
	return 0;
}
