package io.postern.gateway.callout.cdi;

import java.util.List;

/** Inspection refused an archive; nothing was deployed, the running set is as it was. */
public final class ArchiveRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<String> reasons;

  ArchiveRefused(List<String> reasons) {
    super(String.join("; ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  ArchiveRefused(String reason) {
    this(List.of(reason));
  }

  /** Each on one line, safe to show. */
  public List<String> reasons() {
    return reasons;
  }
}
