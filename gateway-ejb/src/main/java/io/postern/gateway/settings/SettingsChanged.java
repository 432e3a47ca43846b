package io.postern.gateway.settings;

/** Somebody else changed the configuration since it was read. */
public final class SettingsChanged extends RuntimeException {

  private static final long serialVersionUID = 1;

  SettingsChanged(SettingsRevision newest) {
    super(
        "revision "
            + newest.number()
            + " by "
            + newest.author()
            + " is the newest meanwhile; nothing was changed");
  }
}
