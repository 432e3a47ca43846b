package io.postern.update;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes an update into the slot that does not run. The order is what makes a power cut harmless:
 * the slot ceases to be bootable first, is written, becomes bootable, and is put on trial last.
 */
final class Application {

  /** A kernel command line and what sets it; ours has a few hundred octets. */
  private static final long LARGEST_CMDLINE = 64 << 10;

  private final UpdatedMachine machine;
  private final Slots slots;
  private final UpdateKeys keys;
  private final Version runningVersion;

  /**
   * @param again whether the version that runs may be written once more
   * @param downgrade whether an older one may be
   */
  record AllowedVersions(boolean again, boolean downgrade) {}

  /** Notified on the way. */
  interface Watch {

    /** It is signed, it fits, and it is wanted. Nothing has been written. */
    void checked(Manifest manifest, Slot slot);

    void writing(int percent);

    /** All is written and synced; what follows is the trial. */
    void written(Manifest manifest, Slot slot);
  }

  Application(UpdatedMachine machine, Slots slots, UpdateKeys keys, Version runningVersion) {
    this.machine = machine;
    this.slots = slots;
    this.keys = keys;
    this.runningVersion = runningVersion;
  }

  /**
   * @throws UpdateFailed when it is refused or does not succeed; the confirmed slot is confirmed
   *     still
   */
  void apply(Path file, AllowedVersions allowed, Consumer<String> out, Watch watch)
      throws IOException {
    Slot running = slots.running();
    BootState state = slots.state();
    if (state.slot() != running) {
      throw UpdateFailed.because(
          "the running system (slot %s) is on trial, and the other slot is what it would return to;"
                  .formatted(running)
              + " confirm it first, or restart to give it up");
    }
    Slot slot = running.other();
    try (UpdateArchive archive = UpdateArchive.open(file)) {
      Manifest manifest = archive.manifest(keys);
      new UpdateAdmission(machine, slots, runningVersion).check(manifest, allowed, slot);
      watch.checked(manifest, slot);
      if (state.trial().isPresent()) {
        slots.put(BootState.settled(running));
      }
      empty(slot);
      write(archive, manifest, slot, new Progress(manifest.size(), out, watch::writing));
      watch.written(manifest, slot);
      slots.put(BootState.onTrial(running, slot));
    }
  }

  private void empty(Slot slot) throws IOException {
    machine.disk().delete(slots.file(slot, Part.CMDLINE));
    machine.disk().delete(slots.versionFile(slot));
    machine.disk().delete(slots.file(slot, Part.LINUX));
    machine.disk().delete(slots.file(slot, Part.INITRD));
  }

  private void write(UpdateArchive archive, Manifest manifest, Slot slot, Progress progress)
      throws IOException {
    UpdatedMachine.Partition root = machine.partition(slot.rootLabel());
    UpdatedMachine.Partition verity = machine.partition(slot.verityLabel());
    copy(archive, manifest, Part.LINUX, file(slot, Part.LINUX), progress);
    copy(archive, manifest, Part.INITRD, file(slot, Part.INITRD), progress);
    byte[] commandLine = commandLine(archive, manifest, progress);
    copy(archive, manifest, Part.ROOT, machine.disk().open(root.device()), progress);
    copy(archive, manifest, Part.VERITY, machine.disk().open(verity.device()), progress);
    archive.end();
    machine.setUuid(root, manifest.rootHash().rootPartition());
    machine.setUuid(verity, manifest.rootHash().verityPartition());
    put(slots.versionFile(slot), (manifest.version() + "\n").getBytes(US_ASCII));
    put(slots.file(slot, Part.CMDLINE), commandLine);
  }

  private SlotDisk.Output file(Slot slot, Part part) throws IOException {
    return machine.disk().create(slots.file(slot, part));
  }

  private static void copy(
      UpdateArchive archive,
      Manifest manifest,
      Part part,
      SlotDisk.Output target,
      Progress progress)
      throws IOException {
    try (target) {
      archive.copy(
          part,
          manifest.content(part),
          (octets, length) -> {
            target.write(octets, length);
            progress.add(part, length);
          });
      target.finish();
    }
  }

  /** Kept in memory until everything it speaks of is on disk. */
  private static byte[] commandLine(UpdateArchive archive, Manifest manifest, Progress progress)
      throws IOException {
    Manifest.Content signed = manifest.content(Part.CMDLINE);
    if (signed.size() > LARGEST_CMDLINE) {
      throw UpdateFailed.because(
          "%s has %d octets, which no command line has"
              .formatted(Part.CMDLINE.fileName(), signed.size()));
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    archive.copy(
        Part.CMDLINE,
        signed,
        (block, length) -> {
          octets.write(block, 0, length);
          progress.add(Part.CMDLINE, length);
        });
    String text = octets.toString(US_ASCII);
    if (!RootHash.in(text).equals(Optional.of(manifest.rootHash()))) {
      throw UpdateFailed.because(
          Part.CMDLINE.fileName() + " has not the root hash of the manifest; it would not boot");
    }
    return octets.toByteArray();
  }

  private void put(Path file, byte[] octets) throws IOException {
    try (SlotDisk.Output output = machine.disk().create(file)) {
      output.write(octets, octets.length);
      output.finish();
    }
  }

  /** Octets that a slot's file occupies now. */
  static long size(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }
}
