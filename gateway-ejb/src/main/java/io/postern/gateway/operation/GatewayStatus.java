package io.postern.gateway.operation;

import java.time.Instant;
import java.util.List;

/**
 * How the gateway is.
 *
 * @param image whether this is the appliance's image, which alone has updates of its own
 * @param notices conditions that stand, the strictest first; empty when all is well
 * @param listeners as bound, {@code address:port}
 * @param sessions SMTP sessions at this moment
 * @param queue messages accepted and not yet finished
 */
public record GatewayStatus(
    State state,
    String version,
    String hostName,
    Instant startedAt,
    boolean image,
    List<Standing> notices,
    List<Listener> listeners,
    int sessions,
    QueueTotals queue,
    Counts counts) {

  public GatewayStatus {
    notices = List.copyOf(notices);
    listeners = List.copyOf(listeners);
  }

  /** Whether mail is taken. While it runs, the strictest notice decides. */
  public enum State {
    STARTING,
    RUNNING,
    /** Mail is taken and delivered, but a part does not work; a notice says which. */
    DEGRADED,
    /** New mail is refused for now, accepted mail is delivered; a notice says why. */
    REFUSING,
    STOPPING
  }

  /**
   * A condition that stands until it ends.
   *
   * @param key names the condition for good, such as {@code spool.disk-low}
   * @param text a sentence for the operator
   */
  public record Standing(String key, Effect effect, String text, Instant since) {}

  /** What a condition does to the gateway; a later constant is the stricter one. */
  public enum Effect {
    WARNING,
    DEGRADED,
    REFUSING
  }

  /**
   * An SMTP listener.
   *
   * @param address with port, such as {@code 127.0.0.1:2525}
   */
  public record Listener(String name, String address) {}

  /**
   * Since the start.
   *
   * @param accepted messages
   * @param rejected messages and recipients refused
   * @param delivered recipients; so are the following
   * @param deferred attempts that will be repeated
   */
  public record Counts(long accepted, long rejected, long delivered, long deferred, long failed) {}
}
