package io.postern.gateway.callout;

import jakarta.enterprise.inject.spi.ObserverMethod;

/**
 * An archive's observer method for one stage, with its breaker: one that works must not hide
 * another of the same extension that does not.
 */
record Observer(ObserverMethod<? super Object> method, Breaker breaker) {

  /**
   * Class and method, such as {@code com.example.Footer.append}. CDI tells the bean's class; the
   * method's name stands only in the container's description.
   */
  String name() {
    String bean = method.getBeanClass().getName();
    String described = method.toString();
    int open = described.indexOf('(');
    int dot = open < 0 ? -1 : described.lastIndexOf('.', open);
    return dot < 0 ? bean : bean + described.substring(dot, open);
  }
}
