/* A sealed package without media, for tests that are scripts and want a large one, or many:
 * sealed <folder> <key> <certificate> <visit> <recording> <part> <MiB behind its film> */
#include "tests/lib/broker/package.h"

int main(int argc, char **argv)
{
	struct package of = { .media = TEXT("video/mp4") };
	struct signer *signer = NULL;
	int64_t part, more;

	if (argc != 8 || signer_load(argv[2], argv[3], &signer) ||
	    id_parse(text_of(argv[4]), &of.visit) || id_parse(text_of(argv[5]), &of.recording) ||
	    text_parse_int(text_of(argv[6]), 1, 999, &part) ||
	    text_parse_int(text_of(argv[7]), 0, 4096, &more))
		return 2;
	of.part = (uint32_t)part;
	of.more = (off_t)more << 20;
	package_make_of(argv[1], signer, &of);
	signer_free(signer);
	return 0;
}
