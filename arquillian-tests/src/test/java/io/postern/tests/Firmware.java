package io.postern.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a machine starts with before any loader. */
enum Firmware {
  BIOS,
  UEFI;

  private static final List<Path> UEFI_CODE =
      List.of(
          Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd"),
          Path.of("/usr/share/OVMF/OVMF_CODE.fd"),
          Path.of("/usr/share/edk2/x64/OVMF_CODE.4m.fd"));

  /** Options for QEMU; empty when this firmware is not installed. */
  Optional<List<String>> options() {
    return switch (this) {
      case BIOS -> Optional.of(List.of());
      // Without a store for variables, as on a machine that has just come out of its box.
      case UEFI ->
          found(UEFI_CODE)
              .map(code -> List.of("-drive", "if=pflash,format=raw,readonly=on,file=" + code));
    };
  }

  private static Optional<Path> found(List<Path> places) {
    return places.stream().filter(Files::isReadable).findFirst();
  }
}
