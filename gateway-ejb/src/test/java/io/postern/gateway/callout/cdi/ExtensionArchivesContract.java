package io.postern.gateway.callout.cdi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.controldb.TemporaryDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the archives in the database do, on each database. */
public interface ExtensionArchivesContract {

  TemporaryDatabase database();

  @Test
  default void anArchiveIsKeptOctetForOctet() {
    byte[] content = new byte[3_000_000];
    new Random(7).nextBytes(content);
    ExtensionArchive archive = revision("disclaimer", 1, true, true);

    change(archives -> archives.add(archive, content));

    assertEquals(List.of(archive), archives(ExtensionArchives::all));
    assertArrayEquals(content, archives(a -> a.content("disclaimer", 1)).orElseThrow());
  }

  @Test
  default void oneRevisionOfANameIsEnabledAndFewContentsAreKept() {
    for (int number = 1; number <= 5; number++) {
      ExtensionArchive archive = revision("disclaimer", number, true, true);
      change(archives -> archives.add(archive, new byte[] {1}));
    }
    change(archives -> archives.add(revision("a", 1, true, true), new byte[] {2}));

    assertEquals(
        List.of(
            revision("a", 1, true, true),
            revision("disclaimer", 5, true, true),
            revision("disclaimer", 4, false, true),
            revision("disclaimer", 3, false, true),
            revision("disclaimer", 2, false, false),
            revision("disclaimer", 1, false, false)),
        archives(ExtensionArchives::all));
    assertEquals(Optional.empty(), archives(a -> a.content("disclaimer", 2)));
  }

  @Test
  default void whatIsTakenBackLeavesTheFormerEnabled() {
    change(archives -> archives.add(revision("a", 1, true, true), new byte[] {1}));
    change(archives -> archives.add(revision("a", 2, true, true), new byte[] {2}));

    change(archives -> archives.takeBack("a", 2, OptionalInt.of(1)));

    assertEquals(List.of(revision("a", 1, true, true)), archives(ExtensionArchives::all));
  }

  @Test
  default void aDisabledExtensionKeepsItsHistory() {
    change(archives -> archives.add(revision("a", 1, true, true), new byte[] {1}));

    change(archives -> archives.disable("a"));

    assertEquals(List.of(revision("a", 1, false, true)), archives(ExtensionArchives::all));
  }

  private static ExtensionArchive revision(
      String name, int number, boolean enabled, boolean content) {
    return new ExtensionArchive(
        name,
        number,
        name + ".war",
        "ab".repeat(32),
        enabled,
        "admin",
        Instant.parse("2026-10-25T00:30:00.123456Z"),
        content);
  }

  private void change(Consumer<ExtensionArchives> work) {
    archives(
        archives -> {
          work.accept(archives);
          return true;
        });
  }

  private <T> T archives(Function<ExtensionArchives, T> work) {
    return database().transaction(entities -> work.apply(new ExtensionArchives(entities)));
  }
}
