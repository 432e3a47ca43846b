package io.postern.gateway.callout;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.ClientConnected;
import io.postern.validation.ClientGreeted;
import io.postern.validation.MessageReceived;
import io.postern.validation.RecipientGiven;
import io.postern.validation.RecipientsComplete;
import io.postern.validation.SenderGiven;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;

/** A step of the message's way at which extensions are asked. */
enum Stage {
  CLIENT_CONNECTED(ClientConnected.class),
  CLIENT_GREETED(ClientGreeted.class),
  SENDER_GIVEN(SenderGiven.class),
  RECIPIENT_GIVEN(RecipientGiven.class),
  RECIPIENTS_COMPLETE(RecipientsComplete.class),
  MESSAGE_RECEIVED(MessageReceived.class),
  MESSAGE_BEFORE_SPOOL(MessageBeforeSpool.class);

  final Class<?> eventType;

  /**
   * An event to resolve observers with. A proxy rather than an event of ours: the archive's
   * resolver remembers the class it was asked with, and shall not remember the gateway's loader.
   */
  final Object probe;

  Stage(Class<?> eventType) {
    this.eventType = eventType;
    this.probe = probe(eventType);
  }

  /** An example of an event that can only be asked for its class. */
  static Object probe(Class<?> eventType) {
    return Proxy.newProxyInstance(
        eventType.getClassLoader(),
        new Class<?>[] {eventType},
        (proxy, method, arguments) -> {
          throw new UnsupportedOperationException("only an example of an event");
        });
  }

  /** The name extension developers know: the event's. */
  String title() {
    return eventType.getSimpleName();
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

  Duration budget(ExtensionTerms terms) {
    return isManipulation() ? terms.manipulationTime() : terms.validationTime();
  }
}
