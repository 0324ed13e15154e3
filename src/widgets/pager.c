/* pager.c - see pager.h */
#include "widgets/pager.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

enum { SIDE_STEP = 8 };

void pager_init(struct pager *pager, struct prompt_history *history)
{
	memset(pager, 0, sizeof(*pager));
	prompt_init(&pager->prompt, "Search:", history, 0);
}

static struct bytes needle(const struct pager *pager)
{
	return (struct bytes){ pager->needle, pager->needle_length };
}

static size_t last_top(const struct pager *pager)
{
	return pager->count > pager->height ? pager->count - pager->height : 0;
}

static enum pager_result go(struct pager *pager, size_t top)
{
	pager->top = MIN(top, last_top(pager));
	return PAGER_OPEN;
}

static enum pager_result go_by(struct pager *pager, size_t n, bool down)
{
	if (down)
		return go(pager, pager->top + n);
	return go(pager, pager->top > n ? pager->top - n : 0);
}

void pager_set_lines(struct pager *pager, const struct pager_line *lines, size_t count)
{
	pager->lines = lines;
	pager->count = count;
	pager->hit = count;
	(void)go(pager, pager->top);
}

void pager_set_height(struct pager *pager, int height)
{
	pager->height = (size_t)MAX(height, 0);
	(void)go(pager, pager->top);
}

/* Shows the line, with some of what stands around it if it was not seen before. */
static void show(struct pager *pager, size_t line)
{
	size_t seen = pager->height > 1 ? pager->height - 1 : 1; /* the prompt takes one */

	pager->hit = line;
	if (line < pager->top || line >= pager->top + seen)
		(void)go(pager, line > seen / 3 ? line - seen / 3 : 0);
}

/* Finds from line `start` on in that direction, around the ends. Returns whether there is one. */
static bool find(struct pager *pager, size_t start, bool down)
{
	for (size_t n = 0; n < pager->count && pager->needle_length > 0; n++) {
		size_t line = (start + (down ? n : pager->count - n)) % pager->count;

		if (text_contains(pager->lines[line].text, needle(pager))) {
			show(pager, line);
			return true;
		}
	}
	pager->hit = pager->count;
	return false;
}

static enum pager_result find_next(struct pager *pager, bool down)
{
	if (pager->count == 0)
		return PAGER_OPEN;
	if (pager->hit >= pager->count)
		(void)find(pager, pager->top, down);
	else
		(void)find(pager, pager->hit + (down ? 1 : pager->count - 1), down);
	return PAGER_OPEN;
}

static void begin_search(struct pager *pager)
{
	pager->typing = true;
	pager->origin = pager->top;
	prompt_init(&pager->prompt, "Search:", pager->prompt.history, 0);
}

/* Searches from where it began, each time anew: taking back a character goes back, too. */
static void search(struct pager *pager)
{
	struct bytes text = prompt_text(&pager->prompt);

	memcpy(pager->needle, text.p, text.n);
	pager->needle_length = text.n;
	(void)go(pager, pager->origin);
	if (!find(pager, pager->top, true) && text.n > 0)
		prompt_set_error(&pager->prompt, "not found");
}

static enum pager_result search_key(struct pager *pager, struct key key)
{
	switch (prompt_key(&pager->prompt, key)) {
	case PROMPT_CHANGED:
		search(pager);
		break;
	case PROMPT_DONE:
		pager->typing = false;
		break;
	case PROMPT_CANCELLED:
		pager->typing = false;
		pager->needle_length = 0;
		pager->hit = pager->count;
		(void)go(pager, pager->origin);
		break;
	case PROMPT_EDITING:
		break;
	}
	return PAGER_OPEN;
}

static enum pager_result go_aside(struct pager *pager, bool right)
{
	if (right)
		pager->left = MIN(pager->left + SIDE_STEP, (size_t)CANVAS_MAX);
	else
		pager->left = pager->left > SIDE_STEP ? pager->left - SIDE_STEP : 0;
	return PAGER_OPEN;
}

enum pager_result pager_key(struct pager *pager, struct key key)
{
	size_t page = pager->height > 1 ? pager->height - 1 : 1;

	if (pager->typing)
		return search_key(pager, key);
	if (key_is_control(key, 'd') || key_is_control(key, 'u'))
		return go_by(pager, MAX(page / 2, 1), key.code == 'd');
	if (key.modifiers != 0)
		return PAGER_IGNORED;
	switch (key.code) {
	case KEY_CODE_UP:
	case 'k':
		return go_by(pager, 1, false);
	case KEY_CODE_DOWN:
	case 'j':
		return go_by(pager, 1, true);
	case KEY_CODE_WHEEL_UP:
	case KEY_CODE_WHEEL_DOWN:
		return go_by(pager, 3, key.code == KEY_CODE_WHEEL_DOWN);
	case KEY_CODE_PAGE_UP:
	case 'b':
		return go_by(pager, page, false);
	case KEY_CODE_PAGE_DOWN:
	case ' ':
		return go_by(pager, page, true);
	case KEY_CODE_HOME:
	case 'g':
		return go(pager, 0);
	case KEY_CODE_END:
	case 'G':
		return go(pager, pager->count);
	case KEY_CODE_LEFT:
	case KEY_CODE_RIGHT:
		return go_aside(pager, key.code == KEY_CODE_RIGHT);
	case '/':
	case KEY_CODE_F0 + 3:
		begin_search(pager);
		return PAGER_OPEN;
	case 'n':
	case 'N':
		return find_next(pager, key.code == 'n');
	case 'q':
	case KEY_CODE_ESCAPE:
	case KEY_CODE_F0 + 10:
		return PAGER_CLOSED;
	default:
		return PAGER_IGNORED;
	}
}

/*
 * Cuts text off that lies left of the span, *at being the column of its beginning
 * within it; whole clusters only, so *at may end above 0.
 */
static void cut_left(struct bytes *text, int64_t *at)
{
	struct text_cluster cluster;

	while (*at < 0 && text_next(text, &cluster))
		*at += cluster.width;
}

static void put_part(struct canvas *canvas, struct canvas_span span, int64_t at, enum style style,
		     struct bytes text)
{
	cut_left(&text, &at);
	if (at >= 0 && at < span.width)
		(void)canvas_put(canvas, span.y, span.x + (int)at, span.width - (int)at, style,
				 text);
}

static void draw_line(const struct pager *pager, struct canvas *canvas, struct canvas_span span,
		      size_t i)
{
	const struct pager_line *line = &pager->lines[i];
	struct bytes text = line->text;
	struct bytes head = bytes_take(&text, line->head);
	int64_t at = -(int64_t)pager->left;

	put_part(canvas, span, at, line->head_style, head);
	put_part(canvas, span, at + (int64_t)text_width(head), line->style, text);
	text = line->text;
	cut_left(&text, &at);
	if (at < 0 || at >= span.width)
		return;
	span.x += (int)at;
	span.width -= (int)at;
	canvas_highlight(canvas, span, text, needle(pager));
	/* Of several hits on the screen the one that n goes on from. */
	if (i == pager->hit)
		canvas_set_cursor(canvas, span.y, span.x);
}

void pager_draw(const struct pager *pager, struct canvas *canvas, int y, int x, int width)
{
	int height = (int)MIN(pager->height, CANVAS_MAX);

	for (int i = 0; i < height; i++) {
		canvas_fill(canvas, y + i, x, width, STYLE_NORMAL);
		if (pager->top + (size_t)i < pager->count)
			draw_line(pager, canvas, (struct canvas_span){ y + i, x, width },
				  pager->top + (size_t)i);
	}
	if (pager->typing && height > 0)
		prompt_draw(&pager->prompt, canvas, y + height - 1, x, width);
}
