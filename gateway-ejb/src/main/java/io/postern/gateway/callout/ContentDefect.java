package io.postern.gateway.callout;

import io.postern.gateway.callout.message.Lease;
import io.postern.mail.UnparsableMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a callout threw comes from the content of the message it read: a property of the
 * message, not a failure of the extension.
 */
final class ContentDefect {

  /** Exceptions of extensions may name themselves as their cause. */
  private static final int DEEPEST = 32;

  private ContentDefect() {}

  /**
   * Looks for it among the causes, however often it was wrapped, and then among what the gateway
   * raised itself during the call, for extensions that throw something else in its place.
   */
  static Optional<UnparsableMessage> in(Throwable thrown, Lease lease) {
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof UnparsableMessage defect) {
        return Optional.of(defect);
      }
      cause = causeOf(cause);
    }
    return lease.defect();
  }

  /** The extension's own exception class runs here, and may fail as it likes. */
  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable worse) {
      return null;
    }
  }
}
