/* pt_keys.c - see pt_keys.h; terminfo knows the keys, ctlseqs.ms of xterm the modifiers */
#include "pt_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curses.h>
#include <term.h>

enum { SHIFT = 1, ALT = 2, CONTROL = 4 };

struct key {
	const char *name;
	const char *capability; /* in terminfo, or NULL */
	const char *bytes;	/* without one */
	char modified;		/* "ESC [ 1 ; MODIFIERS x" with a modifier; '~': "ESC [ N ; M ~" */
	int number;		/* the N of it */
};

/* clang-format off */
static const struct key keys[] = {
	{ "Up",        "kcuu1", "\033[A",  'A', 1  },
	{ "Down",      "kcud1", "\033[B",  'B', 1  },
	{ "Right",     "kcuf1", "\033[C",  'C', 1  },
	{ "Left",      "kcub1", "\033[D",  'D', 1  },
	{ "Home",      "khome", "\033[H",  'H', 1  },
	{ "End",       "kend",  "\033[F",  'F', 1  },
	{ "Insert",    "kich1", "\033[2~", '~', 2  },
	{ "Delete",    "kdch1", "\033[3~", '~', 3  },
	{ "PgUp",      "kpp",   "\033[5~", '~', 5  },
	{ "PgDn",      "knp",   "\033[6~", '~', 6  },
	{ "F1",        "kf1",   "\033OP",  'P', 1  },
	{ "F2",        "kf2",   "\033OQ",  'Q', 1  },
	{ "F3",        "kf3",   "\033OR",  'R', 1  },
	{ "F4",        "kf4",   "\033OS",  'S', 1  },
	{ "F5",        "kf5",   "\033[15~", '~', 15 },
	{ "F6",        "kf6",   "\033[17~", '~', 17 },
	{ "F7",        "kf7",   "\033[18~", '~', 18 },
	{ "F8",        "kf8",   "\033[19~", '~', 19 },
	{ "F9",        "kf9",   "\033[20~", '~', 20 },
	{ "F10",       "kf10",  "\033[21~", '~', 21 },
	{ "F11",       "kf11",  "\033[23~", '~', 23 },
	{ "F12",       "kf12",  "\033[24~", '~', 24 },
	{ "Enter",     NULL,    "\r",      0,   0  },
	{ "Tab",       NULL,    "\t",      0,   0  },
	{ "Esc",       NULL,    "\033",    0,   0  },
	{ "Space",     NULL,    " ",       0,   0  },
	{ "Backspace", "kbs",   "\177",    0,   0  },
	{ "BTab",      "kcbt",  "\033[Z",  0,   0  },
};
/* clang-format on */

static const struct key *find_key(const char *name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	}
	return NULL;
}

/* Takes "C-" and the like off *name. */
static int take_modifiers(const char **name)
{
	int modifiers = 0;

	while ((*name)[0] != '\0' && (*name)[1] == '-' && (*name)[2] != '\0') {
		switch ((*name)[0]) {
		case 'C':
			modifiers |= CONTROL;
			break;
		case 'M':
			modifiers |= ALT;
			break;
		case 'S':
			modifiers |= SHIFT;
			break;
		default:
			return modifiers;
		}
		*name += 2;
	}
	return modifiers;
}

/*
 * The string of terminfo, copied. tigetstr() tells "no such name" as -1 and "not
 * on this terminal" as NULL.
 */
static bool look_up(char dst[PT_KEYS_MAX], const struct key *key, const char *term)
{
	TERMINAL *saved = cur_term, *own;
	const char *found;
	bool ok = false;
	int error;

	if (key->capability == NULL || setupterm(term, 1, &error) != OK)
		return false;
	own = cur_term;
	found = tigetstr(key->capability);
	if (found != NULL && (intptr_t)found != -1 && strlen(found) < PT_KEYS_MAX) {
		memcpy(dst, found, strlen(found) + 1);
		ok = true;
	}
	(void)set_curterm(saved);
	(void)del_curterm(own);
	return ok;
}

static size_t encode_named(char dst[PT_KEYS_MAX], const struct key *key, const char *term,
			   bool application)
{
	if (!look_up(dst, key, term))
		(void)snprintf(dst, PT_KEYS_MAX, "%s", key->bytes);
	/* terminfo has the form of the application mode; the other one differs in one byte */
	if (!application && dst[0] == '\033' && dst[1] == 'O' && key->modified >= 'A' &&
	    key->modified <= 'H')
		dst[1] = '[';
	return strlen(dst);
}

static size_t encode_modified(char dst[PT_KEYS_MAX], const struct key *key, int modifiers)
{
	if (key->modified == 0)
		return 0;
	return (size_t)snprintf(dst, PT_KEYS_MAX, "\033[%d;%d%c", key->number, modifiers + 1,
				key->modified);
}

static size_t encode_character(char dst[PT_KEYS_MAX], const char *name, int modifiers)
{
	size_t n = 0;
	char c = name[0];

	if (strcmp(name, "Space") == 0)
		c = ' ';
	else if (name[1] != '\0')
		return 0;
	if ((modifiers & ALT) != 0)
		dst[n++] = '\033';
	if ((modifiers & CONTROL) != 0)
		c = c == '?' ? '\177' : (char)(c & 0x1f);
	dst[n++] = c;
	dst[n] = '\0';
	return n;
}

size_t pt_keys_encode(char dst[PT_KEYS_MAX], const char *name, const char *term, bool application)
{
	int modifiers = take_modifiers(&name);
	const struct key *key = find_key(name);

	if (key != NULL && strcmp(name, "Tab") == 0 && modifiers == SHIFT)
		key = find_key("BTab");
	else if (key != NULL && modifiers != 0 && key->modified != 0)
		return encode_modified(dst, key, modifiers);
	else if (key != NULL && modifiers == ALT) {
		dst[0] = '\033';
		(void)snprintf(dst + 1, PT_KEYS_MAX - 1, "%s", key->bytes);
		return strlen(dst);
	}
	if (key != NULL && (modifiers == 0 || modifiers == SHIFT))
		return encode_named(dst, key, term, application);
	return encode_character(dst, name, modifiers);
}
