package io.postern.gateway.operation;

import io.postern.gateway.settings.NoSuchRevision;
import io.postern.gateway.settings.SettingsChanged;
import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.settings.SettingsRefused;
import java.util.List;

/**
 * The configuration and its history. Every method raises {@link GatewayNotReady} while the gateway
 * is not open. Thread-safe.
 */
public interface SettingsControl {

  /** The configuration in force. */
  SettingsState state();

  /**
   * Checks a configuration and changes nothing.
   *
   * @param source YAML
   * @throws SettingsRefused with every mistake
   */
  SettingsTrial check(String source);

  /**
   * Puts a configuration in force and keeps it as a revision; one equal to the newest adds none.
   *
   * @param source YAML
   * @param note why; may be empty
   * @param revision the one that the change began from; 0 when there was none
   * @throws SettingsRefused with every mistake
   * @throws SettingsChanged when another revision is the newest
   */
  SettingsState apply(String source, String note, long revision, String actor);

  /**
   * Puts an earlier revision in force again, as a new one.
   *
   * @param revision the one that the actor saw as the newest
   * @throws NoSuchRevision when there is none of that number
   * @throws SettingsRefused when what was valid then is not now
   * @throws SettingsChanged when another revision is the newest
   */
  SettingsState rollBack(long to, long revision, String actor);

  /** The latest revisions, newest first. */
  List<SettingsEntry> revisions(int most);

  /**
   * The lines of two revisions; see {@link SettingsTrial#difference}.
   *
   * @throws NoSuchRevision when there is none of one of the numbers
   */
  List<String> difference(long from, long to);
}
