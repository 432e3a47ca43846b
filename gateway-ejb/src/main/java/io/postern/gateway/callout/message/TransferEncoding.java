package io.postern.gateway.callout.message;

import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a body is written in a message (RFC 2045 section 6). */
enum TransferEncoding {
  SEVEN_BIT("7bit") {
    @Override
    boolean carries(byte[] octets) {
      return Lines.areClean(octets, Lines.LONGEST) && Lines.isAscii(octets);
    }
  },
  EIGHT_BIT("8bit") {
    @Override
    boolean carries(byte[] octets) {
      return Lines.areClean(octets, Lines.LONGEST);
    }
  },
  QUOTED_PRINTABLE("quoted-printable") {
    @Override
    boolean carries(byte[] octets) {
      return true;
    }

    @Override
    InputStream decoding(InputStream encoded) {
      return new QuotedPrintable.Decoding(encoded);
    }

    @Override
    byte[] encode(byte[] octets) {
      return QuotedPrintable.encode(octets);
    }
  },
  BASE64("base64") {
    @Override
    boolean carries(byte[] octets) {
      return true;
    }

    @Override
    InputStream decoding(InputStream encoded) {
      return new Base64Decoding(encoded);
    }

    @Override
    byte[] encode(byte[] octets) {
      return Base64.getMimeEncoder().encode(octets);
    }
  },
  /** One that is not known here: read as it stands, never written. */
  UNKNOWN("") {
    @Override
    boolean carries(byte[] octets) {
      return false;
    }
  };

  private static final Pattern WRITTEN =
      Pattern.compile(
          "[^a-z0-9]*([78][ _-]?bits?|binary|quoted[ _-]?printable|base[ _-]?64)"
              + "(?:[^a-z0-9_-].*)?",
          Pattern.DOTALL);

  final String token;

  TransferEncoding(String token) {
    this.token = token;
  }

  /** Of the topmost such field; 7bit when there is none. */
  static TransferEncoding of(HeaderOctets header) {
    for (FieldOctets field : header.fields()) {
      if (field.named("Content-Transfer-Encoding")) {
        return parse(field.rawValue());
      }
    }
    return SEVEN_BIT;
  }

  /** Whether several fields name different encodings, so that readers may differ. */
  static boolean isAmbiguous(HeaderOctets header) {
    TransferEncoding first = null;
    for (FieldOctets field : header.fields()) {
      if (field.named("Content-Transfer-Encoding")) {
        TransferEncoding found = parse(field.rawValue());
        if (first != null && found != first) {
          return true;
        }
        first = found;
      }
    }
    return false;
  }

  /**
   * Reads known names as they are met in practice: quoted, with blanks or plurals, with something
   * behind them. Anything else is unknown (RFC 2045 section 6.4).
   */
  private static TransferEncoding parse(String value) {
    String text = ParameterReader.withoutComments(value).toLowerCase(Locale.ROOT);
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return text.chars().anyMatch(Character::isLetterOrDigit) ? UNKNOWN : SEVEN_BIT;
    }
    return switch (written.group(1).replaceAll("[^a-z0-9]", "")) {
      case "7bit", "7bits" -> SEVEN_BIT;
      case "8bit", "8bits", "binary" -> EIGHT_BIT;
      case "quotedprintable" -> QUOTED_PRINTABLE;
      default -> BASE64;
    };
  }

  /** The plainest that carries the octets to any server; 8bit is not one of them. */
  static TransferEncoding fitting(byte[] octets, boolean text) {
    if (SEVEN_BIT.carries(octets)) {
      return SEVEN_BIT;
    }
    return text && Lines.mostlyAscii(octets) ? QUOTED_PRINTABLE : BASE64;
  }

  /** Whether the octets keep their meaning in it and the result may be sent (RFC 2045 6.2). */
  abstract boolean carries(byte[] octets);

  InputStream decoding(InputStream encoded) {
    return encoded;
  }

  /** Whether what is encoded is written as it is. */
  boolean isIdentity() {
    return this == SEVEN_BIT || this == EIGHT_BIT;
  }

  byte[] encode(byte[] octets) {
    return octets.clone();
  }
}
