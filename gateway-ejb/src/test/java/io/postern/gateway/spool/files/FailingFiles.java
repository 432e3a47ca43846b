package io.postern.gateway.spool.files;

import io.postern.fixtures.DiskFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Fails chosen operations of another disk, each as if half of it had been done. */
public final class FailingFiles implements SpoolFiles {

  private final SpoolFiles disk;
  private final String reason;
  private final DiskFaults faults = new DiskFaults();

  /**
   * @param reason as the system would put it
   */
  public FailingFiles(SpoolFiles disk, String reason) {
    this.disk = disk;
    this.reason = reason;
  }

  /** Which operations fail, by names such as {@code force 00000001.seg}. */
  public DiskFaults faults() {
    return faults;
  }

  private boolean isFailing(String operation, Path path) {
    return faults.isFailing(operation + " " + path.getFileName());
  }

  private void perhapsFail(String operation, Path path) throws IOException {
    if (isFailing(operation, path)) {
      throw new FileSystemException(path.toString(), null, reason);
    }
  }

  @Override
  public SpoolFile create(Path path) throws IOException {
    perhapsFail("create", path);
    return new Failing(disk.create(path), path);
  }

  @Override
  public SpoolFile open(Path path) throws IOException {
    perhapsFail("open", path);
    return new Failing(disk.open(path), path);
  }

  @Override
  public SpoolFile openToRead(Path path) throws IOException {
    perhapsFail("open", path);
    return new Failing(disk.openToRead(path), path);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    perhapsFail("rename", to);
    disk.rename(from, to);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    perhapsFail("link", name);
    disk.link(existing, name);
  }

  @Override
  public void delete(Path path) throws IOException {
    perhapsFail("delete", path);
    disk.delete(path);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    perhapsFail("sync", folder);
    disk.syncFolder(folder);
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    disk.createFolders(folder);
  }

  @Override
  public Map<String, Long> list(Path folder) throws IOException {
    perhapsFail("list", folder);
    return disk.list(folder);
  }

  @Override
  public Set<String> listOthers(Path folder) throws IOException {
    perhapsFail("list", folder);
    return disk.listOthers(folder);
  }

  @Override
  public long usable(Path folder) throws IOException {
    return disk.usable(folder);
  }

  @Override
  public FolderLock lock(Path path) throws IOException {
    return disk.lock(path);
  }

  private final class Failing implements SpoolFile {
    private final SpoolFile file;
    private final Path path;

    Failing(SpoolFile file, Path path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      perhapsFail("read", path);
      return file.read(into, position);
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      if (isFailing("write", path)) {
        file.write(from.slice(from.position(), from.remaining() / 2), position);
        throw new IOException(reason);
      }
      file.write(from, position);
    }

    @Override
    public void force() throws IOException {
      perhapsFail("force", path);
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
      perhapsFail("close", path);
    }
  }
}
