package io.postern.tests;

import io.postern.fixtures.Ports;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.RecordingHop;
import io.postern.fixtures.smtp.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Postfix's smtp-sink as next hop, which dumps each message to a file; a message is known by the
 * local part of its recipient.
 *
 * <p>The dump, as smtp-sink's manual describes it: {@code X-...} lines of smtp-sink's own with the
 * envelope, a Received field of its own of three lines, the message, an empty line; every line ends
 * in LF. So a CRLF and a bare LF look the same here, other than at {@link Sink} and {@link
 * GreenMailHop}; every other octet is compared.
 */
final class SmtpSink implements RecordingHop {

  private static final Pattern COUNTER = Pattern.compile("mesg=(\\d+)$");
  private static final Pattern RECIPIENT =
      Pattern.compile("^X-Rcpt-Args: <([^@>]*)@", Pattern.MULTILINE);
  private static final Pattern OWN_TRACE =
      Pattern.compile("^Received: from .*\n\tby .* \\(smtp-sink\\) .*\n\t.*\n", Pattern.MULTILINE);

  private final Process process;
  private final int port;
  private final Path dumps;
  private final Map<String, Queue<String>> taken = new HashMap<>();
  private volatile int messages;

  /** Dumps into a new folder in this one, until closed. */
  SmtpSink(Path folder) {
    port = Ports.free();
    List<String> words = new ArrayList<>(List.of("smtp-sink"));
    try {
      dumps = Files.createDirectory(folder.resolve("dumps"));
      // It will not run as root, and nobody else may come through to the test's folder: so it gets
      // its own root directory.
      if (System.getProperty("user.name").equals("root")) {
        Files.setPosixFilePermissions(dumps, PosixFilePermissions.fromString("rwxrwxrwx"));
        words.addAll(List.of("-u", "nobody", "-R", dumps.toString()));
      }
      words.addAll(List.of("-c", "-d", "message.", "127.0.0.1:" + port, "100"));
      process =
          new ProcessBuilder(words).directory(dumps.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::readCounters);
  }

  /** The counters follow each other, parted by carriage returns. */
  private void readCounters() {
    try (Reader counters = process.inputReader()) {
      StringBuilder counter = new StringBuilder();
      int c;
      while ((c = counters.read()) >= 0) {
        if (c != '\r') {
          counter.append((char) c);
          continue;
        }
        Matcher matcher = COUNTER.matcher(counter);
        if (matcher.find()) {
          messages = Integer.parseInt(matcher.group(1));
        }
        counter.setLength(0);
      }
    } catch (IOException e) {
      // It has ended; the test waits in vain for the rest.
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int messages() {
    return messages;
  }

  /** Empty until {@link #close}, as only then all dumps are complete. */
  @Override
  public Map<String, Queue<String>> taken() {
    return taken;
  }

  private void readDumps() {
    try (Stream<Path> files = Files.list(dumps)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        add(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(byte[] dump) {
    String head = new String(dump, 0, Math.min(dump.length, 4 << 10), StandardCharsets.ISO_8859_1);
    Matcher trace = OWN_TRACE.matcher(head);
    Matcher recipient = RECIPIENT.matcher(head);
    if (!trace.find() || !recipient.find() || recipient.start() > trace.start()) {
      throw new IllegalStateException("not a dump of smtp-sink: " + head);
    }
    taken
        .computeIfAbsent(recipient.group(1), number -> new ConcurrentLinkedQueue<>())
        .add(Digest.withoutTrace(withLineEnds(dump, trace.end(), dump.length - 1)));
  }

  private static byte[] withLineEnds(byte[] dump, int from, int to) {
    ByteArrayOutputStream content = new ByteArrayOutputStream(to - from + (to - from) / 16);
    for (int i = from; i < to; i++) {
      if (dump[i] == '\n') {
        content.write('\r');
      }
      content.write(dump[i]);
    }
    return content.toByteArray();
  }

  /** Ends it, which cuts off a transaction in progress, and reads the dumps. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return;
    }
    readDumps();
  }
}
