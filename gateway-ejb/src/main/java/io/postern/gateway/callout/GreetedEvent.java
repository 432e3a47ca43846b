package io.postern.gateway.callout;

import io.postern.text.Shown;
import io.postern.validation.ClientGreeted;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/** {@link CalloutStage#CLIENT_GREETED}; the subject is what will be announced. */
final class GreetedEvent extends StageEvent<SequencedSet<String>> implements ClientGreeted {

  /** Of a reply line (RFC 5321 section 4.5.3.1.5), less code and line end. */
  private static final int LONGEST_CAPABILITY = 506;

  private final String name;
  private final boolean extended;
  private final SequencedSet<String> before;
  private final SequencedSet<String> capabilities;

  GreetedEvent(
      CallContext context, String name, boolean extended, SequencedSet<String> capabilities) {
    super(context);
    this.name = name;
    this.extended = extended;
    this.before = capabilities;
    this.capabilities = new LinkedHashSet<>(capabilities);
  }

  @Override
  public String name() {
    lease.check();
    return name;
  }

  @Override
  public boolean extended() {
    lease.check();
    return extended;
  }

  @Override
  public SequencedSet<String> capabilities() {
    lease.check();
    return capabilities;
  }

  @Override
  SequencedSet<String> subject() {
    LinkedHashSet<String> left = new LinkedHashSet<>(capabilities);
    if (left.equals(before)) {
      return before;
    }
    for (String capability : left) {
      if (capability.isEmpty()
          || capability.length() > LONGEST_CAPABILITY
          || !Shown.isPrintableAscii(capability)) {
        throw new IllegalArgumentException(
            "a capability is printable US-ASCII of 1 to 506 octets: " + Shown.of(capability, 300));
      }
    }
    return Collections.unmodifiableSequencedSet(left);
  }
}
