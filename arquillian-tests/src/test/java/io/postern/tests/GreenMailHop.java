package io.postern.tests;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.postern.fixtures.smtp.Digest;
import io.postern.fixtures.smtp.RecordingHop;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * GreenMail as next hop; a message is known by the local part of its recipient.
 *
 * <p>GreenMail changes two things. It puts a Return-Path and a Received field of its own, one line
 * each, on top; they are taken off. And it cuts the content's last line end together with the end
 * of data; it is put back, as without it there would have been no end of data. All else is compared
 * as it came.
 *
 * <p>GreenMail keeps messages in the heap. The fingerprint is taken when it delivers to a mailbox,
 * and {@link #messages} empties the mailbox, so that any number passes through a bounded heap.
 */
final class GreenMailHop implements RecordingHop {

  private static final byte[] LINE_END = {'\r', '\n'};

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final Map<String, Queue<String>> taken = new ConcurrentHashMap<>();
  private final AtomicInteger messages = new AtomicInteger();

  GreenMailHop() {
    server.start();
    GreenMailUser everyone = server.setUser("everyone@sink.test", "unused");
    server
        .getUserManager()
        .setMessageDeliveryHandler(
            (message, recipient) -> {
              taken
                  .computeIfAbsent(recipient.getUser(), number -> new ConcurrentLinkedQueue<>())
                  .add(Digest.withoutTrace(asDelivered(message.getMessage())));
              messages.incrementAndGet();
              return everyone;
            });
  }

  @Override
  public int port() {
    return server.getSmtp().getPort();
  }

  /** Also lets go of what GreenMail kept of them. */
  @Override
  public int messages() {
    try {
      server.purgeEmailFromAllMailboxes();
    } catch (FolderException e) {
      throw new IllegalStateException(e);
    }
    return messages.get();
  }

  @Override
  public Map<String, Queue<String>> taken() {
    return taken;
  }

  private static byte[] asDelivered(MimeMessage message) throws MessagingException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try {
      message.writeTo(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    kept.writeBytes(LINE_END);
    byte[] octets = kept.toByteArray();
    int at = afterLine(octets, 0, "Return-Path: <");
    at = afterLine(octets, at, "Received: from ");
    return Arrays.copyOfRange(octets, at, octets.length);
  }

  private static int afterLine(byte[] octets, int from, String begin) {
    String line = new String(octets, from, begin.length(), StandardCharsets.US_ASCII);
    if (!line.equals(begin)) {
      throw new IllegalStateException("GreenMail's own field expected, not: " + line);
    }
    int at = from;
    while (octets[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  @Override
  public void close() {
    server.stop();
  }
}
