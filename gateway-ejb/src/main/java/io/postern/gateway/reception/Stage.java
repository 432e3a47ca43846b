package io.postern.gateway.reception;

/**
 * Where in a session something was refused or discarded; callouts' stages by their events' names.
 */
public enum Stage {
  CLIENT_CONNECTED("ClientConnected"),
  CLIENT_GREETED("ClientGreeted"),
  SENDER_GIVEN("SenderGiven"),
  RECIPIENT_GIVEN("RecipientGiven"),
  RECIPIENTS_COMPLETE("RecipientsComplete"),
  MESSAGE_RECEIVED("MessageReceived"),
  MESSAGE_BEFORE_SPOOL("MessageBeforeSpool"),
  /** The gateway's own rules on content: size, framing, loops. */
  CONTENT("Content"),
  /** The gateway's own rules on commands and sessions. */
  PROTOCOL("Protocol"),
  /** The spool could not take the message. */
  SPOOL("Spool");

  private final String name;

  Stage(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
