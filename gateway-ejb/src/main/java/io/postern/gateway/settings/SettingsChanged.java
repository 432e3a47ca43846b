package io.postern.gateway.settings;

/** Somebody else changed the configuration since it was read. */
public final class SettingsChanged extends RuntimeException {

  private static final long serialVersionUID = 1;

  public SettingsChanged(SettingsEntry newest) {
    super(
        "revision "
            + newest.revision()
            + " by "
            + newest.author()
            + " is the newest meanwhile; nothing was changed");
  }
}
