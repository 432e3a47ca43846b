package io.postern.gateway.settings;

/** A value cannot be what it is meant to be; the message shows it and says what can. */
final class WrongValue extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String text;

  WrongValue(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  @Override
  public String getMessage() {
    return text;
  }
}
