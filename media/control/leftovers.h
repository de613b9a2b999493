/*
 * Packages that the archive has but that were not removed because the server was killed in
 * between: their journal is gone already. Before the threads start.
 */
#ifndef MEDIA_CONTROL_LEFTOVERS_H
#define MEDIA_CONTROL_LEFTOVERS_H

/* Removes each package in the folder that has no journal; returns how many. */
int leftovers_remove(const char *journals, const char *packages);

#endif
