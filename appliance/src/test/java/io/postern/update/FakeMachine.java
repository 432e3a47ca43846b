package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A machine of files: system 1.0 runs from slot a, slot b is empty. */
final class FakeMachine implements UpdatedMachine {

  static final RootHash RUNNING = new RootHash("0123456789abcdef".repeat(4));
  static final long ROOM = 4_000_000;

  final Path folder;
  final Map<String, UUID> uuids = new HashMap<>();
  RootHash booted = RUNNING;
  String architecture = "x86-64";
  int restarts;
  UnaryOperator<SlotDisk> around = UnaryOperator.identity();

  FakeMachine(Path folder) {
    this.folder = folder;
    try {
      for (Slot slot : Slot.values()) {
        Files.createDirectories(folder.resolve("boot/" + slot));
        Files.write(folder.resolve(slot.rootLabel()), new byte[0]);
        Files.write(folder.resolve(slot.verityLabel()), new byte[0]);
      }
      Files.writeString(folder.resolve("boot/a/linux"), "old linux");
      Files.writeString(folder.resolve("boot/a/initrd"), "old initrd");
      Files.writeString(folder.resolve("boot/a/cmdline.cfg"), commandLine(RUNNING));
      Files.writeString(folder.resolve("boot/a/version"), "1.0\n");
      environment("slot=a\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String commandLine(RootHash hash) {
    return "set cmdline=\"ro roothash=" + hash + " panic=10\"\n";
  }

  void environment(String lines) {
    String text = "# GRUB Environment Block\n" + lines;
    try {
      Files.write(
          folder.resolve("boot/grubenv"),
          (text + "#".repeat(1024 - text.length())).getBytes(US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What GRUB does: says which slot it boots, and notes that a trial was begun. */
  Slot boot() {
    Slots slots = new Slots(this);
    BootState state = slots.state();
    Slot next = state.next();
    environment(
        "slot=%s\ntrial=%s\ntries=0\n"
            .formatted(state.slot(), state.trial().map(Slot::toString).orElse("")));
    booted =
        slots.installed(next).rootHash().orElseThrow(() -> new AssertionError(next + " empty"));
    return next;
  }

  BootState state() {
    return new Slots(this).state();
  }

  @Override
  public Path bootFolder() {
    return folder.resolve("boot");
  }

  @Override
  public String kernelCommandLine() {
    return "BOOT_IMAGE=/postern/a/linux ro roothash=" + booted + " quiet\n";
  }

  @Override
  public String architecture() {
    return architecture;
  }

  @Override
  public Partition partition(String label) {
    return new Partition(label, folder.resolve(label), ROOM);
  }

  @Override
  public void setUuid(Partition partition, UUID uuid) throws IOException {
    // A write like the others, for a test that counts them.
    disk().delete(folder.resolve("no such file"));
    uuids.put(partition.label(), uuid);
  }

  @Override
  public SlotDisk disk() {
    return around.apply(new RealSlotDisk());
  }

  @Override
  public void restart() {
    restarts++;
  }
}
