package io.postern.gateway.operation;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.spool.QueueCounts;
import java.time.Instant;
import java.util.List;

/**
 * How the gateway is.
 *
 * @param state while the gateway runs, the strictest notice decides: degraded means that mail
 *     passes but a part does not work, refusing that new mail is refused for now
 * @param image whether this is the appliance's image, which alone has updates of its own
 * @param notices conditions that stand, the strictest first; empty when all is well
 * @param listeners as bound, {@code address:port}
 * @param sessions SMTP sessions at this moment
 * @param unfinished messages accepted and not yet finished
 * @param queue the same by what they wait for
 */
public record GatewayStatus(
    State state,
    String version,
    String hostName,
    Instant startedAt,
    boolean image,
    List<Notice> notices,
    List<Listener> listeners,
    int sessions,
    int unfinished,
    QueueCounts queue,
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
