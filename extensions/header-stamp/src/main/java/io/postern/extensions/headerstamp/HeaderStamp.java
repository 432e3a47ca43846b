package io.postern.extensions.headerstamp;

import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Adds the header field that {@code stamp.properties} in the archive names. */
@ApplicationScoped
public class HeaderStamp {

  private final String name;
  private final String value;

  public HeaderStamp() {
    Properties stamp = read("/stamp.properties");
    name = required(stamp, "name");
    value = required(stamp, "value");
  }

  void messageReceived(@Observes MessageReceived event) {
    event.message().header().add(name, value);
  }

  static String required(Properties stamp, String key) {
    return Objects.requireNonNull(stamp.getProperty(key), () -> "stamp.properties lacks " + key)
        .strip();
  }

  private static Properties read(String resource) {
    try (InputStream in = HeaderStamp.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, "the archive lacks " + resource));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
