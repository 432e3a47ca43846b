package io.postern.gateway.spool;

import io.postern.gateway.spool.files.SpoolFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Where the contents are in the spool's folder, beside the log. */
record SpoolFolder(Path root) {

  void create(SpoolFiles files) throws IOException {
    for (Path folder : new Path[] {contents(), incoming(), damaged()}) {
      files.createFolders(folder);
    }
    files.syncFolder(root);
  }

  Path contents() {
    return root.resolve("content");
  }

  Path incoming() {
    return root.resolve("incoming");
  }

  Path damaged() {
    return root.resolve("damaged");
  }

  Path content(long id) {
    return contents().resolve(new SpoolId(id).toString());
  }

  Path incoming(long number) {
    return incoming().resolve(number + ".part");
  }
}
