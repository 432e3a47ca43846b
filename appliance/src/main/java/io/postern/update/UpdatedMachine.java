package io.postern.update;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** The machine as an update meets it. */
interface UpdatedMachine {

  /**
   * @param label of the partition table
   * @param device to be written to
   * @param size in octets
   */
  record Partition(String label, Path device, long size) {}

  /**
   * The folder {@code postern} of the EFI system partition.
   *
   * @throws UpdateFailed when this is not the appliance's image
   */
  Path bootFolder();

  /** What the kernel was started with. */
  String kernelCommandLine() throws IOException;

  /** As systemd names it, such as {@code x86-64}. */
  String architecture();

  /**
   * The partition of that label on the disk that was booted from; another disk may have one of the
   * same label.
   *
   * @throws UpdateFailed when there is none
   */
  Partition partition(String label) throws IOException;

  /** Returns when the partition table is on disk. The running kernel need not know of it. */
  void setUuid(Partition partition, UUID uuid) throws IOException;

  SlotDisk disk();

  /** Begins to restart; returns at once. */
  void restart() throws IOException;
}
