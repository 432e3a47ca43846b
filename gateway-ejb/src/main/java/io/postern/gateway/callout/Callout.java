package io.postern.gateway.callout;

import io.postern.gateway.settings.Settings.FailurePolicy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One observer method, ready to be asked at one stage under an extension's terms. Immutable. */
final class Callout {

  private final Archive archive;
  private final Observer observer;
  private final ExtensionTerms terms;
  private final Account account;
  private final long budget;
  private final EventMetadata metadata;

  Callout(Archive archive, Stage stage, Observer observer, ExtensionTerms terms, Account account) {
    this.archive = archive;
    this.observer = observer;
    this.terms = terms;
    this.account = account;
    this.budget = stage.budget(terms).toNanos();
    this.metadata = new StageMetadata(stage.eventType);
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

  Breaker breaker() {
    return observer.breaker();
  }

  String name() {
    return observer.name();
  }

  /** Asks it, on this thread. Raises whatever the extension raises. */
  void call(Object event) {
    archive.call(observer.method(), new StageContext(event, metadata));
  }

  private record StageContext(Object event, EventMetadata metadata)
      implements EventContext<Object> {
    @Override
    public Object getEvent() {
      return event;
    }

    @Override
    public EventMetadata getMetadata() {
      return metadata;
    }
  }

  private record StageMetadata(Class<?> eventType) implements EventMetadata {
    @Override
    public Set<Annotation> getQualifiers() {
      return Set.of(Any.Literal.INSTANCE);
    }

    @Override
    public @Nullable InjectionPoint getInjectionPoint() {
      return null;
    }

    @Override
    public Type getType() {
      return eventType;
    }
  }
}
