package io.postern.gateway.operation;

import java.time.Instant;
import java.util.List;

/**
 * How the gateway is.
 *
 * @param image whether this is the appliance's image, which alone has updates of its own
 * @param notices what an operator should know now, a sentence each; empty when all is well
 * @param listeners as bound, {@code address:port}
 * @param sessions SMTP sessions at this moment
 * @param unfinished messages accepted and not yet finished
 */
public record GatewayStatus(
    State state,
    String version,
    String hostName,
    Instant startedAt,
    boolean image,
    List<String> notices,
    List<Listener> listeners,
    int sessions,
    long unfinished,
    Counts counts) {

  public GatewayStatus {
    notices = List.copyOf(notices);
    listeners = List.copyOf(listeners);
  }

  /** Whether mail is taken. */
  public enum State {
    STARTING,
    RUNNING,
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
