package io.postern.tests;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Damages a message as programs, gateways and attackers do; its lines stay lines. */
final class MimeMutations {

  private static final String[] LINES = {
    "",
    " ",
    "\t",
    "--",
    "--b0",
    "--b0--",
    "--b1",
    "no field at all",
    " continued",
    "Content-Type:",
    "Content-Type: text/html",
    "Content-Type: text/plain; charset=utf-8; charset=iso-8859-1",
    "Content-Type: multipart/mixed",
    "Content-Type: multipart/mixed; boundary=b0",
    "Content-Type: multipart/digest; boundary=\"\"",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-own",
    "Content-Disposition: attachment",
    "From x@y Mon Dec  1 10:00:00 2025",
    ".",
    "..",
    "=",
    "a=",
    "</body>",
    "<!--"
  };

  private static final String[][] LABELS = {
    {"utf-8", "iso-8859-8-i"},
    {"iso-8859-1", "utf-8"},
    {"windows-1252", "us-ascii"},
    {"charset=", "charsets="},
    {"base64", "8bit"},
    {"base64", "\"base64\" x"},
    {"quoted-printable", "base64"},
    {"quoted-printable", "7bit"},
    {"quoted-printable", "quoted"},
    {"8bit", "quoted-printable"},
    {"7bit", "x-uuencode"},
    {"boundary=", "boundry="},
    {"text/plain", "text/html"},
    {"text/html", "text/plain"},
    {"multipart/", "multipart/x-"},
    {"multipart/mixed", "text/plain"},
    {"text/", "multipart/"},
    {"utf-8", "utf-16"},
    {"--b0", "--b"},
    {"--b1", "--b0"},
    {"b1", "b0"}
  };

  private final SplittableRandom random;
  private final FuzzedMessage message;

  MimeMutations(SplittableRandom random, FuzzedMessage message) {
    this.random = random;
    this.message = message;
  }

  void apply(int count) {
    for (int i = 0; i < count; i++) {
      message.disclaimers = -1;
      message.mutated = true;
      mutate();
    }
  }

  private void mutate() {
    int[] lines = message.lineStarts();
    int line = random.nextInt(lines.length - 1 > 0 ? lines.length - 1 : 1);
    // The head of the message and those of parts are worth more than their bodies.
    if (random.nextInt(3) == 0) {
      line = Math.min(line, random.nextInt(12));
    }
    int from = lines[line];
    int to = lines[Math.min(line + 1, lines.length - 1)];
    switch (random.nextInt(14)) {
      case 0, 1 -> message.splice(from, to, new byte[0]);
      case 2, 3 -> message.splice(from, from, bytes(LINES[random.nextInt(LINES.length)] + "\r\n"));
      case 4 -> {
        byte[] copy = java.util.Arrays.copyOfRange(message.octets(), from, to);
        int other = lines[random.nextInt(lines.length)];
        message.splice(other, other, copy);
      }
      case 5 -> joinWithNext(to);
      case 6, 7 -> {
        if (message.size() > 0) {
          int at = random.nextInt(message.size());
          replaceOctet(at, (byte) (' ' + random.nextInt(224)));
        }
      }
      case 8, 9, 10 -> relabel();
      case 11 -> {
        int at = from + random.nextInt(to - from + 1);
        if (at <= to - 2) {
          message.splice(at, at, bytes(random.nextBoolean() ? "\r\n" : "\u00e9\u001b$B"));
        }
      }
      case 12 -> {
        if (random.nextInt(3) == 0) {
          message.splice(0, headEnd(), bytes(random.nextBoolean() ? "" : "Hello,\r\n"));
        } else {
          message.splice(from, message.size(), new byte[0]);
        }
      }
      default -> forbid(from);
    }
  }

  private void joinWithNext(int to) {
    if (to >= 2 && message.octets()[to - 1] == '\n') {
      message.splice(to - 2, to, bytes(random.nextBoolean() ? "" : " "));
    }
  }

  private void replaceOctet(int at, byte by) {
    byte before = message.octets()[at];
    if (before != '\r' && before != '\n') {
      message.splice(at, at + 1, new byte[] {by});
    }
  }

  private void relabel() {
    String[] label = LABELS[random.nextInt(LABELS.length)];
    String text = new String(message.octets(), StandardCharsets.ISO_8859_1);
    int at = text.indexOf(label[0], random.nextInt(text.length() + 1));
    if (at < 0) {
      at = text.indexOf(label[0]);
    }
    if (at >= 0) {
      message.splice(at, at + label[0].length(), bytes(label[1]));
    }
  }

  private int headEnd() {
    int end = new String(message.octets(), StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    return end < 0 ? 0 : end + 4;
  }

  /** What reception must refuse, in few messages: it closes the connection. */
  private void forbid(int at) {
    if (random.nextInt(20) == 0) {
      String octets = new String[] {"a\nb", "a\rb", "a\0b"}[random.nextInt(3)];
      message.splice(at, at, bytes(octets));
    }
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
