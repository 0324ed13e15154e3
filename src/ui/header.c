/* header.c - see header.h */
#include "ui/header.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/macros.h"
#include "base/text.h"
#include "base/units.h"
#include "model/world.h"

enum {
	TEXT_LINES = 6, /* of what is said in words */
	WIDE = 72,	/* columns from which bars and words stand side by side */
	BAR_LABEL = 4,
	ACCOUNT_WIDE = 84, /* columns that all parts of the account need */
	OWN_WIDE = 62,	   /* columns that our own cost and any trouble need */
	TROUBLE_MAX = 48,
	BESIDE = 46, /* behind the states of tasks, however many there are */
};

/* A part of a bar. */
struct part {
	double share; /* of the whole bar */
	enum style style;
};

/* CPUs in that many lines, two in a line; more of them become a strip of one cell each. */
static int cpu_lines(size_t cpus, int most)
{
	int lines = (int)((cpus + 1) / 2);

	if (cpus > 2 * (size_t)most)
		return 2; /* one bar for all, one strip */
	return lines > 0 ? lines : 1;
}

static bool is_strip(size_t cpus, int most)
{
	return cpus > 2 * (size_t)most;
}

static int most_cpu_lines(int lines)
{
	return MAX(lines / 4 - 2, 1);
}

int header_lines(const struct world *world, int lines, int columns)
{
	size_t cpus = world_now(world) ? world_totals(world)->cpu_count : 1;
	int bars = cpu_lines(cpus, most_cpu_lines(lines)) + 2;

	if (lines < 8)
		return 0;
	if (lines < 14)
		return 1;
	if (columns < WIDE)
		return MIN(bars, lines / 3);
	return MIN(MAX(bars, TEXT_LINES), lines / 3);
}

static char bar_character(enum style style)
{
	char character = theme_table[style].bar;

	return character ? character : '|';
}

/* "CPU[|||||||      12.3%]": the parts one after the other, the text over their end. */
struct bar {
	const char *label, *text;
	const struct part *parts;
	size_t count;
};

static void draw_bar(struct canvas *canvas, const struct rectangle *at, const struct bar *bar)
{
	const struct part *parts = bar->parts;
	const char *text = bar->text;
	const int inner = at->columns - BAR_LABEL - 2;
	const int left = at->x + BAR_LABEL + 1;
	const int text_width_max = MAX(inner, 0);
	const int width = MIN((int)text_width(bytes_of(text)), text_width_max);
	double end = 0;
	int x = 0;

	(void)canvas_put(canvas, at->y, at->x, BAR_LABEL, STYLE_METER_LABEL, bytes_of(bar->label));
	if (inner <= 0)
		return;
	(void)canvas_put(canvas, at->y, left - 1, 1, STYLE_BAR_FRAME, bytes_of("["));
	(void)canvas_put(canvas, at->y, left + inner, 1, STYLE_BAR_FRAME, bytes_of("]"));
	for (size_t i = 0; i < bar->count; i++) {
		const char character[2] = { bar_character(parts[i].style), '\0' };

		end += parts[i].share * inner;
		for (; x < inner && x + 0.5 < end; x++)
			(void)canvas_put(canvas, at->y, left + x, 1, parts[i].style,
					 bytes_of(character));
	}
	(void)canvas_put(canvas, at->y, left + inner - width, width, STYLE_METER_VALUE,
			 bytes_of(text));
}

static void draw_cpu(struct canvas *canvas, const struct rectangle *at,
		     const struct totals_cpu *cpu, bool known)
{
	const struct part parts[] = {
		{ cpu->nice, STYLE_BAR_NICE },	   { cpu->user, STYLE_BAR_USER },
		{ cpu->system, STYLE_BAR_SYSTEM }, { cpu->irq + cpu->softirq, STYLE_BAR_IRQ },
		{ cpu->steal, STYLE_BAR_STEAL },   { cpu->iowait, STYLE_BAR_IOWAIT },
	};
	const double busy =
		cpu->nice + cpu->user + cpu->system + cpu->irq + cpu->softirq + cpu->steal;
	char label[16] = "CPU", text[UNITS_MAX] = "";
	size_t length;

	if (cpu->number != UINT32_MAX)
		(void)snprintf(label, sizeof(label), "%3u", cpu->number);
	if (known) {
		length = units_percent(text, 5, busy);
		(void)snprintf(text + length, sizeof(text) - length, "%%");
	}
	draw_bar(canvas, at, &(struct bar){ label, text, parts, ARRAY_LEN(parts) });
}

/* One cell a CPU, the fuller the busier. */
static void draw_strip(struct canvas *canvas, const struct rectangle *at,
		       const struct totals *totals)
{
	int x = at->x + BAR_LABEL + 1;

	(void)canvas_put(canvas, at->y, at->x, BAR_LABEL, STYLE_METER_LABEL, bytes_of("CPUs"));
	for (size_t i = 0; i < totals->cpu_count && x < at->x + at->columns; i++, x++) {
		double busy = 1 - totals->cpus[i].idle - totals->cpus[i].iowait;
		int level = (int)(busy * 8 + 0.5);

		if (level <= 0)
			(void)canvas_put(canvas, at->y, x, 1, STYLE_DIM, bytes_of("."));
		else
			canvas_glyph(canvas, at->y, x, level > 6 ? STYLE_ALERT : STYLE_BAR_USER,
				     (enum glyph)(GLYPH_EIGHTH + MIN(level, 8) - 1));
	}
}

/* Returns the lines used. */
static int draw_cpus(const struct world *world, struct canvas *canvas, const struct rectangle *area,
		     int screen_lines)
{
	const struct totals *totals = world_totals(world);
	const bool known = world_interval(world) > 0;
	const int most = most_cpu_lines(screen_lines);
	const int lines = MIN(cpu_lines(totals->cpu_count, most), area->lines);
	const int half = area->columns / 2;

	if (totals->cpu_count <= 1 || is_strip(totals->cpu_count, most)) {
		draw_cpu(canvas, area, &totals->cpu, known);
		if (lines > 1)
			draw_strip(canvas,
				   &(struct rectangle){ area->y + 1, area->x, 1, area->columns },
				   totals);
		return lines;
	}
	for (size_t i = 0; i < totals->cpu_count; i++) {
		const int column = (int)i / lines, line = (int)i % lines;
		const struct rectangle at = { area->y + line, area->x + column * half, 1,
					      column ? area->columns - half : half };

		draw_cpu(canvas, &at, &totals->cpus[i], known);
	}
	return lines;
}

static double share_of(const struct meminfo *meminfo, enum meminfo_field field)
{
	double total = (double)meminfo->of[MEMINFO_TOTAL];

	return total > 0 ? (double)meminfo->of[field] / total : 0;
}

static void draw_memory(const struct system *system, struct canvas *canvas,
			const struct rectangle *at)
{
	const struct meminfo *meminfo = &system->meminfo;
	const double shared = share_of(meminfo, MEMINFO_SHMEM),
		     buffers = share_of(meminfo, MEMINFO_BUFFERS);
	const double reclaimable = share_of(meminfo, MEMINFO_SRECLAIMABLE);
	const double cache = MAX(share_of(meminfo, MEMINFO_CACHED) + reclaimable - shared, 0);
	const double used = MAX(1 - share_of(meminfo, MEMINFO_FREE) - buffers - cache - shared, 0);
	const struct part parts[] = {
		{ used, STYLE_BAR_MEM_USED },
		{ shared, STYLE_BAR_MEM_SHARED },
		{ buffers, STYLE_BAR_MEM_BUFFERS },
		{ cache, STYLE_BAR_MEM_CACHE },
	};
	char text[2 * UNITS_MAX + 2], part[UNITS_MAX], whole[UNITS_MAX];

	if (!(system->have & SYSTEM_MEMINFO)) {
		draw_bar(canvas, at, &(struct bar){ "Mem", "?", parts, 0 });
		return;
	}
	(void)units_bytes(part, 6,
			  (uint64_t)((used + shared) * (double)meminfo->of[MEMINFO_TOTAL]));
	(void)units_bytes(whole, 6, meminfo->of[MEMINFO_TOTAL]);
	(void)snprintf(text, sizeof(text), "%s/%s", part, whole);
	draw_bar(canvas, at, &(struct bar){ "Mem", text, parts, ARRAY_LEN(parts) });
}

static void draw_swap(const struct system *system, struct canvas *canvas,
		      const struct rectangle *at)
{
	const struct meminfo *meminfo = &system->meminfo;
	const uint64_t total = meminfo->of[MEMINFO_SWAP_TOTAL],
		       left = meminfo->of[MEMINFO_SWAP_FREE];
	const uint64_t used = total > left ? total - left : 0;
	const struct part part = { total > 0 ? (double)used / (double)total : 0, STYLE_BAR_SWAP };
	char text[2 * UNITS_MAX + 2], amount[UNITS_MAX], whole[UNITS_MAX];

	(void)units_bytes(amount, 6, used);
	(void)units_bytes(whole, 6, total);
	(void)snprintf(text, sizeof(text), total > 0 ? "%s/%s" : "none", amount, whole);
	draw_bar(canvas, at,
		 &(struct bar){ "Swp", system->have & SYSTEM_MEMINFO ? text : "?", &part, 1 });
}

/*
 * A line of words: what stands between two \1 is a value, an alert where it begins with \2, the
 * rest labels.
 */
static void say(struct canvas *canvas, const struct rectangle *area, int line, const char *format,
		...) __attribute__((format(printf, 4, 5)));

static void say(struct canvas *canvas, const struct rectangle *area, int line, const char *format,
		...)
{
	char text[256];
	struct bytes rest;
	va_list arguments;
	enum style style = STYLE_METER_LABEL;
	int x = area->x;

	if (line >= area->lines)
		return;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	rest = bytes_of(text);
	while (rest.n > 0) {
		struct bytes piece = bytes_next(&rest, '\1');

		if (bytes_starts_with(piece, "\2")) {
			(void)bytes_take(&piece, 1);
			style = STYLE_ALERT;
		}
		x += canvas_put(canvas, area->y + line, x, area->x + area->columns - x, style,
				piece);
		style = style == STYLE_METER_LABEL ? STYLE_METER_VALUE : STYLE_METER_LABEL;
	}
}

static void say_tasks(const struct world *world, struct canvas *canvas,
		      const struct rectangle *area)
{
	const struct totals *totals = world_totals(world);
	const struct rectangle beside = { area->y, area->x + BESIDE, area->lines,
					  area->columns - BESIDE };

	say(canvas, area, 0, "Tasks \1%zu\1, \1%zu\1 thr, \1%zu\1 kernel", totals->processes,
	    totals->threads, totals->kernel_threads);
	say(canvas, area, 1, "      R \1%zu\1  S \1%zu\1  D \1%zu\1  T \1%zu\1  Z \1%zu\1",
	    totals->running, totals->sleeping + totals->idle, totals->disk, totals->stopped,
	    totals->zombie);
	if (area->columns >= ACCOUNT_WIDE && world_interval(world) > 0)
		say(canvas, &beside, 1, "forks \1%6.0f\1/s  endings \1%6.0f\1/s", totals->forks,
		    (double)totals->endings / world_interval(world));
}

/* "12d 03:14:15": seconds do not matter to the hundredth here. */
static void format_uptime(uint64_t ns, char ret[UNITS_MAX])
{
	const uint64_t seconds = ns / NS_PER_SECOND, days = seconds / 86400;
	const unsigned of_day = (unsigned)(seconds % 86400);
	int length = days ? snprintf(ret, UNITS_MAX, "%llud ", (unsigned long long)days) : 0;

	(void)snprintf(ret + length, UNITS_MAX - (size_t)length, "%02u:%02u:%02u", of_day / 3600,
		       of_day / 60 % 60, of_day % 60);
}

static void say_load(const struct system *system, struct canvas *canvas,
		     const struct rectangle *area)
{
	const uint32_t *load = system->loadavg.centi;
	char up[UNITS_MAX] = "?";

	if (system->have & SYSTEM_UPTIME)
		format_uptime(system->uptime_ns, up);
	if (system->have & SYSTEM_LOADAVG)
		say(canvas, area, 2, "Load \1%u.%02u %u.%02u %u.%02u\1  Up \1%s\1", load[0] / 100,
		    load[0] % 100, load[1] / 100, load[1] % 100, load[2] / 100, load[2] % 100, up);
	else
		say(canvas, area, 2, "Load \1?\1  Up \1%s\1", up);
}

static void say_pressure(const struct system *system, struct canvas *canvas,
			 const struct rectangle *area)
{
	const struct pressure *kinds[] = { &system->pressure_cpu, &system->pressure_memory,
					   &system->pressure_io };
	const uint32_t bits[] = { SYSTEM_PRESSURE_CPU, SYSTEM_PRESSURE_MEMORY, SYSTEM_PRESSURE_IO };
	char values[3][16];

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const uint32_t centi = kinds[i]->some.centi[0];

		if (system->have & bits[i])
			(void)snprintf(values[i], sizeof(values[i]), "%u.%u", centi / 100,
				       centi / 10 % 10);
		else
			(void)snprintf(values[i], sizeof(values[i]), "-");
	}
	say(canvas, area, 3, "Pressure cpu \1%s\1  mem \1%s\1  io \1%s\1 %%", values[0], values[1],
	    values[2]);
}

/*
 * Where the busy time of the CPUs went that no living row shows. With room for it all the parts
 * stand there, which add up. Widths are fixed: nothing jumps when a value changes.
 */
static void say_account(const struct world *world, struct canvas *canvas,
			const struct rectangle *area)
{
	const struct totals *totals = world_totals(world);
	const double seconds = world_interval(world);

	if (seconds <= 0)
		say(canvas, area, 4, "Unattributed \1...\1");
	else if (area->columns >= ACCOUNT_WIDE)
		say(canvas, area, 4,
		    "Rows \1%5.1f\1  ended \1%5.1f\1  children \1%5.1f\1  interrupts \1%5.1f\1  "
		    "unattributed \1%5.1f\1 %% CPU",
		    totals->rows * 100, totals->ended * 100, totals->children * 100,
		    totals->interrupts * 100, totals->unattributed * 100);
	else
		say(canvas, area, 4, "Unattr \1%4.1f\1 ended \1%4.1f\1 %% forks \1%4.0f\1/s",
		    totals->unattributed * 100, totals->ended * 100, totals->forks);
}

/* What is not as it should be, the most urgent of it; "": nothing. An alert begins with \2. */
static void format_trouble(const struct world *world, const struct header_state *state,
			   char ret[TROUBLE_MAX])
{
	const struct snapshot *now = world_now(world);

	ret[0] = '\0';
	if (state->paused)
		(void)snprintf(ret, TROUBLE_MAX, "PAUSED");
	else if (state->overdue_ns > 0)
		(void)snprintf(ret, TROUBLE_MAX, "sample overdue %.1f s",
			       (double)state->overdue_ns / 1e9);
	else if (now->late_ns > NS_PER_SECOND / 4)
		(void)snprintf(ret, TROUBLE_MAX, "sample came %.1f s late",
			       (double)now->late_ns / 1e9);
	else if (state->stuck > 0)
		(void)snprintf(ret, TROUBLE_MAX, "%u reads stalled", state->stuck);
	else if (state->events_lost > 0)
		(void)snprintf(ret, TROUBLE_MAX, "\2events lost %llu",
			       (unsigned long long)state->events_lost);
	else if (now->unreadable > 0)
		(void)snprintf(ret, TROUBLE_MAX, "%u unreadable", now->unreadable);
}

/* Our own cost; where there is trouble and little room, its details give way. */
static void say_own(const struct world *world, const struct header_state *state,
		    struct canvas *canvas, const struct rectangle *area)
{
	const struct snapshot *now = world_now(world);
	const double interval = world_interval(world);
	const double share = interval > 0 ? (double)state->own_cpu_ns / 1e7 / interval : 0;
	char trouble[TROUBLE_MAX];
	const char *gap;

	format_trouble(world, state, trouble);
	gap = trouble[0] ? "  " : "";
	if (interval <= 0)
		say(canvas, area, 5, "proctor  %s%s\1%s", now->source, gap, trouble);
	else if (trouble[0] && area->columns < OWN_WIDE)
		say(canvas, area, 5, "proctor \1%.1f\1 %%  \1%s", share, trouble);
	else
		say(canvas, area, 5, "proctor \1%.1f\1 ms, \1%.1f\1 %% CPU  %s%s\1%s",
		    (double)state->own_cpu_ns / 1e6, share, now->source, gap, trouble);
}

/* All in one line, where there is hardly room for the list. */
static void draw_short(const struct world *world, struct canvas *canvas,
		       const struct rectangle *area)
{
	const struct totals *totals = world_totals(world);
	const struct system *system = &world_now(world)->system;
	const double available = share_of(&system->meminfo, MEMINFO_AVAILABLE);
	const uint32_t *load = system->loadavg.centi;

	say(canvas, area, 0, "CPU \1%.0f\1%% Mem \1%.0f\1%% Load \1%u.%02u\1 Tasks \1%zu",
	    totals->busy * 100, (1 - available) * 100, load[0] / 100, load[0] % 100,
	    totals->processes);
}

void header_draw(const struct world *world, const struct header_state *state, struct canvas *canvas,
		 const struct rectangle *area)
{
	const struct system *system;
	const bool wide = area->columns >= WIDE;
	struct rectangle bars = *area, words = *area;
	int line;

	if (area->lines <= 0 || !world_now(world))
		return;
	if (area->lines == 1) {
		draw_short(world, canvas, area);
		return;
	}
	system = &world_now(world)->system;
	if (wide) {
		bars.columns = area->columns / 2;
		words.x = area->x + bars.columns + 1;
		words.columns = area->columns - bars.columns - 1;
	}
	line = draw_cpus(world, canvas, &bars, canvas_lines(canvas));
	if (line < area->lines)
		draw_memory(system, canvas,
			    &(struct rectangle){ area->y + line, bars.x, 1, bars.columns });
	if (line + 1 < area->lines)
		draw_swap(system, canvas,
			  &(struct rectangle){ area->y + line + 1, bars.x, 1, bars.columns });
	if (!wide)
		return;
	say_tasks(world, canvas, &words);
	say_load(system, canvas, &words);
	say_pressure(system, canvas, &words);
	say_account(world, canvas, &words);
	say_own(world, state, canvas, &words);
}
