package io.postern.client;

import io.postern.command.CommandFailed;
import io.postern.text.MailDate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Writes a small message (RFC 5322, RFC 2045). */
final class TestMessage {

  /** RFC 5322 section 2.1.1. */
  private static final int LONGEST_LINE = 998;

  /**
   * An encoded word has at most 75 octets (RFC 2047 section 2); this many characters stay below.
   */
  private static final int WORD = 10;

  private TestMessage() {}

  static byte[] content(
      String sender, List<String> recipients, String subject, String body, Instant now) {
    if (subject.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw CommandFailed.usage("a subject is one line without control characters");
    }
    String text = body.replaceAll("\r\n|\r|\n", "\r\n") + "\r\n";
    boolean plain =
        text.chars().allMatch(c -> c < 0x80 && c != 0)
            && text.lines().allMatch(line -> line.length() <= LONGEST_LINE);
    String encoding = plain ? "7bit" : "base64";
    String carried =
        plain
            ? text
            : Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    String header =
        """
        Date: %s
        From: <%s>
        To: %s
        Subject: %s
        Message-ID: <%s@postern.invalid>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: %s

        """
            .formatted(
                MailDate.text(now),
                sender.isEmpty() ? "postmaster@localhost" : sender,
                String.join(",\n ", recipients.stream().map(r -> "<" + r + ">").toList()),
                subject(subject),
                UUID.randomUUID(),
                encoding)
            .replace("\n", "\r\n");
    return (header + carried).getBytes(StandardCharsets.US_ASCII);
  }

  private static String subject(String subject) {
    if (subject.length() <= 900 && subject.chars().allMatch(c -> c < 0x7f)) {
      return subject;
    }
    int[] characters = subject.codePoints().toArray();
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < characters.length; i += WORD) {
      String part = new String(characters, i, Math.min(WORD, characters.length - i));
      byte[] octets = part.getBytes(StandardCharsets.UTF_8);
      words.append(i == 0 ? "" : "\n ").append("=?utf-8?B?");
      words.append(Base64.getEncoder().encodeToString(octets)).append("?=");
    }
    return words.toString();
  }
}
