/* pt_vt.c - see pt_vt.h */
#include "pt_vt.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vterm.h>

enum { LOOKS_MAX = 62 };

struct pt_vt {
	VTerm *vterm;
	VTermScreen *screen;
	VTermState *state;
	size_t answered;
	size_t bells;
	bool alternate;
	bool cursor_visible;
	bool mouse;
	char title[256];
};

static void on_answer(const char *bytes, size_t n, void *user)
{
	struct pt_vt *vt = user;

	(void)bytes;
	vt->answered += n;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
	struct pt_vt *vt = user;

	switch (property) {
	case VTERM_PROP_ALTSCREEN:
		vt->alternate = value->boolean != 0;
		break;
	case VTERM_PROP_CURSORVISIBLE:
		vt->cursor_visible = value->boolean != 0;
		break;
	case VTERM_PROP_MOUSE:
		vt->mouse = value->number != VTERM_PROP_MOUSE_NONE;
		break;
	case VTERM_PROP_TITLE:
		(void)snprintf(vt->title, sizeof(vt->title), "%s", value->string);
		break;
	default:
		break;
	}
	return 1;
}

static int on_bell(void *user)
{
	struct pt_vt *vt = user;

	vt->bells++;
	return 1;
}

static const VTermScreenCallbacks screen_callbacks = {
	.settermprop = on_property,
	.bell = on_bell,
};

struct pt_vt *pt_vt_new(int rows, int cols)
{
	struct pt_vt *vt = calloc(1, sizeof(*vt));

	if (vt == NULL)
		return NULL;
	vt->vterm = vterm_new(rows < 1 ? 1 : rows, cols < 1 ? 1 : cols);
	if (vt->vterm == NULL) {
		free(vt);
		return NULL;
	}
	vterm_set_utf8(vt->vterm, 1);
	vterm_output_set_callback(vt->vterm, on_answer, vt);
	vt->cursor_visible = true;
	vt->state = vterm_obtain_state(vt->vterm);
	vt->screen = vterm_obtain_screen(vt->vterm);
	vterm_screen_set_callbacks(vt->screen, &screen_callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	return vt;
}

void pt_vt_free(struct pt_vt *vt)
{
	if (vt == NULL)
		return;
	vterm_free(vt->vterm);
	free(vt);
}

/* A movement by `argument` from the cursor: would it be stopped by the edge? */
static bool passes_edge(const struct pt_vt *vt, const struct pt_lint_token *token)
{
	int rows, cols, by = token->argument == 0 ? 1 : (int)token->argument;
	VTermPos at;

	vterm_get_size(vt->vterm, &rows, &cols);
	vterm_state_get_cursorpos(vt->state, &at);
	switch (token->final) {
	case 'A':
		return at.row - by < 0;
	case 'B':
		return at.row + by >= rows;
	case 'C':
		return at.col + by >= cols;
	case 'D':
		return at.col - by < 0;
	default:
		return false;
	}
}

const char *pt_vt_feed(struct pt_vt *vt, const struct pt_lint_token *token, bool strict)
{
	VTermPos before, after;
	const char *why = NULL;

	if (token->emulator_skip)
		return NULL;
	if (strict && token->kind == PT_LINT_SEQUENCE && passes_edge(vt, token))
		why = "moves the cursor past the edge of the screen";
	vterm_state_get_cursorpos(vt->state, &before);
	vterm_input_write(vt->vterm, token->bytes, token->n);
	vterm_state_get_cursorpos(vt->state, &after);
	if (strict && vt->alternate && token->kind == PT_LINT_TEXT && after.row != before.row)
		why = "runs over the right edge of the screen";
	return why;
}

void pt_vt_resize(struct pt_vt *vt, int rows, int cols)
{
	vterm_set_size(vt->vterm, rows < 1 ? 1 : rows, cols < 1 ? 1 : cols);
}

void pt_vt_size(const struct pt_vt *vt, int *ret_rows, int *ret_cols)
{
	vterm_get_size(vt->vterm, ret_rows, ret_cols);
}

size_t pt_vt_answered(const struct pt_vt *vt)
{
	return vt->answered;
}

bool pt_vt_alternate(const struct pt_vt *vt)
{
	return vt->alternate;
}

bool pt_vt_cursor_visible(const struct pt_vt *vt)
{
	return vt->cursor_visible;
}

bool pt_vt_mouse(const struct pt_vt *vt)
{
	return vt->mouse;
}

const char *pt_vt_title(const struct pt_vt *vt)
{
	return vt->title;
}

size_t pt_vt_bells(const struct pt_vt *vt)
{
	return vt->bells;
}

void pt_vt_cursor(const struct pt_vt *vt, int *ret_row, int *ret_col)
{
	VTermPos at;

	vterm_state_get_cursorpos(vt->state, &at);
	*ret_row = at.row;
	*ret_col = at.col;
}

static size_t put_utf8(char *dst, uint32_t c)
{
	if (c < 0x80) {
		dst[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		dst[0] = (char)(0xc0 | c >> 6);
		dst[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		dst[0] = (char)(0xe0 | c >> 12);
		dst[1] = (char)(0x80 | (c >> 6 & 0x3f));
		dst[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	dst[0] = (char)(0xf0 | c >> 18);
	dst[1] = (char)(0x80 | (c >> 12 & 0x3f));
	dst[2] = (char)(0x80 | (c >> 6 & 0x3f));
	dst[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static int colour_of(const VTermColor *colour)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(colour) || VTERM_COLOR_IS_DEFAULT_BG(colour))
		return PT_VT_DEFAULT;
	if (VTERM_COLOR_IS_INDEXED(colour))
		return colour->indexed.idx;
	return PT_VT_RGB | colour->rgb.red << 16 | colour->rgb.green << 8 | colour->rgb.blue;
}

bool pt_vt_cell(const struct pt_vt *vt, int row, int col, struct pt_vt_cell *ret)
{
	VTermScreenCell cell;
	size_t used = 0;
	int rows, cols;

	vterm_get_size(vt->vterm, &rows, &cols);
	if (row < 0 || row >= rows || col < 0 || col >= cols ||
	    !vterm_screen_get_cell(vt->screen, (VTermPos){ row, col }, &cell))
		return false;
	*ret = (struct pt_vt_cell){
		.width = cell.width,
		.bold = cell.attrs.bold,
		.underline = cell.attrs.underline != 0,
		.italic = cell.attrs.italic,
		.blink = cell.attrs.blink,
		.reverse = cell.attrs.reverse,
		.strike = cell.attrs.strike,
		.fg = colour_of(&cell.fg),
		.bg = colour_of(&cell.bg),
	};
	/* libvterm marks the right half of a wide character with -1 */
	if (cell.chars[0] == UINT32_MAX) {
		ret->width = 0;
		return true;
	}
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
		used += put_utf8(ret->text + used, cell.chars[i]);
	if (used == 0)
		ret->text[used++] = ' ';
	ret->text[used] = '\0';
	return true;
}

char *pt_vt_row(const struct pt_vt *vt, int row)
{
	struct pt_vt_cell cell;
	size_t used = 0;
	int rows, cols;
	char *text;

	vterm_get_size(vt->vterm, &rows, &cols);
	text = malloc((size_t)cols * PT_VT_CELL_MAX + 1);
	if (text == NULL)
		abort();
	for (int col = 0; pt_vt_cell(vt, row, col, &cell); col++) {
		size_t n = strlen(cell.text);

		memcpy(text + used, cell.text, n);
		used += n;
	}
	while (used > 0 && text[used - 1] == ' ')
		used--;
	text[used] = '\0';
	return text;
}

char *pt_vt_text(const struct pt_vt *vt)
{
	int rows, cols;
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	if (out == NULL)
		abort();
	vterm_get_size(vt->vterm, &rows, &cols);
	for (int row = 0; row < rows; row++) {
		char *line = pt_vt_row(vt, row);

		(void)fprintf(out, "%s\n", line);
		free(line);
	}
	if (fclose(out) != 0)
		abort();
	return text;
}

/* "bold reverse fg=2", and "" for a cell that looks as the terminal does. */
static void describe(const struct pt_vt_cell *cell, char *dst, size_t size)
{
	char fg[24] = "", bg[24] = "";

	if (cell->fg != PT_VT_DEFAULT)
		(void)snprintf(fg, sizeof(fg), cell->fg >= PT_VT_RGB ? " fg=#%06x" : " fg=%d",
			       cell->fg & 0xffffff);
	if (cell->bg != PT_VT_DEFAULT)
		(void)snprintf(bg, sizeof(bg), cell->bg >= PT_VT_RGB ? " bg=#%06x" : " bg=%d",
			       cell->bg & 0xffffff);
	(void)snprintf(dst, size, "%s%s%s%s%s%s%s%s", cell->bold ? " bold" : "",
		       cell->underline ? " underline" : "", cell->italic ? " italic" : "",
		       cell->blink ? " blink" : "", cell->reverse ? " reverse" : "",
		       cell->strike ? " strike" : "", fg, bg);
}

struct looks {
	size_t count;
	char of[LOOKS_MAX][96];
};

static char letter_of(struct looks *looks, const struct pt_vt_cell *cell)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char text[96];
	size_t i = 0;

	describe(cell, text, sizeof(text));
	if (text[0] == '\0')
		return ' ';
	while (i < looks->count && strcmp(looks->of[i], text) != 0)
		i++;
	if (i == LOOKS_MAX)
		return '!';
	if (i == looks->count)
		memcpy(looks->of[looks->count++], text, sizeof(text));
	return letters[i];
}

static void put_looks_row(FILE *out, const struct pt_vt *vt, int row, struct looks *looks)
{
	struct pt_vt_cell cell;
	int blanks = 0;

	for (int col = 0; pt_vt_cell(vt, row, col, &cell); col++) {
		char letter = letter_of(looks, &cell);

		if (letter == ' ') {
			blanks++;
			continue;
		}
		(void)fprintf(out, "%*s%c", blanks, "", letter);
		blanks = 0;
	}
	(void)fputc('\n', out);
}

char *pt_vt_looks(const struct pt_vt *vt)
{
	struct looks *looks = calloc(1, sizeof(*looks));
	char *text = NULL;
	int rows, cols;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	if (out == NULL || looks == NULL)
		abort();
	vterm_get_size(vt->vterm, &rows, &cols);
	for (int row = 0; row < rows; row++)
		put_looks_row(out, vt, row, looks);
	for (size_t i = 0; i < looks->count; i++)
		(void)fprintf(out, "%c:%s\n",
			      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[i],
			      looks -> of[i]);
	free(looks);
	if (fclose(out) != 0)
		abort();
	return text;
}
