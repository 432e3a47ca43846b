package io.postern.gateway.callout.cdi;

import io.postern.gateway.callout.EntryPoint;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An observer method of an archive, for one type of event. Thread-safe. */
final class CdiEntryPoint implements EntryPoint {

  private final CdiExtension extension;
  private final Class<?> eventType;
  private final String name;
  private volatile @Nullable ObserverMethod<? super Object> method;

  CdiEntryPoint(CdiExtension extension, Class<?> eventType, ObserverMethod<? super Object> method) {
    this.extension = extension;
    this.eventType = eventType;
    this.method = method;
    this.name = nameOf(method);
  }

  /**
   * Class and method, such as {@code com.example.Footer.append}. CDI knows the bean's class; the
   * method's name stands only in the container's description.
   */
  static String nameOf(ObserverMethod<?> method) {
    String bean = method.getBeanClass().getName();
    String described = method.toString();
    int open = described.indexOf('(');
    int dot = open < 0 ? -1 : described.lastIndexOf('.', open);
    return dot < 0 ? bean : bean + described.substring(dot, open);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void call(Object event) {
    extension.call(this, CdiEventContext.of(event, eventType));
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
