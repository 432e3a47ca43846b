package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.Settings.FailurePolicy;
import java.time.Duration;

/**
 * What the administrator grants an extension.
 *
 * @param order smaller is asked earlier; equal ones by name
 * @param onFailure what follows when a callout fails or takes too long
 * @param validationTime budget of a validation callout
 * @param manipulationTime budget of a manipulation callout
 */
public record ExtensionTerms(
    int order, FailurePolicy onFailure, Duration validationTime, Duration manipulationTime) {

  /** For an extension the settings do not name: last, 5 s, 60 s, deferring. */
  public static final ExtensionTerms DEFAULT =
      new ExtensionTerms(
          Integer.MAX_VALUE, FailurePolicy.DEFER, Duration.ofSeconds(5), Duration.ofSeconds(60));

  public ExtensionTerms {
    if (!validationTime.isPositive() || !manipulationTime.isPositive()) {
      throw new IllegalArgumentException(
          "budgets must be positive: " + validationTime + ", " + manipulationTime);
    }
  }

  public static ExtensionTerms of(ExtensionEntry entry) {
    return new ExtensionTerms(
        entry.order(), entry.onFailure(), entry.validationTime(), entry.manipulationTime());
  }
}
