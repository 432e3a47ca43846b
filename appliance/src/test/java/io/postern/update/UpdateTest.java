package io.postern.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.command.CommandRunner;
import io.postern.command.ExitCode;
import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code postern update} on a machine of files: the way of an update, there and back. */
final class UpdateTest {

  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir Path folder;
  private final List<String> out = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private Optional<String> selfTest = Optional.empty();
  private FakeMachine machine;
  private Archives archives;

  @BeforeEach
  void prepare() throws IOException {
    machine = new FakeMachine(folder.resolve("machine"));
    archives = new Archives(folder);
    Files.createDirectories(folder.resolve("update"));
  }

  private int update(String... words) {
    out.clear();
    complaints.clear();
    Terminal terminal = new Terminal(Map.of(), out::add, complaints::add);
    UpdateCommand command =
        new UpdateCommand(
            new UpdateCommand.Environment(
                machine,
                archives.keys(),
                folder.resolve("update"),
                folder.resolve("lock"),
                "0.9",
                folder.resolve("build"),
                wait -> selfTest,
                Clock.fixed(NOW, ZoneOffset.UTC)),
            terminal);
    List<String> all = new ArrayList<>(List.of("update"));
    all.addAll(List.of(words));
    return CommandRunner.of("update", command, terminal).run(all);
  }

  private String complaint() {
    assertEquals(1, complaints.size(), complaints.toString());
    return complaints.getFirst();
  }

  private void assertRefused(String reason, Path archive, String... options) {
    List<String> words = new ArrayList<>(List.of("apply", archive.toString()));
    words.addAll(List.of(options));
    assertEquals(ExitCode.FAILURE, update(words.toArray(String[]::new)), out.toString());
    assertTrue(complaint().contains(reason), complaint());
    assertEquals(BootState.settled(Slot.A), machine.state());
    assertEquals(0, machine.restarts);
    assertEquals(Slot.A, machine.boot());
  }

  @Test
  void anUpdate_isWrittenTriedConfirmed() throws IOException {
    assertEquals(
        ExitCode.SUCCESS, update("apply", archives.good("1.1").toString()), complaints::toString);
    assertEquals(1, machine.restarts);
    assertEquals(BootState.onTrial(Slot.A, Slot.B), machine.state());
    Path image = archives.image(Archives.NEW);
    for (String file : List.of("linux", "initrd", "cmdline.cfg")) {
      assertArrayEquals(
          Files.readAllBytes(image.resolve(file)),
          Files.readAllBytes(machine.bootFolder().resolve("b").resolve(file)),
          file);
    }
    assertArrayEquals(
        Files.readAllBytes(image.resolve("root")),
        Files.readAllBytes(machine.folder.resolve("postern-b")));
    assertEquals(
        UUID.fromString("fedcba98-7654-3210-fedc-ba9876543210"), machine.uuids.get("postern-b"));
    assertEquals(Archives.NEW.verityPartition(), machine.uuids.get("postern-b-verity"));

    assertEquals(Slot.B, machine.boot());
    assertEquals(ExitCode.SUCCESS, update("confirm"));
    assertEquals(BootState.settled(Slot.B), machine.state());
    assertEquals(Slot.B, machine.boot());
    update("status");
    assertEquals(
        List.of(
            "slot a   1.0              ready",
            "slot b   1.1              running, confirmed",
            "last     1.1 (slot b, by console) was tried and confirmed at " + NOW),
        out);
  }

  @Test
  void theProgress_isToldEachTenth() {
    update("apply", archives.good("1.1").toString());
    assertTrue(
        out.containsAll(
            List.of("writing root: 30 %", "writing root: 60 %", "writing verity: 100 %")),
        out.toString());
  }

  @Test
  void aTrialThatFailsItsSelfTest_isNotConfirmed_andTheFormerSystemTellsWhy() {
    update("apply", archives.good("1.1").toString());
    machine.boot();
    selfTest = Optional.of("delivery: not delivered in time");
    assertEquals(ExitCode.FAILURE, update("confirm", "--reboot"));
    assertEquals(2, machine.restarts);
    assertTrue(complaints.getFirst().contains("delivery: not delivered in time"));

    assertEquals(Slot.A, machine.boot());
    String line =
        "last     1.1 (slot b, by console) was tried at "
            + NOW
            + " and did not pass its self-test: delivery: not delivered in time;"
            + " running the former system";
    update("status");
    assertEquals(line, out.getLast());
    assertEquals(ExitCode.SUCCESS, update("confirm"));
    assertEquals(BootState.settled(Slot.A), machine.state());
    update("status");
    assertEquals(line, out.getLast());
  }

  @Test
  void aTrialThatHangs_isReturnedFrom_andSaidToHaveVanished() {
    update("apply", archives.good("1.1").toString());
    assertEquals(Slot.B, machine.boot());
    assertEquals(Slot.A, machine.boot());
    update("status");
    assertTrue(
        out.getLast()
            .endsWith(
                "did not come up, or was switched off, before it was confirmed;"
                    + " running the former system"),
        out.getLast());
  }

  /** Else a machine whose block is damaged would restart for ever. */
  @Test
  void whatARestartDoesNotHelp_isNotRestartedFor() throws IOException {
    Files.writeString(machine.bootFolder().resolve("grubenv"), "x");
    assertEquals(ExitCode.FAILURE, update("confirm", "--reboot"));
    assertEquals(0, machine.restarts);
  }

  @Test
  void aSlotStartedByHand_isLeftToRun() {
    update("apply", archives.good("1.1").toString(), "--no-reboot");
    machine.environment("slot=a\ntrial=\n");
    machine.booted = Archives.NEW;
    selfTest = Optional.of("not asked for");
    assertEquals(ExitCode.SUCCESS, update("confirm", "--reboot"), complaints::toString);
    assertEquals(0, machine.restarts);
    assertTrue(out.getLast().contains("started by hand"), out.toString());
    assertEquals(BootState.settled(Slot.A), machine.state());
  }

  @Test
  void aFullDisk_doesNotDecideWhichSystemRuns() throws IOException {
    update("apply", archives.good("1.1").toString(), "--no-reboot");
    machine.boot();
    Files.delete(folder.resolve("update/history"));
    Files.delete(folder.resolve("update/status"));
    Files.delete(folder.resolve("update"));
    assertEquals(ExitCode.SUCCESS, update("confirm", "--reboot"), complaints::toString);
    assertEquals(BootState.settled(Slot.B), machine.state());
  }

  @Test
  void aTrialThatCannotBeConfirmed_isReturnedFrom() {
    update("apply", archives.good("1.1").toString(), "--no-reboot");
    machine.boot();
    machine.around = disk -> new FailingDisk();
    assertEquals(ExitCode.FAILURE, update("confirm", "--reboot"));
    assertEquals(1, machine.restarts);
    assertTrue(complaints.getFirst().contains("GRUB cannot be configured"), complaints.toString());
  }

  @Test
  void aDiskThatFails_isSaid_andTheFormerSystemStays() {
    machine.around = disk -> new FailingDisk();
    assertRefused("cannot write the update (no space)", archives.good("1.1"));
  }

  /** Takes nothing. */
  private static final class FailingDisk implements SlotDisk {

    @Override
    public void delete(Path file) throws IOException {
      throw new IOException("no space");
    }

    @Override
    public void overwrite(Path file, byte[] octets) throws IOException {
      throw new IOException("no space");
    }

    @Override
    public Output create(Path file) throws IOException {
      throw new IOException("no space");
    }

    @Override
    public Output open(Path device) throws IOException {
      throw new IOException("no space");
    }
  }

  @Test
  void fromATrial_noUpdateIsApplied() {
    Path archive = archives.good("1.1");
    update("apply", archive.toString());
    machine.boot();
    assertEquals(ExitCode.FAILURE, update("apply", archives.good("1.2").toString()));
    assertTrue(complaint().contains("is on trial"), complaint());
    assertTrue(new Slots(machine).installed(Slot.A).bootable());
  }

  @Test
  void rollback_triesTheOtherSlotOnce() {
    update("apply", archives.good("1.1").toString());
    machine.boot();
    update("confirm");
    assertEquals(ExitCode.SUCCESS, update("rollback"), complaints::toString);
    assertEquals(BootState.onTrial(Slot.B, Slot.A), machine.state());
    assertEquals(Slot.A, machine.boot());
    update("confirm");
    assertEquals(BootState.settled(Slot.A), machine.state());
  }

  @Test
  void rollback_toAnEmptySlot_isRefused() {
    assertEquals(ExitCode.FAILURE, update("rollback"));
    assertTrue(complaint().contains("holds no whole system"), complaint());
    assertEquals(BootState.settled(Slot.A), machine.state());
  }

  @Test
  void anUpload_isAppliedInItsAdministratorsName_andDeleted() throws IOException {
    Files.copy(archives.good("1.0"), folder.resolve("update/upload.update"));
    Files.writeString(folder.resolve("update/upload.request"), "by=ann\nagain=true\n");
    assertEquals(ExitCode.SUCCESS, update("apply", "--uploaded"), complaints::toString);
    assertFalse(Files.exists(folder.resolve("update/upload.update")));
    assertFalse(Files.exists(folder.resolve("update/upload.request")));
    List<String> status = Files.readAllLines(folder.resolve("update/status"));
    assertTrue(
        status.containsAll(List.of("work=restarting", "last.by=ann", "trial=b")),
        status.toString());
  }

  @Test
  void anUploadThatIsRefused_isDeletedToo_andSaidWhy() throws IOException {
    Files.writeString(folder.resolve("update/upload.update"), "no update");
    assertEquals(ExitCode.FAILURE, update("apply", "--uploaded"));
    assertFalse(Files.exists(folder.resolve("update/upload.update")));
    String status = Files.readString(folder.resolve("update/status"));
    assertTrue(status.contains("last.event=refused"), status);
    assertTrue(status.contains("cut off or is not an update"), status);
  }

  @Test
  void anUploadThatIsALink_isNotFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("update/upload.update"), archives.good("1.1"));
    assertEquals(ExitCode.FAILURE, update("apply", "--uploaded"));
    assertTrue(complaint().contains("is not a file"), complaint());
  }

  @Test
  void twoAtOnce_areNotPossible() {
    Path archive = archives.good("1.1");
    try (UpdateLock lock = UpdateLock.take(folder.resolve("lock"))) {
      assertRefused("another update command is at work", archive);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theVersionThatRuns_needsAgain() {
    assertRefused("version 1.0 runs already; --again", archives.good("1.0"));
    assertEquals(ExitCode.SUCCESS, update("apply", archives.good("1.0").toString(), "--again"));
  }

  @Test
  void anOlderVersion_needsDowngrade() {
    assertRefused("0.9 is older than 1.0", archives.good("0.9"), "--again");
    assertEquals(ExitCode.SUCCESS, update("apply", archives.good("0.9").toString(), "--downgrade"));
  }

  @Test
  void theVerySystemThatRuns_isNeverWrittenTwice() {
    Path archive = archives.good("1.0", FakeMachine.RUNNING, "x86-64", archives.privateKey());
    assertRefused("octet for octet", archive, "--again");
  }

  @Test
  void anotherArchitecture_isRefused() {
    machine.architecture = "arm64";
    assertRefused("is for x86-64, this machine is arm64", archives.good("1.1"));
  }

  @Test
  void aForeignSignature_isRefusedBeforeAnythingIsWritten() throws IOException {
    Path stranger = KeyPairFolder.provide(folder.resolve("stranger")).privateKey();
    machine.around = disk -> new PowerCut(disk, 0);
    assertRefused(
        "signature is of none of the 1 keys",
        archives.good("1.1", Archives.NEW, "x86-64", stranger));
  }

  @Test
  void withoutAKey_nothingIsTrusted() throws IOException {
    Files.delete(archives.keys().resolve("ours.pem"));
    assertEquals(ExitCode.FAILURE, update("apply", archives.good("1.1").toString()));
    assertTrue(complaint().contains("no update key"), complaint());
  }

  @Test
  void aSecondKey_isAsGoodAsTheFirst() throws IOException {
    KeyPairFolder second = KeyPairFolder.provide(folder.resolve("second"));
    Files.copy(second.publicKey(), archives.keys().resolve("a-second.pem"));
    Path archive = archives.good("1.1", Archives.NEW, "x86-64", second.privateKey());
    assertEquals(ExitCode.SUCCESS, update("apply", archive.toString()), complaints::toString);
  }

  @Test
  void aDamagedEnvironmentBlock_isSaid_andNotTouched() throws IOException {
    Path file = machine.bootFolder().resolve("grubenv");
    Files.writeString(file, "slot=a\n");
    assertEquals(ExitCode.FAILURE, update("apply", archives.good("1.1").toString()));
    assertTrue(complaint().contains("is damaged: it has 7 octets, not 1024"), complaint());
    assertEquals("slot=a\n", Files.readString(file));
  }

  @Test
  void aMachineThatIsNoImage_isTold() {
    machine.booted = new RootHash("f".repeat(64));
    assertEquals(ExitCode.FAILURE, update("status"));
    assertTrue(complaint().contains("neither slot"), complaint());
  }

  @Test
  void wrongWords_endWithTwo() {
    assertEquals(ExitCode.USAGE, update());
    assertEquals(ExitCode.USAGE, update("apply"));
    assertEquals(ExitCode.USAGE, update("apply", "x", "--loud"));
    assertEquals(ExitCode.USAGE, update("dance"));
    assertEquals(ExitCode.USAGE, update("confirm", "--wait", "soon"));
    assertEquals(ExitCode.SUCCESS, update("--help"));
  }
}
