/* Removes packages whose journal was removed first. */
#include "media/control/leftovers.h"

#include "broker/common/base/log.h"
#include "media/record/journal.h"
#include "media/studio/finalise.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static bool has_journal(const char *journals, struct id visit, uint32_t part)
{
	char path[JOURNAL_PATH_MAX];

	if (journal_format_path(journals, visit, part, path))
		return true;
	return access(path, F_OK) == 0 || errno != ENOENT;
}

static int remove_of_visit(const char *journals, const char *packages, struct id visit)
{
	char path[FINALISE_PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/%s", packages, visit.text);
	DIR *dir = n > 0 && n < (int)sizeof(path) ? opendir(path) : NULL;
	int removed = 0;

	for (struct dirent *d; dir && (d = readdir(dir));) {
		unsigned part;
		char end;

		if (sscanf(d->d_name, "part-%4u%c", &part, &end) != 1 ||
		    has_journal(journals, visit, part))
			continue;
		if (finalise_remove(packages, visit, part))
			log_odd("control.not_removed", "visit=%s part=%u", visit.text, part);
		else
			removed++;
	}
	if (dir)
		closedir(dir);
	return removed;
}

int leftovers_remove(const char *journals, const char *packages)
{
	DIR *dir = opendir(packages);
	struct id visit;
	int removed = 0;

	for (struct dirent *d; dir && (d = readdir(dir));)
		if (!id_parse(text_of(d->d_name), &visit))
			removed += remove_of_visit(journals, packages, visit);
	if (dir)
		closedir(dir);
	return removed;
}
