package io.postern.gateway.export.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.gateway.export.ExportEvent;
import io.postern.gateway.export.ExportSample;
import io.postern.gateway.export.ExportStream;
import io.postern.gateway.export.ExportTarget;
import io.postern.gateway.export.TargetOpener;
import io.postern.gateway.export.TargetUnavailable;
import io.postern.gateway.export.file.RotatedFiles.Layout;
import io.postern.gateway.export.format.EventFormat;
import io.postern.gateway.settings.ExportEntry.LineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens the files of one target. Thread-safe. */
final class FileOpener implements TargetOpener {

  private final String name;
  private final LineFiles files;
  private final String gateway;
  private final TargetFolders folders;
  private final EventFormat format;

  FileOpener(String name, LineFiles files, String gateway, TargetFolders folders) {
    this.name = name;
    this.files = files;
    this.gateway = gateway;
    this.folders = folders;
    format = EventFormat.of(files.format(), gateway);
  }

  @Override
  public ExportTarget open(ExportStream stream) throws TargetUnavailable {
    Path folder = folders.folder(name, files.folder());
    try {
      return new FileTarget(
          RotatedFiles.open(
              folder,
              stem(stream),
              new Layout(
                  format.suffix(),
                  format.signature(),
                  format
                      .header()
                      .map(header -> (header + format.lineEnd()).getBytes(UTF_8))
                      .orElse(new byte[0])),
              new Rotation(files.size(), files.daily(), files.keep(), files.keepDays())),
          format,
          gateway,
          stream.keepsPosition());
    } catch (IOException e) {
      throw new TargetUnavailable("cannot open the files in %s (%s)".formatted(folder, e), e);
    }
  }

  /** Older events have files of their own, as those of the live ones are in order. */
  private static String stem(ExportStream stream) {
    return switch (stream.kind()) {
      case LIVE -> stream.target();
      case BACKFILL -> stream.target() + "." + stream.id();
      case RETRY -> stream.target() + ".retry";
    };
  }

  @Override
  public List<String> test(Map<String, String> secrets) throws TargetUnavailable {
    Path folder = folders.folder(name, files.folder());
    Path there = TargetFolders.nearest(folder);
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      throw new TargetUnavailable(
          "%s is no folder that the gateway's user may write to".formatted(there), null);
    }
    try {
      return List.of(
          "events go into %s as %s"
              .formatted(
                  folder.resolve(name + "." + format.suffix()),
                  files.format().style().name().toLowerCase(Locale.ROOT)),
          there.equals(folder) ? "the folder is there" : "the folder will be made in " + there,
          "%d MiB are free there".formatted(Files.getFileStore(there).getUsableSpace() >> 20));
    } catch (IOException e) {
      throw new TargetUnavailable("cannot look at %s (%s)".formatted(there, e), e);
    }
  }

  @Override
  public List<ExportSample.SampleValue> sample(ExportEvent event) {
    return format.lines(event).stream()
        .map(line -> Optional.of(line.inFile(event.at(), gateway)))
        .map(text -> new ExportSample.SampleValue("line", text))
        .toList();
  }

  @Override
  public Optional<String> ddl() {
    return Optional.empty();
  }
}
