#include "test.h"

#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "tree/treetext.h"

enum { NODES_MAX = 24 };

/*
 * A forest and its drawing. Nodes are PARENT:NAME with blanks between them, the parent an index
 * or -; *N behind the name: it stands for N; ! like no other; ^ bold.
 */
struct drawing_case {
	const char *name;
	const char *nodes;
	size_t limit;
	bool rows;
	const char *want;
	bool unicode; /* branches too */
};

/* clang-format off */
static const struct drawing_case cases[] = {
	{ "nothing", "", 0, false, "" },
	{ "one", "-:a", 0, false, "a\n" },
	{ "two roots", "-:a -:a", 0, false, "a\na\n" },
	{ "a chain", "-:a 0:b 1:c", 0, false, "a---b---c\n" },
	{ "children", "-:a 0:b 0:c 0:d", 0, false, "a-+-b\n  |-c\n  `-d\n" },
	{ "grandchildren of the first", "-:a 0:b 0:c 1:d 1:e", 0, false, "a-+-b-+-d\n  |   `-e\n  `-c\n" },
	{ "grandchildren of the last", "-:a 0:b 0:c 2:d 2:e", 0, false, "a-+-b\n  `-c-+-d\n      `-e\n" },
	{ "names of two columns a character", "-:漢 0:b 0:c", 0, false, "漢─┬─b\n   └─c\n", true },
	{ "branches of boxes", "-:a 0:b 0:c 1:d 1:e 2:f", 0, false, "a─┬─b─┬─d\n  │   └─e\n  └─c───f\n", true },
	{ "rows of boxes", "-:a 0:b 1:c 0:d", 0, true, "a\n  ├─b\n  │   └─c\n  └─d\n", true },

	{ "three that look the same", "-:a 0:b 0:b 0:b", 0, false, "a---3*[b]\n" },
	{ "not next to each other", "-:a 0:b 0:c 0:b", 0, false, "a-+-2*[b]\n  `-c\n" },
	{ "roots are not merged", "-:a -:a 0:b 1:b", 0, false, "a---b\na---b\n" },
	{ "branches that look the same", "-:a 0:b 0:b 1:c 2:c", 0, false, "a---2*[b---c]\n" },
	{ "the bracket is closed once", "-:a 0:b 0:b 1:c 1:d 2:c 2:d 0:e", 0, false,
	  "a-+-2*[b-+-c\n  |      `-d]\n  `-e\n" },
	{ "brackets in brackets", "-:a 0:b 0:b 1:c 1:c 2:c 2:c", 0, false, "a---2*[b---2*[c]]\n" },
	{ "in another order, the same", "-:a 0:b 0:b 1:c 1:d 2:d 2:c", 0, false,
	  "a---2*[b-+-c\n         `-d]\n" },
	{ "one child more, not the same", "-:a 0:b 0:b 1:c 1:c 2:c", 0, false, "a-+-b---2*[c]\n  `-b---c\n" },
	{ "another name below", "-:a 0:b 0:b 1:c 2:d", 0, false, "a-+-b---c\n  `-b---d\n" },
	{ "the same children on another level", "-:a 0:b 0:b 1:c 3:c 2:c", 0, false,
	  "a-+-b---c---c\n  `-b---c\n" },
	{ "cousins are no siblings", "-:a 0:b 0:c 1:x 2:x", 0, false, "a-+-b---x\n  `-c---x\n" },
	{ "one stands for several", "-:a 0:{a}*4", 0, false, "a---4*[{a}]\n" },
	{ "as many, in two places", "-:r 0:a 0:a 1:{a}*4 2:{a}*4", 0, false, "r---2*[a---4*[{a}]]\n" },
	{ "not as many", "-:r 0:a 0:a 1:{a}*4 2:{a}*3", 0, false, "r-+-a---4*[{a}]\n  `-a---3*[{a}]\n" },
	{ "like no other", "-:a 0:b! 0:b! 0:b 0:b", 0, false, "a-+-b\n  |-b\n  `-2*[b]\n" },
	{ "above one that is like no other", "-:a 0:b 0:b 1:c! 2:c!", 0, false, "a-+-b---c\n  `-b---c\n" },
	{ "bold", "-:a^ 0:b^ 0:b", 0, false, "\033[1ma\033[0m-+-\033[1mb\033[0m\n  `-b\n" },

	{ "rows", "-:a 0:b 1:c 0:d", 0, true, "a\n  |-b\n  |   `-c\n  `-d\n" },
	{ "rows that are one", "-:a 0:b*3 0:d 2:e", 0, true, "a\n  |-3*[b]\n  `-d\n      `-e\n" },

	{ "it fits", "-:abc 0:de", 8, false, "abc---de\n" },
	{ "cut by one", "-:abc 0:de", 7, false, "abc---+\n" },
	{ "cut in the branch", "-:abc 0:de", 5, false, "abc-+\n" },
	{ "cut after one column", "-:abc 0:de", 1, false, "+\n" },
	{ "a wide character does not fit", "-:a漢b", 3, false, "a+\n", true },
	{ "it just fits", "-:a漢", 3, false, "a漢\n", true },
	{ "each line by itself", "-:a 0:long 0:b", 6, false, "a-+-l+\n  `-b\n" },
	{ "what is behind the edge", "-:a 0:long 1:x 1:y 0:b", 6, false, "a-+-l+\n  |  +\n  `-b\n" },
	{ "bold ends where it is cut", "-:abcdef^", 4, false, "\033[1mabc+\033[0m\n" },
	{ "cut before bold", "-:a 0:bc^", 4, false, "a--+\n" },
	{ "no room for a wide one and the sign, on the second line", "-:abcd -:漢x", 2, false, "a+\n+\n", true },
	{ "cut behind bold", "-:ab^ 0:c", 3, false, "\033[1mab\033[0m+\n" },
};
/* clang-format on */

static struct bytes keep(struct bytes text)
{
	char *copy = die_malloc(text.n + 1);

	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	return (struct bytes){ copy, text.n };
}

static struct compact_node read_node(struct bytes word)
{
	const struct bytes parent = bytes_next(&word, ':');
	struct compact_node node = { .parent = COMPACT_ROOT, .count = 1 };
	struct bytes name = word;
	uint64_t number;

	if (bytes_to_u64(parent, &number) == 0)
		node.parent = (uint32_t)number;
	node.alone = word.p[word.n - 1] == '!';
	node.bold = word.p[word.n - 1] == '^';
	name.n -= node.alone || node.bold;
	name = bytes_next(&name, '*');
	if (name.n < word.n && word.p[name.n] == '*')
		node.count = (uint32_t)(word.p[name.n + 1] - '0');
	node.text = keep(name);
	return node;
}

/* Returns owned. */
static char *draw(const struct compact_node *nodes, size_t count,
		  const struct treetext_style *style, size_t *ret_size)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, ret_size);

	assert_non_null(out);
	treetext_draw(out, nodes, count, style);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void test_drawing(void **state)
{
	const struct drawing_case *c = *state;
	const struct treetext_style style = { c->limit, c->rows };
	struct bytes rest = bytes_of(c->nodes);
	struct compact_node nodes[NODES_MAX];
	size_t count = 0, size;
	char *text;

	text_set_ascii(!c->unicode);
	while (rest.n > 0 && count < NODES_MAX)
		nodes[count++] = read_node(bytes_next(&rest, ' '));
	text = draw(nodes, count, &style, &size);
	assert_string_equal(text, c->want);
	free(text);
	while (count-- > 0)
		free((char *)(uintptr_t)nodes[count].text.p);
}

/* ---------------------------------------------------------------------- large and deep ones */

enum { DEEP = 30000, WIDE = 20000 };

/* Names in turn, so that neighbours differ; of a comb each second one is the parent of two. */
static struct compact_node *make(size_t count, uint32_t (*parent)(uint32_t at))
{
	static const char *const names[] = { "a", "b", "c" };
	struct compact_node *nodes = die_calloc(count, sizeof(nodes[0]));

	for (uint32_t i = 0; i < count; i++)
		nodes[i] = (struct compact_node){ .text = bytes_of(names[i % ARRAY_LEN(names)]),
						  .parent = i == 0 ? COMPACT_ROOT : parent(i),
						  .count = 1 };
	return nodes;
}

static uint32_t parent_in_chain(uint32_t at)
{
	return at - 1;
}

static uint32_t parent_is_root(uint32_t at)
{
	(void)at;
	return 0;
}

static uint32_t parent_in_comb(uint32_t at)
{
	return (at - 1) / 2 * 2;
}

/* The same, and the branch that goes on is the first one, so that all the others stay open. */
static uint32_t parent_in_open_comb(uint32_t at)
{
	if (at <= 2)
		return 0;
	return at % 2 ? at - 2 : at - 3;
}

static size_t lines_of(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void test_deep_chain(void **state)
{
	const struct treetext_style free_style = { 0, false }, narrow = { 40, false },
				    rows = { 0, true };
	struct compact_node *nodes = make(DEEP, parent_in_chain);
	size_t size;
	char *text = draw(nodes, DEEP, &free_style, &size);

	(void)state;
	assert_int_equal(size, DEEP * 4 - 3 + 1);
	assert_int_equal(lines_of(text), 1);
	free(text);
	text = draw(nodes, DEEP, &narrow, &size);
	assert_string_equal(text, "a---b---c---a---b---c---a---b---c---a--+\n");
	free(text);
	text = draw(nodes, DEEP, &rows, &size);
	assert_int_equal(lines_of(text), DEEP);
	assert_in_range(size, DEEP, DEEP * (size_t)TREETEXT_INDENT_MAX);
	free(text);
	free(nodes);
}

static void test_wide(void **state)
{
	const struct treetext_style style = { 0, false };
	struct compact_node *nodes = make(WIDE + 1, parent_is_root);
	size_t size;
	char *text = draw(nodes, WIDE + 1, &style, &size);

	(void)state;
	assert_string_equal(text, "a-+-6667*[b]\n  |-6667*[c]\n  `-6666*[a]\n");
	free(text);
	for (size_t i = 0; i <= WIDE; i++)
		nodes[i].alone = true;
	text = draw(nodes, WIDE + 1, &style, &size);
	assert_int_equal(lines_of(text), WIDE);
	free(text);
	free(nodes);
}

/* Each level goes further to the right: all of it would be some gigabytes. */
static void check_comb(uint32_t (*parent)(uint32_t at))
{
	const struct treetext_style style = { 0, false };
	struct compact_node *nodes = make(DEEP + 1, parent);
	size_t size;
	char *text = draw(nodes, DEEP + 1, &style, &size);

	assert_int_equal(lines_of(text), DEEP / 2 + 1);
	assert_in_range(size, DEEP, DEEP * (size_t)TREETEXT_INDENT_MAX);
	assert_non_null(strstr(text, "\n<"));
	/* A mark, and no more than the last branches. */
	for (const char *line = text; (line = strstr(line, "\n<")) != NULL; line++)
		assert_in_range(strcspn(line + 1, "\n"), 2, TREETEXT_INDENT_KEPT + 16);
	free(text);
	free(nodes);
}

static void test_comb(void **state)
{
	(void)state;
	check_comb(parent_in_comb);
}

static void test_open_comb(void **state)
{
	(void)state;
	check_comb(parent_in_open_comb);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_deep_chain),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_comb),
		cmocka_unit_test(test_open_comb),
	};
	int failed;

	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 77;
	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_drawing);
	failed = cmocka_run_group_tests_name("treetext", tests, NULL, NULL);
	text_set_ascii(true);
	return failed + cmocka_run_group_tests_name("treetext, large", others, NULL, NULL);
}
