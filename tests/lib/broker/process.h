/*
 * A real broker for one test program: its own folder, ports, certificates and demo data. Ended by
 * pid. The program is XINQIAO_BROKER or build/run/xinqiao-broker; the working directory is the
 * repository's root.
 */
#ifndef TESTS_LIB_BROKER_PROCESS_H
#define TESTS_LIB_BROKER_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

struct broker_process {
	pid_t pid;
	int https;
	int http;
	char folder[200];
	const char *demo;
};

/* Makes all but the process, with the demo data of this folder. `more` are lines of further
 * settings in the section [link], or sections of their own; "" for none. */
void broker_process_make(struct broker_process *b, const char *demo, const char *more);
/* Also again after broker_process_end. Ends the test program with a message when the broker does
 * not become healthy within 30 s. */
void broker_process_run(struct broker_process *b);
void broker_process_end(struct broker_process *b);

/* Both, with config/demo. */
void broker_process_start(struct broker_process *b, const char *more);

/* Of a process with all its threads. */
int64_t process_cpu_ns(pid_t pid);
int64_t process_rss_bytes(pid_t pid);

/* A port on loopback that nobody listens on now. */
int free_port(void);

#endif
