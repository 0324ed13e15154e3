/* prompt.c - see prompt.h */
#include "widgets/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/macros.h"
#include "base/text.h"

/* Columns that the text is to have beside an error; half of it beside the label. */
enum { TEXT_LEAST = 4 };

void prompt_history_add(struct prompt_history *history, struct bytes text)
{
	size_t old = 0;
	char *copy;

	if (text.n == 0)
		return;
	while (old < history->count && !bytes_equal(text, history->of[old]))
		old++;
	if (old < history->count) {
		copy = history->of[old];
	} else {
		copy = die_malloc(text.n + 1);
		memcpy(copy, text.p, text.n);
		copy[text.n] = '\0';
	}
	if (old == PROMPT_HISTORY_MAX) { /* full: the oldest goes */
		free(history->of[0]);
		old = 0;
	}
	if (old == history->count)
		history->count++;
	memmove(history->of + old, history->of + old + 1,
		(history->count - 1 - old) * sizeof(history->of[0]));
	history->of[history->count - 1] = copy;
}

void prompt_history_done(struct prompt_history *history)
{
	for (size_t i = 0; i < history->count; i++)
		free(history->of[i]);
	history->count = 0;
}

void prompt_init(struct prompt *prompt, const char *label, struct prompt_history *history,
		 size_t limit)
{
	memset(prompt, 0, sizeof(*prompt));
	prompt->label = label;
	prompt->history = history;
	prompt->error_at = SIZE_MAX;
	prompt->limit = limit == 0 ? PROMPT_BYTES - 1 : MIN(limit, PROMPT_BYTES - 1);
	prompt->recalled = history ? history->count : 0;
}

struct bytes prompt_text(const struct prompt *prompt)
{
	return (struct bytes){ prompt->text, prompt->length };
}

void prompt_set_error(struct prompt *prompt, const char *error)
{
	size_t n = error ? MIN(strlen(error), sizeof(prompt->error) - 1) : 0;

	if (n > 0)
		memcpy(prompt->error, error, n);
	prompt->error[n] = '\0';
	prompt->error_at = SIZE_MAX;
	prompt->is_note = false;
}

void prompt_mark_error(struct prompt *prompt, size_t at)
{
	prompt->error_at = at;
}

void prompt_set_note(struct prompt *prompt, const char *note)
{
	prompt_set_error(prompt, note);
	prompt->is_note = true;
}

/* Where the cluster behind the byte ends. */
static size_t next_edge(const struct prompt *prompt, size_t at)
{
	struct bytes rest = { prompt->text + at, prompt->length - at };
	struct text_cluster cluster;

	return text_next(&rest, &cluster) ? prompt->length - rest.n : prompt->length;
}

/* Where the cluster before the byte begins. Text can be cut forwards only. */
static size_t previous_edge(const struct prompt *prompt, size_t at)
{
	size_t edge = 0;

	for (size_t next = next_edge(prompt, 0); next < at; next = next_edge(prompt, edge))
		edge = next;
	return edge;
}

/* The beginning of the word before the byte. */
static size_t previous_word(const struct prompt *prompt, size_t at)
{
	while (at > 0 && prompt->text[at - 1] == ' ')
		at--;
	while (at > 0 && prompt->text[at - 1] != ' ')
		at--;
	return at;
}

static size_t next_word(const struct prompt *prompt, size_t at)
{
	while (at < prompt->length && prompt->text[at] == ' ')
		at++;
	while (at < prompt->length && prompt->text[at] != ' ')
		at++;
	return at;
}

static enum prompt_result changed(struct prompt *prompt)
{
	prompt->text[prompt->length] = '\0';
	prompt_set_error(prompt, NULL);
	return PROMPT_CHANGED;
}

static enum prompt_result erase(struct prompt *prompt, size_t from, size_t to)
{
	if (from >= to)
		return PROMPT_EDITING;
	memmove(prompt->text + from, prompt->text + to, prompt->length - to);
	prompt->length -= to - from;
	prompt->cursor = from;
	return changed(prompt);
}

static enum prompt_result insert(struct prompt *prompt, struct bytes bytes)
{
	if (bytes.n == 0 || bytes.n > prompt->limit - prompt->length)
		return PROMPT_EDITING;
	memmove(prompt->text + prompt->cursor + bytes.n, prompt->text + prompt->cursor,
		prompt->length - prompt->cursor);
	memcpy(prompt->text + prompt->cursor, bytes.p, bytes.n);
	prompt->length += bytes.n;
	prompt->cursor += bytes.n;
	return changed(prompt);
}

/*
 * Only what the keyboard could have typed: whole UTF-8 characters that are no control
 * characters.
 */
void prompt_set(struct prompt *prompt, struct bytes text)
{
	prompt->length = 0;
	prompt->cursor = 0;
	while (text.n > 0) {
		struct key key = { 0 };
		int n = key_from_utf8(text, &key.code);
		struct bytes character = bytes_take(&text, n > 0 ? (size_t)n : 1);

		if (n > 0 && key_is_text(key))
			(void)insert(prompt, character);
	}
	(void)changed(prompt);
}

static enum prompt_result recall(struct prompt *prompt, bool older)
{
	struct prompt_history *history = prompt->history;

	if (!history || (older ? prompt->recalled == 0 : prompt->recalled >= history->count))
		return PROMPT_EDITING;
	if (prompt->recalled == history->count)
		memcpy(prompt->draft, prompt->text, sizeof(prompt->draft));
	prompt->recalled = older ? MIN(prompt->recalled, history->count) - 1 : prompt->recalled + 1;
	prompt_set(prompt,
		   bytes_of(prompt->recalled == history->count ? prompt->draft
							       : history->of[prompt->recalled]));
	return PROMPT_CHANGED;
}

static enum prompt_result move_to(struct prompt *prompt, size_t at)
{
	prompt->cursor = at;
	return PROMPT_EDITING;
}

/* The letters with Ctrl and their keys: what the hands of shell users know. */
static struct key plain_key(struct key key)
{
	static const struct {
		char letter;
		uint32_t code;
	} same[] = {
		{ 'a', KEY_CODE_HOME },	 { 'e', KEY_CODE_END },	   { 'b', KEY_CODE_LEFT },
		{ 'f', KEY_CODE_RIGHT }, { 'd', KEY_CODE_DELETE }, { 'p', KEY_CODE_UP },
		{ 'n', KEY_CODE_DOWN },	 { 'g', KEY_CODE_ESCAPE }, { 'h', KEY_CODE_BACKSPACE },
	};

	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		if (key_is_control(key, same[i].letter))
			return (struct key){ .code = same[i].code };
	}
	return key;
}

static enum prompt_result edit_by_words(struct prompt *prompt, struct key key)
{
	bool meta = key.modifiers == KEY_META;
	bool arrow = key.modifiers == KEY_CONTROL || meta;

	if ((meta && key.code == 'b') || (arrow && key.code == KEY_CODE_LEFT))
		return move_to(prompt, previous_word(prompt, prompt->cursor));
	if ((meta && key.code == 'f') || (arrow && key.code == KEY_CODE_RIGHT))
		return move_to(prompt, next_word(prompt, prompt->cursor));
	if (key_is_control(key, 'w') || (meta && key.code == KEY_CODE_BACKSPACE))
		return erase(prompt, previous_word(prompt, prompt->cursor), prompt->cursor);
	if (key_is_control(key, 'u'))
		return erase(prompt, 0, prompt->cursor);
	if (key_is_control(key, 'k'))
		return erase(prompt, prompt->cursor, prompt->length);
	return PROMPT_EDITING;
}

enum prompt_result prompt_key(struct prompt *prompt, struct key key)
{
	char utf8[4];

	key = plain_key(key);
	if (key_is_text(key))
		return insert(prompt, (struct bytes){ utf8, key_utf8(key.code, utf8) });
	if (key.modifiers != 0)
		return edit_by_words(prompt, key);
	switch (key.code) {
	case KEY_CODE_ENTER:
		if (prompt->history)
			prompt_history_add(prompt->history, prompt_text(prompt));
		return PROMPT_DONE;
	case KEY_CODE_ESCAPE:
		return PROMPT_CANCELLED;
	case KEY_CODE_LEFT:
		return move_to(prompt, previous_edge(prompt, prompt->cursor));
	case KEY_CODE_RIGHT:
		return move_to(prompt, next_edge(prompt, prompt->cursor));
	case KEY_CODE_HOME:
		return move_to(prompt, 0);
	case KEY_CODE_END:
		return move_to(prompt, prompt->length);
	case KEY_CODE_BACKSPACE:
		return erase(prompt, previous_edge(prompt, prompt->cursor), prompt->cursor);
	case KEY_CODE_DELETE:
		return erase(prompt, prompt->cursor, next_edge(prompt, prompt->cursor));
	case KEY_CODE_UP:
	case KEY_CODE_DOWN:
		return recall(prompt, key.code == KEY_CODE_UP);
	default:
		return PROMPT_EDITING;
	}
}

/* The place of the error, where it is in sight. */
static void draw_caret(const struct prompt *prompt, struct canvas *canvas, struct canvas_span span,
		       size_t from)
{
	const size_t at = MIN(prompt->error_at, prompt->length);
	size_t before;

	if (prompt->error_at == SIZE_MAX || at < from)
		return;
	before = text_width((struct bytes){ prompt->text + from, at - from });
	if (before < (size_t)span.width)
		canvas_restyle(canvas, span.y, span.x + (int)before, 1, STYLE_ERROR);
}

/* The text in `width` columns: from the first cluster on with which the cursor is still inside. */
static void draw_text(const struct prompt *prompt, struct canvas *canvas, struct canvas_span span)
{
	size_t from = 0;
	size_t before = text_width((struct bytes){ prompt->text, prompt->cursor });

	while (before > 0 && before >= (size_t)span.width && from < prompt->cursor) {
		from = next_edge(prompt, from);
		before = text_width((struct bytes){ prompt->text + from, prompt->cursor - from });
	}
	(void)canvas_put(canvas, span.y, span.x, span.width, STYLE_INPUT,
			 (struct bytes){ prompt->text + from, prompt->length - from });
	draw_caret(prompt, canvas, span, from);
	canvas_set_cursor(canvas, span.y, span.x + (int)before);
}

/* A third of the line is always for the error, and what text and cursor leave free. */
static int error_room(const struct prompt *prompt, int room, int start)
{
	const int text = (int)text_width(prompt_text(prompt)) + 2;

	return MAX(room / 3, room - start - MAX(text, TEXT_LEAST + 1));
}

void prompt_draw(const struct prompt *prompt, struct canvas *canvas, int y, int x, int width)
{
	struct bytes label = bytes_of(prompt->label);
	struct bytes error = bytes_of(prompt->error);
	int room = MAX(width, 0);
	int label_width = (int)MIN(text_width(label), (size_t)room / 2);
	int start = 0, end = width, error_width;

	canvas_fill(canvas, y, x, width, STYLE_INPUT);
	/* The text comes first: where it is narrow the others are left out. */
	if (label_width > 0 && room - label_width - 1 >= TEXT_LEAST / 2) {
		(void)canvas_put(canvas, y, x, label_width, STYLE_PROMPT, label);
		start = label_width + 1;
	}
	error_width = (int)MIN(text_width(error), (size_t)error_room(prompt, room, start));
	if (error_width > 0 && room - start - error_width - 1 >= TEXT_LEAST) {
		(void)canvas_put(canvas, y, x + width - error_width, error_width,
				 prompt->is_note ? STYLE_PROMPT : STYLE_ERROR, error);
		end = width - error_width - 1;
	}
	if (start < end)
		draw_text(prompt, canvas, (struct canvas_span){ y, x + start, end - start });
}
