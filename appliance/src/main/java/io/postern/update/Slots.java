package io.postern.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The two slots as they stand on the EFI system partition. */
final class Slots {

  private static final String VERSION = "version";
  private static final String REPAIR =
      "; fix it with grub-editenv (slot, trial, tries), or write the image again";

  private final UpdatedMachine machine;
  private final Path folder;

  /**
   * What is in a slot.
   *
   * @param bootable whether all of it is there: an update removes {@code cmdline.cfg} first and
   *     writes it last
   */
  record Installed(
      Slot slot, Optional<RootHash> rootHash, Optional<Version> version, boolean bootable) {}

  Slots(UpdatedMachine machine) {
    this.machine = machine;
    this.folder = machine.bootFolder();
  }

  /** What GRUB will do next. */
  BootState state() {
    GrubEnvironment environment = environment();
    try {
      return BootState.of(environment);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  /** Sets what GRUB does next. */
  void put(BootState state) throws IOException {
    machine.disk().overwrite(environmentFile(), state.in(environment()).octets());
  }

  private GrubEnvironment environment() {
    try {
      return GrubEnvironment.parse(Files.readAllBytes(environmentFile()));
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read " + environmentFile(), e);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private UpdateFailed damaged(IllegalArgumentException e) {
    return UpdateFailed.because(
        "GRUB's environment block "
            + environmentFile()
            + " is damaged: "
            + e.getMessage()
            + REPAIR);
  }

  private Path environmentFile() {
    return folder.resolve("grubenv");
  }

  /** Where a slot's file lies, or would. */
  Path file(Slot slot, Part part) {
    return folder.resolve(slot.toString()).resolve(part.fileName());
  }

  Path versionFile(Slot slot) {
    return folder.resolve(slot.toString()).resolve(VERSION);
  }

  Path folder() {
    return folder;
  }

  Installed installed(Slot slot) {
    Optional<RootHash> rootHash = text(file(slot, Part.CMDLINE)).flatMap(RootHash::in);
    boolean files =
        Files.isRegularFile(file(slot, Part.LINUX)) && Files.isRegularFile(file(slot, Part.INITRD));
    return new Installed(
        slot,
        rootHash,
        text(versionFile(slot)).flatMap(Slots::version),
        files && rootHash.isPresent());
  }

  private static Optional<String> text(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip())
          : Optional.empty();
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read " + file, e);
    }
  }

  private static Optional<Version> version(String text) {
    try {
      return Optional.of(new Version(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // shown as unknown
    }
  }

  /** The root hash that the running system was verified with. */
  RootHash runningHash() {
    try {
      return RootHash.in(machine.kernelCommandLine())
          .orElseThrow(
              () ->
                  UpdateFailed.because(
                      "this system was not booted from a verified image (no roothash= on the"
                          + " kernel's command line); update it as it was installed"));
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read the kernel's command line", e);
    }
  }

  /** The slot that the running system was booted from. */
  Slot running() {
    RootHash running = runningHash();
    for (Slot slot : Slot.values()) {
      if (installed(slot).rootHash().equals(Optional.of(running))) {
        return slot;
      }
    }
    throw UpdateFailed.because(
        "neither slot in "
            + folder
            + " has the running system's root hash, so it is not known which slot is free;"
            + " write the image again");
  }
}
