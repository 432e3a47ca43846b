package io.postern.gateway.spool.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that knows what was synced. {@link #afterPowerCut} answers the disk as a power
 * cut may leave it now: unsynced sectors and names are there or not as chance will have it.
 */
public final class MemoryFiles implements SpoolFiles {

  private static final int SECTOR = 512;

  private static final class Inode {
    byte[] now = {};
    byte[] synced = {};
    final TreeSet<Integer> dirty = new TreeSet<>();
  }

  private record Naming(Path path, boolean given, Inode inode) {}

  private final Map<Path, Inode> names = new HashMap<>();
  private final Map<Path, Inode> syncedNames = new HashMap<>();
  private final List<Naming> unsynced = new ArrayList<>();
  private long usable = Long.MAX_VALUE;
  private int open;
  private int syncs;
  private final Map<Path, FolderLock> locks = new HashMap<>();

  public synchronized void usable(long octets) {
    usable = octets;
  }

  public synchronized int open() {
    return open;
  }

  public synchronized int syncs() {
    return syncs;
  }

  /** The disk as another process would see it now. */
  public synchronized MemoryFiles copy() {
    return copy(names, inode -> inode.now.clone());
  }

  public synchronized MemoryFiles afterPowerCut(RandomGenerator chance) {
    Map<Path, Inode> left = new HashMap<>(syncedNames);
    for (Naming naming : unsynced) {
      if (chance.nextBoolean()) {
        name(left, naming);
      }
    }
    boolean dropAll = chance.nextInt(4) == 0;
    return copy(left, inode -> torn(inode, dropAll, chance));
  }

  private interface Octets {
    byte[] of(Inode inode);
  }

  private static MemoryFiles copy(Map<Path, Inode> names, Octets octets) {
    MemoryFiles copy = new MemoryFiles();
    Map<Inode, Inode> copied = new HashMap<>();
    names.forEach(
        (path, inode) -> {
          Inode other =
              copied.computeIfAbsent(
                  inode,
                  original -> {
                    Inode fresh = new Inode();
                    fresh.now = octets.of(original);
                    fresh.synced = fresh.now.clone();
                    return fresh;
                  });
          copy.names.put(path, other);
          copy.syncedNames.put(path, other);
        });
    return copy;
  }

  private static byte[] torn(Inode inode, boolean dropAll, RandomGenerator chance) {
    boolean grown = inode.now.length > inode.synced.length && !dropAll && chance.nextBoolean();
    byte[] left = Arrays.copyOf(inode.synced, grown ? inode.now.length : inode.synced.length);
    for (int sector : inode.dirty) {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, inode.now.length), left.length);
      if (!dropAll && from < to && chance.nextBoolean()) {
        System.arraycopy(inode.now, from, left, from, to - from);
      }
    }
    return left;
  }

  private static void name(Map<Path, Inode> names, Naming naming) {
    if (naming.given()) {
      names.put(naming.path(), naming.inode());
    } else {
      names.remove(naming.path(), naming.inode());
    }
  }

  private void rename(Naming... namings) {
    for (Naming naming : namings) {
      name(names, naming);
      unsynced.add(naming);
    }
  }

  private Inode find(Path path) throws IOException {
    Inode inode = names.get(path);
    if (inode == null) {
      throw new NoSuchFileException(path.toString());
    }
    return inode;
  }

  /** The octets of a file, to be looked at. */
  public synchronized byte[] octets(Path path) throws IOException {
    return find(path).now.clone();
  }

  /** Changes a file at rest. */
  public synchronized void replace(Path path, byte[] octets) throws IOException {
    Inode inode = find(path);
    inode.now = octets.clone();
    inode.synced = octets.clone();
  }

  @Override
  public synchronized SpoolFile create(Path path) throws IOException {
    if (names.containsKey(path)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    Inode inode = new Inode();
    rename(new Naming(path, true, inode));
    open++;
    return new InMemory(inode);
  }

  @Override
  public synchronized SpoolFile open(Path path) throws IOException {
    Inode inode = find(path);
    open++;
    return new InMemory(inode);
  }

  @Override
  public SpoolFile openToRead(Path path) throws IOException {
    return open(path);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Inode inode = find(from);
    rename(new Naming(from, false, inode), new Naming(to, true, inode));
  }

  @Override
  public synchronized void link(Path existing, Path name) throws IOException {
    Inode inode = find(existing);
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name.toString());
    }
    rename(new Naming(name, true, inode));
  }

  @Override
  public synchronized void delete(Path path) {
    Inode inode = names.get(path);
    if (inode != null) {
      rename(new Naming(path, false, inode));
    }
  }

  @Override
  public synchronized void syncFolder(Path folder) {
    unsynced.removeIf(
        naming -> {
          boolean inside = folder.equals(naming.path().getParent());
          if (inside) {
            name(syncedNames, naming);
          }
          return inside;
        });
  }

  @Override
  public void createFolders(Path folder) {
    // Folders are where names say they are.
  }

  @Override
  public synchronized Map<String, Long> list(Path folder) {
    Map<String, Long> found = new HashMap<>();
    names.forEach(
        (path, inode) -> {
          if (folder.equals(path.getParent())) {
            found.put(path.getFileName().toString(), (long) inode.now.length);
          }
        });
    return found;
  }

  @Override
  public Set<String> listOthers(Path folder) {
    return Set.of();
  }

  @Override
  public synchronized long usable(Path folder) {
    return usable;
  }

  @Override
  public synchronized FolderLock lock(Path path) {
    open++;
    FolderLock lock = new InMemoryLock(path);
    locks.put(path, lock);
    return lock;
  }

  /** Not exclusive: the one who comes last has it. */
  private final class InMemoryLock implements FolderLock {
    private final Path path;

    InMemoryLock(Path path) {
      this.path = path;
    }

    @Override
    public boolean isHeld() {
      synchronized (MemoryFiles.this) {
        return locks.get(path) == this;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryFiles.this) {
        open--;
      }
    }
  }

  private final class InMemory implements SpoolFile {
    private final Inode inode;

    InMemory(Inode inode) {
      this.inode = inode;
    }

    @Override
    public int read(ByteBuffer into, long position) {
      synchronized (MemoryFiles.this) {
        int from = (int) position;
        int length = Math.min(into.remaining(), inode.now.length - from);
        if (length <= 0) {
          return into.hasRemaining() ? -1 : 0;
        }
        into.put(inode.now, from, length);
        return length;
      }
    }

    @Override
    public void write(ByteBuffer from, long position) {
      synchronized (MemoryFiles.this) {
        int start = (int) position;
        int end = start + from.remaining();
        if (end > inode.now.length) {
          inode.now = Arrays.copyOf(inode.now, end);
        }
        from.get(inode.now, start, end - start);
        for (int sector = start / SECTOR; sector * SECTOR < end; sector++) {
          inode.dirty.add(sector);
        }
      }
    }

    @Override
    public void force() {
      synchronized (MemoryFiles.this) {
        syncs++;
        inode.synced = Arrays.copyOf(inode.synced, inode.now.length);
        for (int sector : inode.dirty) {
          int from = sector * SECTOR;
          int to = Math.min(from + SECTOR, inode.now.length);
          System.arraycopy(inode.now, from, inode.synced, from, to - from);
        }
        inode.dirty.clear();
      }
    }

    @Override
    public long size() {
      synchronized (MemoryFiles.this) {
        return inode.now.length;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryFiles.this) {
        open--;
      }
    }
  }
}
