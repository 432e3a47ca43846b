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
 * which the pulse shows to others. Used by one thread.
 */
final class Link implements AutoCloseable {

  /** What is done with the session once it is there. */
  private interface Setup {
    void on(Link link) throws JMSException;
  }

  private final Pulse pulse;
  private final Connection connection;
  private final Session session;
  private @Nullable MessageProducer producer;
  private @Nullable MessageConsumer consumer;

  private Link(Pulse pulse, Connection connection) throws JMSException {
    this.pulse = pulse;
    this.connection = connection;
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  static Link toSend(ConnectionFactory connections, Pulse pulse) throws JMSException {
    return open(
        connections,
        pulse,
        link -> {
          MessageProducer producer = link.session.createProducer(null);
          producer.setDeliveryMode(DeliveryMode.PERSISTENT);
          link.producer = producer;
        });
  }

  static Link toReceive(ConnectionFactory connections, Pulse pulse, String queue)
      throws JMSException {
    return open(
        connections,
        pulse,
        link -> {
          link.consumer = link.session.createConsumer(link.session.createQueue(queue));
          link.connection.start();
        });
  }

  private static Link open(ConnectionFactory connections, Pulse pulse, Setup setup)
      throws JMSException {
    pulse.enter();
    try {
      Connection connection = connections.createConnection();
      try {
        Link link = new Link(pulse, connection);
        setup.on(link);
        return link;
      } catch (JMSException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } finally {
      pulse.leave();
    }
  }

  void send(String queue, byte[] octets, Duration delay) throws JMSException {
    MessageProducer sending = producer;
    if (sending == null) {
      throw new IllegalStateException("a link to receive");
    }
    pulse.enter();
    try {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(octets);
      sending.setDeliveryDelay(delay.toMillis());
      sending.send(session.createQueue(queue), message);
    } finally {
      pulse.leave();
    }
  }

  /** Waits for a bundle; null when none came, or something that is not one. */
  byte @Nullable [] receive(Duration atMost) throws JMSException {
    MessageConsumer receiving = consumer;
    if (receiving == null) {
      throw new IllegalStateException("a link to send");
    }
    pulse.enter();
    try {
      Message message = receiving.receive(atMost.toMillis());
      if (!(message instanceof BytesMessage bytes)) {
        return null;
      }
      byte[] octets = new byte[Math.toIntExact(bytes.getBodyLength())];
      bytes.readBytes(octets);
      return octets;
    } finally {
      pulse.leave();
    }
  }

  @Override
  public void close() {
    pulse.enter();
    try {
      connection.close();
    } catch (JMSException | RuntimeException e) {
      // The broker forgets a connection that either side has lost; nothing is to be done here.
      return;
    } finally {
      pulse.leave();
    }
  }
}
