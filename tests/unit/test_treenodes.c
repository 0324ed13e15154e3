#include "test.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "tree/treenodes.h"
#include "tree/treestyle.h"
#include "model/world.h"
#include "sightings.h"
#include "table/view.h"

enum { TEXT_MAX = 1024, DEEP = 30000, WIDE = 20000 };

struct process {
	int32_t pid, ppid, tgid; /* tgid: of a thread */
	const char *name, *user;
	uint32_t threads;
};

/* Processes by number, then threads. */
/* clang-format off */
static const struct process machine[] = {
	{ 1, 0, 0, "init", "root", 1 },
	{ 10, 1, 0, "cron", "root", 1 },
	{ 20, 1, 0, "sshd", "root", 2 },
	{ 21, 20, 0, "sshd", "alice", 1 },
	{ 22, 21, 0, "bash", "alice", 1 },
	{ 30, 1, 0, "web", "www", 3 },
	{ 40, 99, 0, "", "root", 0 },
	{ 30, 1, 30, "web", "www", 3 },
	{ 31, 1, 30, "web-io", "www", 3 },
	{ 32, 1, 30, "a\nb", "www", 3 },
};
/* clang-format on */

/*
 * What is asked for, and the nodes: PARENT:LABEL, the parent as an index, a ! behind those that
 * are like no other, *N behind those that stand for several.
 */
struct nodes_case {
	const char *name;
	struct treestyle style;
	int32_t roots[3];
	const char *shown; /* names of processes that match; NULL: all */
	const char *want;
	size_t matched;
};

/* clang-format off */
static const struct nodes_case cases[] = {
	{ "all", { 0 }, { 0 }, NULL,
	  "-:init 0:cron 0:sshd 2:sshd 3:bash 0:web -:'' 2:{sshd} 5:{web}*2", 7 },
	{ "PIDs", { .pids = true }, { 0 }, NULL,
	  "-:init(1)! 0:cron(10)! 0:sshd(20)! 2:sshd(21)! 3:bash(22)! 0:web(30)! -:''(40)! "
	  "5:{web}(31)! 5:{web}(32)!", 7 },
	{ "threads by their names", { .thread_names = true }, { 30 }, NULL, "-:web 0:{web-io} 0:{a\\nb}", 1 },
	{ "nothing is one", { .apart = true }, { 30 }, NULL, "-:web! 0:{web}! 0:{web}!", 1 },
	{ "no threads", { .no_threads = true }, { 30 }, NULL, "-:web", 1 },
	{ "where the user changes", { .users = true }, { 20 }, NULL, "-:sshd 0:sshd(alice) 1:bash 0:{sshd}", 3 },
	{ "a root is compared with its parent", { .users = true }, { 22 }, NULL, "-:bash", 1 },
	{ "what nobody started is compared with root", { .users = true, .no_threads = true }, { 1 }, NULL,
	  "-:init 0:cron 0:sshd 2:sshd(alice) 3:bash 0:web(www)", 6 },
	{ "PIDs and users", { .users = true, .pids = true }, { 21 }, NULL, "-:sshd(21,alice)! 0:bash(22)!", 2 },
	{ "process groups", { .pgids = true, .no_threads = true }, { 30 }, NULL, "-:web(30)", 1 },
	{ "PIDs and process groups", { .pids = true, .pgids = true }, { 22 }, NULL, "-:bash(22,22)!", 1 },
	{ "with arguments", { .arguments = true, .pids = true, .users = true }, { 21 }, NULL,
	  "-:sshd,21,alice! 0:bash,22!", 2 },
	{ "threads with arguments are one all the same", { .arguments = true }, { 30 }, NULL, "-:web! 0:{web}*2", 1 },
	{ "one root", { 0 }, { 20 }, NULL, "-:sshd 0:sshd 1:bash 0:{sshd}", 3 },
	{ "its ancestors too, without their threads", { .parents = true }, { 21 }, NULL, "-:init 0:sshd 1:sshd 2:bash", 2 },
	{ "two roots", { 0 }, { 10, 22 }, NULL, "-:cron -:bash", 2 },
	{ "one below the other", { 0 }, { 20, 22 }, NULL, "-:sshd 0:sshd 1:bash 0:{sshd}", 3 },
	{ "two with the same ancestors", { .parents = true }, { 10, 21 }, NULL, "-:init 0:cron 0:sshd 2:sshd 3:bash", 3 },
	{ "what matches, below its ancestors", { 0 }, { 0 }, "bash", "-:init 0:sshd 1:sshd 2:bash", 1 },
	{ "what matches below a root", { 0 }, { 21 }, "bash", "-:sshd 0:bash", 1 },
	{ "nothing matches below the root", { 0 }, { 10 }, "bash", "", 0 },
	{ "no threads of those that are there as context", { 0 }, { 0 }, "init", "-:init", 1 },
};
/* clang-format on */

static struct world *make_world(const struct process *processes, size_t count)
{
	struct snapshot *snapshot = snapshot_new();
	struct task *tasks = die_calloc(count, sizeof(tasks[0]));
	struct world *world = world_new();
	size_t processes_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct process *p = &processes[i];

		tasks[i] = (struct task){
			.identity = { .pid = p->pid, .thread = p->tgid, .start = 5 },
			.is_thread = p->tgid,
			.have = TASK_STAT | TASK_USER,
			.state = 'S',
			.busiest = 'S',
			.tgid = p->tgid ? p->tgid : p->pid,
			.ppid = p->ppid,
			.pgrp = p->tgid ? p->tgid : p->pid,
			.uid = (uint32_t)(unsigned char)p->user[0] - 'r',
			.num_threads = p->threads,
			.comm = bytes_of(p->name),
			.user = bytes_of(p->user),
		};
	}
	while (processes_count < count && !processes[processes_count].tgid)
		processes_count++;
	snapshot->tasks = sightings_of(snapshot->arena, tasks, processes_count, 1);
	snapshot->task_count = processes_count;
	snapshot->threads =
		sightings_of(snapshot->arena, tasks + processes_count, count - processes_count, 1);
	snapshot->thread_count = count - processes_count;
	for (size_t i = 0; i < snapshot->thread_count; i++) {
		struct sighting *process = (struct sighting *)(uintptr_t)
			snapshot_find(snapshot, snapshot->threads[i].task->tgid);

		process->thread_first =
			process->thread_count++ == 0 ? (uint32_t)i : process->thread_first;
	}
	snapshot_free(world_update(world, snapshot));
	free(tasks);
	return world;
}

static bool is_shown(const void *subject, const void *context)
{
	const struct row *row = subject;
	const char *name = context;

	return !row->is_thread && (!name || bytes_equal(row->task->comm, name));
}

static struct view *make_view(const struct world *world, const char *shown)
{
	struct view_rows rows = { .row_size = sizeof(struct row) };
	const struct view_plan plan = { .tree = true, .match = is_shown, .context = shown };
	struct view *view = view_new();

	rows.rows = world_rows(world, &rows.count);
	rows.parents = world_parents(world);
	view_update(view, &rows, &plan);
	return view;
}

static void describe(const struct treenodes *tree, char *text)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < tree->count; i++) {
		const struct compact_node *node = &tree->nodes[i];
		char parent[16] = "-", count[16] = "";

		if (node->parent != COMPACT_ROOT)
			(void)snprintf(parent, sizeof(parent), "%u", node->parent);
		if (node->count != 1)
			(void)snprintf(count, sizeof(count), "*%u", node->count);
		used += (size_t)snprintf(text + used, TEXT_MAX - used, "%s%s:%.*s%s%s",
					 i > 0 ? " " : "", parent, (int)node->text.n, node->text.p,
					 count, node->alone ? "!" : "");
	}
}

static void test_nodes(void **state)
{
	const struct nodes_case *c = *state;
	struct world *world = make_world(machine, ARRAY_LEN(machine));
	struct view *view = make_view(world, c->shown);
	struct treenodes tree;
	char text[TEXT_MAX];
	size_t count;
	const struct view_line *lines = view_lines(view, &count);

	treenodes_init(&tree, &c->style, 0, world);
	for (size_t i = 0; c->roots[i]; i++)
		treenodes_mark_root(&tree, world_find_pid(world, c->roots[i]));
	treenodes_choose(&tree, lines, count);
	treenodes_make(&tree, lines, count);
	describe(&tree, text);
	assert_string_equal(text, c->want);
	assert_int_equal(tree.matched, c->matched);
	treenodes_done(&tree);
	view_free(view);
	world_free(world);
}

static void test_bold(void **state)
{
	struct world *world = make_world(machine, ARRAY_LEN(machine));
	struct view *view = make_view(world, NULL);
	const struct treestyle style = { 0 };
	struct treenodes tree;
	size_t count;
	const struct view_line *lines = view_lines(view, &count);

	(void)state;
	treenodes_init(&tree, &style, 0, world);
	treenodes_mark_bold(&tree, world_find_pid(world, 21));
	treenodes_choose(&tree, lines, count);
	treenodes_make(&tree, lines, count);
	/* init, sshd, sshd; not cron, bash, web */
	assert_true(tree.nodes[0].bold && tree.nodes[2].bold && tree.nodes[3].bold);
	assert_false(tree.nodes[1].bold || tree.nodes[4].bold || tree.nodes[5].bold);
	treenodes_done(&tree);
	view_free(view);
	world_free(world);
}

/* From the rows to the nodes, each process the child of the one before, or all of the first. */
static void check_large(size_t count, bool deep)
{
	struct process *processes = die_calloc(count, sizeof(processes[0]));
	const struct treestyle style = { .parents = true };
	struct treenodes tree;
	struct world *world;
	struct view *view;
	const struct view_line *lines;
	size_t line_count;

	for (size_t i = 0; i < count; i++)
		processes[i] = (struct process){
			(int32_t)i + 1, deep ? (int32_t)i : i > 0, 0, "a", "root", 1
		};
	world = make_world(processes, count);
	view = make_view(world, NULL);
	lines = view_lines(view, &line_count);
	assert_int_equal(line_count, count);
	treenodes_init(&tree, &style, 0, world);
	/* Many roots, each with all its ancestors: they are walked once. */
	for (size_t i = 0; i < count; i += 2)
		treenodes_mark_root(&tree, world_find_pid(world, (int32_t)i + 1));
	treenodes_choose(&tree, lines, line_count);
	treenodes_make(&tree, lines, line_count);
	assert_int_equal(tree.count, count);
	assert_int_equal(tree.nodes[count - 1].parent, deep ? count - 2 : 0);
	treenodes_done(&tree);
	view_free(view);
	world_free(world);
	free(processes);
}

static void test_deep(void **state)
{
	(void)state;
	check_large(DEEP, true);
}

static void test_wide(void **state)
{
	(void)state;
	check_large(WIDE, false);
}

int main(void)
{
	struct CMUnitTest tests[ARRAY_LEN(cases)];
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(test_bold),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_wide),
	};
	int failed;

	test_table(tests, ARRAY_LEN(tests), cases, sizeof(cases[0]), test_nodes);
	failed = cmocka_run_group_tests_name("treenodes", tests, NULL, NULL);
	return failed + cmocka_run_group_tests_name("treenodes, whole", others, NULL, NULL);
}
