package io.postern.tests;

import io.postern.fixtures.smtp.SmtpTestClient;
import io.postern.fixtures.smtp.SmtpText;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Sends many messages over as few connections as the server allows, with pipelining. */
final class FuzzClient implements AutoCloseable {

  private final InetSocketAddress server;
  private @Nullable SmtpTestClient client;

  FuzzClient(InetSocketAddress server) {
    this.server = server;
  }

  /**
   * The reply to the final dot, or the first that is none of 2xx and 354.
   *
   * @throws IOException when the server closes the connection instead of a reply
   */
  String send(String recipient, byte[] content) throws IOException {
    SmtpTestClient open = client;
    if (open == null) {
      open = SmtpTestClient.greeted(server);
      client = open;
    }
    open.send("MAIL FROM:<a@example.org>\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
    for (int i = 0; i < 3; i++) {
      String reply = reply(open);
      if (reply.charAt(0) != '2' && !reply.startsWith("354")) {
        close();
        return reply;
      }
    }
    open.send(SmtpText.stuffed(content));
    String reply = reply(open);
    if (reply.charAt(0) != '2') {
      close(); // The server may have closed it, and nothing says so before the next command.
    }
    return reply;
  }

  private static String reply(SmtpTestClient open) throws IOException {
    String reply = open.reply();
    if (reply.equals("closed")) {
      throw new IOException("closed instead of a reply");
    }
    return reply;
  }

  @Override
  public void close() {
    SmtpTestClient open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }
}
