package io.postern.gateway.assembly;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.operation.Addresses;
import io.postern.gateway.settings.Settings;
import io.postern.gateway.spool.Spool;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The gateway does not open until an administrator decides.
 *
 * @param reason a sentence for the operator
 */
record StartRefusal(Settings settings, String reason, Instant since) {

  /** The notice's key, by which the administration knows that a loss can be accepted. */
  static final String KEY = "spool.absent";

  Path data() {
    return settings.data();
  }

  /** The same refusal, for another reason. */
  StartRefusal because(String other) {
    return new StartRefusal(settings, other, since);
  }

  Notice notice() {
    return new Notice(KEY, Notice.Effect.REFUSING, reason, since);
  }

  /** Whether somebody accepted the loss, or the spool is there again. */
  boolean isOver() {
    return LossAcceptance.isGiven(data()) || !Spool.isAbsent(data().resolve("spool"));
  }

  /** For the console. */
  String line() {
    Settings.Admin admin = settings.admin();
    return "postern refusing admin=https://"
        + Addresses.shown(admin.address(), admin.port())
        + "/ "
        + reason;
  }
}
