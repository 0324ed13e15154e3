#include "test.h"

#include "base/arena.h"
#include "source/draft.h"
#include "source/versions.h"

static void test_clear(void **state)
{
	struct draft draft;
	const unsigned char *bytes = (const unsigned char *)&draft;

	(void)state;
	memset(&draft, 0xa5, sizeof(draft));
	draft_clear(&draft);
	for (size_t i = 0; i < sizeof(draft); i++)
		assert_int_equal(bytes[i], 0);
}

struct text_case {
	const char *name;
	struct task_text text;
	bool is_there;
};

static const struct text_case text_cases[] = {
	{ "nothing was read", { 0 }, false },
	{ "fields alone are nothing", { .oom_score = 5, .exe = TEXT("/bin/sh") }, false },
	{ "a score",
	  { .have = TASK_OOM, .oom_score = INT32_MAX, .oom_score_adj = INT32_MIN },
	  true },
	{ "all",
	  { .have = TASK_TEXT_MASK,
	    .oom_score = 1,
	    .oom_score_adj = -1,
	    .cgroup = TEXT("/"),
	    .wchan = TEXT("pipe_read"),
	    .exe = TEXT("/bin/a\0b") },
	  true },
	{ "refused", { .denied = TASK_EXE }, true },
	{ "partly refused",
	  { .have = TASK_CGROUP, .denied = TASK_EXE, .cgroup = TEXT("/") },
	  true },
};

static void test_text(void **state)
{
	const struct text_case *c = *state;
	struct arena *arena = arena_new();
	const struct task_text *got = draft_text(&c->text, arena);

	if (c->is_there) {
		assert_non_null(got);
		assert_ptr_not_equal(got, &c->text);
		assert_int_equal(got->have, c->text.have);
		assert_int_equal(got->denied, c->text.denied);
		assert_int_equal(got->oom_score, c->text.oom_score);
		assert_int_equal(got->oom_score_adj, c->text.oom_score_adj);
		assert_bytes_equal(got->cgroup, c->text.cgroup);
		assert_bytes_equal(got->wchan, c->text.wchan);
		assert_bytes_equal(got->exe, c->text.exe);
	} else {
		assert_null(got);
	}
	arena_free(arena);
}

/* The text and the moment are the sighting's: the task stays as it was. */
static void test_sighting(void **state)
{
	struct versions *versions = versions_new();
	struct snapshot *first = snapshot_new(), *second = snapshot_new();
	struct sighting one, two, three;
	struct draft draft;

	(void)state;
	draft_clear(&draft);
	draft.task.identity.pid = draft.task.tgid = 7;
	draft.task.comm = bytes_of("seven");
	draft.sampled_ns = 100;
	versions_begin(versions, first);
	one = draft_sighting(&draft, versions, NULL, first->arena);
	versions_end(versions);
	assert_int_equal(one.sampled_ns, 100);
	assert_int_equal(one.task->identity.pid, 7);
	assert_bytes_equal(one.task->comm, bytes_of("seven"));
	assert_null(one.text);
	assert_int_equal(one.thread_count, 0);

	draft.sampled_ns = 200;
	draft.text.have = TASK_OOM;
	draft.text.oom_score = 666;
	versions_begin(versions, second);
	two = draft_sighting(&draft, versions, versions_last(versions, 7, 0), second->arena);
	assert_ptr_equal(two.task, one.task);
	assert_int_equal(two.sampled_ns, 200);
	assert_int_equal(two.text->oom_score, 666);
	draft.task.minflt = 1;
	three = draft_sighting(&draft, versions, one.task, second->arena);
	versions_end(versions);
	assert_ptr_not_equal(three.task, one.task);
	assert_int_equal(three.task->minflt, 1);
	assert_int_equal(one.task->minflt, 0);
	snapshot_free(first);
	snapshot_free(second);
	versions_free(versions);
}

int main(void)
{
	struct CMUnitTest texts[ARRAY_LEN(text_cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_clear),
		cmocka_unit_test(test_sighting),
	};
	int failed;

	test_table(texts, ARRAY_LEN(texts), text_cases, sizeof(text_cases[0]), test_text);
	failed = cmocka_run_group_tests_name("draft_text", texts, NULL, NULL);
	return failed + cmocka_run_group_tests_name("draft", others, NULL, NULL);
}
