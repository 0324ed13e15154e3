/*
 * theme.c - see theme.h
 *
 * Text on the terminal's own ground must be readable on black and on white, and
 * we do not know which it is. So the 256-colour column uses colours of middle
 * luminance there (contrast 3.7:1 or more against both; the unit test computes
 * it), and the eight-colour column keeps away from black, white, yellow and
 * blue. Pairs that stand side by side differ in blue against orange or in
 * lightness, which all kinds of colour blindness leave apart.
 */
#include "term/theme.h"

#define D THEME_DEFAULT
#define B THEME_BOLD
#define F THEME_DIM
#define U THEME_UNDERLINE
#define R THEME_REVERSE

/* The eight colours by their numbers in every terminal. */
enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

/* Of the 256: those that the table uses. */
enum {
	DARK = 16,
	GREEN_MID = 28,
	TEAL = 30,
	AZURE = 31,
	NAVY = 24,
	OLIVE = 64,
	PLUM = 97,
	ORANGE = 130,
	CRIMSON = 160,
	MAUVE = 133,
	LIGHT = 231,
	GREY = 243,
	SLATE = 238,
};

/* clang-format off */
const struct theme_role theme_table[STYLE_COUNT] = {
	/*                           name               256 colours             8 colours              none   bar */
	[STYLE_NORMAL]          = { "normal",          { D, D, 0 },            { D, D, 0 },            0,     0 },
	[STYLE_DIM]             = { "dim",             { GREY, D, 0 },         { D, D, F },            F,     0 },
	[STYLE_TITLE]           = { "title",           { LIGHT, GREEN_MID, 0 }, { BLACK, GREEN, 0 },   R,     0 },
	[STYLE_TITLE_SORT]      = { "title-sort",      { LIGHT, NAVY, B },     { BLACK, CYAN, U },     R | B | U, 0 },
	[STYLE_SELECTED]        = { "selected",        { LIGHT, NAVY, 0 },     { BLACK, CYAN, 0 },     R,     0 },
	[STYLE_SELECTED_FOLLOW] = { "selected-follow", { LIGHT, ORANGE, B },   { BLACK, YELLOW, U },   R | B, 0 },
	[STYLE_SELECTED_IDLE]   = { "selected-idle",   { LIGHT, SLATE, 0 },    { D, D, R },            U,     0 },
	[STYLE_TAGGED]          = { "tagged",          { ORANGE, D, B },       { MAGENTA, D, B },      B | U, 0 },
	[STYLE_CONTEXT]         = { "context",         { GREY, D, 0 },         { D, D, F },            F,     0 },
	[STYLE_KEY_NAME]        = { "key-name",        { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_KEY_LABEL]       = { "key-label",       { DARK, TEAL, 0 },      { BLACK, CYAN, 0 },     R,     0 },
	[STYLE_METER_LABEL]     = { "meter-label",     { AZURE, D, 0 },        { CYAN, D, 0 },         0,     0 },
	[STYLE_METER_VALUE]     = { "meter-value",     { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_BAR_FRAME]       = { "bar-frame",       { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_BAR_USER]        = { "bar-user",        { GREEN_MID, D, 0 },    { GREEN, D, 0 },        0,     '|' },
	[STYLE_BAR_NICE]        = { "bar-nice",        { AZURE, D, 0 },        { CYAN, D, 0 },         F,     '-' },
	[STYLE_BAR_SYSTEM]      = { "bar-system",      { CRIMSON, D, B },      { RED, D, B },          B,     '#' },
	[STYLE_BAR_IRQ]         = { "bar-irq",         { ORANGE, D, B },       { MAGENTA, D, B },      B,     '*' },
	[STYLE_BAR_STEAL]       = { "bar-steal",       { MAUVE, D, 0 },        { MAGENTA, D, 0 },      R,     'x' },
	[STYLE_BAR_IOWAIT]      = { "bar-iowait",      { GREY, D, 0 },         { D, D, F },            F,     ':' },
	[STYLE_BAR_MEM_USED]    = { "bar-mem-used",    { GREEN_MID, D, B },    { GREEN, D, B },        B,     '|' },
	[STYLE_BAR_MEM_SHARED]  = { "bar-mem-shared",  { MAUVE, D, 0 },        { MAGENTA, D, 0 },      0,     's' },
	[STYLE_BAR_MEM_BUFFERS] = { "bar-mem-buffers", { AZURE, D, 0 },        { CYAN, D, 0 },         0,     'b' },
	[STYLE_BAR_MEM_CACHE]   = { "bar-mem-cache",   { ORANGE, D, 0 },       { D, D, F },            F,     ':' },
	[STYLE_BAR_SWAP]        = { "bar-swap",        { CRIMSON, D, 0 },      { RED, D, 0 },          0,     '|' },
	[STYLE_TREE]            = { "tree",            { TEAL, D, 0 },         { CYAN, D, 0 },         0,     0 },
	[STYLE_KERNEL]          = { "kernel",          { GREY, D, 0 },         { D, D, F },            F,     0 },
	[STYLE_THREAD]          = { "thread",          { OLIVE, D, 0 },        { GREEN, D, 0 },        F,     0 },
	[STYLE_BASENAME]        = { "basename",        { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_STATE_RUN]       = { "state-run",       { GREEN_MID, D, B },    { GREEN, D, B },        B,     0 },
	[STYLE_STATE_DISK]      = { "state-disk",      { CRIMSON, D, B },      { RED, D, B },          B | U, 0 },
	[STYLE_STATE_ZOMBIE]    = { "state-zombie",    { MAUVE, D, R },        { MAGENTA, D, R },      R,     0 },
	[STYLE_STATE_STOPPED]   = { "state-stopped",   { AZURE, D, U },        { CYAN, D, U },         U,     0 },
	[STYLE_NEW]             = { "new",             { GREEN_MID, D, B },    { GREEN, D, B },        B,     0 },
	[STYLE_GONE]            = { "gone",            { GREY, D, 0 },         { D, D, F },            F,     0 },
	[STYLE_LARGE]           = { "large",           { AZURE, D, B },        { CYAN, D, B },         B,     0 },
	[STYLE_CHANGED]         = { "changed",         { ORANGE, D, B },       { MAGENTA, D, B },      B,     0 },
	[STYLE_GOOD]            = { "good",            { GREEN_MID, D, 0 },    { GREEN, D, 0 },        0,     0 },
	[STYLE_ALERT]           = { "alert",           { ORANGE, D, B | U },   { RED, D, B | U },      B | U, 0 },
	[STYLE_ERROR]           = { "error",           { LIGHT, CRIMSON, B },  { RED, D, B | R },      B | R, 0 },
	[STYLE_ESCAPED]         = { "escaped",         { ORANGE, D, R },       { MAGENTA, D, R },      R,     0 },
	[STYLE_MATCH]           = { "match",           { DARK, 220, B },       { BLACK, YELLOW, 0 },   R | B, 0 },
	[STYLE_STATUS]          = { "status",          { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_PROMPT]          = { "prompt",          { DARK, TEAL, B },      { BLACK, CYAN, 0 },     R,     0 },
	[STYLE_INPUT]           = { "input",           { D, D, 0 },            { D, D, 0 },            0,     0 },
	[STYLE_DIALOG]          = { "dialog",          { D, D, 0 },            { D, D, 0 },            0,     0 },
	[STYLE_DIALOG_TITLE]    = { "dialog-title",    { D, D, B },            { D, D, B },            B,     0 },
	[STYLE_DIALOG_SELECTED] = { "dialog-selected", { LIGHT, NAVY, 0 },     { BLACK, CYAN, 0 },     R,     0 },
	[STYLE_DIALOG_DANGER]   = { "dialog-danger",   { CRIMSON, D, B | U },  { RED, D, B | U },      B | U, 0 },
	[STYLE_HEADING]         = { "heading",         { AZURE, D, B },        { CYAN, D, B },         B,     0 },
	[STYLE_GRAPH]           = { "graph",           { TEAL, D, 0 },         { CYAN, D, 0 },         0,     '*' },
};
/* clang-format on */

struct theme_colours theme_look(enum style style, int colours)
{
	const struct theme_role *role = &theme_table[style < STYLE_COUNT ? style : STYLE_NORMAL];

	if (colours >= 256)
		return role->many;
	if (colours >= 8)
		return role->eight;
	return (struct theme_colours){ D, D, role->none };
}

struct theme_colours theme_look_escaped(enum style style, int colours)
{
	struct theme_colours under = theme_look(style, colours);

	if (under.ground == D && (under.attributes & R) == 0)
		return theme_look(STYLE_ESCAPED, colours);
	/* On a ground of its own only the other way round is sure to differ. */
	under.attributes ^= R;
	return under;
}
