/*
 * tally.h - what a command and all that it started took: the last word of --exec
 *
 * On standard error, so that the command's own output stays as it is: lines for people, or
 * one record of JSON, whose keys are a contract.
 */
#ifndef BATCH_TALLY_H
#define BATCH_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "batch/command.h"

struct printer;

struct tally {
	const char *words; /* of the command, each with its NUL; borrowed */
	size_t words_size;
	struct command command;
	uint64_t lasted_ns; /* from its start to the end of the last of its processes, or to now */
	uint64_t left;	    /* processes that go on */
	/* the largest sum of resident memory that a sample saw, and of how many processes */
	uint64_t peak_rss, peak_processes;
	/* processes; not exact: at least so many, some may have come and gone in between */
	uint64_t started, failed;
	bool is_exact;
	/* storage, by the accounts of all of them; else the command's usage has to serve */
	bool has_accounts;
	uint64_t read_bytes, write_bytes;
};

/* is_json: a record. The printer tells of time, host and the kind of JSON. */
void tally_print(const struct tally *tally, const struct printer *printer, bool is_json);

#endif
