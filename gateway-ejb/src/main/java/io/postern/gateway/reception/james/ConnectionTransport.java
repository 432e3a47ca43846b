package io.postern.gateway.reception.james;

import io.postern.gateway.connection.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;

/**
 * James' view of a connection that one virtual thread reads. The topmost line handler takes the
 * next line; the lowest one is the dispatcher of commands.
 */
final class ConnectionTransport implements ProtocolTransport {

  private final Connection connection;
  private final String id;
  private final Deque<LineHandler<? extends ProtocolSession>> lineHandlers = new ArrayDeque<>(2);

  ConnectionTransport(
      Connection connection, String id, LineHandler<? extends ProtocolSession> lowest) {
    this.connection = connection;
    this.id = id;
    lineHandlers.push(lowest);
  }

  /** Asks the topmost line handler. */
  @SuppressWarnings("unchecked") // James pushes handlers for the session type of this transport.
  SmtpReply onLine(ProtocolSession session, byte[] line) {
    LineHandler<ProtocolSession> top = (LineHandler<ProtocolSession>) lineHandlers.getFirst();
    return reply(top.onLine(session, line));
  }

  private static SmtpReply reply(Response response) {
    if (response instanceof StepResponse ours) {
      return ours.reply();
    }
    SmtpReply reply = SmtpReply.line(String.join("\r\n", response.getLines()));
    return response.isEndSession() ? reply.thenClose() : reply;
  }

  @Override
  public void writeResponse(Response response, ProtocolSession session) {
    try {
      connection.gather(reply(response).octets());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void pushLineHandler(
      LineHandler<? extends ProtocolSession> lineHandler, ProtocolSession session) {
    lineHandlers.push(lineHandler);
  }

  @Override
  public void popLineHandler() {
    if (lineHandlers.size() > 1) {
      lineHandlers.pop();
    }
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return connection.remoteAddress();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return connection.localAddress();
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public boolean isTLSStarted() {
    return false;
  }

  @Override
  public boolean isStartTLSSupported() {
    return false;
  }

  @Override
  public Optional<SSLSession> getSSLSession() {
    return Optional.empty();
  }

  @Override
  public boolean isProxyRequired() {
    return false;
  }

  /** Has no effect: a dialogue reads when it wants to. */
  @Override
  public void setReadable(boolean readable) {}

  @Override
  public boolean isReadable() {
    return true;
  }
}
