#include "test.h"

#include "drafts.h"
#include "source/versions.h"

static const struct task *last_of(const struct task *task)
{
	return versions_last(versions, task->tgid, task->is_thread ? task->identity.pid : 0);
}

/* ---------------------------------------------------------------- what differs */

struct field_case {
	const char *name;
	size_t offset, size;
};

#define FIELD(member)                                                                      \
	{                                                                                  \
#member, offsetof(struct task, member), sizeof(((struct task *)0)->member) \
	}

/* clang-format off */
static const struct field_case fields[] = {
	FIELD(identity.pid), FIELD(identity.thread), FIELD(identity.start), FIELD(identity.id),
	FIELD(have), FIELD(denied), FIELD(is_thread), FIELD(has_mm), FIELD(state), FIELD(busiest),
	FIELD(uid), FIELD(tgid), FIELD(ppid), FIELD(pgrp), FIELD(session), FIELD(tty_nr), FIELD(tpgid),
	FIELD(flags), FIELD(priority), FIELD(nice), FIELD(processor), FIELD(rt_priority),
	FIELD(policy), FIELD(num_threads), FIELD(padding), FIELD(minflt), FIELD(majflt),
	FIELD(utime_ns), FIELD(stime_ns), FIELD(cutime_ns), FIELD(cstime_ns), FIELD(start_ns),
	FIELD(vsize), FIELD(rss), FIELD(cgroup_id), FIELD(start_code), FIELD(shared),
	FIELD(rss_anon), FIELD(rss_file), FIELD(rss_shmem), FIELD(swap), FIELD(voluntary),
	FIELD(nonvoluntary), FIELD(rchar), FIELD(wchar), FIELD(read_bytes), FIELD(write_bytes),
	FIELD(run_ns), FIELD(wait_ns),
};
/* clang-format on */

/* The table has all that is compared as bytes: no hole in which something unknown could lie. */
static void test_fields(void **state)
{
	unsigned char seen[sizeof(struct task)] = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		for (size_t k = 0; k < fields[i].size; k++)
			seen[fields[i].offset + k]++;
	}
	for (size_t i = offsetof(struct task, have); i < offsetof(struct task, comm); i++)
		assert_int_equal(seen[i], 1);
}

/* The lowest bit of any of its bytes makes another version; the first one stays what it was. */
static void test_field(void **state)
{
	const struct field_case *c = *state;
	struct task draft = drafts_task(10, 0), other;
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	const struct task *first, *second;

	versions_begin(versions, one);
	first = take(&draft);
	versions_end(versions);
	versions_begin(versions, two);
	for (size_t i = 0; i < c->size; i++) {
		memcpy(&other, &draft, sizeof(draft));
		((unsigned char *)&other)[c->offset + i] ^= 1;
		assert_false(versions_alike(&other, first));
		assert_false(versions_alike(first, &other));
		second = versions_take(versions, &other, first);
		assert_ptr_not_equal(second, first);
		assert_memory_equal((const char *)second + c->offset,
				    (const char *)&other + c->offset, c->size);
		assert_true(drafts_same(second, &other));
		assert_true(drafts_same(first, &draft));
	}
	assert_true(versions_alike(&draft, first));
	assert_ptr_equal(versions_take(versions, &draft, first), first);
	versions_end(versions);
	snapshot_free(one);
	snapshot_free(two);
}

static void test_unchanged(void **state)
{
	struct task draft = drafts_task(10, 0);
	struct snapshot *snapshots[3];
	const struct task *first = NULL;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(snapshots); i++) {
		const struct task *got;

		snapshots[i] = snapshot_new();
		versions_begin(versions, snapshots[i]);
		got = last_of(&draft);
		assert_ptr_equal(got, first);
		got = i == 1 ? versions_keep(versions, first) : take(&draft);
		if (i == 0)
			first = got;
		assert_ptr_equal(got, first);
		assert_ptr_not_equal(got, &draft);
		versions_end(versions);
	}
	assert_int_equal(versions_count(versions), 1);
	for (size_t i = 0; i < ARRAY_LEN(snapshots); i++)
		snapshot_free(snapshots[i]);
}

/* What is in the place of other bytes: names are compared, users are theirs whose string it is. */
struct pointer_case {
	const char *name;
	struct bytes comm, user;
	bool is_same;
};

static const char user_a[] = "user", user_b[] = "user";

static const struct pointer_case pointer_cases[] = {
	{ "nothing else", TEXT("name"), { user_a, 4 }, true },
	{ "another letter", TEXT("nama"), { user_a, 4 }, false },
	{ "a shorter name", TEXT("nam"), { user_a, 4 }, false },
	{ "a longer name", TEXT("names"), { user_a, 4 }, false },
	{ "a NUL behind it", TEXT("name\0"), { user_a, 4 }, false },
	{ "no name", TEXT(""), { user_a, 4 }, false },
	{ "the user's string lies elsewhere", TEXT("name"), { user_b, 4 }, false },
	{ "no user", TEXT("name"), { NULL, 0 }, false },
};

static void test_pointer(void **state)
{
	const struct pointer_case *c = *state;
	struct task draft = drafts_task(10, 0);
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	char name[] = "name";
	const struct task *first, *second;

	draft.user = (struct bytes){ user_a, 4 };
	draft.comm = bytes_of(name);
	versions_begin(versions, one);
	first = take(&draft);
	versions_end(versions);
	name[0] = 'X'; /* it was copied */
	assert_bytes_equal(first->comm, bytes_of("name"));
	versions_begin(versions, two);
	draft.comm = c->comm;
	draft.user = c->user;
	second = take(&draft);
	versions_end(versions);
	assert_int_equal(second == first, c->is_same);
	assert_bytes_equal(second->comm, c->comm);
	assert_ptr_equal(second->user.p, c->user.p);
	assert_int_equal(second->user.n, c->user.n);
	assert_ptr_equal(first->user.p, user_a);
	snapshot_free(one);
	snapshot_free(two);
}

/* A draft without even a place for its name: what was cleared. */
static void test_nameless(void **state)
{
	struct task draft = drafts_task(10, 0);
	struct snapshot *snapshot = snapshot_new();

	(void)state;
	draft.comm = (struct bytes){ 0 };
	versions_begin(versions, snapshot);
	assert_int_equal(take(&draft)->comm.n, 0);
	versions_end(versions);
	snapshot_free(snapshot);
}

struct terminal_case {
	const char *name;
	int32_t number;
	const char *want;
};

static const struct terminal_case terminal_cases[] = {
	{ "none", 0, "" },
	{ "pts/1", 0x8801, "pts/1" },
	{ "tty1", 0x0401, "tty1" },
	{ "the largest number", -1, NULL },
};

/* The version has the name, whatever the draft has; two tasks have the same one. */
static void test_terminal(void **state)
{
	const struct terminal_case *c = *state;
	struct task draft = drafts_task(10, 0), other = drafts_task(11, 0);
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	const struct task *first, *second;

	draft.tty_nr = other.tty_nr = c->number;
	draft.tty = bytes_of("not to be believed");
	versions_begin(versions, one);
	first = take(&draft);
	second = take(&other);
	versions_end(versions);
	if (c->want)
		assert_bytes_equal(first->tty, bytes_of(c->want));
	else
		assert_true(first->tty.n > 0);
	assert_ptr_equal(first->tty.p, second->tty.p);
	/* The draft's name of it is no difference. */
	versions_begin(versions, two);
	draft.tty = (struct bytes){ 0 };
	assert_ptr_equal(take(&draft), first);
	versions_end(versions);
	snapshot_free(one);
	snapshot_free(two);
}

struct name_case {
	const char *name;
	size_t length, kept;
};

static const struct name_case name_cases[] = {
	{ "1 byte", 1, 1 },	{ "15 bytes", 15, 15 }, { "16 bytes", 16, 16 },
	{ "17 bytes", 17, 17 }, { "63 bytes", 63, 63 }, { "64 bytes", 64, 64 },
	{ "65 bytes", 65, 64 }, { "many", 300, 64 },
};

static void test_name(void **state)
{
	const struct name_case *c = *state;
	struct task draft = drafts_task(10, 0), shorter = drafts_task(11, 0);
	struct snapshot *snapshots[3];
	const struct task *first = NULL, *got;
	char name[300], want[300];

	for (size_t i = 0; i < sizeof(name); i++)
		want[i] = (char)('a' + i % 26);
	for (size_t i = 0; i < ARRAY_LEN(snapshots); i++) {
		memcpy(name, want, sizeof(name));
		draft.comm = (struct bytes){ name, c->length };
		snapshots[i] = snapshot_new();
		versions_begin(versions, snapshots[i]);
		got = take(&draft);
		(void)take(&shorter);
		versions_end(versions);
		memset(name, 'X', sizeof(name));
		assert_bytes_equal(got->comm, ((struct bytes){ want, c->kept }));
		if (i > 0 && c->kept == c->length)
			assert_ptr_equal(got, first);
		first = got;
	}
	for (size_t i = 0; i < ARRAY_LEN(snapshots); i++)
		snapshot_free(snapshots[i]);
}

/* ---------------------------------------------------------------- who it is */

struct reuse_case {
	const char *name;
	uint64_t start, id;
	bool is_same;
};

static const struct reuse_case reuse_cases[] = {
	{ "the same", 100, 7, true },
	{ "another start", 101, 7, false },
	{ "another id in the same tick", 100, 8, false },
	{ "both", 101, 8, false },
	{ "its id is not known any more", 100, 0, false },
};

static void test_reuse(void **state)
{
	const struct reuse_case *c = *state;
	struct task draft = drafts_task(10, 0);
	struct snapshot *one = snapshot_new(), *two = snapshot_new();
	const struct task *first, *second;

	versions_begin(versions, one);
	first = take(&draft);
	versions_end(versions);
	draft.identity.start = c->start;
	draft.identity.id = c->id;
	versions_begin(versions, two);
	assert_ptr_equal(last_of(&draft), first); /* by number: who it is, is compared later */
	second = take(&draft);
	versions_end(versions);
	assert_int_equal(second == first, c->is_same);
	assert_int_equal(first->identity.start, 100);
	assert_int_equal(second->identity.start, c->start);
	assert_int_equal(second->identity.id, c->id);
	snapshot_free(one);
	snapshot_free(two);
}

/* In the order of taking: threads by number, then their process; its number may be larger. */
static const struct {
	int32_t pid, tid;
} places[] = {
	{ 10, 5 },  { 10, 10 }, { 10, 12 }, { 10, INT32_MAX - 1 }, { 10, 0 }, { 11, 0 },
	{ 12, 12 }, { 12, 13 }, { 12, 0 },  { INT32_MAX, 0 },
};

static void take_places(const struct task *ret[ARRAY_LEN(places)])
{
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct task draft = drafts_task(places[i].pid, places[i].tid);

		ret[i] = take(&draft);
	}
}

static void test_order(void **state)
{
	const struct task *first[ARRAY_LEN(places)], *second[ARRAY_LEN(places)];
	struct snapshot *one = snapshot_new(), *two = snapshot_new();

	(void)state;
	versions_begin(versions, one);
	take_places(first);
	versions_end(versions);
	versions_begin(versions, two);
	assert_null(versions_last(versions, 1, 0));
	assert_null(versions_last(versions, 10, 4));
	take_places(second);
	assert_null(versions_last(versions, 10, 5));
	versions_end(versions);
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		assert_ptr_equal(first[i], second[i]);
		assert_int_equal(first[i]->tgid, places[i].pid);
		assert_int_equal(first[i]->is_thread, places[i].tid > 0);
	}
	assert_int_equal(versions_count(versions), ARRAY_LEN(places));
	snapshot_free(one);
	snapshot_free(two);
}

/* Every second one only, and between them who was not there: the others are found all the same. */
static void test_gaps(void **state)
{
	const struct task *first[ARRAY_LEN(places)];
	struct snapshot *one = snapshot_new(), *two = snapshot_new();

	(void)state;
	versions_begin(versions, one);
	take_places(first);
	versions_end(versions);
	versions_begin(versions, two);
	for (size_t i = 1; i < ARRAY_LEN(places); i += 2) {
		assert_null(versions_last(versions, places[i].pid, places[i].tid ? 1 : 14));
		assert_ptr_equal(versions_last(versions, places[i].pid, places[i].tid), first[i]);
		/* Twice the same is found twice. */
		assert_ptr_equal(versions_last(versions, places[i].pid, places[i].tid), first[i]);
		(void)versions_keep(versions, first[i]);
	}
	assert_null(versions_last(versions, INT32_MAX, 5));
	versions_end(versions);
	snapshot_free(one);
	snapshot_free(two);
}

/* In the wrong order some are not found; what is taken is right nevertheless. */
static void test_out_of_order(void **state)
{
	const struct task *first[ARRAY_LEN(places)];
	struct snapshot *snapshots[3];
	size_t copies = 0;

	(void)state;
	for (size_t round = 0; round < ARRAY_LEN(snapshots); round++) {
		snapshots[round] = snapshot_new();
		versions_begin(versions, snapshots[round]);
		if (round != 1)
			take_places(first);
		for (size_t i = ARRAY_LEN(places); round == 1 && i-- > 0;) {
			struct task draft = drafts_task(places[i].pid, places[i].tid);
			const struct task *got = take(&draft);

			assert_true(drafts_same(got, &draft));
			copies += got != first[i];
		}
		versions_end(versions);
	}
	assert_in_range(copies, 1, ARRAY_LEN(places) - 1);
	for (size_t i = 0; i < ARRAY_LEN(snapshots); i++)
		snapshot_free(snapshots[i]);
}

/* ---------------------------------------------------------------- all of them */

/* Each case has versions of its own. */
static void with_versions(struct CMUnitTest *tests, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		tests[i].setup_func = set_up;
		tests[i].teardown_func = tear_down;
	}
}

#define RUN_TABLE(title, cases, function)                                                 \
	do {                                                                              \
		struct CMUnitTest tests[ARRAY_LEN(cases)];                                \
                                                                                          \
		test_table(tests, ARRAY_LEN(tests), cases, sizeof((cases)[0]), function); \
		with_versions(tests, ARRAY_LEN(tests));                                   \
		failed += cmocka_run_group_tests_name(title, tests, NULL, NULL);          \
	} while (0)

#define ONE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest others[] = {
		ONE(test_fields), ONE(test_unchanged), ONE(test_nameless),
		ONE(test_order),  ONE(test_gaps),      ONE(test_out_of_order),
	};
	int failed = 0;

	RUN_TABLE("any field that differs", fields, test_field);
	RUN_TABLE("names and users", pointer_cases, test_pointer);
	RUN_TABLE("terminals", terminal_cases, test_terminal);
	RUN_TABLE("long names", name_cases, test_name);
	RUN_TABLE("reused numbers", reuse_cases, test_reuse);
	return failed + cmocka_run_group_tests_name("versions", others, NULL, NULL);
}
