package io.postern.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a machine starts with before any loader. */
enum Firmware {
  BIOS,
  /** Without a store for variables, as on a machine that has just come out of its box. */
  UEFI,
  /** UEFI that starts only what a key of its store has signed; the usual ones are in it. */
  SECURE_BOOT;

  private static final Path DEBIAN = Path.of("/usr/share/OVMF");
  private static final Path SECURE_CODE = DEBIAN.resolve("OVMF_CODE_4M.secboot.fd");
  private static final Path SECURE_STORE = DEBIAN.resolve("OVMF_VARS_4M.ms.fd");
  private static final List<Path> CODE =
      List.of(
          DEBIAN.resolve("OVMF_CODE_4M.fd"),
          DEBIAN.resolve("OVMF_CODE.fd"),
          Path.of("/usr/share/edk2/x64/OVMF_CODE.4m.fd"));

  boolean isInstalled() {
    return switch (this) {
      case BIOS -> true;
      case UEFI -> code().isPresent();
      case SECURE_BOOT -> Files.isReadable(SECURE_CODE) && Files.isReadable(SECURE_STORE);
    };
  }

  /**
   * Options for QEMU.
   *
   * @param folder where a machine of its own has its store of variables
   */
  List<String> options(Path folder) throws IOException {
    return switch (this) {
      case BIOS -> List.of("-machine", "q35");
      case UEFI ->
          List.of("-machine", "q35", "-drive", flash(code().orElseThrow()) + ",readonly=on");
      case SECURE_BOOT -> {
        Path store = folder.resolve("variables");
        if (Files.notExists(store)) {
          Files.copy(SECURE_STORE, store);
        }
        yield List.of(
            "-machine",
            "q35,smm=on",
            "-global",
            "driver=cfi.pflash01,property=secure,value=on",
            "-global",
            "ICH9-LPC.disable_s3=1",
            "-drive",
            flash(SECURE_CODE) + ",readonly=on",
            "-drive",
            flash(store));
      }
    };
  }

  private static String flash(Path content) {
    return "if=pflash,format=raw,file=" + content;
  }

  private static Optional<Path> code() {
    return CODE.stream().filter(Files::isReadable).findFirst();
  }
}
