package io.postern.gateway.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedCharsetsTest {

  @Test
  void isFoundAsTheJvmFindsIt_byEachName() {
    for (Charset charset : Charset.availableCharsets().values()) {
      assertEquals(Optional.of(charset), NamedCharsets.find(charset.name()));
      for (String alias : charset.aliases()) {
        assertEquals(Optional.of(Charset.forName(alias)), NamedCharsets.find(alias), alias);
      }
    }
  }

  @Test
  void isFoundInAnyCase() {
    assertEquals(Optional.of(StandardCharsets.UTF_8), NamedCharsets.find("uTf-8"));
    assertEquals(Optional.of(StandardCharsets.ISO_8859_1), NamedCharsets.find("LATIN1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x-unknown", "utf 8", "utf-8\0", "\u00fctf-8", "-", "utf-8 "})
  void anyOtherNameIsNone(String name) {
    assertEquals(Optional.empty(), NamedCharsets.find(name));
  }
}
