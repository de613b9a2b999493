/*
 * A bare libwebsockets server in the shape that limits.md found best: libuv, small buffers. The
 * reference of benches. It answers each message with `reply` bytes.
 */
#ifndef TESTS_LIB_BROKER_BARE_H
#define TESTS_LIB_BROKER_BARE_H

#include <stddef.h>
#include <sys/types.h>

/* In a process of its own; `folder` has tls/broker.pem, NULL: plain. End it with bare_end. */
pid_t bare_start(int port, const char *folder, size_t reply);
void bare_end(pid_t pid);

#endif
