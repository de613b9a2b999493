/* Fetches each algorithm at the first use; they stay until the program ends. */
#include "broker/common/seal/algorithm.h"

#include <pthread.h>
#include <stdlib.h>

static EVP_MD *sha1, *sha256;
static EVP_CIPHER *aes256_gcm;
static pthread_once_t fetched = PTHREAD_ONCE_INIT;

static void fetch_all(void)
{
	sha1 = EVP_MD_fetch(NULL, "SHA1", NULL);
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	aes256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	if (!sha1 || !sha256 || !aes256_gcm)
		abort();
}

const EVP_MD *algorithm_sha1(void)
{
	pthread_once(&fetched, fetch_all);
	return sha1;
}

const EVP_MD *algorithm_sha256(void)
{
	pthread_once(&fetched, fetch_all);
	return sha256;
}

const EVP_CIPHER *algorithm_aes256_gcm(void)
{
	pthread_once(&fetched, fetch_all);
	return aes256_gcm;
}
