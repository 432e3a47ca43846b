package io.postern.gateway.web.http;

import io.postern.gateway.routing.Destination;
import io.postern.gateway.spool.SpoolId;
import io.postern.mail.Mailbox;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import java.util.Locale;

/**
 * How records leave as JSON (RFC 8259): members by the names of the components, in alphabetical
 * order, what is empty is absent, constants in lower case, instants as RFC 3339 says, and values
 * that have one text ({@link TextValues}) as that text. Thread-safe.
 */
public final class JsonFormat {

  public static final Jsonb JSON =
      JsonbBuilder.create(
          new JsonbConfig()
              .withSerializers(
                  new Constants(), new Destinations(), new SpoolIds(), new Mailboxes()));

  private JsonFormat() {}

  /** A value as its text. */
  private abstract static class Text<T> implements JsonbSerializer<T> {

    @Override
    public void serialize(T value, JsonGenerator generator, SerializationContext context) {
      generator.write(text(value));
    }

    String text(T value) {
      return value.toString();
    }
  }

  @SuppressWarnings("rawtypes") // JSON-B finds a serializer by the class it names
  private static final class Constants extends Text<Enum> {

    @Override
    String text(Enum value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  private static final class Destinations extends Text<Destination> {}

  private static final class SpoolIds extends Text<SpoolId> {}

  private static final class Mailboxes extends Text<Mailbox> {}
}
