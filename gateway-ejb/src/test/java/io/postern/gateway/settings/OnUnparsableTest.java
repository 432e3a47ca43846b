package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.settings.Settings.UnparsablePolicy;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OnUnparsableTest {

  private static OnUnparsable read(String value) {
    Settings settings =
        SettingsFile.parse(
            "postern.yaml", "extensions: {x: {onUnparsable: " + value + "}}", Path.of("/etc"));
    return Objects.requireNonNull(settings.extensions().get("x")).onUnparsable();
  }

  @Test
  void nothing_passesAtEveryStage() {
    assertEquals(OnUnparsable.PASS, read("~"));
  }

  @Test
  void oneWord_countsAtEveryStage() {
    assertEquals(UnparsablePolicy.REJECT, read("reject").at("MessageReceived"));
    assertEquals(UnparsablePolicy.REJECT, read("reject").at("MessageBeforeSpool"));
  }

  @Test
  void aWordForAStage_leavesTheOtherPassing() {
    OnUnparsable policy = read("{MessageReceived: quarantine}");
    assertEquals(UnparsablePolicy.QUARANTINE, policy.at("MessageReceived"));
    assertEquals(UnparsablePolicy.PASS, policy.at("MessageBeforeSpool"));
  }

  @Test
  void anotherWord_isRefusedWithItsPlace() {
    SettingsRefused refused = assertThrows(SettingsRefused.class, () -> read("defer"));
    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("extensions.x.onUnparsable: defer is not one of pass, reject, quarantine"),
        refused.getMessage());
  }

  @Test
  void aStageWithoutContent_isRefused() {
    SettingsRefused refused =
        assertThrows(SettingsRefused.class, () -> read("{RecipientGiven: reject}"));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("is not a known key"), refused.getMessage());
  }
}
