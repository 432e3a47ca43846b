package io.postern.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ShownTest {

  @Test
  void lineEndsAndEscapeSequences_cannotLeaveTheLine() {
    assertEquals("a\\u{d}\\u{a}250 ok\\u{1b}[31m", Shown.text("a\r\n250 ok\u001b[31m"));
  }

  @Test
  void directionMarksAndInvisibleCharacters_areSeen() {
    assertEquals(
        "\\u{202e}gnp.exe\\u{2066}\\u{200b}\\u{feff}",
        Shown.text("\u202egnp.exe\u2066\u200b\ufeff"));
    assertEquals("\\u{2028}\\u{85}\\u{ad}", Shown.text("\u2028\u0085\u00ad"));
  }

  @Test
  void loneSurrogates_areSeen() {
    assertEquals("a\\u{d800}b", Shown.text("a\ud800b"));
  }

  @Test
  void textOfAnyLanguage_staysAsItIs() {
    assertEquals("Grüße, 件名 😀", Shown.text("Grüße, 件名 😀"));
  }

  @Test
  void endlessText_isCut() {
    assertEquals(1_001, Shown.text("x".repeat(100_000)).length());
  }
}
