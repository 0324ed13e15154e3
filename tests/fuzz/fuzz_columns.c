#include "fuzz.h"

#include <locale.h>

#include "base/macros.h"
#include "base/text.h"
#include "table/column.h"

static struct value get_nothing(const void *row)
{
	(void)row;
	return value_none();
}

/* clang-format off */
static const struct column columns[] = {
	{ "pid",     "PID",    "", VALUE_ID,      1, COLUMN_DEFAULT,    7,  get_nothing },
	{ "cpu",     "%CPU",   "", VALUE_PERCENT, 1, COLUMN_DEFAULT,    5,  get_nothing },
	{ "rss",     "RSS",    "", VALUE_BYTES,   2, COLUMN_DESCENDING, 6,  get_nothing },
	{ "io-read", "READ/s", "", VALUE_SPEED,   4, COLUMN_DESCENDING, 6,  get_nothing },
	{ "name",    "NAME",   "", VALUE_TEXT,    1, COLUMN_TREE,       15, get_nothing },
};
/* clang-format on */

static const struct column_set set = { "process", columns, ARRAY_LEN(columns) };

/* A reason is one line that a terminal may see. */
static void check_error(const char *error)
{
	struct bytes rest = bytes_of(error);
	struct text_cluster cluster;

	fuzz_check(rest.n > 0);
	while (text_next(&rest, &cluster) > 0)
		fuzz_check(!cluster.escaped || strcmp(cluster.utf8, "\xef\xbf\xbd") == 0);
}

static void check_choices(struct bytes list)
{
	struct column_choices choices, again, before;
	char error[512] = "", text[8192];
	int result;

	/* the whole of it, so that what lies between the members compares, too */
	memset(&choices, 0, sizeof(choices));
	column_choices_default(&set, &choices);
	before = choices;
	result = column_choices_parse(&set, list, &choices, error, sizeof(error));
	if (result < 0) {
		fuzz_check(result == -EINVAL);
		fuzz_check(memcmp(&choices, &before, sizeof(choices)) == 0);
		check_error(error);
		return;
	}
	fuzz_check(choices.count > 0 && choices.count <= ARRAY_LEN(columns));
	fuzz_check(column_choices_format(&choices, text, sizeof(text)) < sizeof(text));
	again = (struct column_choices){ .count = 0 };
	fuzz_check(column_choices_parse(&set, bytes_of(text), &again, error, sizeof(error)) == 0);
	fuzz_check(again.count == choices.count);
	for (size_t i = 0; i < choices.count; i++) {
		fuzz_check(again.of[i].column == choices.of[i].column);
		fuzz_check(again.of[i].width == choices.of[i].width && choices.of[i].width > 0);
		fuzz_check(strcmp(again.of[i].title, choices.of[i].title) == 0);
		for (size_t j = 0; j < i; j++)
			fuzz_check(choices.of[i].column != choices.of[j].column);
	}
}

static void check_keys(struct bytes list)
{
	struct column_keys keys;
	char error[512] = "";

	if (column_keys_parse(&set, list, &keys, error, sizeof(error)) < 0) {
		check_error(error);
		return;
	}
	fuzz_check(keys.count > 0 && keys.count <= ARRAY_LEN(columns));
	fuzz_check(column_keys_needs(&keys) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	check_choices(fuzz_text(data, size));
	check_keys(fuzz_text(data, size));
	return 0;
}
