/**
 * Who may administrate: users with their roles, and their passwords as hashes.
 *
 * <p>Entry point: {@link io.postern.gateway.access.Users}. In: names, roles and passwords. Out:
 * {@link io.postern.gateway.access.User}, and a password once, when one was made. Raises {@link
 * io.postern.gateway.access.UserRefused}. Kept in the control database; nothing of a password is
 * logged. Hashes are those of Jakarta Security.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.access;
