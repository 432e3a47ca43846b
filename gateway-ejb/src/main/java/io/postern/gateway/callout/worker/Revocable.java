package io.postern.gateway.callout.worker;

/** What a call may use until its time is over. Thread-safe. */
public interface Revocable {

  /** For calls that may use nothing of the gateway's. */
  Revocable NOTHING =
      new Revocable() {
        @Override
        public void end(Thread caller) {
          caller.interrupt();
        }

        @Override
        public void end() {}
      };

  /** Ends it and interrupts the calling thread, which gets nothing further. */
  void end(Thread caller);

  /** Ends it; further calls have no effect. */
  void end();
}
