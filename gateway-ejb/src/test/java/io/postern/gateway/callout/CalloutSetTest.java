package io.postern.gateway.callout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The sets of the registry, which calls extensions on threads with deadlines. */
class CalloutSetTest implements CalloutSetContract {

  private final Gateway gateway = new Gateway();
  private List<FakeExtension> before = List.of();

  @Override
  public Callouts callouts(List<Deployed> extensions) {
    List<FakeExtension> revisions = new ArrayList<>();
    Map<String, String> inForce = new HashMap<>();
    for (Deployed each : extensions) {
      gateway.terms.put(each.revision().name(), each.terms());
      revisions.add(each.revision());
      inForce.put(each.revision().name(), each.revision().revision());
    }
    gateway.registry.change(revisions, before);
    gateway.registry.activate(inForce);
    before = revisions;
    return gateway.registry;
  }

  @Override
  public void canary(FakeExtension revision, Share share) {
    if (!gateway.registry.isDeployed(revision.revision())) {
      gateway.registry.change(List.of(revision), List.of());
    }
    gateway.registry.canary(Map.of(revision.name(), revision.revision()), share);
  }

  @AfterEach
  void end() {
    gateway.close();
  }
}
