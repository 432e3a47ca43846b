package io.postern.update;

import java.util.Locale;
import java.util.Optional;

/** One of the two places for a system. */
enum Slot {
  A,
  B;

  static Optional<Slot> of(String letter) {
    return switch (letter) {
      case "a" -> Optional.of(A);
      case "b" -> Optional.of(B);
      default -> Optional.empty();
    };
  }

  Slot other() {
    return this == A ? B : A;
  }

  /** Label of the partition with the root file system. */
  String rootLabel() {
    return "postern-" + this;
  }

  /** Label of the partition with the root file system's hashes. */
  String verityLabel() {
    return "postern-" + this + "-verity";
  }

  /** As in GRUB's environment block, and as the folder on the EFI system partition is called. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
