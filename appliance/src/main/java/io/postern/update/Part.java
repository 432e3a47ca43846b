package io.postern.update;

import java.util.Arrays;
import java.util.Optional;

/** What an update archive holds after manifest and signature, in this order. */
enum Part {
  LINUX("linux"),
  INITRD("initrd"),
  CMDLINE("cmdline.cfg"),
  ROOT("root"),
  VERITY("verity");

  private final String fileName;

  Part(String fileName) {
    this.fileName = fileName;
  }

  static Optional<Part> named(String name) {
    return Arrays.stream(values()).filter(part -> part.fileName.equals(name)).findFirst();
  }

  /** In the archive, in a slot's folder, and in the folder of an image build. */
  String fileName() {
    return fileName;
  }
}
