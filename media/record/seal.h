/*
 * The seal of a package: manifest.json, the signature over its bytes, and the certificate of
 * the media server that signed. Any thread.
 */
#ifndef MEDIA_RECORD_SEAL_H
#define MEDIA_RECORD_SEAL_H

#include "broker/common/seal/digest.h"

/* Writes manifest.json, manifest.sig and signer.pem into the folder and syncs them. */
MUST_USE enum err seal_save(const char *folder, struct text manifest, struct signer *signer);

/* ERR_OK when manifest.sig fits manifest.json by signer.pem, and that is of this CA (NULL: the
 * issuer is not asked); ERR_BROKEN_SEAL; ERR_NOT_FOUND when a file is missing. */
MUST_USE enum err seal_check(const char *folder, const char *ca_path);

#endif
