package io.postern.extensions.headerstamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class HeaderStampTest {

  @Test
  void aValueIsTakenWithoutTheSpaceAroundIt() {
    Properties stamp = new Properties();
    stamp.setProperty("name", "X-Stamp ");
    assertEquals("X-Stamp", HeaderStamp.required(stamp, "name"));
  }

  @Test
  void aMissingKeyIsNamed() {
    NullPointerException refused =
        assertThrows(
            NullPointerException.class, () -> HeaderStamp.required(new Properties(), "value"));
    assertEquals("stamp.properties lacks value", refused.getMessage());
  }
}
