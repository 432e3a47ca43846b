package io.postern.gateway.web.http;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import java.util.Set;

/** Values that stand in JSON as their text, not as an object. */
public final class TextValues {

  public static final Set<Class<?>> ALL = Set.of(Destination.class, SpoolId.class, Mailbox.class);

  private TextValues() {}
}
