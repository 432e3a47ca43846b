package io.postern.update;

import java.io.IOException;
import java.nio.file.Path;

/** Whatever an update writes on the EFI system partition and into the other slot. */
interface SlotDisk {

  /** Deletes a file if it is there; returns when the folder's change is on disk. */
  void delete(Path file) throws IOException;

  /** Writes into a file of the same size, in place, as GRUB does; returns when it is on disk. */
  void overwrite(Path file, byte[] octets) throws IOException;

  /** A file, made under another name; takes its place when {@link Output#finish finished}. */
  Output create(Path file) throws IOException;

  /** A partition, from its begin on; what is beyond the last octet written stays as it was. */
  Output open(Path device) throws IOException;

  /** Octets on their way. */
  interface Output extends AutoCloseable {

    void write(byte[] octets, int length) throws IOException;

    /** Returns when all is on disk. */
    void finish() throws IOException;

    /** Without {@link #finish} nothing is promised of what was written. */
    @Override
    void close() throws IOException;
  }
}
