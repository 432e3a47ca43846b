package io.postern.gateway.operation;

import io.postern.gateway.settings.SettingsEntry;
import io.postern.gateway.settings.SettingsHistory;
import io.postern.gateway.settings.SettingsRevision;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration of the open gateway. */
@Dependent
class LiveSettings implements SettingsControl {

  private final GatewayAccess access;
  private final AdminActs acts;

  @Inject
  LiveSettings(GatewayAccess access, AdminActs acts) {
    this.access = access;
    this.acts = acts;
  }

  @Override
  public SettingsState state() {
    SettingsHistory history = history();
    return history
        .newest()
        .map(revision -> state(history, revision))
        .orElseGet(() -> SettingsState.none(history.folder()));
  }

  @Override
  public SettingsTrial check(String source) {
    SettingsHistory history = history();
    return new SettingsTrial(history.differenceTo(source), history.check(source));
  }

  @Override
  public SettingsState apply(String source, String note, long revision, String actor) {
    OpenGateway gateway = access.gateway();
    SettingsRevision applied = gateway.history().apply(source, actor, note, revision);
    changed(gateway, actor, "settings changed", revision, applied, Map.of());
    return state(gateway.history(), applied);
  }

  @Override
  public SettingsState rollBack(long to, long revision, String actor) {
    OpenGateway gateway = access.gateway();
    SettingsRevision applied = gateway.history().rollback(to, actor, revision);
    changed(
        gateway,
        actor,
        "settings rolled back",
        revision,
        applied,
        Map.of("back-to", String.valueOf(to)));
    return state(gateway.history(), applied);
  }

  @Override
  public List<SettingsEntry> revisions(int most) {
    return history().latest(most);
  }

  @Override
  public List<String> difference(long from, long to) {
    return history().difference(from, to);
  }

  private SettingsHistory history() {
    return access.gateway().history();
  }

  private static SettingsState state(SettingsHistory history, SettingsRevision revision) {
    return SettingsState.of(revision, history.notInEffect(revision));
  }

  /** Never a secret: the journal is read by more people than the settings. */
  private void changed(
      OpenGateway gateway,
      String actor,
      String action,
      long before,
      SettingsRevision revision,
      Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(more);
    facts.put("revision", String.valueOf(revision.number()));
    facts.put("before", String.valueOf(before));
    List<String> changes = gateway.history().changes(before, revision.number());
    if (!changes.isEmpty()) {
      facts.put("changed", String.join("\n", changes));
    }
    acts.record(gateway, actor, action, facts);
  }
}
