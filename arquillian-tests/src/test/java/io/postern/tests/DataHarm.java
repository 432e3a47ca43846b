package io.postern.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What happened to one file or folder while the gateway was down.
 *
 * @param file by its path in the data folder
 */
record DataHarm(String file, Kind kind) {

  /** What may happen to it. */
  enum Kind {
    /** A bit in each fiftieth part of it is another one. */
    CHANGED,
    /** Its first half is there. */
    CUT,
    EMPTIED,
    DELETED,
    /** A file became a folder, or a folder an empty file. */
    REPLACED,
    /** A symbolic link that leads nowhere. */
    DANGLING
  }

  void doTo(Path data) throws IOException {
    Path target = data.resolve(file);
    switch (kind) {
      case CHANGED -> {
        byte[] octets = Files.readAllBytes(target);
        int used = used(octets);
        for (int at = Math.min(20, used / 2); at < used; at += Math.max(1, used / 50)) {
          octets[at] ^= 0x10;
        }
        Files.write(target, octets);
      }
      case CUT -> {
        byte[] octets = Files.readAllBytes(target);
        Files.write(target, Arrays.copyOf(octets, used(octets) / 2));
      }
      case EMPTIED -> Files.write(target, new byte[0]);
      case DELETED -> Folders.remove(target);
      case REPLACED -> {
        boolean isFolder = Files.isDirectory(target);
        Folders.remove(target);
        if (isFolder) {
          Files.createFile(target);
        } else {
          Files.createDirectory(target);
        }
      }
      case DANGLING -> {
        Folders.remove(target);
        Files.createSymbolicLink(target, Path.of("/nowhere", target.getFileName().toString()));
      }
    }
  }

  /** Whether what happened to this file says nothing of its own when that happened to the other. */
  boolean isWithin(DataHarm other) {
    return file.equals(other.file) || file.startsWith(other.file + "/");
  }

  private static int used(byte[] octets) {
    int used = octets.length;
    while (used > 0 && octets[used - 1] == 0) {
      used--;
    }
    return used;
  }

  @Override
  public String toString() {
    return file + " " + kind;
  }
}
