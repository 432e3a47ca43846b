package io.postern.gateway.callout.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a text, transfer encoding undone, and what their charset makes of them. Immutable.
 */
final class TextOctets {

  private static final byte ESC = 0x1b;
  private static final byte SHIFT_OUT = 0x0e;
  private static final byte SHIFT_IN = 0x0f;

  /** The characters that all national variants of ISO 646 have. */
  private static final String INVARIANT =
      "\t\r\n !\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  final byte[] octets;
  final ContentType type;
  private final Optional<Charset> charset;
  private final @Nullable String exactText;

  /**
   * @param damaged whether the transfer encoding was
   */
  TextOctets(byte[] octets, ContentType type, boolean damaged) {
    this.octets = octets;
    this.type = type;
    this.charset = type.charset().map(named -> effective(named, octets));
    this.exactText = damaged ? null : decoded();
  }

  /** UTF-16 and UTF-32 as their byte order mark says; nothing else says it. */
  private static Charset effective(Charset named, byte[] octets) {
    boolean wide = named.name().equals("UTF-16") || named.name().equals("UTF-32");
    if (wide) {
      int width = named.name().equals("UTF-16") ? 2 : 4;
      for (String order : new String[] {"BE", "LE"}) {
        Charset ordered = Charset.forName(named.name() + order);
        byte[] mark = "\ufeff".getBytes(ordered);
        if (octets.length >= width && Arrays.equals(mark, Arrays.copyOf(octets, width))) {
          return ordered;
        }
      }
    }
    return named;
  }

  private @Nullable String decoded() {
    if (charset.isEmpty()
        || (charset.get().equals(StandardCharsets.US_ASCII) && switchesCharsets())) {
      return null;
    }
    try {
      return charset
          .get()
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(octets))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Whether every octet is part of a character of the charset that is named. */
  boolean isExact() {
    return exactText != null;
  }

  /** As characters, with what cannot be decoded as U+FFFD. */
  String text() {
    return exactText != null ? exactText : new String(octets, type.readingCharset());
  }

  Optional<Charset> charset() {
    return charset;
  }

  boolean isAscii() {
    return Lines.isAscii(octets);
  }

  /** UTF-16 or UTF-32 of known order. */
  boolean isWide() {
    return charset.map(Charset::name).filter(name -> name.matches("UTF-(16|32)[BL]E")).isPresent();
  }

  /** Whether octets of US-ASCII are read as such, where no shift is in force. */
  boolean carriesAscii() {
    for (byte octet : octets) {
      if (octet == 0) {
        return false; // UTF-16, whatever it is called.
      }
    }
    byte[] invariant = INVARIANT.getBytes(StandardCharsets.US_ASCII);
    return charset.isEmpty() || new String(invariant, charset.get()).equals(INVARIANT);
  }

  /** Whether there are escape sequences or shifts that make octets of US-ASCII other characters. */
  boolean switchesCharsets() {
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == SHIFT_OUT
          || (octets[i] == ESC
              && i + 1 < octets.length
              && (octets[i + 1] == '$' || octets[i + 1] == '('))) {
        return true;
      }
    }
    return false;
  }

  /** What brings back US-ASCII behind these octets (RFC 1468, RFC 1557); mostly nothing. */
  String reset() {
    boolean ascii = true;
    boolean shifted = false;
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == SHIFT_OUT) {
        shifted = true;
      } else if (octets[i] == SHIFT_IN) {
        shifted = false;
      } else if (octets[i] == ESC && i + 2 < octets.length) {
        if (octets[i + 1] == '(') {
          ascii = octets[i + 2] == 'B';
        } else if (octets[i + 1] == '$' && octets[i + 2] != ')' && octets[i + 2] != '*') {
          ascii = false;
        }
      }
    }
    return (shifted ? "\u000f" : "") + (ascii ? "" : "\u001b(B");
  }

  /** What brings back US-ASCII behind these octets where they are HZ (RFC 1843). */
  String resetOfHz() {
    boolean shifted = false;
    for (int i = 0; i + 1 < octets.length; i++) {
      if (octets[i] == '~' && (octets[i + 1] == '{' || octets[i + 1] == '}')) {
        shifted = octets[i + 1] == '{';
      }
      // A tilde is written as two; within a shift one is half a character.
      i += (shifted && octets[i] > ' ') || octets[i] == '~' ? 1 : 0;
    }
    return shifted ? "~}" : "";
  }

  /** How many octets at the begin are a byte order mark. */
  int markLength() {
    if (isWide()) {
      byte[] mark = "\ufeff".getBytes(charset.orElseThrow());
      return startsWith(mark) ? mark.length : 0;
    }
    return startsWith(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}) ? 3 : 0;
  }

  private boolean startsWith(byte[] mark) {
    return octets.length >= mark.length
        && Arrays.equals(mark, 0, mark.length, octets, 0, mark.length);
  }

  /** As text for the search of tags: octet by octet where it is not exact. */
  String markup() {
    return exactText != null ? exactText : new String(octets, StandardCharsets.ISO_8859_1);
  }

  boolean isAt(char ascii, OptionalInt offset) {
    return offset.isPresent() && octets[offset.getAsInt()] == ascii;
  }

  /** Where the character of that index in {@link #markup} begins, or a shift before it. */
  OptionalInt octetOffset(int character) {
    if (exactText == null || character == exactText.length()) {
      return OptionalInt.of(exactText == null ? character : octets.length);
    }
    ByteBuffer source = ByteBuffer.wrap(octets);
    CoderResult stopped =
        charset.orElseThrow().newDecoder().decode(source, CharBuffer.allocate(character), true);
    return stopped.isOverflow() ? OptionalInt.of(source.position()) : OptionalInt.empty();
  }
}
