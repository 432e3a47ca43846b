package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;
import jakarta.enterprise.inject.spi.ObserverMethod;

/** One observer method, ready to be asked at one stage under an extension's terms. Immutable. */
final class Callout {

  private final Archive archive;
  private final ObserverMethod<? super Object> observer;
  private final ExtensionTerms terms;
  private final Account account;
  private final long budget;
  private final Class<?> eventType;

  Callout(
      Archive archive,
      Stage stage,
      ObserverMethod<? super Object> observer,
      ExtensionTerms terms,
      Account account) {
    this.archive = archive;
    this.observer = observer;
    this.terms = terms;
    this.account = account;
    this.budget = stage.budget(terms).toNanos();
    this.eventType = stage.eventType;
  }

  String extension() {
    return archive.name().name();
  }

  /** In nanoseconds. */
  long budget() {
    return budget;
  }

  FailurePolicy policy() {
    return terms.onFailure();
  }

  Account account() {
    return account;
  }

  /** Class and method, such as {@code com.example.Footer.append}. */
  String name() {
    return nameOf(observer);
  }

  /** CDI tells the bean class; the method's name stands only in the container's description. */
  static String nameOf(ObserverMethod<?> observer) {
    String bean = observer.getBeanClass().getName();
    String described = observer.toString();
    int open = described.indexOf('(');
    int dot = open < 0 ? -1 : described.lastIndexOf('.', open);
    return dot < 0 ? bean : bean + described.substring(dot, open);
  }

  /** Asks it, on this thread. Raises whatever the extension raises. */
  void call(Object event) {
    archive.call(observer, StageContext.of(event, eventType));
  }
}
