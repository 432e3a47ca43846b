package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.ExtensionEntry;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import java.time.Duration;

/**
 * What the administrator allows an extension.
 *
 * @param order smaller is asked earlier; equal ones by name
 * @param onFailure what follows when a callout fails or takes too long
 * @param onUnparsable what follows when a callout cannot read a message's content
 * @param standing what it may bring about
 * @param validationTime budget of a validation callout
 * @param manipulationTime budget of a manipulation callout
 */
public record ExtensionPolicy(
    int order,
    FailurePolicy onFailure,
    OnUnparsable onUnparsable,
    Standing standing,
    Duration validationTime,
    Duration manipulationTime) {

  /** For an extension the settings do not name: last, deferring, passing, 5 s, 60 s. */
  public static final ExtensionPolicy DEFAULT =
      new ExtensionPolicy(
          Integer.MAX_VALUE,
          FailurePolicy.DEFER,
          OnUnparsable.PASS,
          Standing.DECIDES,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));

  public ExtensionPolicy {
    if (!validationTime.isPositive() || !manipulationTime.isPositive()) {
      throw new IllegalArgumentException(
          "budgets must be positive: " + validationTime + ", " + manipulationTime);
    }
  }

  /** The same for an extension that only watches. */
  ExtensionPolicy watching() {
    return new ExtensionPolicy(
        order, onFailure, onUnparsable, Standing.WATCHES, validationTime, manipulationTime);
  }

  public static ExtensionPolicy of(ExtensionEntry entry) {
    return new ExtensionPolicy(
        entry.order(),
        entry.onFailure(),
        entry.onUnparsable(),
        Standing.DECIDES,
        entry.validationTime(),
        entry.manipulationTime());
  }
}
