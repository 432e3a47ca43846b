package io.postern.samples;

import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.SenderGiven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Classes of the archives that the tests build; read as files, never loaded by the inspection. */
public final class Observing {

  private Observing() {}

  /** What most extensions look like. */
  @ApplicationScoped
  public static class Bean {
    void sender(@Observes SenderGiven event) {}

    void spool(@Observes MessageBeforeSpool event) {}
  }

  /** Has a callout but no bean-defining annotation. */
  @jakarta.inject.Singleton
  public static class NoBean {
    void sender(@Observes SenderGiven event) {}
  }

  /** Its observer method becomes one only by its child. */
  public abstract static class Parent {
    void sender(@Observes SenderGiven event) {}
  }

  /** Inherits the observer method. */
  @ApplicationScoped
  public static class Child extends Parent {}

  /** A scope of the extension's own. */
  @NormalScope
  @Retention(RetentionPolicy.RUNTIME)
  public @interface OwnScope {}

  /** In that scope. */
  @OwnScope
  public static class Scoped {
    void sender(@Observes SenderGiven event) {}
  }

  /** Observes, but nothing of ours. */
  @ApplicationScoped
  public static class Other {
    void start(@Observes Startup event) {}

    void notObserved(SenderGiven event) {}
  }
}
