package io.postern.gateway.export;

/** What a stream of events does. */
public enum ExportState {
  /** It asks the target for its position, or is about to. */
  CONNECTING,
  /** Events are written as they come. */
  RUNNING,
  /** The target failed; it is tried again. */
  WAITING,
  /** An administrator has paused it. */
  PAUSED,
  /** All that was asked for is written. */
  FINISHED
}
