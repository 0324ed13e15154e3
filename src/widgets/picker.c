/* picker.c - see picker.h */
#include "widgets/picker.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

/* The least rectangle that can spare two lines and two columns for a frame. */
enum {
	FRAMED_HEIGHT = 5,
	FRAMED_WIDTH = 12,
};

static bool is_framed(const struct picker *picker)
{
	return picker->place.height >= FRAMED_HEIGHT && picker->place.width >= FRAMED_WIDTH;
}

/* The rectangle of the items. */
static struct picker_place inside(const struct picker *picker)
{
	struct picker_place place = picker->place;

	if (is_framed(picker)) {
		place.y++;
		place.x++;
		place.height -= 2;
		place.width -= 2;
	}
	place.height = MAX(place.height, 0);
	place.width = MAX(place.width, 0);
	return place;
}

static bool can_select(const struct picker *picker, size_t i)
{
	return i < picker->count && !picker->items[i].heading;
}

/* Scrolls as little as shows the selected item, and never leaves room at the end unused. */
static void scroll(struct picker *picker)
{
	size_t height = (size_t)MAX(inside(picker).height, 1);

	if (picker->selected >= picker->top + height)
		picker->top = picker->selected + 1 - height;
	if (picker->selected < picker->top)
		picker->top = picker->selected;
	/* A heading right above it is part of what it says. */
	if (picker->top > 0 && picker->selected == picker->top &&
	    picker->items[picker->top - 1].heading && height > 1)
		picker->top--;
	if (picker->top + height > picker->count)
		picker->top = picker->count > height ? picker->count - height : 0;
}

/* The item nearest to `at` that can be selected, looking that way first. */
static size_t nearest(const struct picker *picker, size_t at, bool down)
{
	size_t below = at, above = at;

	while (below < picker->count && !can_select(picker, below))
		below++;
	while (above > 0 && !can_select(picker, above))
		above--;
	if (down)
		return can_select(picker, below) ? below : above;
	return can_select(picker, above) ? above : below;
}

static void go(struct picker *picker, size_t at, bool down)
{
	size_t found = nearest(picker, picker->count > 0 ? MIN(at, picker->count - 1) : 0, down);

	picker->selected = can_select(picker, found) ? found : 0;
	scroll(picker);
}

void picker_init(struct picker *picker, const char *title, struct picker_item *items, size_t count,
		 unsigned flags)
{
	memset(picker, 0, sizeof(*picker));
	picker->title = title;
	picker->items = items;
	picker->count = count;
	picker->flags = flags;
	go(picker, 0, true);
}

void picker_set_place(struct picker *picker, struct picker_place place)
{
	picker->place = place;
	scroll(picker);
}

struct picker_item *picker_selected(const struct picker *picker)
{
	return can_select(picker, picker->selected) ? &picker->items[picker->selected] : NULL;
}

bool picker_select(struct picker *picker, size_t id)
{
	for (size_t i = 0; i < picker->count; i++) {
		if (can_select(picker, i) && picker->items[i].id == id) {
			go(picker, i, true);
			return true;
		}
	}
	return false;
}

void picker_set_items(struct picker *picker, struct picker_item *items, size_t count)
{
	const struct picker_item *selected = picker_selected(picker);
	size_t id = selected ? selected->id : 0;
	size_t at = picker->selected;

	picker->items = items;
	picker->count = count;
	if (!selected || !picker_select(picker, id))
		go(picker, at, true);
}

static enum picker_result move_to(struct picker *picker, size_t at, bool down)
{
	size_t before = picker->selected;

	picker->find[0] = '\0';
	picker->find_failed = false;
	go(picker, at, down);
	return picker->selected == before ? PICKER_OPEN : PICKER_MOVED;
}

/* Up and down by so many items; stops at both ends. */
static enum picker_result move_by(struct picker *picker, size_t n, bool down)
{
	size_t at = picker->selected;

	if (down)
		return move_to(picker, at + n, true);
	return move_to(picker, at > n ? at - n : 0, false);
}

/*
 * Finds from `start` on, around the end: first what begins so, then what contains it. Returns
 * count: nothing.
 */
static size_t find_item(const struct picker *picker, struct bytes text, size_t start)
{
	for (int whole = 0; whole < 2; whole++) {
		for (size_t n = 0; n < picker->count; n++) {
			size_t i = (start + n) % picker->count;
			struct bytes label = bytes_of(picker->items[i].label);

			if (!whole)
				label.n = MIN(label.n, text.n);
			if (can_select(picker, i) && text_contains(label, text))
				return i;
		}
	}
	return picker->count;
}

static enum picker_result find(struct picker *picker, size_t start)
{
	size_t before = picker->selected;
	size_t found = find_item(picker, bytes_of(picker->find), start);

	picker->find_failed = found == picker->count;
	if (picker->find_failed)
		return PICKER_OPEN;
	go(picker, found, true);
	return picker->selected == before ? PICKER_OPEN : PICKER_MOVED;
}

static enum picker_result type(struct picker *picker, uint32_t character)
{
	size_t n = strlen(picker->find);
	char utf8[4];
	size_t length = key_utf8(character, utf8);

	/* What was like nothing is not gone on with: the next character begins anew. */
	if (picker->find_failed || n + length >= sizeof(picker->find))
		n = 0;
	memcpy(picker->find + n, utf8, length);
	picker->find[n + length] = '\0';
	return find(picker, n == 0 ? 0 : picker->selected);
}

static enum picker_result take_back(struct picker *picker)
{
	size_t n = strlen(picker->find);

	if (n == 0)
		return PICKER_OPEN;
	do
		n--;
	while (n > 0 && ((unsigned char)picker->find[n] & 0xc0) == 0x80);
	picker->find[n] = '\0';
	picker->find_failed = false;
	return n > 0 ? find(picker, 0) : PICKER_OPEN;
}

static enum picker_result check(struct picker *picker)
{
	struct picker_item *item = picker_selected(picker);

	if (!item)
		return PICKER_OPEN;
	item->checked = !item->checked;
	return PICKER_CHANGED;
}

/* Exchanges the selected item with its neighbour, and stays on it. Headings stay where they are. */
static enum picker_result exchange(struct picker *picker, bool down)
{
	size_t from = picker->selected;
	size_t to = down ? from + 1 : from - 1;
	struct picker_item item;

	if (!can_select(picker, from) || (!down && from == 0) || !can_select(picker, to))
		return PICKER_OPEN;
	item = picker->items[from];
	picker->items[from] = picker->items[to];
	picker->items[to] = item;
	picker->selected = to;
	scroll(picker);
	return PICKER_CHANGED;
}

static enum picker_result click(struct picker *picker, struct key key)
{
	struct picker_place place = inside(picker);
	size_t at;

	if (key.y < place.y || key.y >= place.y + place.height || key.x < place.x ||
	    key.x >= place.x + place.width)
		return PICKER_OPEN;
	at = picker->top + (size_t)(key.y - place.y);
	if (!can_select(picker, at))
		return PICKER_OPEN;
	if (at != picker->selected)
		return move_to(picker, at, true);
	return picker->flags & PICKER_MULTI ? check(picker) : PICKER_DONE;
}

static enum picker_result move_key(struct picker *picker, uint32_t code)
{
	size_t page = (size_t)MAX(inside(picker).height - 1, 1);

	switch (code) {
	case KEY_CODE_UP:
	case KEY_CODE_DOWN:
		return move_by(picker, 1, code == KEY_CODE_DOWN);
	case KEY_CODE_PAGE_UP:
	case KEY_CODE_PAGE_DOWN:
		return move_by(picker, page, code == KEY_CODE_PAGE_DOWN);
	case KEY_CODE_WHEEL_UP:
	case KEY_CODE_WHEEL_DOWN:
		return move_by(picker, 3, code == KEY_CODE_WHEEL_DOWN);
	case KEY_CODE_HOME:
		return move_to(picker, 0, true);
	case KEY_CODE_END:
		return move_to(picker, picker->count > 0 ? picker->count - 1 : 0, false);
	default:
		return PICKER_OPEN;
	}
}

/* Which way the key moves an item: -1 up, 1 down, 0 not at all. */
static int exchange_way(const struct picker *picker, struct key key)
{
	if (!(picker->flags & PICKER_ORDER))
		return 0;
	if (key_is(key, '[') || key_is(key, KEY_CODE_F0 + 7))
		return -1;
	return key_is(key, ']') || key_is(key, KEY_CODE_F0 + 8) ? 1 : 0;
}

enum picker_result picker_key(struct picker *picker, struct key key)
{
	int way = exchange_way(picker, key);

	if (way != 0)
		return exchange(picker, way > 0);
	if (key_is(key, KEY_CODE_ENTER))
		return picker_selected(picker) || (picker->flags & PICKER_MULTI) ? PICKER_DONE
										 : PICKER_OPEN;
	if (key_is(key, KEY_CODE_ESCAPE))
		return PICKER_CANCELLED;
	if (key_is(key, ' ') && (picker->flags & PICKER_MULTI))
		return check(picker);
	if (key_is(key, KEY_CODE_MOUSE_LEFT))
		return click(picker, key);
	if (key_is(key, KEY_CODE_BACKSPACE))
		return take_back(picker);
	if (key_is(key, KEY_CODE_TAB))
		return picker->find[0] ? find(picker, picker->selected + 1) : PICKER_OPEN;
	if (key_is_text(key))
		return type(picker, key.code);
	return key.modifiers == 0 ? move_key(picker, key.code) : PICKER_OPEN;
}

/* The widest of the labels: details stand behind it, one below the other. */
static int label_width(const struct picker *picker)
{
	size_t widest = 0;

	for (size_t i = 0; i < picker->count; i++) {
		if (!picker->items[i].heading)
			widest = MAX(widest, text_width(bytes_of(picker->items[i].label)));
	}
	return (int)MIN(widest, CANVAS_MAX);
}

static int put_check(const struct picker *picker, struct canvas *canvas, struct canvas_span span,
		     bool checked)
{
	if (!(picker->flags & PICKER_MULTI))
		return 0;
	return canvas_put(canvas, span.y, span.x, span.width, STYLE_DIALOG,
			  bytes_of(checked ? "[x] " : "[ ] "));
}

static void draw_item(const struct picker *picker, struct canvas *canvas, struct canvas_span span,
		      size_t i)
{
	const struct picker_item *item = &picker->items[i];
	int label = label_width(picker);
	int at = 0;

	if (item->heading) {
		(void)canvas_put(canvas, span.y, span.x, span.width, STYLE_HEADING,
				 bytes_of(item->label));
		return;
	}
	at += put_check(picker, canvas, span, item->checked);
	(void)canvas_put(canvas, span.y, span.x + at, span.width - at, STYLE_DIALOG,
			 bytes_of(item->label));
	at += label + 2;
	if (item->detail && at < span.width)
		(void)canvas_put(canvas, span.y, span.x + at, span.width - at, STYLE_DIM,
				 bytes_of(item->detail));
	if (i == picker->selected)
		canvas_restyle(canvas, span.y, span.x, span.width, STYLE_DIALOG_SELECTED);
}

static void draw_edge(struct canvas *canvas, struct canvas_span span, enum glyph left,
		      enum glyph right)
{
	for (int x = 1; x < span.width - 1; x++)
		canvas_glyph(canvas, span.y, span.x + x, STYLE_DIALOG, GLYPH_LINE);
	canvas_glyph(canvas, span.y, span.x, STYLE_DIALOG, left);
	canvas_glyph(canvas, span.y, span.x + span.width - 1, STYLE_DIALOG, right);
}

/* A text in the edge of the frame, with a space on both sides. */
static void put_in_edge(struct canvas *canvas, struct canvas_span span, enum style style,
			const char *text)
{
	int used;

	if (!text || !text[0] || span.width < 6)
		return;
	used = canvas_put(canvas, span.y, span.x + 2, span.width - 4, style, bytes_of(" "));
	used += canvas_put(canvas, span.y, span.x + 2 + used, span.width - 5 - used, style,
			   bytes_of(text));
	(void)canvas_put(canvas, span.y, span.x + 2 + used, 1, style, bytes_of(" "));
}

static void draw_frame(const struct picker *picker, struct canvas *canvas)
{
	struct picker_place p = picker->place;
	struct canvas_span top = { p.y, p.x, p.width };
	struct canvas_span bottom = { p.y + p.height - 1, p.x, p.width };
	size_t height = (size_t)(p.height - 2);

	draw_edge(canvas, top, GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT);
	draw_edge(canvas, bottom, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT);
	for (int y = 1; y < p.height - 1; y++) {
		canvas_glyph(canvas, p.y + y, p.x, STYLE_DIALOG, GLYPH_BAR);
		canvas_glyph(canvas, p.y + y, p.x + p.width - 1, STYLE_DIALOG, GLYPH_BAR);
	}
	put_in_edge(canvas, top, STYLE_DIALOG_TITLE, picker->title);
	put_in_edge(canvas, bottom, picker->find_failed ? STYLE_ERROR : STYLE_DIALOG, picker->find);
	if (picker->top > 0)
		canvas_glyph(canvas, p.y + 1, p.x + p.width - 1, STYLE_DIALOG, GLYPH_UP);
	if (picker->top + height < picker->count)
		canvas_glyph(canvas, bottom.y - 1, p.x + p.width - 1, STYLE_DIALOG, GLYPH_DOWN);
}

void picker_draw(const struct picker *picker, struct canvas *canvas)
{
	struct picker_place place = inside(picker);

	for (int y = 0; y < picker->place.height; y++)
		canvas_fill(canvas, picker->place.y + y, picker->place.x, picker->place.width,
			    STYLE_DIALOG);
	if (is_framed(picker))
		draw_frame(picker, canvas);
	for (int y = 0; y < place.height && picker->top + (size_t)y < picker->count; y++)
		draw_item(picker, canvas, (struct canvas_span){ place.y + y, place.x, place.width },
			  picker->top + (size_t)y);
	/* Where the eye is, and a screen reader. */
	if (picker_selected(picker) && picker->selected >= picker->top)
		canvas_set_cursor(canvas,
				  place.y + (int)MIN(picker->selected - picker->top, CANVAS_MAX),
				  place.x);
}

void picker_wish(const struct picker *picker, int *ret_height, int *ret_width)
{
	int label = label_width(picker) + (picker->flags & PICKER_MULTI ? 4 : 0);
	size_t widest = picker->title ? text_width(bytes_of(picker->title)) + 4 : 0;

	for (size_t i = 0; i < picker->count; i++) {
		const struct picker_item *item = &picker->items[i];
		size_t detail = item->detail ? text_width(bytes_of(item->detail)) + 2 : 0;

		widest = MAX(widest, item->heading ? text_width(bytes_of(item->label))
						   : (size_t)label + detail);
	}
	*ret_height = MAX((int)MIN(picker->count, CANVAS_MAX) + 2, FRAMED_HEIGHT);
	*ret_width = MAX((int)MIN(widest, CANVAS_MAX) + 2, FRAMED_WIDTH);
}
