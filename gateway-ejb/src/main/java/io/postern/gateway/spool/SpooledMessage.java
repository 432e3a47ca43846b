package io.postern.gateway.spool;

import io.postern.mail.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A message read from the spool.
 *
 * @param states one per recipient, as of the reading
 * @param content to be closed by the reader; stays readable until then
 */
public record SpooledMessage(
    SpoolId id,
    Envelope envelope,
    List<RecipientState> states,
    Content content,
    Map<String, String> facts,
    Instant receivedAt,
    MessageAttributes attributes)
    implements AutoCloseable {

  @Override
  public void close() {
    content.close();
  }
}
