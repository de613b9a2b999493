/*
 * What a path of HTTP stands for: the session, messages, health, metrics, recordings, or a file
 * of the web client.
 */
#ifndef BROKER_LINK_RESOURCE_H
#define BROKER_LINK_RESOURCE_H

#include "broker/link/web.h"

/* The head of a request is there: answers, or waits for the body. */
void resource_start(struct web *w, struct text path);

#endif
