package io.postern.gateway.callout.cdi;

import java.time.Instant;

/**
 * A revision of an extension as it is kept in the database.
 *
 * @param revision from 1, grows with each deployment under the name
 * @param fileName as it was given, for people only
 * @param sha256 of the archive, in hexadecimal
 * @param enabled deployed at start; at most one revision of a name is
 * @param content whether the archive itself is still kept, so that it can be deployed again
 */
public record ExtensionArchive(
    String name,
    int revision,
    String fileName,
    String sha256,
    boolean enabled,
    String deployedBy,
    Instant deployedAt,
    boolean content) {

  /** The name the server knows this revision by. */
  public String application() {
    return application(name, revision);
  }

  static String application(String name, int revision) {
    return name + "--r" + revision;
  }
}
