package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes before each write of an update in turn: the machine then boots the old system, or,
 * once the last write is through, the new one, whole.
 */
final class PowerCutTest {

  @TempDir Path folder;

  @Test
  void whereverThePowerGoes_theMachineBoots() throws IOException {
    assertTrue(cutAtEveryWrite("slot=a\n") > 20);
  }

  @Test
  void alsoWhenAnEarlierUpdateWaitsForItsTrial() throws IOException {
    cutAtEveryWrite("slot=a\ntrial=b\ntries=1\n");
  }

  /** How many writes there are. */
  private int cutAtEveryWrite(String environment) throws IOException {
    Archives archives = new Archives(folder);
    Path archive = archives.good("1.1");
    for (int writes = 0; ; writes++) {
      FakeMachine machine = machine(writes, environment);
      PowerCut cut = new PowerCut(new RealSlotDisk(), writes);
      machine.around = disk -> cut;
      boolean off = false;
      try {
        application(machine, archives)
            .apply(
                archive,
                new Application.AllowedVersions(false, false),
                line -> {},
                new HostileArchiveTest.NoWatch());
      } catch (PowerCut.Off e) {
        off = true;
      }
      machine.around = disk -> disk;
      if (!off) {
        assertEquals(Slot.B, machine.boot());
        return writes;
      }
      assertOldOneBoots(machine, writes);
      assertAppliesAgain(machine, archives, archive);
    }
  }

  /** Slot b holds the system of an earlier update. */
  private FakeMachine machine(int writes, String environment) throws IOException {
    FakeMachine machine =
        new FakeMachine(folder.resolve("machine" + environment.length() + "-" + writes));
    Path other = machine.bootFolder().resolve("b");
    Files.writeString(other.resolve("linux"), "stale linux");
    Files.writeString(other.resolve("initrd"), "stale initrd");
    Files.writeString(
        other.resolve("cmdline.cfg"), FakeMachine.commandLine(new RootHash("e".repeat(64))));
    machine.environment(environment);
    return machine;
  }

  private static Application application(FakeMachine machine, Archives archives) {
    return new Application(
        machine, new Slots(machine), UpdateKeys.in(archives.keys()), new Version("1.0"));
  }

  private void assertOldOneBoots(FakeMachine machine, int writes) throws IOException {
    BootState state = machine.state();
    boolean untouched = writes == 0 && state.untried();
    assertEquals(Slot.A, state.slot());
    assertEquals(untouched ? Slot.B : Slot.A, state.next(), "after " + writes + " writes");
    Slots.Installed other = new Slots(machine).installed(Slot.B);
    if (other.bootable()) {
      assertWhole(machine, other.rootHash().orElseThrow(), writes);
    }
    machine.booted = FakeMachine.RUNNING;
  }

  /** A slot that counts as bootable, to a rollback, holds all of one system. */
  private void assertWhole(FakeMachine machine, RootHash hash, int writes) throws IOException {
    byte[] root = Files.readAllBytes(machine.folder.resolve("postern-b"));
    if (hash.equals(Archives.NEW)) {
      assertArrayEquals(Files.readAllBytes(folder.resolve("image/root")), root);
      assertEquals(hash.rootPartition(), machine.uuids.get("postern-b"));
      assertEquals(hash.verityPartition(), machine.uuids.get("postern-b-verity"));
    } else {
      assertEquals(0, root.length, "after " + writes + " writes the earlier system is spoilt");
      assertEquals(
          "stale linux", Files.readString(machine.bootFolder().resolve("b").resolve("linux")));
    }
  }

  private static void assertAppliesAgain(FakeMachine machine, Archives archives, Path archive)
      throws IOException {
    application(machine, archives)
        .apply(
            archive,
            new Application.AllowedVersions(false, false),
            line -> {},
            new HostileArchiveTest.NoWatch());
    assertEquals(Slot.B, machine.boot());
  }
}
