/*
 * theme.h - what things on the screen are, and how each of them looks
 *
 * Who draws names a role (STYLE_ALERT), never a colour. One row of theme_table a
 * role says how it looks with 256 colours, with 8 and with none. What carries a
 * meaning is never told by hue alone: it has an attribute, or stands in a column
 * or behind a letter of its own.
 */
#ifndef TERM_THEME_H
#define TERM_THEME_H

#include <stdint.h>

enum style {
	STYLE_NORMAL,
	STYLE_DIM,	       /* what is there but does not matter now: zero, root's */
	STYLE_TITLE,	       /* titles of columns */
	STYLE_TITLE_SORT,      /* the title of the column that sorts */
	STYLE_SELECTED,	       /* the line of the cursor */
	STYLE_SELECTED_FOLLOW, /* the same, while it follows its process */
	STYLE_SELECTED_IDLE,   /* the same, in the half of the screen that has not the keys */
	STYLE_TAGGED,
	STYLE_CONTEXT, /* shown only because something below it matches */
	STYLE_KEY_NAME,
	STYLE_KEY_LABEL,
	STYLE_METER_LABEL,
	STYLE_METER_VALUE,
	STYLE_BAR_FRAME, /* the brackets around a bar */
	STYLE_BAR_USER,
	STYLE_BAR_NICE,
	STYLE_BAR_SYSTEM,
	STYLE_BAR_IRQ,
	STYLE_BAR_STEAL,
	STYLE_BAR_IOWAIT,
	STYLE_BAR_MEM_USED,
	STYLE_BAR_MEM_SHARED,
	STYLE_BAR_MEM_BUFFERS,
	STYLE_BAR_MEM_CACHE,
	STYLE_BAR_SWAP,
	STYLE_TREE,	/* the branches */
	STYLE_KERNEL,	/* a kernel thread */
	STYLE_THREAD,	/* a thread of a program */
	STYLE_BASENAME, /* the program's name within its command line */
	STYLE_STATE_RUN,
	STYLE_STATE_DISK,
	STYLE_STATE_ZOMBIE,
	STYLE_STATE_STOPPED,
	STYLE_NEW,     /* born since a moment ago */
	STYLE_GONE,    /* has exited */
	STYLE_LARGE,   /* the large part of large numbers */
	STYLE_CHANGED, /* differs from what is usual: a nice value, a limit */
	STYLE_GOOD,
	STYLE_ALERT,   /* needs a look: high load, nearly full */
	STYLE_ERROR,   /* something failed */
	STYLE_ESCAPED, /* stands for bytes that cannot be shown; drawn over other backgrounds */
	STYLE_MATCH,   /* a hit of the search */
	STYLE_STATUS,  /* the line of messages */
	STYLE_PROMPT,  /* the label of a line editor */
	STYLE_INPUT,   /* the text in it */
	STYLE_DIALOG,
	STYLE_DIALOG_TITLE,
	STYLE_DIALOG_SELECTED,
	STYLE_DIALOG_DANGER, /* the target and the consequence, before it is done */
	STYLE_HEADING,	     /* of help, and of groups of lines */
	STYLE_GRAPH,	     /* history */
	STYLE_COUNT
};

enum theme_attribute {
	THEME_BOLD = 1 << 0,
	THEME_DIM = 1 << 1,
	THEME_UNDERLINE = 1 << 2,
	THEME_REVERSE = 1 << 3,
};

/* The colour of the terminal itself. */
#define THEME_DEFAULT (-1)

struct theme_colours {
	int16_t text;
	int16_t ground;
	uint8_t attributes; /* enum theme_attribute */
};

struct theme_role {
	const char *name;	    /* "bar-user" */
	struct theme_colours many;  /* on terminals with 256 colours */
	struct theme_colours eight; /* with 8 or 16 */
	uint8_t none;		    /* attributes without colours */
	/*
	 * The ASCII character that bars of this role are made of, unlike those beside
	 * it, so that they can be told apart without colours; 0 where it is no bar.
	 */
	char bar;
};

extern const struct theme_role theme_table[STYLE_COUNT];

/* The look on a terminal with that many colours (0: none). */
struct theme_colours theme_look(enum style style, int colours);

/*
 * The look of an escaped character in text of that style: STYLE_ESCAPED on the
 * style's ground; reversed where the text would not stand out from it.
 */
struct theme_colours theme_look_escaped(enum style style, int colours);

#endif
