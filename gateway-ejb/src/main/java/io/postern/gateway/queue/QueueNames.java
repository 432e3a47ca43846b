package io.postern.gateway.queue;

import io.postern.gateway.routing.Destination;

/**
 * The JMS queues, of which there is a fixed number for any number of destinations.
 *
 * @param prefix what their names begin with; OpenMQ allows only what could be a Java identifier
 * @param count at least 1
 */
public record QueueNames(String prefix, int count) {

  public QueueNames {
    if (count < 1) {
      throw new IllegalArgumentException("not a number of queues: " + count);
    }
  }

  /** So many, under the names that the gateway uses. */
  public static QueueNames of(int count) {
    return new QueueNames("postern", count);
  }

  String name(int index) {
    return prefix + '_' + index;
  }

  /** The queue of a destination: always the same while the count stays. */
  int index(Destination destination) {
    // Hosts differ in their last characters alone, and so do the hashes: spread them.
    int hash = destination.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ hash >>> 16, count);
  }
}
