/*
 * The web client's files, read once at the start with their packed siblings: nothing is read from
 * the disk while serving. Read only.
 */
#ifndef BROKER_LINK_FILES_H
#define BROKER_LINK_FILES_H

#include "broker/common/base/own.h"
#include "broker/common/base/text.h"

#define FILES_MAX       2000
#define FILES_BYTES_MAX (64u << 20)
#define FILES_DEPTH_MAX 8
#define FILES_INDEX     "/index.html"

struct file {
	char *path; /* from the root of the site, "/assets/x.js" */
	const char *type;
	struct text plain;
	struct text packed; /* gzip; empty: none */
	char etag[24];      /* with its quotes */
	bool hashed;        /* the name changes with the content */
};

struct files;

/* A folder that is not there gives no files. */
struct files *files_new(const char *folder); /* heap: pair with files_free */
void files_free(struct files *f);
OWNABLE(files)

/* A path without a dot that is no file is a page of the client: index.html. NULL: none. */
const struct file *files_find(const struct files *f, struct text path);
int files_count(const struct files *f);

#endif
