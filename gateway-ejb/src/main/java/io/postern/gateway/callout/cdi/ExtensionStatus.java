package io.postern.gateway.callout.cdi;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with one extension.
 *
 * @param revision that is asked, or was last; 0 when none was ever deployed
 * @param deployedAt empty when none was ever deployed
 * @param lastError why the last attempt to deploy failed, or the revision could not be restored
 */
public record ExtensionStatus(
    String name,
    int revision,
    String fileName,
    String sha256,
    Optional<Instant> deployedAt,
    String deployedBy,
    State state,
    Optional<String> lastError) {

  /** Of an extension. */
  public enum State {
    /** Its callouts are asked. */
    RUNNING,
    /** It should be asked but could not be deployed. */
    FAILED,
    /** It was undeployed; its revisions can be deployed again. */
    UNDEPLOYED
  }
}
