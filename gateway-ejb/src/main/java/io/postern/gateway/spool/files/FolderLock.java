package io.postern.gateway.spool.files;

import java.io.IOException;

/** Keeps other processes off a folder until it is closed, or its process ends. */
public interface FolderLock extends AutoCloseable {

  /**
   * Whether the folder is still this process's. It is not once somebody has removed the lock's
   * file: another process can then take the folder although this one works in it.
   *
   * @throws IOException when the system does not say
   */
  boolean isHeld() throws IOException;

  @Override
  void close() throws IOException;
}
