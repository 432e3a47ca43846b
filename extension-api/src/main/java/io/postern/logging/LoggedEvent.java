package io.postern.logging;

import io.postern.mail.ReversePath;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the logging events share. Values come from the audit journal and are complete; immutable.
 */
public interface LoggedEvent {

  /** Position in the audit journal: grows, unique, the same when the event comes again. */
  long sequence();

  Instant at();

  /** The message's name in this gateway, as in the reply to its final dot. */
  String spoolId();

  ReversePath reversePath();

  /** A header field recorded at reception: Message-ID, From, To, Subject and Date are. */
  Optional<String> header(String name);

  /** Name of the extension that decided, when one did. */
  Optional<String> decidedBy();

  /** All recorded facts of the event, by their names in the journal format. */
  Map<String, String> facts();
}
