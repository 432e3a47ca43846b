package io.postern.gateway.callout;

import io.postern.logging.LoggedEvent;
import java.util.List;

/**
 * One deployed revision of an extension, whatever it is written in. All that the gateway needs of
 * it to call it; how it is loaded and unloaded is the matter of the package that implements this.
 * Thread-safe.
 */
public interface Extension {

  /** In settings and logs, without the revision. */
  String name();

  /** The deployed revision, such as {@code spam--r12}; no two extensions have the same. */
  String revision();

  /**
   * Whether it is asked only after {@link CalloutRegistry#activate}, as several revisions of it may
   * be deployed at once.
   */
  boolean needsActivation();

  /** Its callouts at a stage, in the order in which they are called; always the same objects. */
  List<? extends EntryPoint> callouts(CalloutStage stage);

  /** Its logging callouts for a kind of event, in the order in which they are called. */
  List<? extends EntryPoint> loggingCallouts(Class<? extends LoggedEvent> kind);
}
