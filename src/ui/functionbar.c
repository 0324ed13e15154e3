/* functionbar.c - see functionbar.h */
#include "ui/functionbar.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "ui/commands.h"

/* One label: of the k-th function key that has a command with a label. */
struct label {
	const char *key;
	const struct command *command;
};

static bool next_label(size_t *at, bool pane, struct label *ret)
{
	for (; *at < commands_bindings_count; ++*at) {
		const struct command_binding *binding = &commands_bindings[*at];
		const struct command *command;

		if (binding->key[0] != 'F' || binding->key[1] < '1' || binding->key[1] > '9')
			continue;
		command = commands_find(binding->command);
		if (!command || !command->label || !commands_is_of(command, pane))
			continue;
		*ret = (struct label){ binding->key, command };
		++*at;
		return true;
	}
	return false;
}

/* Every label has the same width, so that keys are found without reading. */
static int label_width(int columns, bool pane)
{
	struct label label;
	size_t at = 0;
	int count = 0, widest = 0;

	while (next_label(&at, pane, &label)) {
		widest = MAX(widest, (int)(strlen(label.key) + strlen(label.command->label)));
		count++;
	}
	return count > 0 ? MAX(MIN(columns / count, widest + 2), 4) : 4;
}

/* What some of them do depends on where one is. */
static const char *label_text(const struct command *command, enum functionbar_of of)
{
	if (of == FUNCTIONBAR_TREE && strcmp(command->name, "tree") == 0)
		return "List";
	if (of == FUNCTIONBAR_PANE && strcmp(command->name, "quit") == 0)
		return "Back";
	return command->label;
}

void functionbar_draw(struct canvas *canvas, int y, enum functionbar_of of)
{
	const bool pane = of == FUNCTIONBAR_PANE;
	const int columns = canvas_columns(canvas);
	const int width = label_width(columns, pane);
	struct label label;
	size_t at = 0;
	int x = 0;

	canvas_fill(canvas, y, 0, columns, STYLE_KEY_LABEL);
	while (x < columns && next_label(&at, pane, &label)) {
		int used = canvas_put(canvas, y, x, MIN(width, columns - x), STYLE_KEY_NAME,
				      bytes_of(label.key));

		(void)canvas_put(canvas, y, x + used, width - used, STYLE_KEY_LABEL,
				 bytes_of(label_text(label.command, of)));
		x += width;
	}
}

const char *functionbar_at(int x, int columns, bool pane)
{
	const int width = label_width(columns, pane);
	struct label label;
	size_t at = 0;

	for (int left = 0; next_label(&at, pane, &label); left += width) {
		if (x >= left && x < left + width)
			return label.key;
	}
	return NULL;
}
