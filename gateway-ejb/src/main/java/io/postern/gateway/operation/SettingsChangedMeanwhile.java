package io.postern.gateway.operation;

/** The configuration is not the one that the change began from; nothing was changed. */
public final class SettingsChangedMeanwhile extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SettingsChangedMeanwhile(String message) {
    super(message);
  }
}
