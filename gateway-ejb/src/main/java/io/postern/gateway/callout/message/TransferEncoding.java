package io.postern.gateway.callout.message;

import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;

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

  final String token;

  TransferEncoding(String token) {
    this.token = token;
  }

  /** Of the topmost such field; 7bit when there is none. */
  static TransferEncoding of(HeaderOctets header) {
    for (FieldOctets field : header.fields()) {
      if (field.named("Content-Transfer-Encoding")) {
        return parse(new ParameterReader(field.rawValue()).main().toLowerCase(Locale.ROOT));
      }
    }
    return SEVEN_BIT;
  }

  private static TransferEncoding parse(String token) {
    return switch (token) {
      case "7bit", "" -> SEVEN_BIT;
      case "8bit", "binary" -> EIGHT_BIT;
      case "quoted-printable" -> QUOTED_PRINTABLE;
      case "base64" -> BASE64;
      default -> UNKNOWN;
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

  byte[] encode(byte[] octets) {
    return octets.clone();
  }
}
