/* Any file walks to its end: findings, never a crash; the walk and the reader agree. */
#include "broker/common/seal/chain.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

static void read_on(int fd)
{
	OWN(chain_reader) r = NULL;
	struct chain_record record;
	enum err e;

	if (chain_reader_new(fd, &r))
		return;
	for (;;) {
		e = chain_reader_next(r, &record);
		if (e == ERR_BROKEN_SEAL || e == ERR_TRUNCATED)
			e = chain_reader_resume(r);
		if (e)
			return;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
	static int fd = -1;
	struct chain_listener nobody = { 0 };
	struct chain_report report;
	struct chain_head head;
	struct chain_chunk chunk;
	struct sha256 hash;

	if (fd < 0)
		fd = memfd_create("fuzz", 0);
	if (ftruncate(fd, 0) < 0 || pwrite(fd, at, n, 0) != (ssize_t)n)
		abort();
	(void)!chain_head_parse((struct bytes){ at, n }, &head, &hash);
	(void)!chain_chunk_parse((struct bytes){ at, n }, &chunk);
	if (chain_check(fd, TEXT(""), nobody, &report))
		abort();
	read_on(fd);
	return 0;
}
