package io.postern.gateway.callout;

import io.postern.logging.LoggedEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An extension that is written in nothing but what the test says. */
record FakeExtension(
    String name,
    String revision,
    boolean needsActivation,
    Map<CalloutStage, List<Consumer<Object>>> calls)
    implements Extension {

  static FakeExtension at(String name, CalloutStage stage, Consumer<Object> call) {
    return new FakeExtension(name, name, false, Map.of(stage, List.of(call)));
  }

  static FakeExtension revision(
      String name, int number, CalloutStage stage, Consumer<Object> call) {
    return new FakeExtension(name, name + "--r" + number, true, Map.of(stage, List.of(call)));
  }

  @Override
  public List<EntryPoint> callouts(CalloutStage stage) {
    return calls.getOrDefault(stage, List.of()).stream().<EntryPoint>map(this::entry).toList();
  }

  private EntryPoint entry(Consumer<Object> call) {
    return new EntryPoint() {
      @Override
      public String name() {
        return revision + " call";
      }

      @Override
      public void call(Object event) {
        call.accept(event);
      }
    };
  }

  @Override
  public List<EntryPoint> loggingCallouts(Class<? extends LoggedEvent> kind) {
    return List.of();
  }
}
