package io.postern.update;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Whether a signed update is for this machine, is wanted, and has room. Writes nothing. */
final class UpdateAdmission {

  private static final String NOTHING = "; nothing was written";

  private final UpdatedMachine machine;
  private final Slots slots;
  private final Version running;

  UpdateAdmission(UpdatedMachine machine, Slots slots, Version running) {
    this.machine = machine;
    this.slots = slots;
    this.running = running;
  }

  /**
   * @throws UpdateFailed when not
   */
  void check(Manifest manifest, Application.AllowedVersions allowed, Slot slot) throws IOException {
    if (!manifest.architecture().equals(machine.architecture())) {
      throw UpdateFailed.because(
          "the update is for %s, this machine is %s"
                  .formatted(manifest.architecture(), machine.architecture())
              + NOTHING);
    }
    if (manifest.rootHash().equals(slots.runningHash())) {
      // Two partitions of one UUID: it could not be known which of them is booted.
      throw UpdateFailed.because(
          "the update is the very system that runs, octet for octet" + NOTHING);
    }
    int age = manifest.version().compareTo(running);
    if (age == 0 && !allowed.again()) {
      throw UpdateFailed.because(
          "version %s runs already; --again writes it once more".formatted(running) + NOTHING);
    }
    if (age < 0 && !allowed.downgrade()) {
      throw UpdateFailed.because(
          "version %s is older than %s, which runs; --downgrade insists"
                  .formatted(manifest.version(), running)
              + NOTHING);
    }
    requireRoom(manifest, Part.ROOT, slot.rootLabel());
    requireRoom(manifest, Part.VERITY, slot.verityLabel());
    requireRoomForBoot(manifest, slot);
  }

  private void requireRoom(Manifest manifest, Part part, String label) throws IOException {
    UpdatedMachine.Partition partition = machine.partition(label);
    long needed = manifest.content(part).size();
    if (needed > partition.size()) {
      throw UpdateFailed.because(
          "%s needs %d octets, the partition %s has %d; write the image again instead"
                  .formatted(part.fileName(), needed, label, partition.size())
              + NOTHING);
    }
  }

  private void requireRoomForBoot(Manifest manifest, Slot slot) throws IOException {
    long free = Files.getFileStore(slots.folder()).getUsableSpace();
    long needed = 0;
    for (Part part : List.of(Part.LINUX, Part.INITRD, Part.CMDLINE)) {
      needed += manifest.content(part).size();
      free += Application.size(slots.file(slot, part));
    }
    if (needed > free) {
      throw UpdateFailed.because(
          "kernel and initrd need %d octets, %s has %d free".formatted(needed, slots.folder(), free)
              + NOTHING);
    }
  }
}
