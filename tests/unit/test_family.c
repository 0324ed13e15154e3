#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/macros.h"
#include "model/ending.h"
#include "model/family.h"
#include "model/journal.h"
#include "model/row.h"

/*
 * A story is told in samples, with a ";" behind each. In one, "+CHILD<PARENT" is the event of a
 * fork, "@" behind it: told late, of when the process began; "-PID" or "-PID=STATUS" that of an
 * end; "PID<PARENT" a process that the sample has, "!" behind it: it was in the sample before;
 * "x": it has ended and has a row still. A process began when the story first has a row or a
 * fork of it; "#" behind a row: another process has the number now.
 */
struct family_case {
	const char *name;
	const char *story;
	const char *members; /* of the rows of the last sample */
	const char *counts;  /* "started ended failed" */
};

/* clang-format off */
static const struct family_case cases[] = {
	{ "a root and what is below it", "10<1 11<10 12<11 20<1;", "10 11 12", "2 0 0" },
	{ "a root that is not there", "11<9 12<11;", "", "0 0 0" },
	{ "a root comes later, with a child", "20<1; 20<1! 10<20 11<10;", "10 11", "1 0 0" },
	{ "a child with a smaller number than its parent", "10<1 12<10 3<12 2<3;", "2 3 10 12", "3 0 0" },
	{ "a new child", "10<1; 10<1! 11<10;", "10 11", "1 0 0" },
	{ "a new child of a child", "10<1 11<10; 10<1! 11<10! 12<11;", "10 11 12", "2 0 0" },
	{ "an orphan stays a member", "10<1 11<10 12<11; 10<1! 12<1!;", "10 12", "2 0 0" },
	{ "the root ends, its children stay", "10<1 11<10; 11<1!; 11<1! 12<11; 12<1!;", "12", "2 0 0" },
	{ "a stranger who is adopted is none", "10<1 20<1; 10<1! 20<10!;", "10", "0 0 0" },
	{ "a double fork in between, told by events",
	  "10<1; +11<10 +12<11 -11 10<1! 12<1;", "10 12", "2 1 0" },
	{ "a double fork in between without events: nobody knows", "10<1; 10<1! 12<1;", "10", "0 0 0" },
	{ "a triple fork, and a child of the last one",
	  "10<1; +11<10 +12<11 +13<12 -11 -12 +14<13 10<1! 13<1 14<13;", "10 13 14", "4 2 0" },
	{ "an event without a row yet", "10<1; +11<10 10<1!; 10<1! 11<1;", "10 11", "1 0 0" },
	{ "who came and went is counted once", "10<1; +11<10 -11=256 +12<10 -12 10<1!; 10<1!;", "10", "2 2 1" },
	{ "its number is given to a stranger later", "10<1 11<10; 10<1!; 10<1! 11<1#;", "10", "1 0 0" },
	{ "its number is given to a stranger in the same interval",
	  "10<1 11<10; -11 +11<20 10<1! 11<20#;", "10", "1 1 0" },
	{ "its number is given to a stranger, without an event", "10<1 11<10; 10<1! 11<20#;", "10", "1 0 0" },
	{ "its number is given to another member", "10<1 11<10; -11 +11<10 10<1! 11<10#;", "10 11", "2 1 0" },
	{ "a stranger's number is given to a member",
	  "10<1 20<1; -20 +20<10 10<1! 20<10#;", "10 20", "1 0 0" },
	{ "an event that comes late is of one that is known",
	  "10<1 11<10; +11<10@ 10<1! 11<10!;", "10 11", "1 0 0" },
	{ "strangers have children too", "10<1 20<1; +21<20 10<1! 20<1! 21<20; 10<1! 20<1! 21<1!;", "10", "0 0 0" },
	{ "a row of one that has ended", "10<1 11<10 20<1; -11 -20 10<1! 11<10x 20<1x;", "10 11", "1 1 0" },
	{ "a row of one that has ended stays, though its number is in use",
	  "10<1 11<10; -11 10<1! 11<10x; 10<1! 11<20# 11<10x; 10<1! 11<20#! 11<10x;", "10 11x", "1 1 0" },
	{ "ends of strangers and of the root do not count", "10<1 20<1; -20=9 -10 ;", "", "0 0 0" },
};
/* clang-format on */

enum { MOST = 16, NUMBERS = 64 };

/* One sample of a story. */
struct scene {
	struct row rows[MOST];
	struct task tasks[MOST];
	struct journal_entry entries[MOST];
	size_t row_count, entry_count;
};

static const struct ending ended = { .is_fresh = true };

/* When the present and the past owner of a number began, as a sample of the story. */
static unsigned began[NUMBERS], began_before[NUMBERS];

#define BEGIN_NS (1000 * NS_PER_SECOND)

static uint64_t number(struct bytes *word)
{
	uint64_t value = 0;

	while (word->n > 0 && *word->p >= '0' && *word->p <= '9')
		value = value * 10 + (uint64_t)(*bytes_take(word, 1).p - '0');
	return value;
}

static bool take_mark(struct bytes *word, char mark)
{
	if (word->n == 0 || *word->p != mark)
		return false;
	(void)bytes_take(word, 1);
	return true;
}

static void add_event(struct scene *scene, struct bytes word, unsigned at)
{
	const bool is_fork = *bytes_take(&word, 1).p == '+';
	struct journal_entry *entry = &scene->entries[scene->entry_count++];

	assert_true(scene->entry_count <= MOST);
	entry->kind = is_fork ? EVENT_FORK : EVENT_EXIT;
	entry->pid = (int32_t)number(&word);
	entry->realtime_ns = 7 * BEGIN_NS + at * NS_PER_SECOND;
	assert_in_range(entry->pid, 1, NUMBERS - 1);
	if (is_fork)
		began[entry->pid] = began[entry->pid] ? began[entry->pid] : at + 1;
	if (word.n > 0) {
		(void)bytes_take(&word, 1);
		if (is_fork)
			entry->ppid = (int32_t)number(&word);
		else
			entry->value = (uint32_t)number(&word);
	}
	if (take_mark(&word, '@'))
		entry->realtime_ns =
			7 * BEGIN_NS + (began[entry->pid] - 1) * (uint64_t)NS_PER_SECOND;
	assert_int_equal(word.n, 0);
}

static void add_row(struct scene *scene, struct bytes word, unsigned at)
{
	const size_t i = scene->row_count++;
	struct task *task = &scene->tasks[i];
	struct row *row = &scene->rows[i];
	int32_t pid;
	bool is_another, was_there, has_ended;
	unsigned start;

	assert_true(scene->row_count <= MOST);
	pid = (int32_t)number(&word);
	assert_in_range(pid, 1, NUMBERS - 1);
	assert_true(take_mark(&word, '<'));
	task->ppid = (int32_t)number(&word);
	is_another = take_mark(&word, '#');
	was_there = take_mark(&word, '!');
	has_ended = take_mark(&word, 'x');
	assert_int_equal(word.n, 0);
	if (is_another && !was_there) {
		began_before[pid] = began[pid];
		began[pid] = at + 1;
	} else if (!began[pid]) {
		began[pid] = at + 1;
	}
	start = has_ended && began_before[pid] ? began_before[pid] : began[pid];
	task->identity = (struct identity){ .pid = pid, .start = 100 + start };
	task->tgid = pid;
	task->start_ns = BEGIN_NS + (start - 1) * NS_PER_SECOND;
	*row = (struct row){ .task = task,
			     .identity = task->identity,
			     .before = was_there ? task : NULL,
			     .ending = has_ended ? &ended : NULL,
			     .parent = ROW_NONE };
}

/* Parents are among the living. */
static void link_rows(struct scene *scene)
{
	for (size_t i = 0; i < scene->row_count; i++) {
		for (size_t k = 0; k < scene->row_count; k++) {
			if (k != i && !scene->rows[k].ending &&
			    scene->rows[k].identity.pid == scene->tasks[i].ppid)
				scene->rows[i].parent = (uint32_t)k;
		}
	}
}

static void play(struct family *family, struct bytes words, unsigned at, struct scene *scene)
{
	struct family_news news = { .rows = scene->rows,
				    .entries = scene->entries,
				    .realtime_ns = 7 * BEGIN_NS + at * NS_PER_SECOND + NS_PER_MS,
				    .boottime_ns = BEGIN_NS + at * NS_PER_SECOND + NS_PER_MS };

	*scene = (struct scene){ 0 };
	while (words.n > 0) {
		const struct bytes word = bytes_next(&words, ' ');

		if (word.n > 0 && (*word.p == '+' || *word.p == '-'))
			add_event(scene, word, at);
		else if (word.n > 0)
			add_row(scene, word, at);
	}
	link_rows(scene);
	news.row_count = scene->row_count;
	news.entry_count = scene->entry_count;
	family_update(family, &news);
}

static int by_pid(const void *a, const void *b)
{
	const int32_t one = ((const struct row *)a)->identity.pid;
	const int32_t other = ((const struct row *)b)->identity.pid;

	return (one > other) - (one < other);
}

/* A mark tells an ended one whose number is in use. */
static void write_members(const struct family *family, struct scene *scene, char *to, size_t size)
{
	size_t used = 0;

	qsort(scene->rows, scene->row_count, sizeof(scene->rows[0]), by_pid);
	to[0] = '\0';
	for (size_t i = 0; i < scene->row_count; i++) {
		const struct row *row = &scene->rows[i];
		const int32_t pid = row->identity.pid;

		if (!family_has(family, &row->identity))
			continue;
		assert_true(family_has_pid(family, pid));
		used += (size_t)snprintf(to + used, size - used, "%s%d%s", used ? " " : "", pid,
					 row->ending && began_before[pid] ? "x" : "");
		assert_true(used < size);
	}
}

static void test_story(void **state)
{
	const struct family_case *c = *state;
	struct family *family = family_new();
	struct bytes story = bytes_of(c->story);
	const struct family_count *counts;
	struct scene scene = { 0 };
	char text[128];

	memset(began, 0, sizeof(began));
	memset(began_before, 0, sizeof(began_before));
	family_add_root(family, 10);
	for (unsigned at = 0; story.n > 0; at++)
		play(family, bytes_next(&story, ';'), at, &scene);
	write_members(family, &scene, text, sizeof(text));
	assert_string_equal(text, c->members);
	counts = family_counts(family);
	(void)snprintf(text, sizeof(text), "%d %d %d", (int)counts->started, (int)counts->ended,
		       (int)counts->failed);
	assert_string_equal(text, c->counts);
	family_free(family);
}

/* Those that have gone are forgotten, so that a million of them are not remembered. */
static void test_forgotten(void **state)
{
	struct family *family = family_new();
	struct scene scene;

	(void)state;
	memset(began, 0, sizeof(began));
	memset(began_before, 0, sizeof(began_before));
	family_add_root(family, 10);
	play(family, bytes_of("10<1 11<10"), 0, &scene);
	play(family, bytes_of("+12<10 -12 -11 10<1!"), 1, &scene);
	assert_true(family_has_pid(family, 11));
	assert_true(family_has_pid(family, 12));
	play(family, bytes_of("10<1!"), 2, &scene);
	play(family, bytes_of("10<1!"), 3, &scene);
	assert_true(family_has_pid(family, 10));
	assert_false(family_has_pid(family, 11));
	assert_false(family_has_pid(family, 12));
	family_free(family);
	family_free(NULL);
}

/* Another root from now on: what is below it was there before. */
static void test_second_root(void **state)
{
	struct family *family = family_new();
	struct scene scene;

	(void)state;
	memset(began, 0, sizeof(began));
	memset(began_before, 0, sizeof(began_before));
	family_add_root(family, 10);
	play(family, bytes_of("10<1 20<1 21<20"), 0, &scene);
	assert_false(family_has(family, &scene.rows[2].identity));
	family_add_root(family, 20);
	play(family, bytes_of("10<1! 20<1! 21<20!"), 1, &scene);
	assert_true(family_has(family, &scene.rows[0].identity));
	assert_true(family_has(family, &scene.rows[2].identity));
	assert_int_equal(family_counts(family)->started, 1);
	family_free(family);
}

/* What samples alone tell is in the rows; bytes add up only where all are known. */
static void test_accounts(void **state)
{
	struct family *family = family_new();
	struct journal_entry entries[] = {
		{ .kind = EVENT_FORK, .pid = 11, .ppid = 10, .is_polled = true },
		{ .kind = EVENT_FORK, .pid = 12, .ppid = 10 },
		{ .kind = EVENT_FORK, .pid = 13, .ppid = 12 },
		{ .kind = EVENT_EXIT,
		  .pid = 12,
		  .has_account = true,
		  .read_bytes = 5,
		  .write_bytes = 7 },
		{ .kind = EVENT_EXIT, .pid = 11, .is_polled = true },
		{ .kind = EVENT_EXIT, .pid = 13 },
		{ .kind = EVENT_EXIT, .pid = 99, .has_account = true, .read_bytes = 100 },
	};
	const struct family_news news = { .entries = entries, .entry_count = ARRAY_LEN(entries) };

	(void)state;
	family_add_root(family, 10);
	family_update(family, &news);
	assert_int_equal(family_counts(family)->started, 2);
	assert_int_equal(family_counts(family)->ended, 2);
	assert_int_equal(family_counts(family)->unaccounted, 1);
	assert_int_equal(family_counts(family)->read_bytes, 5);
	assert_int_equal(family_counts(family)->write_bytes, 7);
	family_free(family);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_forgotten),
		cmocka_unit_test(test_second_root),
		cmocka_unit_test(test_accounts),
	};
	int failed;

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_story);
	failed = cmocka_run_group_tests_name("family", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("family_", others, NULL, NULL);
}
