package io.postern.gateway.export.file;

import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.settings.ExportEntry.LineFiles;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Entry point: makes targets that are files. Touches none by itself. Thread-safe. */
public final class FileTargets {

  private final Path data;
  private final Supplier<String> hostName;

  /**
   * @param data the data folder
   * @param hostName the gateway's name, for targets that give it no other
   */
  public FileTargets(Path data, Supplier<String> hostName) {
    this.data = data;
    this.hostName = hostName;
  }

  /**
   * @param name the target's
   */
  public TargetOpener opener(String name, LineFiles files) {
    return new FileOpener(
        name, files, files.gateway().orElseGet(hostName), new TargetFolders(data));
  }
}
