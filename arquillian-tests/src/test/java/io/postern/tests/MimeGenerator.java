package io.postern.tests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Writes valid MIME messages of all kinds, with encoders of its own: the same message for the same
 * seed and number. It knows which of their octets are texts.
 */
final class MimeGenerator {

  private static final List<String> WORDS =
      List.of(
          "lorem",
          "a=b",
          "=41",
          "\u00fcber",
          "caf\u00e9",
          "--",
          "\u65e5\u672c",
          ".",
          "x y",
          "From",
          "> q",
          "\u20ac5",
          "http://a.example/?x=1&y=2",
          "-- ",
          "\u05e9\u05dc\u05d5\u05dd",
          "\u0434\u0430",
          "\ud83d\ude00");

  private static final List<String> CHARSETS =
      List.of(
          "utf-8",
          "iso-8859-1",
          "windows-1252",
          "iso-8859-15",
          "us-ascii",
          "iso-2022-jp",
          "utf-16",
          "koi8-r",
          "shift_jis",
          "gb18030",
          "euc-kr",
          "iso-8859-8-i",
          "x-unknown",
          "utf-7",
          "big5");

  private static final List<String> HTML =
      List.of(
          "<p>",
          "</p>",
          "<br>",
          "<!-- </body> -->",
          "<script>var s='</body>';</script>",
          "<style>p{}/* </body> */</style>",
          "<a href=\"</body>\">",
          "</a>",
          "<table><tr><td>",
          "</table>",
          "<textarea></body></textarea>",
          "<title></html></title>",
          "<![if mso]>",
          "<svg></svg>",
          "&nbsp;");

  private final SplittableRandom random;
  private final FuzzedMessage message = new FuzzedMessage();
  private int boundaries;

  private MimeGenerator(long seed, int number) {
    random = new SplittableRandom(seed * 1_000_003 + number);
  }

  /** A valid message, or one with some mutations; always the same for the same arguments. */
  static FuzzedMessage message(long seed, int number) {
    MimeGenerator generator = new MimeGenerator(seed, number);
    generator.write(number);
    int mutations = Math.max(0, generator.random.nextInt(7) - 1);
    new MimeMutations(generator.random, generator.message).apply(mutations);
    generator.message.endLine();
    return generator.message;
  }

  private void write(int number) {
    message.append("From: A <a@example.org>\r\n");
    message.append("To: f" + number + "@in.example\r\n");
    message.append("Subject: message " + number + "\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      message.append(
          pick(
              "X-Odd \t:  value \t\r\n\tfolded\r\n",
              "X-Bits: \u00e9\u00ff\r\n",
              "x-lower:\r\n",
              "References: <" + "r".repeat(random.nextInt(300)) + "@x>\r\n\t<b@y>\r\n",
              "Received: by x\r\n"));
    }
    message.append("MIME-Version: 1.0\r\n");
    message.disclaimers = entity(0).count();
  }

  /**
   * The forms of a text that the disclaimer belongs to.
   *
   * @param count how many must get it; -1 when some of them may be left alone
   */
  private record Forms(boolean found, int count) {

    static final Forms NONE = new Forms(false, 0);

    Forms and(Forms other) {
      boolean unknown = count < 0 || other.count < 0;
      return new Forms(found || other.found, unknown ? -1 : count + other.count);
    }
  }

  private Forms entity(int depth) {
    if (depth < 4 && random.nextInt(10) < (depth == 0 ? 6 : 3)) {
      return multipart(depth);
    }
    return random.nextInt(10) < 7 ? text() : attachment();
  }

  private Forms multipart(int depth) {
    String subtype =
        pick("mixed", "mixed", "alternative", "alternative", "related", "signed", "report");
    String boundary =
        "b" + boundaries++ + pick("", "_", "=1", "--", " x'()+_,-./:=?", "b".repeat(60));
    message.append("Content-Type: multipart/" + subtype + ";");
    message.append(pick(" ", "\r\n\t", "") + "boundary=\"" + boundary + "\"\r\n\r\n");
    message.append(pick("", "", "preamble \u00e9\r\n"));
    Forms forms = Forms.NONE;
    for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
      message.append("--" + boundary + pick("", "", " ", "\t ") + "\r\n");
      Forms part = entity(depth + 1);
      if (subtype.equals("alternative") || !forms.found()) {
        forms = forms.and(part);
      }
      message.append("\r\n");
    }
    if (random.nextInt(10) > 0) {
      message.append("--" + boundary + "--\r\n" + pick("", "", "epilogue\r\n", "\r\n"));
    }
    return subtype.equals("signed") ? Forms.NONE : forms;
  }

  private Forms text() {
    boolean html = random.nextInt(2) == 0;
    String charset = CHARSETS.get(random.nextInt(random.nextBoolean() ? 4 : CHARSETS.size()));
    byte[] octets = octets(html ? markup() : lines(), charset);
    String encoding = pick("7bit", "8bit", "quoted-printable", "base64", "base64");
    if (charset.equals("utf-16")) {
      encoding = "base64"; // The oracle looks for what was added as octets of US-ASCII.
    }
    message.append(
        "Content-Type: text/"
            + (html ? "html" : "plain")
            + "; charset="
            + charset
            + (html || random.nextInt(3) > 0 ? "" : "; format=flowed")
            + "\r\n");
    if (!encoding.equals("7bit") || random.nextBoolean()) {
      String written =
          random.nextInt(5) > 0
              ? encoding
              : pick(
                  "\"" + encoding + "\"",
                  encoding + ";",
                  encoding.toUpperCase(java.util.Locale.ROOT));
      message.append("Content-Transfer-Encoding: " + written + "\r\n");
    }
    message.append("\r\n");
    byte[] encoded =
        switch (encoding) {
          case "quoted-printable" -> quotedPrintable(octets);
          case "base64" -> base64(octets);
          default -> octets;
        };
    message.appendBody(encoded, true);
    boolean sure = CHARSETS.indexOf(charset) < 4;
    return new Forms(true, sure ? 1 : -1);
  }

  private Forms attachment() {
    byte[] octets = new byte[random.nextInt(400)];
    random.nextBytes(octets);
    message.append(
        pick(
            "Content-Type: application/octet-stream\r\n",
            "Content-Type: text/plain; name=\"a.txt\"\r\n",
            "Content-Type: image/png\r\n"
                + "Content-Disposition: inline; filename*=utf-8''%E2%82%AC.png\r\n",
            "Content-Type: text/html\r\nContent-Disposition: attachment\r\n",
            "Content-Type: text/calendar; method=REQUEST\r\n"));
    if (random.nextBoolean()) {
      message.append("Content-Transfer-Encoding: base64\r\n\r\n");
      message.appendBody(base64(octets), false);
    } else {
      message.append(
          "\r\n"
              + String.join("\r\n", lines().split("\r\n", -1))
                  .replaceAll("[^\\x20-\\x7e\r\n]", "e"));
    }
    return Forms.NONE;
  }

  private String lines() {
    StringBuilder text = new StringBuilder();
    for (int line = random.nextInt(8); line > 0; line--) {
      for (int word = random.nextInt(random.nextInt(20) == 0 ? 300 : 12); word > 0; word--) {
        text.append(WORDS.get(random.nextInt(WORDS.size()))).append(pick(" ", " ", "", "\t"));
      }
      text.append("\r\n");
    }
    return random.nextBoolean() || text.length() < 2
        ? text.toString()
        : text.substring(0, text.length() - 2);
  }

  private String markup() {
    StringBuilder text =
        new StringBuilder(
            pick("", "<html><body>", "<!DOCTYPE html>\r\n<HTML><BODY bgcolor='>'>", "<p>"));
    for (int piece = random.nextInt(20); piece > 0; piece--) {
      text.append(
              random.nextBoolean()
                  ? HTML.get(random.nextInt(HTML.size()))
                  : WORDS.get(random.nextInt(WORDS.size())))
          .append(pick("", " ", "\r\n"));
    }
    return text.append(pick("", "</body></html>", "</BODY ></html>\r\n", "</body><!-- </body> -->"))
        .toString();
  }

  /** Its octets, with a question mark for what the charset does not have. */
  private byte[] octets(String text, String charset) {
    if (charset.equals("x-unknown")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (charset.equals("utf-7")) {
      return text.replaceAll("[^\\x20-\\x7e\r\n]", "e")
          .replace("+", "+-")
          .getBytes(StandardCharsets.US_ASCII);
    }
    Charset known = Charset.forName(charset.replace("8-i", "8"));
    return text.getBytes(known);
  }

  private byte[] quotedPrintable(byte[] octets) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    int column = 0;
    for (int i = 0; i < octets.length; i++) {
      int octet = octets[i] & 0xff;
      if (octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
        encoded.writeBytes(new byte[] {'\r', '\n'});
        column = 0;
        i++;
        continue;
      }
      boolean blankAtEnd = octet == ' ' && (i + 1 == octets.length || octets[i + 1] == '\r');
      boolean plain =
          octet >= ' ' && octet < 0x7f && octet != '=' && !blankAtEnd && random.nextInt(50) > 0;
      if (column > 70 || random.nextInt(200) == 0) {
        encoded.writeBytes(new byte[] {'=', '\r', '\n'});
        column = 0;
      }
      String token =
          plain
              ? String.valueOf((char) octet)
              : String.format(random.nextInt(4) == 0 ? "=%02x" : "=%02X", octet);
      encoded.writeBytes(token.getBytes(StandardCharsets.US_ASCII));
      column += token.length();
    }
    return encoded.toByteArray();
  }

  private byte[] base64(byte[] octets) {
    int line = 4 * (1 + random.nextInt(19));
    String text =
        new String(
            Base64.getMimeEncoder(line, new byte[] {'\r', '\n'}).encode(octets),
            StandardCharsets.US_ASCII);
    return (text + pick("", "\r\n", "\r\n\r\n")).getBytes(StandardCharsets.US_ASCII);
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }
}
