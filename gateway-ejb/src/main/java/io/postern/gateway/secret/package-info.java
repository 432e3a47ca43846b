/**
 * Secret: passwords and keys that the settings name and do not hold.
 *
 * <p>Entry: {@link io.postern.gateway.secret.Secrets}. A value goes in and comes out to the package
 * that uses it; no interface of the gateway shows it, and it is never logged. On disk it is
 * encrypted (AES-256-GCM) under a key that stands beside it, readable for the gateway's user alone:
 * that keeps it out of copies of single files, not from who has the whole data folder.
 *
 * <p>Raises {@link io.postern.gateway.secret.SecretRefused} and {@link
 * io.postern.gateway.secret.SecretsUnavailable}.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.secret;
