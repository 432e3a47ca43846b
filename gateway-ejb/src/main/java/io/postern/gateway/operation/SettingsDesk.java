package io.postern.gateway.operation;

import io.postern.gateway.settings.AfterRestart;
import io.postern.gateway.settings.SettingsChanged;
import io.postern.gateway.settings.SettingsHistory;
import io.postern.gateway.settings.SettingsRefused;
import io.postern.gateway.settings.SettingsRevision;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;

/** The configuration's history in the words of this package. */
final class SettingsDesk {

  private final SettingsHistory history;

  SettingsDesk(SettingsHistory history) {
    this.history = history;
  }

  SettingsState state() {
    return history
        .newest()
        .map(this::state)
        .orElseGet(
            () -> new SettingsState("", history.folder().toString(), Optional.empty(), List.of()));
  }

  SettingsTrial check(String source) {
    return said(() -> new SettingsTrial(history.differenceTo(source), told(history.check(source))));
  }

  SettingsState apply(String source, String note, long revision, String actor) {
    return said(() -> state(history.apply(source, actor, note, revision)));
  }

  SettingsState rollBack(long to, long revision, String actor) {
    return said(() -> state(history.rollback(to, actor, revision)));
  }

  List<SettingsEntry> latest(int most) {
    return history.latest(most).stream().map(SettingsDesk::entry).toList();
  }

  List<String> difference(long from, long to) {
    return said(() -> history.difference(from, to));
  }

  private SettingsState state(SettingsRevision revision) {
    return new SettingsState(
        revision.source(),
        revision.folder().toString(),
        Optional.of(entry(revision)),
        told(history.notInEffect(revision)));
  }

  private static SettingsEntry entry(SettingsRevision revision) {
    return new SettingsEntry(revision.number(), revision.author(), revision.at(), revision.note());
  }

  private static List<SettingsNotInEffect> told(List<AfterRestart> notInEffect) {
    return notInEffect.stream()
        .map(value -> new SettingsNotInEffect(value.path(), value.fileOnly()))
        .toList();
  }

  private static <T> T said(Supplier<T> work) {
    try {
      return work.get();
    } catch (SettingsRefused e) {
      throw new SettingsWrong(
          e.found().stream()
              .map(
                  problem ->
                      new SettingsWrong.Mistake(problem.line(), problem.path(), problem.message()))
              .toList());
    } catch (SettingsChanged e) {
      throw new SettingsChangedMeanwhile(String.valueOf(e.getMessage()));
    } catch (NoSuchElementException e) {
      throw new NoSuchRevision(String.valueOf(e.getMessage()));
    }
  }
}
