package io.postern.gateway.callout;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.ClientConnected;
import io.postern.validation.ClientGreeted;
import io.postern.validation.MessageReceived;
import io.postern.validation.RecipientGiven;
import io.postern.validation.RecipientsComplete;
import io.postern.validation.SenderGiven;
import java.time.Duration;
import java.util.Arrays;

/** A step of the message's way at which extensions are asked. */
public enum CalloutStage {
  CLIENT_CONNECTED(ClientConnected.class),
  CLIENT_GREETED(ClientGreeted.class),
  SENDER_GIVEN(SenderGiven.class),
  RECIPIENT_GIVEN(RecipientGiven.class),
  RECIPIENTS_COMPLETE(RecipientsComplete.class),
  MESSAGE_RECEIVED(MessageReceived.class),
  MESSAGE_BEFORE_SPOOL(MessageBeforeSpool.class);

  private final Class<?> eventType;
  private final String title;

  CalloutStage(Class<?> eventType) {
    this.eventType = eventType;
    this.title = eventType.getSimpleName();
  }

  /** The interface of the event that is given to an extension. */
  public Class<?> eventType() {
    return eventType;
  }

  /** The name extension developers know: the event's. */
  public String title() {
    return title;
  }

  /** Whether an observer of this event, or of a supertype of it, is asked here. */
  boolean isObservedAs(String event) {
    return isOrExtends(eventType, event);
  }

  private static boolean isOrExtends(Class<?> type, String name) {
    return type.getName().equals(name)
        || Arrays.stream(type.getInterfaces()).anyMatch(parent -> isOrExtends(parent, name));
  }

  boolean isManipulation() {
    return this == MESSAGE_BEFORE_SPOOL;
  }

  Duration budget(ExtensionPolicy policy) {
    return isManipulation() ? policy.manipulationTime() : policy.validationTime();
  }
}
