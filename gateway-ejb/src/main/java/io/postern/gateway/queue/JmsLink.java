package io.postern.gateway.queue;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A JMS connection with its one session. Every call may block for as long as the broker pleases,
 * which the call timer shows to others. Used by one thread.
 */
final class JmsLink implements AutoCloseable {

  /** What is done with the session once it is there. */
  private interface Setup {
    void on(JmsLink link) throws JMSException;
  }

  private final CallTimer callTimer;
  private final Connection connection;
  private final Session session;
  private @Nullable MessageProducer producer;
  private @Nullable MessageConsumer consumer;

  private JmsLink(CallTimer callTimer, Connection connection) throws JMSException {
    this.callTimer = callTimer;
    this.connection = connection;
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  static JmsLink toSend(ConnectionFactory connections, CallTimer callTimer) throws JMSException {
    return open(
        connections,
        callTimer,
        link -> {
          MessageProducer producer = link.session.createProducer(null);
          producer.setDeliveryMode(DeliveryMode.PERSISTENT);
          link.producer = producer;
        });
  }

  static JmsLink toReceive(ConnectionFactory connections, CallTimer callTimer, String queue)
      throws JMSException {
    return open(
        connections,
        callTimer,
        link -> {
          link.consumer = link.session.createConsumer(link.session.createQueue(queue));
          link.connection.start();
        });
  }

  private static JmsLink open(ConnectionFactory connections, CallTimer callTimer, Setup setup)
      throws JMSException {
    callTimer.enter();
    try {
      Connection connection = connections.createConnection();
      try {
        JmsLink link = new JmsLink(callTimer, connection);
        setup.on(link);
        return link;
      } catch (JMSException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } finally {
      callTimer.leave();
    }
  }

  void send(String queue, byte[] octets, Duration delay) throws JMSException {
    MessageProducer sending = producer;
    if (sending == null) {
      throw new IllegalStateException("a link to receive");
    }
    callTimer.enter();
    try {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(octets);
      sending.setDeliveryDelay(delay.toMillis());
      sending.send(session.createQueue(queue), message);
    } finally {
      callTimer.leave();
    }
  }

  /** Waits for a bundle; null when none came, or something that is not one. */
  byte @Nullable [] receive(Duration atMost) throws JMSException {
    MessageConsumer receiving = consumer;
    if (receiving == null) {
      throw new IllegalStateException("a link to send");
    }
    callTimer.enter();
    try {
      Message message = receiving.receive(atMost.toMillis());
      if (!(message instanceof BytesMessage bytes)) {
        return null;
      }
      byte[] octets = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.readBytes(octets);
      return octets;
    } finally {
      callTimer.leave();
    }
  }

  @Override
  public void close() {
    callTimer.enter();
    try {
      connection.close();
    } catch (JMSException | RuntimeException e) {
      // The broker forgets a connection that either side has lost; nothing is to be done here.
      return;
    } finally {
      callTimer.leave();
    }
  }
}
