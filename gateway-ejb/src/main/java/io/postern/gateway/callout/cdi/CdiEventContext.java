package io.postern.gateway.callout.cdi;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.EventMetadata;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event as a container presents it to an observer. */
record CdiEventContext(Object event, EventMetadata metadata) implements EventContext<Object> {

  private static final ClassValue<EventMetadata> METADATA =
      new ClassValue<>() {
        @Override
        protected EventMetadata computeValue(Class<?> type) {
          return new StageMetadata(type);
        }
      };

  static CdiEventContext of(Object event, Class<?> eventType) {
    return new CdiEventContext(event, METADATA.get(eventType));
  }

  @Override
  public Object getEvent() {
    return event;
  }

  @Override
  public EventMetadata getMetadata() {
    return metadata;
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
