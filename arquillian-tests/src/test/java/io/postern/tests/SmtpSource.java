package io.postern.tests;

import io.postern.fixtures.smtp.Contents;
import io.postern.fixtures.smtp.Digest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Sends mixed messages by Postfix's smtp-source. One run of it sends one content many times, each
 * to a recipient with a number of its own ({@code -N}), which is what the ledger goes by.
 */
final class SmtpSource {

  private static final int CONTENTS = 100;
  private static final int LARGEST = 5_000_000;

  private SmtpSource() {}

  /** Returns when all messages are answered 250; anything else fails. */
  static void send(InetSocketAddress server, Ledger ledger, int messages, long seed, Path folder)
      throws IOException, InterruptedException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Path file = folder.resolve("content");
    int contents = Math.min(CONTENTS, messages);
    for (int i = 0; i < contents; i++) {
      byte[] content = Contents.numbered("f" + i, size(i, random), random);
      Files.write(file, asFile(content));
      int copies = messages / contents + (i < messages % contents ? 1 : 0);
      String recipient = "f" + i;
      Programs.run(
          "smtp-source",
          "-N",
          "-s",
          "10",
          "-m",
          String.valueOf(copies),
          "-F",
          file.toString(),
          "-f",
          "sender@client.test",
          "-t",
          recipient + "@sink.test",
          server.getHostString() + ":" + server.getPort());
      String digest = Digest.of(asSent(content));
      for (int copy = 1; copy <= copies; copy++) {
        ledger.acknowledged(copy + recipient, digest);
      }
    }
  }

  /** The smallest and the largest for certain, between them as mail is. */
  private static int size(int index, RandomGenerator random) {
    return switch (index) {
      case 0 -> 1000;
      case 1 -> LARGEST;
      default -> Contents.size(LARGEST, random);
    };
  }

  /** Lines parted by LF; smtp-source makes CRLF of it and stuffs dots. */
  private static byte[] asFile(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 2)
        .replace("\r\n", "\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** It ends the file's last line, and puts an empty line before the end of data. */
  private static byte[] asSent(byte[] content) {
    byte[] sent = Arrays.copyOf(content, content.length + 2);
    sent[content.length] = '\r';
    sent[content.length + 1] = '\n';
    return sent;
  }
}
