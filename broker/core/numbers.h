/*
 * Our own numbers (domain.md 2.5): VS-<node12>-<yyyymmdd>-<seq4>-<c>, MT-<node12>-<yyyy>-<seq6>-<c>,
 * c by ISO 7064 MOD 11,10 over the digits. Pure.
 */
#ifndef BROKER_CORE_NUMBERS_H
#define BROKER_CORE_NUMBERS_H

#include "broker/core/code12.h"
#include "broker/core/day.h"

#define NUMBER_SIZE 40

void number_format_visit(struct code12 node, struct day d, int seq, char out[NUMBER_SIZE]);
void number_format_matter(struct code12 node, int year, int seq, char out[NUMBER_SIZE]);

/* Right form and right check digit? */
bool number_is_matter(struct text t);

#endif
