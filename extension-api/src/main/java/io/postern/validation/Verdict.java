package io.postern.validation;

import io.postern.mail.Reply;
import java.time.Duration;

/**
 * What a callout answers. From lenient to strict: {@link Pass}, {@link Accept}, {@link Discard},
 * {@link Quarantine}, {@link Defer}, {@link Reject}, {@link Disconnect}; the strictest of one stage
 * wins. Quarantine is stricter than discard so that of two opinions the one that keeps the message
 * prevails. {@link Delay} goes beside the others: the longest counts.
 */
public sealed interface Verdict {

  /** Nothing to object. */
  record Pass() implements Verdict {}

  /** Good, and no further callout is asked at this stage. */
  record Accept() implements Verdict {}

  /** Answer positively, then drop the message; the journal names the extension and the reason. */
  record Discard(String reason) implements Verdict {}

  /** Answer positively, keep the message on disk undelivered until an operator decides. */
  record Quarantine(String reason) implements Verdict {}

  /** 4xx: the client is to try again. */
  record Defer(Reply reply) implements Verdict {
    public Defer {
      if (!reply.isTransient()) {
        throw new IllegalArgumentException("defer needs a 4xx reply: " + reply);
      }
    }
  }

  /** 5xx: refused for good. */
  record Reject(Reply reply) implements Verdict {
    public Reject {
      if (!reply.isPermanent()) {
        throw new IllegalArgumentException("reject needs a 5xx reply: " + reply);
      }
    }
  }

  /** Send the reply (4xx or 5xx) and close the connection. */
  record Disconnect(Reply reply) implements Verdict {
    public Disconnect {
      if (reply.isPositive()) {
        throw new IllegalArgumentException("disconnect needs a 4xx or 5xx reply: " + reply);
      }
    }
  }

  /** Let the client wait before it is answered; 0 to 5 minutes. */
  record Delay(Duration time) implements Verdict {
    public Delay {
      if (time.isNegative() || time.compareTo(Duration.ofMinutes(5)) > 0) {
        throw new IllegalArgumentException("delay must be between 0 and 5 minutes: " + time);
      }
    }
  }

  static Verdict pass() {
    return new Pass();
  }

  static Verdict accept() {
    return new Accept();
  }

  static Verdict discard(String reason) {
    return new Discard(reason);
  }

  static Verdict quarantine(String reason) {
    return new Quarantine(reason);
  }

  /** Defers with {@code 451 4.7.1}. */
  static Verdict defer(String text) {
    return new Defer(Reply.of(451, "4.7.1", text));
  }

  static Verdict defer(Reply reply) {
    return new Defer(reply);
  }

  /** Rejects with {@code 550 5.7.1}. */
  static Verdict reject(String text) {
    return new Reject(Reply.of(550, "5.7.1", text));
  }

  static Verdict reject(Reply reply) {
    return new Reject(reply);
  }

  static Verdict disconnect(Reply reply) {
    return new Disconnect(reply);
  }

  static Verdict delay(Duration time) {
    return new Delay(time);
  }
}
