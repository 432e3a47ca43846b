package io.postern.runtime;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanAttributes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.reflect.Member;
import java.text.MessageFormat;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The logger that an application has injected: named after the class it is injected into, and
 * handed over with the application's name. Levels are those of the server's logger of that name.
 * Thread-safe.
 */
final class ExtensionLogger implements System.Logger {

  private final String application;
  private final System.Logger target;

  ExtensionLogger(String application, String name) {
    this.application = application;
    this.target = System.getLogger(name);
  }

  /** Producer method; CDI's reflection calls it. */
  @Dependent
  static System.Logger injected(InjectionPoint point, CalloutDiscovery discovery) {
    @Nullable Member member = point.getMember();
    String application = discovery.application();
    return new ExtensionLogger(
        application, member == null ? application : member.getDeclaringClass().getName());
  }

  /** The bean of {@link #injected}, for {@code AfterBeanDiscovery}. */
  static Bean<?> bean(BeanManager beanManager) {
    AnnotatedMethod<? super ExtensionLogger> producer =
        beanManager.createAnnotatedType(ExtensionLogger.class).getMethods().stream()
            .filter(method -> method.getJavaMember().getName().equals("injected"))
            .findFirst()
            .orElseThrow();
    BeanAttributes<?> attributes = beanManager.createBeanAttributes(producer);
    return beanManager.createBean(
        attributes, ExtensionLogger.class, beanManager.getProducerFactory(producer, null));
  }

  @Override
  public String getName() {
    return target.getName();
  }

  @Override
  public boolean isLoggable(Level level) {
    return target.isLoggable(level);
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      DeployedArchives.log(application, target, level, localized(bundle, message), thrown);
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    if (isLoggable(level)) {
      String text = formatted(localized(bundle, format), parameters);
      DeployedArchives.log(application, target, level, text, null);
    }
  }

  private static String localized(@Nullable ResourceBundle bundle, @Nullable String message) {
    String text = String.valueOf(message);
    try {
      return bundle == null ? text : bundle.getString(text);
    } catch (MissingResourceException | ClassCastException e) {
      return text;
    }
  }

  /** As the platform's own logger does: what is no pattern is the text. */
  private static String formatted(String format, @Nullable Object @Nullable [] parameters) {
    if (parameters == null || parameters.length == 0) {
      return format;
    }
    try {
      return MessageFormat.format(format, parameters);
    } catch (IllegalArgumentException e) {
      return format;
    }
  }
}
