/*
 * printer.h - the present sample of a world as one table of a stream
 *
 * What all that prints samples shares: which rows, in which order, with which words about
 * the machine in front. Its users decide when there is something to print.
 */
#ifndef BATCH_PRINTER_H
#define BATCH_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "output/writer.h"

struct family;
struct gather;
struct procdir;
struct settings;
struct view;
struct world;

struct printer_plan {
	struct settings *settings; /* borrowed */
	const struct writer_format *format;
	enum writer_time time;
	bool summary;	 /* lines about the machine, in text */
	bool is_subtree; /* what is above the rows that are wanted is left out */
};

struct printer {
	struct printer_plan plan;
	struct settings *settings; /* of the plan */
	struct gather *gather;	   /* borrowed */
	struct world *world;	   /* of the gather */
	struct view *view;
	/* only rows of these processes, without `except`; NULL: all. Borrowed */
	const struct family *only;
	int32_t except;
	struct writer_stream stream;
	uint64_t printed; /* samples */
	size_t rows;	  /* of all samples so far */
	char host[256], boot_id[64];
};

/* Memory is the caller's until printer_done(); gather is borrowed. */
void printer_init(struct printer *printer, const struct printer_plan *plan, struct gather *gather,
		  struct procdir *procdir);
void printer_done(struct printer *printer);

/* What writers print in front and behind; the stream is standard output. */
void printer_begin(struct printer *printer);
int printer_end(struct printer *printer);

/*
 * Prints the rows that are wanted. Returns 0 or negative errno as the writer, -EINTR if a
 * signal came while command lines were waited for.
 */
int printer_rows(struct printer *printer);

/*
 * For those with rows of their own: begins a sample, whose rows the caller writes to the
 * stream, and which writer_sample_end() ends. The callback does the writing.
 */
int printer_sample(struct printer *printer, void (*write)(struct printer *printer, void *context),
		   void *context);

#endif
