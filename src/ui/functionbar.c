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

static bool next_label(size_t *at, struct label *ret)
{
	for (; *at < commands_bindings_count; ++*at) {
		const struct command_binding *binding = &commands_bindings[*at];
		const struct command *command;

		if (binding->key[0] != 'F' || binding->key[1] < '1' || binding->key[1] > '9')
			continue;
		command = commands_find(binding->command);
		if (!command || !command->label)
			continue;
		*ret = (struct label){ binding->key, command };
		++*at;
		return true;
	}
	return false;
}

/* Every label has the same width, so that keys are found without reading. */
static int label_width(int columns)
{
	struct label label;
	size_t at = 0;
	int count = 0, widest = 0;

	while (next_label(&at, &label)) {
		widest = MAX(widest, (int)(strlen(label.key) + strlen(label.command->label)));
		count++;
	}
	return count > 0 ? MAX(MIN(columns / count, widest + 2), 4) : 4;
}

void functionbar_draw(struct canvas *canvas, int y, bool tree)
{
	const int columns = canvas_columns(canvas);
	const int width = label_width(columns);
	struct label label;
	size_t at = 0;
	int x = 0;

	canvas_fill(canvas, y, 0, columns, STYLE_KEY_LABEL);
	while (x < columns && next_label(&at, &label)) {
		const bool is_tree = strcmp(label.command->name, "tree") == 0;
		const char *text = is_tree && tree ? "List" : label.command->label;
		int used = canvas_put(canvas, y, x, MIN(width, columns - x), STYLE_KEY_NAME,
				      bytes_of(label.key));

		(void)canvas_put(canvas, y, x + used, width - used, STYLE_KEY_LABEL,
				 bytes_of(text));
		x += width;
	}
}

const char *functionbar_at(int x, int columns)
{
	const int width = label_width(columns);
	struct label label;
	size_t at = 0;

	for (int left = 0; next_label(&at, &label); left += width) {
		if (x >= left && x < left + width)
			return label.key;
	}
	return NULL;
}
