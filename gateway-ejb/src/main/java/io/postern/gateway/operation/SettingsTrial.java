package io.postern.gateway.operation;

import io.postern.gateway.settings.AfterRestart;
import java.util.List;

/**
 * What a configuration without mistakes would change.
 *
 * @param difference lines, after a space those that stay, after {@code -} and {@code +} those that
 *     go and come
 * @param afterRestart what of it would not take effect at once
 */
public record SettingsTrial(List<String> difference, List<AfterRestart> afterRestart) {
  public SettingsTrial {
    difference = List.copyOf(difference);
    afterRestart = List.copyOf(afterRestart);
  }
}
