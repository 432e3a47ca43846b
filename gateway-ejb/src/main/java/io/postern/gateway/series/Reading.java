package io.postern.gateway.series;

/**
 * What the gateway's counters and gauges say at a moment.
 *
 * @param accepted messages since the start; the following count from the start too
 * @param waiting messages that wait for delivery now
 * @param freeOctets of the spool's disk; negative when that is not known
 */
public record Reading(
    long accepted,
    long delivered,
    long deferred,
    long failed,
    long rejected,
    long waiting,
    long freeOctets) {

  /** Before anything happened. */
  static final Reading START = new Reading(0, 0, 0, 0, 0, 0, -1);
}
