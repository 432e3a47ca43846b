package io.postern.gateway.callout;

import io.postern.gateway.callout.worker.Breaker;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An archive's observer method for one stage, with its breaker: one that works must not hide
 * another of the same extension that does not. Thread-safe.
 */
final class Observer {

  private final String name;
  private final Breaker breaker = new Breaker();
  private volatile @Nullable ObserverMethod<? super Object> method;

  Observer(ObserverMethod<? super Object> method) {
    this.method = method;
    this.name = nameOf(method);
  }

  /**
   * Class and method, such as {@code com.example.Footer.append}. CDI tells the bean's class; the
   * method's name stands only in the container's description.
   */
  static String nameOf(ObserverMethod<?> method) {
    String bean = method.getBeanClass().getName();
    String described = method.toString();
    int open = described.indexOf('(');
    int dot = open < 0 ? -1 : described.lastIndexOf('.', open);
    return dot < 0 ? bean : bean + described.substring(dot, open);
  }

  String name() {
    return name;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Empty when the archive was undeployed. */
  Optional<ObserverMethod<? super Object>> method() {
    return Optional.ofNullable(method);
  }

  /** Lets the archive's class loader go. */
  void drop() {
    method = null;
  }
}
