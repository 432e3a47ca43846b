package io.postern.gateway.assembly;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/** What may happen to a file at rest. */
enum DataDamage {
  /** A bit in each hundredth part of it is another one. */
  CHANGED {
    @Override
    void to(Path file) throws IOException {
      byte[] octets = Files.readAllBytes(file);
      int step = Math.max(1, octets.length / 100);
      for (int at = step / 2; at < octets.length; at += step) {
        octets[at] ^= 0x10;
      }
      Files.write(file, octets);
    }
  },
  /** Only the first third of what it held is there. */
  CUT {
    @Override
    void to(Path file) throws IOException {
      byte[] octets = Files.readAllBytes(file);
      int used = octets.length;
      while (used > 0 && octets[used - 1] == 0) {
        used--;
      }
      Files.write(file, Arrays.copyOf(octets, used / 3));
    }
  },
  EMPTIED {
    @Override
    void to(Path file) throws IOException {
      Files.write(file, new byte[0]);
    }
  },
  DELETED {
    @Override
    void to(Path file) throws IOException {
      Files.delete(file);
    }
  };

  abstract void to(Path file) throws IOException;

  /** A copy of a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static void remove(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failure)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
