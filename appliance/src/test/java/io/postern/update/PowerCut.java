package io.postern.update;

import java.io.IOException;
import java.nio.file.Path;

/** Ends the power before the nth write; half of an output's octets may have gone through. */
final class PowerCut implements SlotDisk {

  /** The machine is off. */
  static final class Off extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final SlotDisk disk;
  private int left;

  PowerCut(SlotDisk disk, int after) {
    this.disk = disk;
    this.left = after;
  }

  boolean happened() {
    return left < 0;
  }

  private void spend() {
    if (left-- <= 0) {
      left = -1;
      throw new Off();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    spend();
    disk.delete(file);
  }

  @Override
  public void overwrite(Path file, byte[] octets) throws IOException {
    spend();
    disk.overwrite(file, octets);
  }

  @Override
  public Output create(Path file) throws IOException {
    spend();
    return new Cut(disk.create(file));
  }

  @Override
  public Output open(Path device) throws IOException {
    spend();
    return new Cut(disk.open(device));
  }

  private final class Cut implements Output {
    private final Output output;

    Cut(Output output) {
      this.output = output;
    }

    @Override
    public void write(byte[] octets, int length) throws IOException {
      if (left <= 0) {
        output.write(octets, length / 2);
      }
      spend();
      output.write(octets, length);
    }

    @Override
    public void finish() throws IOException {
      spend();
      output.finish();
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
