/*
 * cnproc.h - datagrams of the proc connector: what happened to a process, as the kernel tells it
 *
 * Bytes in, struct out: no I/O, no allocation, no state. A datagram is a netlink header, one
 * of the connector and the event, each of which only ever grew at its end.
 */
#ifndef PROC_CNPROC_H
#define PROC_CNPROC_H

#include <stdint.h>

#include "base/bytes.h"

enum cnproc_kind {
	CNPROC_OTHER, /* what we do not know: it has its number all the same */
	CNPROC_ACK,   /* the answer to one of those who listen */
	CNPROC_FORK,
	CNPROC_EXEC,
	CNPROC_UID,
	CNPROC_GID,
	CNPROC_SID,
	CNPROC_PTRACE,
	CNPROC_COMM,
	CNPROC_COREDUMP,
	CNPROC_EXIT
};

enum {
	CNPROC_COMM_MAX = 16,
	CNPROC_ADDRESS = 1, /* CN_IDX_PROC and CN_VAL_PROC: also the multicast group */
	CNPROC_REQUEST_SIZE = 40,
};

#define CNPROC_CPU_NONE UINT32_MAX

struct cnproc {
	enum cnproc_kind kind;
	/* The events of one CPU are numbered; CNPROC_CPU_NONE: this one is not. */
	uint32_t cpu, number;
	uint32_t ack;	  /* ACK: the one of the request, plus 1 */
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	int32_t pid, tid; /* of FORK: the new one */
	int32_t other;	  /* FORK, EXIT, COREDUMP: process of the parent; PTRACE: the tracer; 0 */
	uint32_t value;	  /* EXIT: as of wait(2); UID, GID: the effective one; ACK: an errno */
	char comm[CNPROC_COMM_MAX]; /* COMM: with a NUL */
};

/*
 * Cuts off the next message; the datagram is aligned to 4. Returns 1; 0 at the end; or
 * -EBADMSG: the rest makes no sense and is empty then. Messages of others are skipped.
 */
int cnproc_next(struct bytes *rest, struct cnproc *ret);

enum cnproc_wish { CNPROC_LISTEN = 1, CNPROC_IGNORE = 2 };

/* Writes the request; its ACK bears ack + 1. */
void cnproc_request(char ret[CNPROC_REQUEST_SIZE], enum cnproc_wish wish, uint32_t ack);

#endif
